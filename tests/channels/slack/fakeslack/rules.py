"""What Slack refuses in a message, as its error codes.

https://docs.slack.dev/reference/block-kit/blocks/ and
https://docs.slack.dev/reference/block-kit/block-elements/
"""

from __future__ import annotations

from typing import Any

MOST_BLOCKS = {"message": 50, "home": 100}
LONGEST_TEXT = 3000
LONGEST_MESSAGE = 40_000  # https://docs.slack.dev/changelog/2018-truncating-really-long-messages
BLOCKS = {
    "actions": {"elements", "block_id", "type"},
    "context": {"elements", "block_id", "type"},
    "context_actions": {"elements", "block_id", "type"},
    "divider": {"block_id", "type"},
    "header": {"text", "block_id", "type"},
    "rich_text": {"elements", "block_id", "type"},
    "section": {"text", "fields", "accessory", "block_id", "type", "expand"},
}


def wrong_with_blocks(blocks: Any, *, surface: str = "message") -> str | None:
    """Return what is wrong with the blocks, None when Slack would take them."""
    if not isinstance(blocks, list) or len(blocks) > MOST_BLOCKS[surface]:
        return "too many blocks, or no list"
    actions: list[str] = []
    for block in blocks:
        known = BLOCKS.get(block.get("type"))
        if known is None or set(block) - known:
            return f"unknown block or field in {block.get('type')}"
        fault = _wrong_with_block(block, actions)
        if fault:
            return fault
    return None if len(set(actions)) == len(actions) else "an action_id is there twice"


def _wrong_with_block(block: dict[str, Any], actions: list[str]) -> str | None:
    kind, elements = block["type"], block.get("elements", [])
    most = {"actions": 25, "context": 10, "context_actions": 5}.get(kind)
    if most is not None and not 1 <= len(elements) <= most:
        return f"{kind} with {len(elements)} elements"
    if kind == "rich_text":
        return _wrong_with_rich_text(elements)
    if kind == "header":
        return _wrong_with_text(block["text"], longest=150)
    for element in elements:
        if kind == "context":
            fault = _wrong_with_text(element, longest=LONGEST_TEXT)
        else:
            actions.append(element.get("action_id", ""))
            fault = _wrong_with_button(element)
        if fault:
            return fault
    return None


def _wrong_with_button(element: dict[str, Any]) -> str | None:
    if len(element.get("action_id", "")) > 255:
        return "action_id too long"
    if element["type"] == "button":
        buttons = [element]
    elif element["type"] == "feedback_buttons":
        buttons = [element["positive_button"], element["negative_button"]]
    else:
        return f"unknown element {element['type']}"
    for button in buttons:
        if len(button.get("value", "")) > 2000:
            return "value too long"
        if button["text"]["type"] != "plain_text":
            return "a button's text is plain_text"
        fault = _wrong_with_text(button["text"], longest=75)
        if fault:
            return fault
    return None


def _wrong_with_text(text: dict[str, Any], *, longest: int) -> str | None:
    if text.get("type") not in ("mrkdwn", "plain_text"):
        return "unknown text type"
    if not 1 <= len(text.get("text", "")) <= longest:
        return f"text of {len(text.get('text', ''))} characters"
    return None


def _wrong_with_rich_text(elements: list[dict[str, Any]]) -> str | None:
    kinds = ("rich_text_section", "rich_text_quote", "rich_text_list", "rich_text_preformatted")
    for element in elements:
        if element.get("type") not in kinds or not element.get("elements"):
            return f"rich text of {element.get('type')}"
        for inner in element["elements"]:
            if inner.get("type") == "text" and not inner.get("text"):
                return "empty text in rich text"
    return None
