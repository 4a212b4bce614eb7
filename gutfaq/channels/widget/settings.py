"""What an operator can set for the widget's channel, under `widget:` in credentials.yml."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlsplit

from gutfaq.errors import Refused


@dataclass(frozen=True, slots=True)
class WidgetSettings:
    """The keys of `widget:` in credentials.yml.

    Attributes:
        origins: Sites that may embed the widget, such as https://clinic.example; the server's own
            origin always may. A list, or one text with commas (so that it can come from the
            environment).
        socketio_path: Where the sockets are.
        namespace: Socket.IO namespace.
        max_chars: Longest message, in characters.
        messages_per_minute: Of one conversation, after a burst of `burst`.
        burst: Messages that may come at once.
        address_messages_per_minute: Of all conversations from one network address.
        sessions_per_minute: New or resumed sessions from one network address.
        connections_per_address: Open sockets from one network address.
        session_hours: A session nobody used for so long has expired.
        keep_hours: How long replies are kept to be replayed.
        database_url: Where they are kept; a SQLite file in the state folder when empty.
        pages: Also serve the script, the demo page and the source pages.
    """

    origins: tuple[str, ...] = ()
    socketio_path: str = "/socket.io"
    namespace: str = "/"
    max_chars: int = 500
    messages_per_minute: float = 30
    burst: int = 10
    address_messages_per_minute: float = 300
    sessions_per_minute: float = 120
    connections_per_address: int = 200
    session_hours: float = 24
    keep_hours: float = 24
    database_url: str = ""
    pages: bool = True


def settings_from(credentials: Mapping[str, Any] | None) -> WidgetSettings:
    """Return the settings.

    Raises:
        Refused: A key is unknown, or a value cannot be what it stands for.
    """
    given = dict(credentials or {})
    known = [field.name for field in fields(WidgetSettings)]
    for key in given:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1) or known[:1]
            raise Refused(
                f"credentials.yml sets widget: {key}, which does not exist. Nearest: {near[0]}. "
                "docs/embedding.md lists them all."
            )
    given.setdefault("origins", os.environ.get("GUTFAQ_ORIGINS", "").split(","))
    given["origins"] = _origins(given["origins"])
    return WidgetSettings(**{key: _typed(key, value) for key, value in given.items()})


def _typed(key: str, value: Any) -> Any:
    """Return the value as its default's type; the environment only holds texts."""
    default: Any = getattr(WidgetSettings(), key)
    if isinstance(default, tuple):
        return value
    if isinstance(default, bool):
        return str(value).lower() in ("true", "1", "yes")
    try:
        typed = type(default)(value)
    except (TypeError, ValueError):
        typed = None
    if typed is None or (isinstance(typed, (int, float)) and typed <= 0):
        raise Refused(
            f"credentials.yml sets widget: {key} to {value!r}; it must be like {default!r}. "
            "docs/embedding.md lists them all."
        )
    return typed


def _origins(value: Any) -> tuple[str, ...]:
    """Return the origins without trailing slashes, each a scheme and a host."""
    listed = value.split(",") if isinstance(value, str) else (value or [])
    origins = tuple(str(origin).strip().rstrip("/") for origin in listed if str(origin).strip())
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
            raise Refused(
                f"credentials.yml lists {origin!r} under widget: origins, which is no origin. "
                "Write scheme and host, such as https://clinic.example."
            )
    return origins
