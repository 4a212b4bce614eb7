"""The Home tab and the suggested prompts."""

from __future__ import annotations

from typing import Any

from gutfaq.channels.slack import labels
from gutfaq.channels.slack.render import message
from gutfaq.reply import Brain, Reply, Turn

MOST_PROMPTS = 4  # https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts


async def prompts(brain: Brain, conversation: str) -> list[dict[str, str]]:
    """Return the suggested prompts: the title that is shown, the message that is then sent."""
    about = await brain.ask(Turn(conversation, labels.HELP_QUESTION))
    await brain.forget(conversation)
    titles = [button.title for button in about.buttons[:MOST_PROMPTS]]
    return [{"title": title, "message": title} for title in titles]


async def view(brain: Brain, conversation: str) -> dict[str, Any]:
    """Return the Home tab: what can be asked, what the assistant is, and the disclaimer.

    Its words are the assistant's own: what it says of itself, and the notice that goes with a
    first answer. They are asked for in a conversation that is forgotten afterwards.
    """
    about = await brain.ask(Turn(conversation, labels.HELP_QUESTION))
    first = about
    if about.buttons:
        first = await brain.ask(Turn(conversation, press=about.buttons[0].payload))
    await brain.forget(conversation)
    known = {said.phrase for said in about.said}
    notices = [s for s in first.said if s.kind == "notice" and s.phrase not in known]
    shown = message(Reply(verdict=("about",), said=(*about.said, *notices)), feedback=False)
    titles = [button.title for button in about.buttons]
    topics = _topics(titles) if titles else []
    header = {"type": "header", "text": {"type": "plain_text", "text": labels.APP_NAME}}
    return {"type": "home", "blocks": [header, *shown["blocks"], *topics]}


def _topics(titles: list[str]) -> list[dict[str, Any]]:
    items = [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": title}]}
        for title in titles
    ]
    heading = {
        "type": "rich_text_section",
        "elements": [{"type": "text", "text": labels.HOME_TITLE, "style": {"bold": True}}],
    }
    bullets = {"type": "rich_text_list", "style": "bullet", "elements": items}
    return [{"type": "divider"}, {"type": "rich_text", "elements": [heading, bullets]}]
