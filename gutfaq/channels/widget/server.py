"""The widget's channel without its transport: events in, events out, answers from the `Brain`."""

from __future__ import annotations

import asyncio
import logging
import time
import weakref
from collections.abc import Callable
from typing import Any

from gutfaq.channels.tokens import Tokens
from gutfaq.channels.widget import checks, events
from gutfaq.channels.widget.checks import Problem, Uttered
from gutfaq.channels.widget.limits import Buckets
from gutfaq.channels.widget.outbox import Kept, Outbox
from gutfaq.channels.widget.sessions import Client, Sessions
from gutfaq.channels.widget.settings import WidgetSettings
from gutfaq.reply import Brain, Reply, Turn

logger = logging.getLogger(__name__)

HOUR_S = 3600
MAX_WAITING = 20  # messages of one conversation that are not answered yet
SWEEP_EVERY_S = 600
ANSWER_WITHIN_S = 60  # a brain keeps its own, shorter limits; this one frees the queue
DELETED_PHRASE = "utter_data_deleted"  # said by the assistant when a person typed the wish


class WidgetServer:
    """Holds conversations with clients.

    A client sends `session_request`, `user_uttered`, `feedback` and `delete_conversation`; whatever
    is wrong with one comes back as an `error` event that says so. A message may be sent again with
    the same `message_id`: it is answered once, and gets the same reply again.
    """

    def __init__(
        self,
        brain: Brain,
        settings: WidgetSettings,
        clock: Callable[[], float] = time.time,
        *,
        tokens: Tokens,
        outbox: Outbox,
    ) -> None:
        self._brain = brain
        self._settings = settings
        self._clock = clock
        self._outbox = outbox
        self.sessions = Sessions(tokens, outbox)
        self._running: dict[tuple[str, str], asyncio.Task[None]] = {}
        # A lock lives as long as an answer of its conversation waits for it.
        self._locks: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()
        self._swept_at = 0.0
        self._session_rate = Buckets(per_minute=settings.sessions_per_minute, burst=60, clock=clock)
        self._message_rate = Buckets(
            per_minute=settings.messages_per_minute, burst=settings.burst, clock=clock
        )
        self._address_rate = Buckets(
            per_minute=settings.address_messages_per_minute, burst=60, clock=clock
        )

    async def receive(self, client: Client, event: str, data: Any) -> None:
        """Do what the event asks, or send the client an `error` event that says why not."""
        handlers = {
            "session_request": self._session_request,
            "user_uttered": self._user_uttered,
            "feedback": self._feedback,
            "delete_conversation": self._delete_conversation,
        }
        try:
            if event not in handlers:
                raise Problem("unknown_event", f"Events are {', '.join(handlers)}.")
            async with client.order:
                # An event that is overtaken by the end of its socket would begin a conversation of
                # its own, which nobody could read or delete. A widget sends the message again.
                if not client.is_gone:
                    await handlers[event](client, data)
        except Problem as problem:
            await client.emit(events.ERROR, problem.as_event())

    async def leave(self, client: Client) -> None:
        """Note that the client's socket is closed; its answers wait for it in the outbox."""
        async with client.order:
            client.is_gone = True
            self.sessions.release(client)

    async def _session_request(self, client: Client, data: Any) -> None:
        request = checks.session_request(data)
        self._slow_down(self._session_rate, client.address)
        self._sweep()
        self.sessions.release(client)
        conversation, token, state = self.sessions.open(request.token)
        await client.emit(events.SESSION_CONFIRM, token)
        ready = {"state": state, "max_chars": self._settings.max_chars}
        await client.emit(events.SESSION_READY, ready)
        if state == "resumed":
            await self._replay(client, conversation, request.last_seen)
        self.sessions.bind(client, conversation, token)

    async def _replay(self, client: Client, conversation: str, last_seen: int | None) -> None:
        """Send what the client missed, until there is no more.

        The client is bound only after that, at once: so no new answer comes between old ones, and
        none is made between the last look and the binding.
        """
        while missed := (
            self._outbox.undelivered(conversation)
            if last_seen is None
            else self._outbox.after(conversation, last_seen)
        ):
            for kept in missed:
                await self._deliver(conversation, kept, [client], replayed=True)
                last_seen = None if last_seen is None else kept.seq

    async def _user_uttered(self, client: Client, data: Any) -> None:
        message = checks.uttered(data, max_chars=self._settings.max_chars)
        try:
            if client.conversation is None and message.token is None:
                self._slow_down(self._session_rate, client.address)
                await self._begin(client)
            conversation = self.sessions.conversation_of(client, message.token)
            await self._accept(client, conversation, message)
        except Problem as problem:
            problem.message_id = message.message_id
            raise
        if client.conversation and self.sessions.is_old(client):
            await client.emit(events.SESSION_CONFIRM, self.sessions.renew(client))

    async def _begin(self, client: Client) -> None:
        """Give a client that asked for no session a new one."""
        conversation, token, _ = self.sessions.open(None)
        self.sessions.bind(client, conversation, token)
        await client.emit(events.SESSION_CONFIRM, token)

    async def _accept(self, client: Client, conversation: str, message: Uttered) -> None:
        """Acknowledge the message; answer it unless it is, or is being, answered."""
        ack = {"message_id": message.message_id}
        key = (conversation, message.message_id)
        kept = self._outbox.reply_to(*key)
        if kept is not None or key in self._running:
            await client.emit(events.MESSAGE_ACK, ack)
            if kept is not None:
                await self._deliver(conversation, kept, [client], replayed=True)
            return
        if sum(running[0] == conversation for running in self._running) >= MAX_WAITING:
            raise Problem("too_many_waiting", "Wait for the answers.", retry_after_s=2)
        self._slow_down(self._message_rate, conversation)
        self._slow_down(self._address_rate, client.address)
        turn = self._turn(conversation, message)
        # Begun before the first await, so that turns keep the order in which they came.
        task = asyncio.create_task(self._answer(turn))
        self._running[key] = task
        task.add_done_callback(lambda _: self._running.pop(key, None))
        await client.emit(events.MESSAGE_ACK, ack)

    def _turn(self, conversation: str, message: Uttered) -> Turn:
        """Return the turn; a text that is an offered payload is a press, as Rasa's widgets send it.

        Raises:
            Problem: A button was pressed that this conversation was not offered.
        """
        replies = self._outbox.replies(conversation)
        press = message.press
        if press is not None and not events.offers(replies, press):
            raise Problem("not_offered", "That button was not offered in this conversation.")
        if press is None and events.offers(replies, message.text):
            press = message.text
        text = "" if press is not None else message.text
        return Turn(conversation, text, press, message.message_id, "widget")

    async def _answer(self, turn: Turn) -> None:
        """Ask the brain, keep what it says, and send it to the conversation's open sockets."""
        lock = self._locks.setdefault(turn.conversation, asyncio.Lock())
        async with lock:
            await self._tell(turn.conversation, events.BOT_TYPING, {"on": True})
            try:
                reply = await asyncio.wait_for(self._brain.ask(turn), ANSWER_WITHIN_S)
            except Exception as failure:  # never, says the contract; the person must hear anyway
                kind = type(failure).__name__  # not its text, which may hold what was typed
                logger.error("The brain raised %s; the message can be sent again.", kind)
                failed = Problem("failed", "Not answered.", message_id=turn.message_id)
                await self._tell(turn.conversation, events.ERROR, failed.as_event())
                return
            finally:
                await self._tell(turn.conversation, events.BOT_TYPING, {"on": False})
            await self._send(turn, reply)

    async def _send(self, turn: Turn, reply: Reply) -> None:
        body = events.bot_uttered(reply, turn.message_id)
        if any(said.phrase == DELETED_PHRASE for said in reply.said):
            unkept = events.numbered(Kept(int(self._clock() * 1000), turn.message_id, body))
            await self._tell(turn.conversation, events.BOT_UTTERED, unkept)
            await self._drop(turn.conversation)
            return
        if self._outbox.is_deleted(turn.conversation):
            return
        kept = self._outbox.put(turn.conversation, turn.message_id, body)
        clients = self.sessions.clients(turn.conversation)
        await self._deliver(turn.conversation, kept, clients)

    async def _deliver(
        self, conversation: str, kept: Kept, clients: list[Client], *, replayed: bool = False
    ) -> None:
        for client in clients:
            await client.emit(events.BOT_UTTERED, events.numbered(kept, replayed=replayed))
        if clients:
            self._outbox.mark_delivered(conversation, kept.seq)

    async def _feedback(self, client: Client, data: Any) -> None:
        vote = checks.feedback(data)
        conversation = self.sessions.conversation_of(client)
        self._slow_down(self._address_rate, client.address)
        if not events.says(self._outbox.replies(conversation), vote.phrase):
            raise Problem("not_said", "Feedback is on a phrase of this conversation.")
        try:
            await self._brain.rate(conversation, vote.phrase, vote.vote, vote.reason)
        except Exception as failure:
            logger.error("A vote could not be kept: %s.", type(failure).__name__)
            raise Problem("failed", "Not kept; try again.", retry_after_s=5) from None
        await client.emit(events.FEEDBACK_ACK, {"phrase": vote.phrase, "vote": vote.vote})

    async def _delete_conversation(self, client: Client, data: Any) -> None:
        conversations = self.sessions.readable(checks.also(data))
        conversations.add(self.sessions.conversation_of(client))
        for conversation in conversations:
            await self._stop(conversation)
            try:
                await self._brain.forget(conversation)
            except Exception as failure:
                logger.error("A conversation could not be deleted: %s.", type(failure).__name__)
                raise Problem("failed", "Not deleted; try again.", retry_after_s=5) from None
            await self._drop(conversation)

    async def _stop(self, conversation: str) -> None:
        """Stop what is being answered, so that nothing is stored after the deletion."""
        tasks = [task for key, task in self._running.items() if key[0] == conversation]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _drop(self, conversation: str) -> None:
        """Delete the outbox's part, void the tokens, and tell the open sockets."""
        self._outbox.delete(conversation)
        for client in self.sessions.clients(conversation):
            self.sessions.release(client)
            await client.emit(events.DELETED, {})

    async def _tell(self, conversation: str, event: str, body: dict[str, Any]) -> None:
        for client in self.sessions.clients(conversation):
            await client.emit(event, body)

    def _slow_down(self, buckets: Buckets, key: str) -> None:
        wait_s = buckets.wait_s(key)
        if wait_s:
            raise Problem("too_fast", "Too many at once; wait.", retry_after_s=wait_s)

    def _sweep(self) -> None:
        now = self._clock()
        if now - self._swept_at < SWEEP_EVERY_S:
            return
        self._swept_at = now
        self._outbox.sweep(
            replies_s=self._settings.keep_hours * HOUR_S,
            deleted_s=(self._settings.session_hours + 1) * HOUR_S,
        )
