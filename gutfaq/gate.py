"""The gate: the one way from a channel to Rasa and back.

On the way in it neutralises what was typed and lets the safety matcher read it first. On the way
out it lets only phrases pass, an answer only with its notice, and a red flag never without its
card; whatever fails inside ends in a fixed line.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any, Literal

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from gutfaq import guard
from gutfaq.collector import Collector
from gutfaq.compose import compose, only
from gutfaq.phrasebook import NO_WORDS, SAFE_FALLBACK, TOO_LONG, Phrasebook
from gutfaq.reply import Reply, Safety, Turn, as_json, from_json
from gutfaq.safety import Assessment, Matcher
from gutfaq.safety.assessment import TIERS
from gutfaq.safety.policy import GRAVE, decide
from gutfaq.storage import Conversations
from gutfaq.text import MAX_TEXT, neutralise

logger = logging.getLogger(__name__)

TURN_TIMEOUT_S = 8.0
_REFERRALS = tuple(decide(tier, "affirmed").card for tier in GRAVE)
_CONDITIONAL = {decide(tier, "hypothetical").note or "": tier for tier in TIERS[:2]}
"""What is said where the models only have a doubt, and of which tier."""
_LONG_AGO = decide("emergency", "past").note
LAYERS = frozenset({"matcher", "nlu", "guard"})


class Gate:
    """Implements `Brain` over a Rasa agent.

    Args:
        agent: Returns the agent; asked at every turn, since a server loads it after its doors.
        phrasebook: Everything sayable.
        matcher: The first safety layer.
        conversations: Where replies and ratings are kept.
        layers: The safety layers that are on; only tests switch one off.
        timeout_s: After so many seconds the person gets the fixed line.
    """

    def __init__(
        self,
        agent: Callable[[], Agent],
        phrasebook: Phrasebook,
        matcher: Matcher,
        conversations: Conversations,
        *,
        layers: frozenset[str] = LAYERS,
        timeout_s: float = TURN_TIMEOUT_S,
    ) -> None:
        self._agent = agent
        self._phrasebook = phrasebook
        self._matcher = matcher
        self._conversations = conversations
        self._layers = layers
        self._timeout_s = timeout_s

    async def ask(self, turn: Turn) -> Reply:
        """Return the reply; see `Brain`."""
        begun = time.perf_counter()
        recorded, slots = self._before(turn)
        if recorded:
            return recorded
        reply = await self._answer(turn, slots)
        reply = replace(reply, ms=round((time.perf_counter() - begun) * 1000, 1))
        self._record(turn, reply)
        return reply

    async def forget(self, conversation: str) -> None:
        """Delete everything about the conversation; see `Brain`."""
        self._conversations.forget(conversation)

    async def rate(
        self, conversation: str, phrase: str, vote: Literal["up", "down"], reason: str | None
    ) -> None:
        """Store a vote on a phrase that exists; see `Brain`."""
        if phrase in self._phrasebook and vote in ("up", "down"):
            self._conversations.rate(conversation, phrase, vote, reason)

    async def _answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        text = self._heard(turn)
        assessment = self._assess(text) if "matcher" in self._layers else None
        if len(text) > MAX_TEXT and not guard.is_alarm(assessment):
            return self._guarded(turn, only([TOO_LONG], self._phrasebook), text, assessment)
        if not text.strip():
            return only([NO_WORDS], self._phrasebook)
        collector = Collector(self._phrasebook)
        told = self._told(assessment, slots)
        error = await self._run(turn, text[:MAX_TEXT], assessment, told, collector)
        reply = compose(collector, self._phrasebook, text=self._shown(turn, text))
        said = guard.softened(assessment, reply)
        reply = replace(reply, error=error, safety=_safety(said, reply))
        guarded = self._guarded(turn, reply, text, assessment)
        if guarded is not reply:
            self._remember_alarm(turn, guarded)
        return self._deleted(turn, guarded) if _deletes(guarded) else guarded

    def _guarded(self, turn: Turn, reply: Reply, text: str, assessment: Assessment | None) -> Reply:
        if "guard" not in self._layers:
            return reply
        alarm = self._slots(turn.conversation).get("alarm") or ""
        found = assessment or self._assess(text)
        return guard.check(reply, found, self._phrasebook, open_alarm=alarm)

    def _remember_alarm(self, turn: Turn, reply: Reply) -> None:
        """Note down an alarm whose action failed, so that the reminder follows all the same."""
        alarm = guard.CARDS.get(reply.safety.card or "")
        if not alarm:
            return
        try:
            cards = [reply.safety.card]
            self._conversations.set_slots(
                turn.conversation, alarm=alarm, cards=cards, place="alarm"
            )
        except Exception as failure:  # a store that is away must not silence the assistant
            logger.error("The store failed with %s.", type(failure).__name__)

    def _deleted(self, turn: Turn, reply: Reply) -> Reply:
        """Delete before the reply says so; what was not deleted is not said to be."""
        try:
            self._conversations.forget(turn.conversation)
        except Exception as failure:  # a store that is away must not silence the assistant
            logger.error("The store failed with %s.", type(failure).__name__)
            return replace(only([SAFE_FALLBACK], self._phrasebook), error=type(failure).__name__)
        return reply

    def _heard(self, turn: Turn) -> str:
        """Return the text to hand to Rasa: a payload only if it is one that can be offered."""
        if turn.press is None:
            return neutralise(turn.text)
        return turn.press if self._phrasebook.pressed(turn.press) else ""

    def _shown(self, turn: Turn, text: str) -> str:
        """Return the words of the question: what was typed, or what stood on the button."""
        if turn.press is None:
            return text
        button = self._phrasebook.pressed(text)
        return button.title if button else ""

    def _assess(self, text: str) -> Assessment | None:
        try:
            return self._matcher.assess(text)
        except Exception:  # the other two layers remain; a person must never meet a traceback
            logger.error("The safety matcher failed.")
            return None

    async def _run(
        self,
        turn: Turn,
        text: str,
        assessment: Assessment | None,
        told: dict[str, Any],
        collector: Collector,
    ) -> str | None:
        """Let Rasa answer into the collector; return what failed, or None."""
        message = UserMessage(
            text=text,
            output_channel=collector,
            sender_id=turn.conversation,
            parse_data=_prepared(text, assessment),
            input_channel=turn.channel,
            message_id=turn.message_id or None,
            metadata=told,
        )
        try:
            await asyncio.wait_for(self._agent().handle_message(message), self._timeout_s)
        except Exception as failure:  # whatever fails inside ends in the fixed line
            # The kind only: an exception's text may hold what the person wrote.
            logger.error("A turn failed with %s.", type(failure).__name__)
            collector.uttered.clear()
            return type(failure).__name__
        return None

    def _told(self, assessment: Assessment | None, slots: dict[str, Any]) -> dict[str, Any]:
        """Return what the pipeline and the actions are told beside the text.

        The answer that was said last lets "and acne?" be understood, an alarm that nobody called
        resolved lets "the fever is 40 now".
        """
        answers = slots.get("answers")
        return {
            "safety": asdict(assessment) if assessment else None,
            "without": sorted(LAYERS - self._layers),
            "topic": answers[-1] if answers else None,
            "alarm": slots.get("alarm"),
        }

    def _slots(self, conversation: str) -> dict[str, Any]:
        """Return what the conversation remembers; nothing while the store is away."""
        try:
            state = self._conversations.read(conversation) or {}
        except Exception as failure:  # a store that is away must not silence the assistant
            logger.error("The store failed with %s.", type(failure).__name__)
            return {}
        return state.get("slots") or {}

    def _before(self, turn: Turn) -> tuple[Reply | None, dict[str, Any]]:
        """Return the reply this very message got, and what the conversation remembers."""
        try:
            state, kept = self._conversations.before(turn.conversation, turn.message_id)
        except Exception as failure:  # a store that is away must not silence the assistant
            logger.error("The store failed with %s.", type(failure).__name__)
            return None, {}
        return (from_json(kept) if kept else None), ((state or {}).get("slots") or {})

    def _record(self, turn: Turn, reply: Reply) -> None:
        failed = any(said.phrase == SAFE_FALLBACK for said in reply.said)
        if not turn.message_id or failed or _deletes(reply):
            return
        try:
            self._conversations.keep_reply(turn.conversation, turn.message_id, as_json(reply))
        except Exception as failure:  # as above
            logger.error("The store failed with %s.", type(failure).__name__)


def _deletes(reply: Reply) -> bool:
    return any(said.phrase == "utter_data_deleted" for said in reply.said)


def _prepared(text: str, assessment: Assessment | None) -> dict[str, Any] | None:
    """Return ready parse data for an alarm, so that it waits for no understanding."""
    if assessment is None or assessment.named or not guard.is_alarm(assessment):
        return None
    intent = {"name": f"report_{assessment.tier}", "confidence": 1.0}
    return {
        "text": text,
        "intent": intent,
        "intent_ranking": [intent],
        "entities": [],
        "safety": asdict(assessment),
    }


def _safety(assessment: Assessment | None, reply: Reply) -> Safety:
    phrases = [said.phrase for said in reply.said]
    card = next((phrase for phrase in phrases if phrase in guard.CARDS), None)
    raised = card and (assessment is None or card not in (assessment.card, assessment.also))
    heard = _spoken_tier(reply)
    referral = next((phrase for phrase in phrases if phrase in _REFERRALS), None)
    doubted = next((phrase for phrase in _CONDITIONAL if phrase in phrases), None)
    if doubted and not card and (assessment is None or assessment.context is None):
        return Safety(_CONDITIONAL[doubted], "hypothetical", card=referral or doubted)
    if assessment is None or assessment.context is None or raised:  # by the model, if at all
        return Safety(tier=guard.CARDS.get(card or "") or heard, card=card or referral)
    if assessment.tier in (None, "routine") and referral:
        return Safety(heard, "affirmed", card=referral)
    if assessment.tier is None and _LONG_AGO in phrases:
        return Safety("emergency", "past", card=_LONG_AGO)
    spoken = [p for p in (assessment.card, assessment.note) if p in phrases]
    tier = assessment.tier or heard
    return Safety(tier, assessment.context, assessment.family, spoken[0] if spoken else None)


def _spoken_tier(reply: Reply) -> str | None:
    """Return the tier of the gravest referral that is said."""
    graver = next((tier for tier in GRAVE if tier in reply.verdict), None)
    return graver or ("routine" if "refer" in reply.verdict else None)
