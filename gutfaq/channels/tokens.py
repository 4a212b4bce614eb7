"""Signed conversation tokens: issued by the server, never chosen or guessed by a client.

Every door that a browser reaches hands out these, so that one conversation id space is safe
everywhere. A token is a bearer secret: it carries the conversation's id, the moment it was signed
and an HMAC-SHA256 over both.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from itsdangerous import BadSignature, SignatureExpired, TimestampSigner

from gutfaq.errors import RefusedMessage

DAY_S = 24 * 60 * 60
_MAX_TOKEN_CHARS = 200


class ForgedToken(RefusedMessage):
    """A token that this server did not sign."""


class ExpiredToken(RefusedMessage):
    """A token that this server signed too long ago."""


class _Signer(TimestampSigner):
    """A timestamp signer that reads the clock it is given."""

    def __init__(self, secret: str, clock: Callable[[], float]) -> None:
        super().__init__(
            secret,
            salt="gutfaq.conversation",
            key_derivation="hmac",
            digest_method=hashlib.sha256,
        )
        self._clock = clock

    def get_timestamp(self) -> int:
        """See parent class."""
        return int(self._clock())


class Tokens:
    """Issues and reads conversation tokens.

    Args:
        secret: At least 16 characters; who knows it can name any conversation.
        max_age_s: Seconds after which a token is refused.
        clock: Seconds since the epoch.
    """

    def __init__(
        self, secret: str, max_age_s: int = DAY_S, *, clock: Callable[[], float] = time.time
    ) -> None:
        if len(secret) < 16:
            raise RefusedMessage(
                "GUTFAQ_SECRET has fewer than 16 characters, so that tokens could be guessed. "
                "Set it to the output of `openssl rand -hex 32`, or leave it unset."
            )
        self._signer = _Signer(secret, clock)
        self._clock = clock
        self.max_age_s = max_age_s

    def issue(self) -> tuple[str, str]:
        """Return a new conversation's id and its token."""
        conversation = secrets.token_hex(16)
        return conversation, self.sign(conversation)

    def sign(self, conversation: str) -> str:
        """Return a fresh token for a conversation whose token was just read."""
        return self._signer.sign(conversation).decode("ascii")

    def read(self, token: str) -> str:
        """Return the id of the token's conversation.

        Raises:
            ExpiredToken: It was signed too long ago.
            ForgedToken: It was not signed here, or was changed since.
        """
        return self.read_with_age(token)[0]

    def read_with_age(self, token: str) -> tuple[str, float]:
        """Return the conversation's id and the token's age in seconds (see `read`)."""
        if not token.isascii() or len(token) > _MAX_TOKEN_CHARS:
            raise ForgedToken("This conversation token was not issued here.")
        try:
            value, signed = self._signer.unsign(
                token, max_age=self.max_age_s, return_timestamp=True
            )
        except SignatureExpired:
            raise ExpiredToken("This conversation has expired; start a new one.") from None
        except BadSignature:
            raise ForgedToken("This conversation token was not issued here.") from None
        return value.decode("ascii"), self._clock() - signed.timestamp()


def secret_in(folder: Path) -> str:
    """Return `GUTFAQ_SECRET`, else the secret kept in the folder, made on first use (mode 600)."""
    given = os.environ.get("GUTFAQ_SECRET")
    if given:
        return given
    file = folder / "secret"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secrets.token_hex(32) + "\n")
    return file.read_text(encoding="ascii").strip()
