"""A message, read: its questions, what each asks, and whether that may be answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.lang.en.stop_words import STOP_WORDS

from gutfaq.nlu import danger
from gutfaq.nlu.abroad import Abroad
from gutfaq.nlu.claims import claimed
from gutfaq.nlu.completing import POINTS, Asked, Completion
from gutfaq.nlu.concepts import Mention
from gutfaq.nlu.decision import Limits
from gutfaq.nlu.embedding import Encoder
from gutfaq.nlu.experts import Experts
from gutfaq.nlu.hearing import SENTENCE, Hearing
from gutfaq.nlu.knowledge import Knowledge, bare
from gutfaq.nlu.language import EnglishCheck
from gutfaq.nlu.listing import items
from gutfaq.nlu.preparing import Preparation, Prepared
from gutfaq.nlu.reading import (
    ALARMS,
    NO_ALARM,
    NOT_IN_TEXT,
    OTHER_LANGUAGE,
    Alarm,
    PartReading,
    Reading,
)
from gutfaq.nlu.splitting import MOST, Piece, split, story_apart, unfolded
from gutfaq.nlu.weighing import Scales

UNCLEAR = "nlu_fallback"
_VAGUE = frozenset(
    ("thing", "things", "something", "anything", "everything", "stuff", "whatever", "idk", "hmm")
    + ("problem", "problems", "issue", "issues", "trouble", "bad", "digestion", "digestive")
    + ("gut", "guts", "stomach", "tummy", "belly", "bowel", "bowels", "health", "body", "text")
    + ("food", "foods")
)
SHORT = 3
"""Words of a message that may be too vague to be read."""
_WORD = re.compile(r"\w+")
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
SURE_TAIL = 0.9
"""Probability of an answer from which on the words before the question are held to say nothing."""
SURE_WHOLE = 0.9
"""The same for a message that is read as one question where no part of it is any."""
_COURTESIES = ("greet", "goodbye", "thank", "chitchat")
"""What is said between questions and asks nothing."""
OFF_TOPIC = "off_topic"
_OPEN = (NOT_IN_TEXT, OFF_TOPIC, "affirm", "chitchat")
"""Intents of a message that may still hold a question."""


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
        self._words = Preparation(knowledge)
        self._completion = Completion(knowledge, self._words)
        self._english = EnglishCheck(
            knowledge.english,
            knowledge.answer_words,
            names={word for topic in knowledge.topics for word in topic.split()},
            seen=knowledge.vocabulary,
            correct=self._words.correct,
        )
        self._scales = Scales(knowledge, experts, encoder, limits, self._words)
        self._hearing = Hearing(self._scales, self._english, abroad)

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
        if not self._hearing.is_spelt_in_english(text):
            foreign = self._hearing.foreign(text, alarm)
            if foreign.intent in ALARMS or self._english.is_foreign(text):
                return Reading((foreign,))
        alarm = self._hearing.unless_denied(text, alarm)
        whole = unfolded(text)
        pieces = self._pieces(whole)
        told = SENTENCE.split(story_apart(whole))
        if len(told) == 1:
            told = [piece.text for piece in pieces] or [""]
        if len(told) == 1:  # heard below, unless the question is put in other words than typed
            told = [] if _WORD.findall(told[0]) == _WORD.findall(whole) else [whole]
        heard = PartReading(text, UNCLEAR, 0.0)
        if told and alarm.of:
            heard = self._hearing.told(text, told, alarm)
            if heard.intent in ALARMS:
                return Reading((heard,))
            alarm = replace(alarm, limit=NO_ALARM.limit)
        reading = self._asked(text, pieces, topic, alarm)
        parts = (heard, *reading.parts)
        return replace(
            reading,
            tier=danger.graver(*(part.tier for part in parts)),
            doubt=danger.graver(*(part.doubt for part in parts)),
        )

    def is_nobodys(self, text: str) -> bool:
        """Return whether a red flag that a message names is nobody's (see `Hearing`)."""
        return self._hearing.is_nobodys(text)

    def _asked(
        self, text: str, pieces: Sequence[Piece], topic: str | None, alarm: Alarm
    ) -> Reading:
        """Return the reading of the questions, or of what is left when no answer fits the whole."""
        reading = self._answered(text, pieces, topic, alarm)
        if reading.intent == OTHER_LANGUAGE:
            first, heard = reading.parts[0], self._hearing.foreign(text, alarm)
            return Reading((replace(heard, tier=first.tier, doubt=first.doubt),))
        if any(part.intent not in _OPEN for part in reading.parts):
            return reading
        ways = [(self._ending(text), 0.0), (self._tail(text), SURE_TAIL)]
        if len(reading.parts) > 1:
            ways = [(text, SURE_WHOLE)]
        for words, sure in ways:
            asked = self._as_one(words, topic, alarm) if words else reading
            enough = len(asked.parts) == 1 and asked.confidence >= sure
            if enough and asked.intent in self._answers:
                return Reading((replace(asked.parts[0], text=text),), asked.entities)
        return reading

    def _ending(self, text: str) -> str | None:
        """Return the last sentence of a message, if it names the topic.

        After a long story a few words without a question mark ("Leaky gut signs") are no question
        that `split` would find, and drown in the rest. What points back is nothing by itself, nor
        is the topic's name behind a question ("do women get it? leaky gut").
        """
        sentences = SENTENCE.split(unfolded(text))
        last = sentences[-1]
        named_after = len(last.split()) <= SHORT and "?" in "".join(sentences[:-1])
        if POINTS.search(last) or named_after:
            return None
        named = {mention.concept for mention in self._words.prepare(sentences[-1]).mentions}
        return sentences[-1] if len(sentences) > 1 and named & self._words.concepts.topics else None

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

    def _pieces(self, whole: str) -> list[Piece]:
        """Return what a message asks; nothing where it claims what the text cannot be about."""
        told = claimed(whole, self._names, self._names_gut, self._completion.unknown)
        return split(whole) if told is None else told

    def _names(self, words: str) -> bool:
        """Return whether words name a concept of the text."""
        return bool(self._words.prepare(words).mentions)

    def _names_gut(self, words: str) -> bool:
        """Return whether words name what the text is about, in its own words."""
        named = {mention.concept for mention in self._words.prepare(words).mentions}
        plain = {word for topic in self._words.concepts.topics for word in topic.split()}
        return any(plain & set(concept.split()) for concept in named)

    def _as_one(self, text: str, topic: str | None, alarm: Alarm) -> Reading:
        """Return the reading of what is one question, whatever joins its words."""
        return self._answered(text, [Piece(unfolded(text))], topic, alarm)

    def _answered(
        self, text: str, pieces: Sequence[Piece], topic: str | None, alarm: Alarm
    ) -> Reading:
        if not pieces:
            part = PartReading(text, NOT_IN_TEXT, 1.0, reason="asks whether another claim is so")
            return Reading((part,))
        asked = self._completion.complete(pieces, topic)
        if len(asked) == 1:
            asked = [replace(asked[0], words=text)]
        parts: list[PartReading] = []
        grave = danger.SURE_TIER if len(asked) == 1 else danger.SURE_PART_TIER
        for one, part in zip(asked, self._scales.decide(asked, alarm, grave), strict=True):
            saying = self._sayings.get(bare(one.words)) if len(asked) > 1 else None
            if saying in _COURTESIES and part.intent not in ALARMS:
                parts.append(replace(part, intent=saying, confidence=1.0))
                continue
            parts += self._apart(one, part, alarm)
        if len(parts) == 1:
            parts = [self._unless_unclear(parts[0])]
        mentions = [_entity(m, one.question) for one in asked for m in one.question.mentions]
        if len(parts) > 1 and not mentions and topic is None:
            whole = self._as_one(text, topic, alarm)
            if whole.intent == OFF_TOPIC and any(part.intent == OFF_TOPIC for part in parts):
                return whole
        return Reading(tuple(parts[:MOST]), tuple(mentions))

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
        read = self._scales.decide(each, alarm)
        answered = any(thing.intent in self._answers for thing in (part, *read))
        joined = _joined(read) if answered else [part]
        return [replace(joined[0], text=one.words)] if len(joined) == 1 else joined


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
