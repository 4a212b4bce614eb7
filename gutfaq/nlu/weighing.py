"""What the models make of a question: what it asks, how grave it is, whether it may be answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gutfaq.nlu import danger
from gutfaq.nlu.completing import Asked
from gutfaq.nlu.decision import Judge, Limits
from gutfaq.nlu.embedding import Encoder
from gutfaq.nlu.experts import Experts
from gutfaq.nlu.knowledge import Knowledge
from gutfaq.nlu.preparing import Preparation
from gutfaq.nlu.reading import ALARMS, NOT_IN_TEXT, Alarm, PartReading


class Scales:
    """Weighs questions with both pairs of models. Holds no state between them."""

    def __init__(
        self,
        knowledge: Knowledge,
        experts: Experts,
        encoder: Encoder,
        limits: Limits,
        words: Preparation,
    ) -> None:
        self._answers = frozenset(knowledge.answers)
        self._experts = experts
        self._encoder = encoder
        self._flags = [i for i, name in enumerate(experts.classes) if name in ALARMS]
        self._words = words
        self._judge = Judge(
            experts.classes, knowledge.answers, knowledge.fits, knowledge.against, limits
        )

    def texts(
        self, texts: Sequence[str], alarm: Alarm, grave: float = danger.SURE_TIER
    ) -> list[PartReading]:
        """Return the reading of each text as it stands; see `decide`."""
        return self.decide([Asked(each, self._words.prepare(each)) for each in texts], alarm, grave)

    def decide(
        self, asked: Sequence[Asked], alarm: Alarm, grave: float = danger.SURE_TIER
    ) -> list[PartReading]:
        """Return the reading of each question; `grave` is how sure its tier must be."""
        questions = [one.question for one in asked]
        rows, grades = self._experts.probabilities(self._encoder, questions)
        read = []
        for one, row, grade in zip(asked, rows, grades, strict=True):
            likely = dict(zip(self._experts.grades, map(float, grade), strict=True))
            heard = danger.heard(likely, alarm)
            sure = sum(heard.values())
            second = sum(float(row[i]) for i in self._flags)
            if danger.raises(sure, second, alarm):
                worst = max(heard, key=heard.__getitem__)
                reason = "a red flag that no pattern knows"
                flag = PartReading(one.words, worst, sure, reason=reason)
                read.append(replace(flag, danger=sure, second=second))
                continue
            specifics = self._words.specifics(one.question)
            part = self._judge.decide(one.words, specifics, one.question.way, row)
            enough = danger.DOUBT if grave == danger.SURE_TIER else danger.PART_DOUBT
            part = replace(
                part,
                tier=danger.tier(likely, alarm, grave),
                doubt=danger.doubt(likely, alarm, enough),
                danger=sure,
                second=second,
            )
            if one.unknown and part.intent in self._answers:
                reason = f"the text does not name {one.unknown}"
                part = replace(part, intent=NOT_IN_TEXT, confidence=1.0, reason=reason)
            read.append(part)
        return read
