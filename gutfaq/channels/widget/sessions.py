"""Who is connected, and to which conversation: bound by the server, by a signed token."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from gutfaq.channels.tokens import ExpiredToken, ForgedToken, Tokens
from gutfaq.channels.widget.checks import Problem
from gutfaq.channels.widget.outbox import Outbox


@dataclass(eq=False, slots=True)
class Client:
    """One open socket.

    Attributes:
        address: Network address, for rates only.
        emit: Sends an event to this client.
        conversation: The conversation it is bound to.
        token: The token that bound it.
        order: Held while one of its events is handled, so that events keep their order.
        is_gone: Its socket is closed.
    """

    address: str
    emit: Callable[[str, Any], Awaitable[None]]
    conversation: str | None = None
    token: str = ""
    order: asyncio.Lock = field(default_factory=asyncio.Lock)
    is_gone: bool = False


class Sessions:
    """The open sockets of each conversation, in this process."""

    def __init__(self, tokens: Tokens, outbox: Outbox) -> None:
        self._tokens = tokens
        self._outbox = outbox
        self._clients: dict[str, set[Client]] = {}

    def open(self, token: str | None) -> tuple[str, str, str]:
        """Return a conversation, a fresh token for it, and how it came about.

        That is `resumed`, `new`, or why the token did not count: `expired`, `deleted`, `unknown`.
        """
        if token is None:
            return (*self._tokens.issue(), "new")
        try:
            conversation = self._read(token)
        except Problem as problem:
            return (*self._tokens.issue(), problem.code.removeprefix("session_"))
        return conversation, self._tokens.sign(conversation), "resumed"

    def bind(self, client: Client, conversation: str, token: str) -> None:
        """Make the client one of the conversation's, and of no other."""
        self.release(client)
        client.conversation, client.token = conversation, token
        self._clients.setdefault(conversation, set()).add(client)

    def release(self, client: Client) -> None:
        """Undo `bind`."""
        if client.conversation is None:
            return
        clients = self._clients.get(client.conversation, set())
        clients.discard(client)
        if not clients:
            self._clients.pop(client.conversation, None)
        client.conversation, client.token = None, ""

    def conversation_of(self, client: Client, token: str | None = None) -> str:
        """Return the conversation that the client may write to, checked anew at every event.

        Args:
            client: Bound by `bind`, or not yet.
            token: What the event itself names, as Rasa's own widgets do. It can bind a client that
                is not bound, never move one to another conversation.
        """
        if client.conversation is None:
            if token is None:
                raise Problem("session_unknown", "Send session_request first.")
            self.bind(client, self._read(token), token)
        elif token is not None and self._read(token) != client.conversation:
            raise Problem("session_mismatch", "session_id is not this connection's.")
        return self._read(client.token)

    def is_old(self, client: Client) -> bool:
        """Return whether the client's token is past half of its life, and wants renewing."""
        age_s = self._tokens.read_with_age(client.token)[1]
        return age_s > self._tokens.max_age_s / 2

    def renew(self, client: Client) -> str:
        """Return a fresh token for the client's conversation, and hold the client to it."""
        if client.conversation is None:
            raise Problem("session_unknown", "Send session_request first.")
        client.token = self._tokens.sign(client.conversation)
        return client.token

    def readable(self, tokens: tuple[str, ...]) -> set[str]:
        """Return the conversations of those tokens that still count."""
        found = set()
        for token in tokens:
            try:
                found.add(self._read(token))
            except Problem:
                continue
        return found

    def clients(self, conversation: str) -> list[Client]:
        """Return the conversation's open sockets."""
        return list(self._clients.get(conversation, ()))

    def _read(self, token: str) -> str:
        try:
            conversation = self._tokens.read(token)
        except ExpiredToken as expired:
            raise Problem("session_expired", str(expired)) from None
        except ForgedToken as forged:
            raise Problem("session_unknown", str(forged)) from None
        if self._outbox.is_deleted(conversation):
            raise Problem("session_deleted", "This conversation was deleted; start a new one.")
        return conversation
