"""What a client may send: every field's type and length, checked before anything is done."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from gutfaq.errors import RefusedMessage

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MAX_TOKEN_CHARS = 200
_MAX_PRESS_CHARS = 200
_MAX_REASON_CHARS = 300
_MAX_ALSO = 20


class Problem(RefusedMessage):
    """Why an event was refused; the client gets it as an `error` event.

    Attributes:
        code: Stable word for programs.
        retry_after_s: Seconds after which the same event may be sent again.
        message_id: The message that it is about, when there is one.
    """

    def __init__(
        self, code: str, text: str, *, retry_after_s: float | None = None, message_id: str = ""
    ) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.retry_after_s = retry_after_s
        self.message_id = message_id

    def as_event(self) -> dict[str, Any]:
        """Return the body of the `error` event."""
        body: dict[str, Any] = {"code": self.code, "text": self.text}
        if self.message_id:
            body["message_id"] = self.message_id
        if self.retry_after_s is not None:
            body["retry_after_s"] = round(self.retry_after_s, 1)
        return body


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """A client wants its conversation back, or a new one.

    Attributes:
        token: None asks for a new conversation.
        last_seen: Number of the last reply the client has; None when it does not count them.
    """

    token: str | None
    last_seen: int | None


@dataclass(frozen=True, slots=True)
class Uttered:
    """A person typed `text`, or pressed the button with the payload `press`."""

    text: str
    press: str | None
    message_id: str
    token: str | None


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person thought of a phrase."""

    phrase: str
    vote: Literal["up", "down"]
    reason: str | None


def session_request(data: Any) -> SessionRequest:
    """Return the request; a client of Rasa's own channel may send nothing at all."""
    fields = _fields(data if data is not None else {})
    last_seen = fields.get("last_seen")
    if last_seen is not None and (type(last_seen) is not int or not 0 <= last_seen < 2**53):
        raise Problem("wrong_type", "last_seen must be a whole number, 0 or more.")
    return SessionRequest(_token(fields), last_seen)


def uttered(data: Any, *, max_chars: int) -> Uttered:
    """Return the message, its id made here when the client gave none."""
    fields = _fields(data)
    message_id = fields.get("message_id")
    if message_id is None:
        message_id = "s-" + secrets.token_hex(8)
    elif not isinstance(message_id, str) or not _ID.fullmatch(message_id):
        raise Problem("wrong_type", "message_id must be 1 to 64 letters, digits, '-' or '_'.")
    try:
        press = _text(fields, "press", _MAX_PRESS_CHARS)
        text = _text(fields, "message", max_chars)
        if not press and not text:
            raise Problem("empty", "Send a message or a press.")
        return Uttered(text or "", press, message_id, _token(fields))
    except Problem as problem:
        problem.message_id = message_id
        raise


def feedback(data: Any) -> Feedback:
    """Return the vote."""
    fields = _fields(data)
    phrase = _text(fields, "phrase", 128)
    if not phrase:
        raise Problem("empty", "Feedback names the phrase that it is about.")
    vote = fields.get("vote")
    if vote not in ("up", "down"):
        raise Problem("wrong_type", "vote must be 'up' or 'down'.")
    return Feedback(phrase, vote, _text(fields, "reason", _MAX_REASON_CHARS) or None)


def also(data: Any) -> tuple[str, ...]:
    """Return the tokens of earlier conversations that are to be deleted too."""
    tokens = _fields(data if data is not None else {}).get("also") or []
    if not isinstance(tokens, list) or len(tokens) > _MAX_ALSO:
        raise Problem("wrong_type", f"also must be a list of at most {_MAX_ALSO} session ids.")
    return tuple(token for token in tokens if isinstance(token, str))


def clean(text: str) -> str:
    """Return the text without control characters and broken surrogates, trimmed."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    kept = (c for c in whole if c in "\n\t" or unicodedata.category(c) != "Cc")
    return "".join(kept).strip()


def _fields(data: Any) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise Problem("wrong_type", "Send one JSON object.")
    return data


def _token(fields: Mapping[str, Any]) -> str | None:
    token = fields.get("session_id")
    if token is None or token == "":
        return None
    if not isinstance(token, str) or len(token) > _MAX_TOKEN_CHARS:
        raise Problem("wrong_type", "session_id must be the text that session_confirm gave.")
    return token


def _text(fields: Mapping[str, Any], name: str, max_chars: int) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Problem("wrong_type", f"{name} must be a text.")
    value = clean(value)
    if len(value) > max_chars:
        raise Problem("too_long", f"{name} has {len(value)} characters; {max_chars} are allowed.")
    return value
