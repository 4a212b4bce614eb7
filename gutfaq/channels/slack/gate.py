"""Who may come in: decided on the raw bytes, before anything is parsed.

https://docs.slack.dev/authentication/verifying-requests-from-slack/
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from gutfaq.errors import RefusedMessage

LARGEST_BODY = 1024 * 1024
WINDOW = 300.0
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class NotAdmitted(RefusedMessage):
    """A request that is turned away, with the status that says why and no detail."""

    def __init__(self, status: int, reason: str) -> None:
        self.status = status
        super().__init__(reason)


def check_signature(
    body: bytes, headers: Mapping[str, str], secrets: Sequence[str], *, now: float
) -> None:
    """Return when the bytes were signed with one of the secrets within five minutes of `now`.

    Raises:
        NotAdmitted: With 413 or 401.
    """
    if len(body) > LARGEST_BODY:
        raise NotAdmitted(413, "too large")
    stamp = headers.get("x-slack-request-timestamp", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise NotAdmitted(401, "not signed")
    if abs(now - int(stamp)) > WINDOW:
        raise NotAdmitted(401, "not signed")
    given = headers.get("x-slack-signature", "").encode("utf-8", "replace")
    signed = b"v0:" + stamp.encode() + b":" + body
    right = [
        hmac.compare_digest(
            given, b"v0=" + hmac.new(key.encode(), signed, hashlib.sha256).hexdigest().encode()
        )
        for key in secrets
    ]
    if not any(right):
        raise NotAdmitted(401, "not signed")


def parse(body: bytes, content_type: str) -> dict[str, Any]:
    """Return what a signed body says: JSON, a form's `payload`, or the form itself.

    Raises:
        NotAdmitted: With 415 for another type, 400 when it does not read as its type.
    """
    kind = content_type.split(";")[0].strip().lower()
    if kind not in (JSON, FORM):
        raise NotAdmitted(415, "neither JSON nor a form")
    try:
        text = body.decode("utf-8")
        said: Any = json.loads(text) if kind == JSON else _form(text)
    except (ValueError, RecursionError) as error:
        raise NotAdmitted(400, "malformed") from error
    if not isinstance(said, dict):
        raise NotAdmitted(400, "malformed")
    return said


def _form(text: str) -> Any:
    fields = {name: values[0] for name, values in parse_qs(text, max_num_fields=100).items()}
    return json.loads(fields["payload"]) if "payload" in fields else fields
