"""What is said for a red flag, by tier and context; the table of docs/safety.md."""

from __future__ import annotations

from dataclasses import dataclass

from gutfaq.safety.assessment import Context, Tier

GRAVE: tuple[Tier, ...] = ("urgent", "prompt")
"""Tiers that lead to a referral before the answer, the graver first."""
_CARDS: dict[Tier, str] = {
    "crisis": "utter_crisis_card",
    "emergency": "utter_emergency_card",
    "urgent": "utter_urgent_referral",
    "prompt": "utter_prompt_referral",
}
_OTHER_CARDS = {
    "crisis": "utter_crisis_card_other",
    "emergency": "utter_emergency_card_other",
    "urgent": "utter_urgent_referral_other",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one finding leads to; `tier` None when it leads to nothing."""

    tier: Tier | None = None
    card: str | None = None
    note: str | None = None


def decide(tier: Tier, context: Context) -> Outcome:
    """Return what is said for a finding of this tier in this context."""
    if tier == "routine":
        return Outcome() if context == "negated" else Outcome("routine")
    if context in ("affirmed", "unsure"):
        return Outcome(tier, _CARDS[tier])
    if context == "other_person":
        return Outcome(tier, _OTHER_CARDS.get(tier, _CARDS[tier]))
    return _softened(tier, context)


def _softened(tier: Tier, context: Context) -> Outcome:
    if tier == "crisis":
        line = "conditional" if context == "hypothetical" else "soft"
        return Outcome("crisis", note=f"utter_crisis_{line}")
    if context == "negated":
        return Outcome()
    if tier == "emergency":
        line = "conditional" if context == "hypothetical" else "past"
        return Outcome("emergency", note=f"utter_emergency_{line}")
    if context == "past":
        return Outcome("prompt", _CARDS["prompt"])
    if tier == "urgent":
        return Outcome("routine", note="utter_emergency_conditional")
    return Outcome("routine")
