"""How grave a question is, from the probabilities of the tiers; docs/safety.md has the figures."""

from __future__ import annotations

from collections.abc import Mapping

from gutfaq.nlu.reading import ALARMS, ASKED, Alarm
from gutfaq.safety.assessment import TIERS, Tier

SURE_TIER, SURE_PART_TIER = 0.6, 0.85
"""Probability from which what the models find urgent is said: of a message, of one of its parts."""
DOUBT, PART_DOUBT = 0.3, 0.6
"""Probability from which a line says what to do if it is one: of a message, of one of its parts."""
SURE_PART, PART, AGREEMENT = 0.95, 0.45, 0.1
"""Probability from which a part of a message raises an alarm, how much more than the whole it needs
at most, and what the whole message, read at once, must make of it."""


NOBODYS, NOBODYS_SECOND = 0.08, 0.55
"""Probabilities of a red flag, for the models of tiers and for those of intents and in each clause,
below which the name of one ("stroke") is nobody's."""


def heard(likely: Mapping[str, float], alarm: Alarm) -> dict[str, float]:
    """Return the probability of each red flag that may be raised, by its intent."""
    return {intent: likely.get(intent.removeprefix("report_"), 0.0) for intent in alarm.of}


def raises(danger: float, second: float, alarm: Alarm) -> bool:
    """Return whether red flags of this probability together are an alarm.

    Args:
        danger: The sum of what is heard.
        second: The probability that the models of what is asked give to red flags. They have no
            say from `SURE_PART` on.
        alarm: The limits.
    """
    if not alarm.of or danger < alarm.limit:
        return False
    agreed = second >= alarm.second and danger + second >= alarm.both
    return agreed or danger >= SURE_PART


def tier(likely: Mapping[str, float], alarm: Alarm, sure: float) -> Tier | None:
    """Return the tier of what is grave and no alarm; an emergency that is unsure is urgent."""
    if not alarm.of:
        return None
    grave = likely.get("emergency", 0.0) if alarm.over or ALARMS[1] in alarm.of else 0.0
    urgent, prompt = likely.get("urgent", 0.0) + grave, likely.get("prompt", 0.0)
    if urgent + prompt < sure:
        return None
    return "urgent" if urgent >= prompt else "prompt"


def doubt(likely: Mapping[str, float], alarm: Alarm, enough: float) -> Tier | None:
    """Return the red flag that a message may be, or ask about: a line says what to do if it is."""
    if ALARMS[0] in alarm.of and likely.get("crisis", 0.0) >= enough:
        return "crisis"
    emergency = likely.get("emergency", 0.0) + likely.get(ASKED, 0.0)
    return "emergency" if ALARMS[1] in alarm.of and emergency >= enough else None


def graver(*tiers: Tier | None) -> Tier | None:
    """Return the gravest of the tiers."""
    return next((one for one in TIERS if one in tiers), None)
