"""The few fixed words of the Slack surface itself: labels, never statements about health."""

SOURCE = "Quoted word for word from “{seed}”, characters {start}–{end}."
RELATED = "Ask next"
HELPFUL = "Helpful"
NOT_HELPFUL = "Not helpful"
FEEDBACK = "Was this answer helpful?"
THINKING = "is looking it up in the text…"
PROMPTS_TITLE = "What would you like to know?"
PROMPTS = (
    "What is leaky gut?",
    "What are the symptoms?",
    "How does it progress?",
    "Why does gut health matter?",
)
HOME_TITLE = "What you can ask"
HELP_QUESTION = "What can you do?"
FIRST_QUESTION = PROMPTS[0]
SHORTCUT = "Ask about this"
COMMAND = "/leakygut"
COMMAND_HINT = "[your question]"
COMMAND_SUMMARY = "Ask privately; only you see the answer"
APP_NAME = "Gut FAQ"
APP_SUMMARY = "Answers questions on leaky gut in the words of one text, and no others."
