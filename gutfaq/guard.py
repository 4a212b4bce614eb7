"""The last safety layer: what leaves is complete, or a fixed line leaves in its place."""

from __future__ import annotations

from dataclasses import replace

from gutfaq.compose import only
from gutfaq.phrasebook import SAFE_FALLBACK, Phrasebook
from gutfaq.reply import Reply, Safety
from gutfaq.safety import Assessment
from gutfaq.safety.assessment import TIERS
from gutfaq.safety.policy import decide

ALARMS = TIERS[:2]
CARDS = {
    "utter_crisis_card": "crisis",
    "utter_crisis_card_other": "crisis",
    "utter_emergency_card": "emergency",
    "utter_emergency_card_other": "emergency",
}
_ASKED = decide("emergency", "hypothetical")


def is_alarm(assessment: Assessment | None) -> bool:
    """Return whether a card is to be said first and alone."""
    return assessment is not None and assessment.tier in ALARMS and assessment.card is not None


def softened(assessment: Assessment | None, reply: Reply) -> Assessment | None:
    """Return the assessment; as asked about, where a name alone raised it and the reply says so.

    The models found it harmless then, and the line that says when to call took the card's place.
    """
    spoken = {said.phrase for said in reply.said}
    if assessment is None or not assessment.named or _ASKED.note not in spoken:
        return assessment
    return replace(assessment, card=None, also=None, context="hypothetical", note=_ASKED.note)


def cards(assessment: Assessment) -> tuple[str, ...]:
    """Return the cards that an alarm needs, crisis first."""
    return tuple(card for card in (assessment.card, assessment.also) if card)


def check(
    reply: Reply, assessment: Assessment | None, phrasebook: Phrasebook, *, open_alarm: str = ""
) -> Reply:
    """Return the reply if it is complete, else the fixed words that must leave instead.

    In this order: an alarm leaves with its cards and no answer beside them; a reply that failed or
    is empty becomes the safe line; an answer leaves only with its notice; a referral that is due
    leaves before the answer, a note and the reminder after it, as the actions say them; none of
    the three where the model raised a card, which is graver.

    Args:
        reply: What was to be said.
        assessment: What the patterns found.
        phrasebook: Everything sayable.
        open_alarm: The alarm of an earlier message that nobody called resolved, if there is one.
    """
    assessment = softened(assessment, reply)
    spoken = [said.phrase for said in reply.said]
    if assessment is not None and is_alarm(assessment):
        if all(card in spoken for card in cards(assessment)) and not _answers(reply):
            return reply
        return _instead(cards(assessment), reply, assessment, phrasebook)
    if reply.error or not reply.said or not _has_notices(reply, phrasebook):
        reply = _instead((SAFE_FALLBACK,), reply, assessment, phrasebook)
        spoken = [SAFE_FALLBACK]
    if set(spoken) & set(CARDS):
        return reply
    due = assessment.card if assessment else None
    if due and due in phrasebook and due not in spoken:
        reply = _with_referral(due, reply, phrasebook)
    after = (assessment.note if assessment else None, open_alarm and f"utter_reminder_{open_alarm}")
    missing = [phrase for phrase in after if phrase and phrase not in spoken]
    return _with_notes([phrase for phrase in missing if phrase in phrasebook], reply, phrasebook)


def _answers(reply: Reply) -> list[str]:
    return [said.phrase for said in reply.said if said.kind == "answer"]


def _has_notices(reply: Reply, phrasebook: Phrasebook) -> bool:
    """Return whether every answer has its notice, in full or short, beside it."""
    spoken = {said.phrase for said in reply.said}
    for phrase in _answers(reply):
        notice = phrasebook.notices[f"utter_{phrasebook.answers[phrase].notice}"]
        wordings = {notice.phrase, f"utter_{notice.short}"}
        if not wordings & spoken:
            return False
    return True


def _instead(
    phrases: tuple[str, ...], reply: Reply, assessment: Assessment | None, phrasebook: Phrasebook
) -> Reply:
    sayable = [phrase for phrase in phrases if phrase in phrasebook]
    fixed = only(sayable or [SAFE_FALLBACK], phrasebook)
    tier = assessment.tier if assessment else None
    context = assessment.context if assessment else None
    family = assessment.family if assessment else None
    card = phrases[0] if phrases[0] in CARDS else None
    return replace(
        fixed,
        safety=Safety(tier, context, family, card),
        intent=reply.intent,
        confidence=reply.confidence,
        error=reply.error,
    )


def _with_notes(phrases: list[str], reply: Reply, phrasebook: Phrasebook) -> Reply:
    if not phrases:
        return reply
    begin = len(reply.said)
    places = tuple(range(begin, begin + len(phrases)))
    first = [replace(part, said=(*part.said, *places)) for part in reply.parts[:1]]
    return replace(
        reply,
        said=(*reply.said, *(phrasebook.say(phrase) for phrase in phrases)),
        parts=(*first, *reply.parts[1:]),
    )


def _with_referral(phrase: str, reply: Reply, phrasebook: Phrasebook) -> Reply:
    verdict = phrasebook.verdict(phrase)
    moved = tuple(
        replace(part, said=tuple(index + 1 for index in part.said)) for part in reply.parts
    )
    return replace(
        reply,
        verdict=(*([verdict] if verdict else []), *reply.verdict),  # type: ignore[arg-type]
        said=(phrasebook.say(phrase), *reply.said),
        parts=moved,
        safety=replace(reply.safety, card=phrase),
    )
