"""A reply as one Slack message.

Words of the reply go into `rich_text`, where nothing is mark-up, or are escaped; not one is added
to them. https://docs.slack.dev/reference/block-kit/blocks/
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from gutfaq.channels.slack import labels
from gutfaq.channels.slack.mrkdwn import escape
from gutfaq.reply import Button, Reply, Said

ASK_ACTION = "gutfaq_ask"
RATE_ACTION = "gutfaq_rate"
METADATA = "gutfaq_answer"
Block = dict[str, Any]

LONGEST_PIECE = 2900  # of a text object: 3000, and escaping makes it longer
MOST_BLOCKS = 50
MOST_BUTTONS = 25
LONGEST_LABEL = 75
LONGEST_VALUE = 2000
LONGEST_FALLBACK = 30_000  # Slack cuts at 40,000 characters
ALARM = frozenset({"emergency", "crisis"})


def message(reply: Reply, *, feedback: bool = True) -> dict[str, Any]:
    """Return `text` and `blocks` of the one message that shows the whole reply.

    Args:
        reply: What to show, in the order in which it is said.
        feedback: Whether to add the two feedback buttons under an answer.
    """
    alarm = bool(ALARM & set(reply.verdict))
    body = [block for at in range(len(reply.said)) for block in _said(reply, at, alarm=alarm)]
    tail: list[Block] = []
    if reply.buttons and not alarm:
        tail += _buttons(reply.buttons)
    phrases = [said.phrase for said in reply.said if said.kind == "answer"]
    if feedback and phrases and not alarm:
        tail.append(_feedback(phrases))
    return {"text": fallback(reply), "blocks": body[: MOST_BLOCKS - len(tail)] + tail}


def fallback(reply: Reply) -> str:
    """Return the reply as one escaped text, for notifications and screen readers."""
    lines = []
    for said in reply.said:
        lines.append(said.text)
        lines += [_source(said)] if said.sentences else []
    return escape("\n\n".join(lines)[:LONGEST_FALLBACK])


def _said(reply: Reply, at: int, *, alarm: bool) -> Iterator[Block]:
    said = reply.said[at]
    if said.kind == "answer":
        if said.title:
            yield _rich("rich_text_section", said.title, bold=True)
        yield from (_rich("rich_text_quote", piece) for piece in _pieces(said.text))
        if said.sentences:
            yield _context(_source(said))
    elif _is_aside(reply, at):
        yield from (_context(piece) for piece in _pieces(said.text))
    else:
        urgent = alarm and (at == 0 or said.phrase == reply.safety.card)
        if urgent:
            yield {"type": "divider"}
        yield from (_notice(piece, urgent=urgent) for piece in _pieces(said.text))
        if urgent:
            yield {"type": "divider"}


def _is_aside(reply: Reply, at: int) -> bool:
    """Return whether a notice only accompanies an answer before it, as the disclaimer does."""
    answered = any(said.kind == "answer" for said in reply.said[:at])
    own = any(at in part.said and part.verdict != "answer" for part in reply.parts)
    return answered and not own


def _notice(text: str, *, urgent: bool) -> Block:
    if not urgent:
        return _rich("rich_text_section", text)
    block = _rich("rich_text_section", text, bold=True)
    sign = {"type": "emoji", "name": "rotating_light"}
    block["elements"][0]["elements"][:0] = [sign, {"type": "text", "text": " "}]
    return block


def _rich(kind: str, text: str, *, bold: bool = False) -> Block:
    element: Block = {"type": "text", "text": text}
    if bold:
        element["style"] = {"bold": True}
    return {"type": "rich_text", "elements": [{"type": kind, "elements": [element]}]}


def _context(text: str) -> Block:
    shown = {"type": "mrkdwn", "text": escape(text), "verbatim": True}
    return {"type": "context", "elements": [shown]}


def _source(said: Said) -> str:
    first, last = said.sentences[0], said.sentences[-1]
    return labels.SOURCE.format(seed=first.seed, start=first.start, end=last.end)


def _buttons(buttons: Iterable[Button]) -> list[Block]:
    usable = [button for button in buttons if 0 < len(button.payload) <= LONGEST_VALUE]
    elements = [
        {
            "type": "button",
            "action_id": f"{ASK_ACTION}:{at}",
            "text": {"type": "plain_text", "text": _label(button.title), "emoji": False},
            "value": button.payload,
        }
        for at, button in enumerate(usable[:MOST_BUTTONS])
    ]
    return [{"type": "actions", "elements": elements}] if elements else []


def _label(title: str) -> str:
    return title if len(title) <= LONGEST_LABEL else title[: LONGEST_LABEL - 1] + "…"


def _feedback(phrases: list[str]) -> Block:
    def choice(label: str, vote: str) -> Block:
        value = json.dumps({"vote": vote, "phrases": phrases[:5]}, separators=(",", ":"))
        return {
            "text": {"type": "plain_text", "text": label},
            "accessibility_label": f"{labels.FEEDBACK} {label}",
            "value": value,
        }

    buttons = {
        "type": "feedback_buttons",
        "action_id": RATE_ACTION,
        "positive_button": choice(labels.HELPFUL, "up"),
        "negative_button": choice(labels.NOT_HELPFUL, "down"),
    }
    return {"type": "context_actions", "elements": [buttons]}


def without_button(blocks: list[Block], action_id: str) -> list[Block]:
    """Return a message's blocks without the button that was pressed, ready for an update."""
    kept = []
    for shown in blocks:
        block = {name: value for name, value in shown.items() if name != "block_id"}
        if block.get("type") == "actions":
            rest = [e for e in block.get("elements", []) if e.get("action_id") != action_id]
            if not rest:
                continue
            block = {**block, "elements": rest}
        kept.append(block)
    return kept


def _pieces(text: str) -> Iterator[str]:
    """Yield the text in pieces that a text object can hold after escaping, cut at spaces."""
    while len(escape(text)) > LONGEST_PIECE:
        cut = LONGEST_PIECE // 5  # the longest escape has five characters
        cut = text.rfind(" ", 1, cut) + 1 or cut
        yield text[:cut]
        text = text[cut:]
    yield text
