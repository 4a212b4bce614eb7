"""A message, read: its questions, what each asks, and whether that may be answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.lang.en.stop_words import STOP_WORDS

from gutfaq.nlu import danger
from gutfaq.nlu.abroad import Abroad
from gutfaq.nlu.completing import POINTS, Asked, Completion
from gutfaq.nlu.concepts import Mention
from gutfaq.nlu.decision import Judge, Limits
from gutfaq.nlu.embedding import Encoder
from gutfaq.nlu.experts import Experts
from gutfaq.nlu.knowledge import Knowledge, bare
from gutfaq.nlu.language import EnglishCheck
from gutfaq.nlu.listing import items
from gutfaq.nlu.preparing import Preparation, Prepared
from gutfaq.nlu.reading import (
    ALARMS,
    ANY_ALARM,
    NO_ALARM,
    NOT_IN_TEXT,
    OTHER_LANGUAGE,
    Alarm,
    PartReading,
    Reading,
)
from gutfaq.nlu.splitting import MOST, Piece, split, story_apart, unfolded

UNCLEAR = "nlu_fallback"
_VAGUE = frozenset(
    ("thing", "things", "something", "anything", "everything", "stuff", "whatever", "idk", "hmm")
    + ("problem", "problems", "issue", "issues", "trouble", "bad", "digestion", "digestive")
    + ("gut", "guts", "stomach", "tummy", "belly", "bowel", "bowels", "health", "body", "text")
    + ("food", "foods")
)
TELLING = 3
"""Words without names from which on letters tell a language."""
SHORT = 3
"""Words of a message that may be too vague to be read."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CLAUSE = re.compile(r"(?<=[.!?;:,])\s+|\s+-+\s+|\b(?:and|also|but|because|cos|oh|so)\b", re.I)
_WORD = re.compile(r"\w+")
_CONTENT = re.compile(r"\w+\W+\w")
MOST_SENTENCES = 12
"""Sentences of one message in which the model looks for red flags."""
_QUESTION = re.compile(
    r"(?<=\w)\W+(?=(?:what|how|why|which|can|could|does|do|is|are|will)\b(?! (?:i|you|we)\b))", re.I
)
_NARROWS = re.compile(
    r"\b(?:in|for|with|after|during|without|if|when|while|on|among|besides|apart|than|instead|except|"
    r"since|before|under|between|what|how|why|which|who|whose|where|does|do|can|could|is|are|not|no|"
    r"know|tell|explain|ask\w*|wonder\w*|say\w*|said|that)\b",
    re.I,
)
"""Words before a question that may say of whom or when it holds, or that it is part of."""
_OF_WHOM = re.compile(r"\b(?:in|for|with|during|after|while|among)\s+\w+", re.I)
"""Words in a question that may say the same."""
_OF_ONE = re.compile(r"\b(?:in|for|during|after|among)\s+\w+", re.I)
"""Words in a claim that may say the same."""
SURE_TAIL = 0.9
"""Probability of an answer from which on the words before the question are held to say nothing."""
SURE_WHOLE, SURE_CLAIM = 0.9, 0.75
"""Probability of an answer from which a message is read as one question where no part of it is any,
and from which a claim in it is."""
_SMALL = ("affirm", "chitchat")
_OPEN = (NOT_IN_TEXT, "off_topic", *_SMALL)
"""Intents of a message that may still hold a question."""
_ONLY_CONFIRMS = re.compile(
    r"^(?:\W*\b(?:well|and|but|now|is|are|was|does|do|can|could|will|would|he|she|they|it|that|"
    r"this|those|these|i|be|to|really|truly|actually|honestly|right|true|correct|wrong|so|accurate|"
    r"or|not|no|just|scaring|me|us|on|the|a|an|any|signs?|symptoms?|causes?|of|in|case|sense|fact|"
    r"facts|nonsense|rubbish|talking|what(?:'s)?|connection|link|think|thinks|you|agree|reckon|"
    r"pulling|my|leg|having|telling|truth|making|up|yes)\b){1,12}\W*$",
    re.I,
)
"""A last sentence that asks no more than whether, or how, what was said before it is so."""
_ABOUT_ELSE = re.compile(
    r"\b(?:it|its|they|them|their|him|these|those|this|by itself|by themselves)\b", re.I
)
"""Words of a claim that may mean what a sentence before it names."""

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


class Reader:
    """Reads messages with what was learned. Holds no state between messages."""

    def __init__(
        self,
        knowledge: Knowledge,
        experts: Experts,
        encoder: Encoder,
        limits: Limits,
        abroad: Abroad | None = None,
    ) -> None:
        self._sayings = knowledge.sayings
        self._answers = frozenset(knowledge.answers)
        self._says = knowledge.says
        self._alike = knowledge.alike
        self._experts = experts
        self._encoder = encoder
        self._abroad = abroad
        self._flags = [i for i, name in enumerate(experts.classes) if name in ALARMS]
        self._words = Preparation(knowledge)
        self._completion = Completion(knowledge, self._words)
        self._english = EnglishCheck(
            knowledge.english,
            knowledge.answer_words,
            names={word for topic in knowledge.topics for word in topic.split()},
            seen=knowledge.vocabulary,
            correct=self._words.correct,
        )
        self._judge = Judge(
            experts.classes, knowledge.answers, knowledge.fits, knowledge.against, limits
        )

    def read(self, text: str, topic: str | None = None, alarm: Alarm = NO_ALARM) -> Reading:
        """Return the reading of a message.

        Args:
            text: As typed.
            topic: The answer that the conversation is about, for questions such as "acne?".
            alarm: Which alarms may be raised, and from when on.
        """
        saying = self._sayings.get(bare(text))
        if saying:
            return Reading((PartReading(text, saying, 1.0, reason="a known way to say it"),))
        if topic is None and says_little(text):
            return Reading((PartReading(text, UNCLEAR, 0.0, reason="says too little"),))
        if self._abroad is None or not self._spells_english(text, self._abroad):
            foreign = self._foreign(text, alarm)
            if foreign.intent in ALARMS or self._english.is_foreign(text):
                return Reading((foreign,))
        alarm = self._unless_denied(text, alarm)
        whole = unfolded(text)
        told = _SENTENCE.split(story_apart(whole))
        if len(told) == 1:
            told = [piece.text for piece in split(whole)]
        if len(told) == 1:  # heard below, unless the question is put in other words than typed
            told = [] if _WORD.findall(told[0]) == _WORD.findall(whole) else [whole]
        heard = PartReading(text, UNCLEAR, 0.0)
        if told and alarm.of:
            heard = self._told(text, told[:MOST_SENTENCES], alarm)
            if heard.intent in ALARMS:
                return Reading((heard,))
            alarm = replace(alarm, limit=NO_ALARM.limit)
        reading = self._asked(text, topic, alarm)
        parts = (heard, *reading.parts)
        return replace(
            reading,
            tier=danger.graver(*(part.tier for part in parts)),
            doubt=danger.graver(*(part.doubt for part in parts)),
        )

    def is_nobodys(self, text: str) -> bool:
        """Return whether a red flag that a message names is sure to be nobody's, in no clause."""
        if self._english.is_foreign(text):
            return False  # not for the models of English to judge
        whole = unfolded(text)
        clauses = [whole, *(each for each in _CLAUSE.split(whole) if _CONTENT.search(each))]
        heard = self._decide(
            [Asked(each, self._words.prepare(each)) for each in clauses], ANY_ALARM
        )
        return all(
            part.danger < danger.NOBODYS and part.second < danger.NOBODYS_SECOND for part in heard
        )

    def _asked(self, text: str, topic: str | None, alarm: Alarm) -> Reading:
        """Return the reading of the questions, or of what is left when no answer fits the whole."""
        reading = self._read(text, topic, alarm)
        if reading.intent == OTHER_LANGUAGE:
            first, heard = reading.parts[0], self._foreign(text, alarm)
            return Reading((replace(heard, tier=first.tier, doubt=first.doubt),))
        if any(part.intent not in _OPEN for part in reading.parts):
            return reading
        ways = [
            (self._ending(text), 0.0),
            (self._tail(text), SURE_TAIL),
            (self._claim(text), SURE_CLAIM),
        ]
        if len(reading.parts) > 1:
            ways = [(text, SURE_WHOLE)]
        for words, sure in ways:
            asked = self._as_one(words, topic, alarm) if words else reading
            enough = len(asked.parts) == 1 and asked.confidence >= sure
            if enough and asked.intent in self._answers:
                return Reading((replace(asked.parts[0], text=text),), asked.entities)
        if len(reading.parts) == 1 and reading.intent in _SMALL and _confirms(text):
            part = replace(
                reading.parts[0], intent=NOT_IN_TEXT, reason="asks whether a claim is so"
            )
            return replace(reading, parts=(part,))
        return reading

    def _spells_english(self, text: str, letters: Abroad) -> bool:
        """Return whether enough words have the letters of English, however they are spelt."""
        telling = self._english.telling(text)
        return len(telling) >= TELLING and letters.is_english(" ".join(telling))

    def _foreign(self, text: str, alarm: Alarm) -> PartReading:
        """Return the reading of a message in another language: a red flag, or just that."""
        heard = self._abroad.alarm(text, alarm.of) if self._abroad else None
        if heard:
            return PartReading(text, *heard, reason="a red flag in another language")
        return PartReading(text, OTHER_LANGUAGE, 1.0, reason="not English")

    def _unless_denied(self, text: str, alarm: Alarm) -> Alarm:
        """Return no emergency where all that sounds grave is a sign that the message denies.

        "No bleeding, just gas" is near to "bleeding" for the models. Whatever else the message says
        is still heard: it is read again without the denials, and no denial of a wish is taken out.
        """
        told = _DENIED.sub(" ", text)
        if not alarm.of or told == text:
            return alarm
        rest = [part for part in _SENTENCE.split(unfolded(told)) if part.strip(" ,.;!?")]
        asked = [Asked(each, self._words.prepare(each)) for each in (told, *rest[:MOST_SENTENCES])]
        heard = self._decide(asked, replace(alarm, limit=_LEFT, both=0.0))
        if any(part.intent in ALARMS for part in heard):
            return alarm
        return replace(alarm, of=tuple(intent for intent in alarm.of if intent == ALARMS[0]))

    def _told(self, text: str, sentences: Sequence[str], alarm: Alarm) -> PartReading:
        """Return the red flag that a message, or a part of it, is; or the message, and how grave.

        `split` would keep the questions only. A few words can sound like danger alone and not where
        they stand, so the whole has a say.
        """
        asked = [Asked(each, self._words.prepare(each)) for each in (text, *sentences)]
        whole = self._decide(asked[:1], alarm)[0]
        enough = (
            min(alarm.limit + danger.PART, danger.SURE_PART) if alarm.limit <= 1 else alarm.limit
        )
        each = self._decide(asked[1:], replace(alarm, limit=enough), danger.SURE_PART_TIER)
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

    def _ending(self, text: str) -> str | None:
        """Return the last sentence of a message, if it names the topic.

        After a long story a few words without a question mark ("Leaky gut signs") are no question
        that `split` would find, and drown in the rest. What points back is nothing by itself.
        """
        sentences = _SENTENCE.split(unfolded(text))
        if POINTS.search(sentences[-1]):
            return None
        named = {mention.concept for mention in self._words.prepare(sentences[-1]).mentions}
        return sentences[-1] if len(sentences) > 1 and named & self._words.concepts.topics else None

    def _claim(self, text: str) -> str | None:
        """Return the sentence that is to be confirmed, if it says itself what it is about."""
        if not _confirms(text):
            return None
        claim = _SENTENCE.split(unfolded(text))[-2]
        named = {mention.concept for mention in self._words.prepare(claim).mentions}
        words = {word for topic in self._words.concepts.topics for word in topic.split()}
        plain = any(words & set(concept.split()) for concept in named)
        elsewhere = _ABOUT_ELSE.search(claim) or _OF_ONE.search(claim)
        return claim if plain and not elsewhere else None

    def _tail(self, text: str) -> str | None:
        """Return the question of a message without what says nothing before it.

        "No way lol, can stress cause leaky gut". What stands before may narrow the question ("in
        dogs", "after surgery"); so it may hold no word that does, and no concept.
        """
        plain = unfolded(text)
        begins = _QUESTION.search(plain)
        if begins is None or _NARROWS.search(plain[: begins.start()]):
            return None
        head, tail = plain[: begins.start()], plain[begins.end() :]
        if _OF_WHOM.search(tail):
            return None
        named = {mention.concept for mention in self._words.prepare(tail).mentions}
        told = self._words.prepare(head).mentions
        return tail if not told and named & self._words.concepts.topics else None

    def _read(self, text: str, topic: str | None, alarm: Alarm) -> Reading:
        return self._answered(text, split(unfolded(text)), topic, alarm)

    def _as_one(self, text: str, topic: str | None, alarm: Alarm) -> Reading:
        """Return the reading of what is one question, whatever joins its words."""
        return self._answered(text, [Piece(unfolded(text))], topic, alarm)

    def _answered(
        self, text: str, pieces: Sequence[Piece], topic: str | None, alarm: Alarm
    ) -> Reading:
        asked = self._completion.complete(pieces, topic)
        if len(asked) == 1:
            asked = [replace(asked[0], words=text)]
        parts: list[PartReading] = []
        grave = danger.SURE_TIER if len(asked) == 1 else danger.SURE_PART_TIER
        for one, part in zip(asked, self._decide(asked, alarm, grave), strict=True):
            parts += self._apart(one, part, alarm)
        if len(parts) == 1:
            parts = [self._unless_unclear(parts[0])]
        mentions = [_entity(m, one.question) for one in asked for m in one.question.mentions]
        return Reading(tuple(parts[:MOST]), tuple(mentions))

    def _decide(
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

    def _unless_unclear(self, part: PartReading) -> PartReading:
        """Return the reading; as unclear, when another answer with other sentences is as likely."""
        answers = [name for name, _ in part.ranking if name in self._answers]
        if not part.ambiguous or len(answers) < 2 or part.intent != answers[0]:
            return part
        if answers[1] in self._alike[answers[0]]:
            return part
        ranking = tuple(one for one in part.ranking if one[0] in answers[:2])
        return replace(part, intent=UNCLEAR, ranking=ranking, reason="two readings are close")

    def _apart(self, one: Asked, part: PartReading, alarm: Alarm) -> list[PartReading]:
        """Return the readings of the things that a question lists, when one answer is not enough.

        It is enough when its sentences name all of them. Neighbours with one answer are one again.
        """
        if part.intent in ALARMS or part.intent.startswith("seek_"):
            return [part]
        things = items(one.question, self._words.concepts.topics, self._completion.unknown)
        names_all = all(part.intent in self._says.get(name, ()) for name in part.specifics)
        known = not any(unknown for _, unknown in things)
        if len(things) == 1 or (known and (names_all or part.intent not in self._answers)):
            return [part]
        each = [Asked(text, self._words.prepare(text), unknown) for text, unknown in things[:MOST]]
        read = self._decide(each, alarm)
        answered = any(thing.intent in self._answers for thing in (part, *read))
        joined = _joined(read) if answered else [part]
        return [replace(joined[0], text=one.words)] if len(joined) == 1 else joined


def _confirms(text: str) -> bool:
    """Return whether a message only asks if what it says is so: "... Is he right?"."""
    sentences = _SENTENCE.split(unfolded(text))
    return len(sentences) > 1 and bool(_ONLY_CONFIRMS.match(sentences[-1]))


def says_little(text: str) -> bool:
    """Return whether a few words name nothing to ask about: "gut", "something about things"."""
    words = bare(text).split()
    named = [word for word in words if word not in STOP_WORDS]
    return len(words) <= SHORT and bool(named) and all(word in _VAGUE for word in named)


def _joined(parts: Sequence[PartReading]) -> list[PartReading]:
    """Return the parts, neighbours with the same intent as one."""
    joined: list[PartReading] = []
    for part in parts:
        if joined and joined[-1].intent == part.intent and part.intent.startswith("ask_"):
            specifics = tuple(dict.fromkeys(joined[-1].specifics + part.specifics))
            joined[-1] = replace(joined[-1], specifics=specifics)
        else:
            joined.append(part)
    return joined


def _entity(mention: Mention, prepared: Prepared) -> dict[str, str | int]:
    return {
        "entity": "concept",
        "value": mention.concept,
        "start": mention.start,
        "end": mention.end,
        "text": prepared.text[mention.start : mention.end],
    }
