"""The Home tab and the suggested prompts."""

from __future__ import annotations

from typing import Any

from gutfaq.channels.slack import labels
from gutfaq.channels.slack.render import message
from gutfaq.reply import Brain, Reply, Turn


def prompts() -> list[dict[str, str]]:
    """Return the suggested prompts: the title that is shown, the message that is then sent."""
    return [{"title": prompt, "message": prompt} for prompt in labels.PROMPTS]


async def view(brain: Brain, conversation: str) -> dict[str, Any]:
    """Return the Home tab: what can be asked, what the assistant is, and the disclaimer.

    Its words are the assistant's own: what it says of itself, and the notice that goes with a
    first answer. They are asked for in a conversation that is forgotten afterwards.
    """
    about = await brain.ask(Turn(conversation, labels.HELP_QUESTION, message_id="1"))
    first = await brain.ask(Turn(conversation, labels.FIRST_QUESTION, message_id="2"))
    await brain.forget(conversation)
    known = {said.phrase for said in about.said}
    notices = [s for s in first.said if s.kind == "notice" and s.phrase not in known]
    shown = message(Reply(verdict=("about",), said=(*about.said, *notices)), feedback=False)
    titles = [button.title for button in about.buttons] or list(labels.PROMPTS)
    header = {"type": "header", "text": {"type": "plain_text", "text": labels.APP_NAME}}
    return {"type": "home", "blocks": [header, *shown["blocks"], *_topics(titles)]}


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
