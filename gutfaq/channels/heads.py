"""Request heads that Sanic 21.12 takes in and then trips over, refused before it reads on.

A length that is no number ends in a 500 there, a negative one in a loop that never ends, and two
lengths, or a length beside chunks, leave it open where the request stops.
"""

from __future__ import annotations

import re

from sanic import Sanic
from sanic.exceptions import InvalidUsage

_LENGTH = re.compile(rb"^content-length:(.*)$", re.IGNORECASE | re.MULTILINE)
_ENCODING = re.compile(rb"^transfer-encoding:(.*)$", re.IGNORECASE | re.MULTILINE)
_NUMBER = re.compile(rb"\s*[0-9]{1,15}\s*")


def refuse_bad_heads(app: Sanic) -> None:
    """Answer 400 to a request whose head does not say clearly how long its body is."""

    async def check(head: bytes) -> None:
        """Raise for a bad head; Sanic turns it into a 400 and closes the connection."""
        lengths, encodings = _LENGTH.findall(head), _ENCODING.findall(head)
        clear = not lengths or (len(lengths) == 1 and _NUMBER.fullmatch(lengths[0]))
        if not clear or (encodings and (lengths or [e.strip() for e in encodings] != [b"chunked"])):
            raise InvalidUsage("Bad Request")

    app.add_signal(check, "http.lifecycle.read_head")
