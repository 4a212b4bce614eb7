"""Between Slack's mark-up and plain text, both ways.

https://docs.slack.dev/messaging/formatting-message-text/
"""

from __future__ import annotations

import re

_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
_MARKUP = re.compile(r"<([^<>]*)>")
LONGEST_TEXT = 12_000


def escape(text: str) -> str:
    """Return the text so that Slack shows it as it is: no mention, link or channel comes of it."""
    for character, entity in _ESCAPES:
        text = text.replace(character, entity)
    return text


def unescape(text: str) -> str:
    """Return what `escape` was given."""
    for character, entity in reversed(_ESCAPES):
        text = text.replace(entity, character)
    return text


def mentions(text: str) -> set[str]:
    """Return the ids of the users whom the text mentions."""
    return set(re.findall(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>", text))


def clean(text: str, *, bot: str = "") -> str:
    """Return what a person typed, as plain text: links as their words, without mentions of us."""
    plain = _MARKUP.sub(lambda found: _plain(found.group(1), bot), text)
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in unescape(plain).splitlines()]
    return "\n".join(lines).strip()[:LONGEST_TEXT]


def _plain(inside: str, bot: str) -> str:
    target, _, shown = inside.partition("|")
    if target.startswith("@"):
        return f"@{shown}" if shown and target[1:] != bot else " "
    if target.startswith("#"):
        return f"#{shown}" if shown else " "
    if target.startswith("!"):
        return shown or " "  # <!here>, <!date^...|yesterday>, <!subteam^...|@nurses>
    return shown or target.removeprefix("mailto:").removeprefix("tel:")
