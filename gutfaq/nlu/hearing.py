"""Red flags that no pattern knows: heard in the whole message, its sentences and clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gutfaq.nlu import danger
from gutfaq.nlu.abroad import Abroad
from gutfaq.nlu.language import EnglishCheck
from gutfaq.nlu.reading import ALARMS, ANY_ALARM, OTHER_LANGUAGE, Alarm, PartReading
from gutfaq.nlu.splitting import unfolded
from gutfaq.nlu.weighing import Scales

TELLING = 3
"""Words without names from which on letters tell a language."""
MOST_SENTENCES = 12
"""Sentences of one message in which the model looks for red flags."""
SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CLAUSE = re.compile(
    r"(?<=[.!?;:,])\s+|\s+[-\u2013\u2014/=+|]+\s+|/|[()\[\]{}]|"
    r"\b(?:and|also|but|because|cos|oh|so|while|when|whilst|then|since|where|who|or|n|as)\b",
    re.I,
)
_CONTENT = re.compile(r"\w+\W+\w|\w{5}")
_THEN_ASKS = re.compile(r"[,;]\s*(?=(?:is|are|does|do|can|could|what|how|why|will|would)\b)", re.I)
_LEFT = 0.3
"""How sure the models need to be of what is left of a message when its denials are cut out."""
_DENIED = re.compile(
    r"\b(?:no|without|(?:is|are|was|has|have|am|does|do)(?:n't|nt| not)|not|nor)\s+"
    r"(?:(?:any|a|had|have|been|having|got)\s+){0,2}"
    r"(?:ble+d\w*|blood\w*|vom\w+|fever\w*|temperature|chest pain|pain|faint\w*|confus\w+|"
    r"seizure\w*|swell\w*|swollen|jaundice|yellow\w*|black|red|tarry|(?:throwing|threw) up|"
    r"being sick)\b(?!.{0,12}\b(?:enough|like|i can)\b)",
    re.I,
)
"""A physical sign that is said not to be there. A denied wish ("not want to live") is none."""


class Hearing:
    """Hears red flags with what was learned. Holds no state between messages."""

    def __init__(self, scales: Scales, english: EnglishCheck, abroad: Abroad | None) -> None:
        self._scales = scales
        self._english = english
        self._abroad = abroad

    def foreign(self, text: str, alarm: Alarm) -> PartReading:
        """Return the reading of a message in another language: a red flag, or just that."""
        heard = self._abroad.alarm(text, alarm.of) if self._abroad else None
        if heard:
            return PartReading(text, *heard, reason="a red flag in another language")
        return PartReading(text, OTHER_LANGUAGE, 1.0, reason="not English")

    def is_spelt_in_english(self, text: str) -> bool:
        """Return whether enough words have the letters of English, however they are spelt."""
        if self._english.is_plain(text):
            return True  # a few words of English may have another language's letters: "set a timer"
        telling = self._english.telling(text)
        return (
            self._abroad is not None
            and len(telling) >= TELLING
            and self._abroad.is_english(" ".join(telling))
        )

    def is_nobodys(self, text: str) -> bool:
        """Return whether a red flag that a message names is sure to be nobody's, in no clause."""
        if self._english.is_foreign(text):
            return False  # not for the models of English to judge
        whole = unfolded(text)
        parts = [*_CLAUSE.split(whole), *_THEN_ASKS.split(whole), *SENTENCE.split(whole)]
        clauses = [whole, *dict.fromkeys(part for part in parts if _CONTENT.search(part))]
        heard = self._scales.texts(clauses, ANY_ALARM)
        return all(
            part.danger < danger.NOBODYS and part.second < danger.NOBODYS_SECOND for part in heard
        )

    def unless_denied(self, text: str, alarm: Alarm) -> Alarm:
        """Return no emergency where all that sounds grave is a sign that the message denies.

        "No bleeding, just gas" is near to "bleeding" for the models. Whatever else the message says
        is still heard: it is read again without the denials, and no denial of a wish is taken out.
        """
        told = _DENIED.sub(" ", text)
        if not alarm.of or told == text:
            return alarm
        rest = [part for part in SENTENCE.split(unfolded(told)) if part.strip(" ,.;!?")]
        left = replace(alarm, limit=_LEFT, both=0.0)
        heard = self._scales.texts((told, *rest[:MOST_SENTENCES]), left)
        if any(part.intent in ALARMS for part in heard):
            return alarm
        return replace(alarm, of=tuple(intent for intent in alarm.of if intent == ALARMS[0]))

    def told(self, text: str, sentences: Sequence[str], alarm: Alarm) -> PartReading:
        """Return the red flag that a message, or a part of it, is; or the message, and how grave.

        `split` would keep the questions only. A few words can sound like danger alone and not where
        they stand, so the whole has a say.
        """
        (whole,) = self._scales.texts((text,), alarm)
        enough = (
            min(alarm.limit + danger.PART, danger.SURE_PART) if alarm.limit <= 1 else alarm.limit
        )
        each = self._scales.texts(
            sentences[:MOST_SENTENCES], replace(alarm, limit=enough), danger.SURE_PART_TIER
        )
        heard = [
            part for part in each if part.intent in ALARMS and whole.danger >= danger.AGREEMENT
        ]
        heard += [whole] if whole.intent in ALARMS else []
        if not heard:
            return replace(
                whole,
                tier=danger.graver(whole.tier, *(part.tier for part in each)),
                danger=max(part.danger for part in (whole, *each)),
                second=max(part.second for part in (whole, *each)),
            )
        worst = min(heard, key=lambda part: ALARMS.index(part.intent))
        return replace(worst, text=text)
