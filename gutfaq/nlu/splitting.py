"""One message, its questions: sentences, coordinated clauses and lists; life stories left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gutfaq.nlu.aspects import NAMED_ASPECT, WITH_ASPECT, aspects
from gutfaq.nlu.clauses import clauses
from gutfaq.nlu.openings import (
    ASK,
    ASKS_WITHIN,
    BARE_ASPECT,
    INTRODUCES,
    KNOWS_NOT,
    LEAD,
    OPENS,
    OPENS_LATE,
    REQUESTS,
    TELL,
    TOPIC_FIRST,
    TWICE_ASKED,
    without_preface,
)
from gutfaq.nlu.text import normalise
from gutfaq.nlu.word_order import in_order

MOST = 6
"""Questions of one message that are read; further ones are left out."""

_ITEM = "\u2023"
"""Marks a numbered question; nobody types it, and it is stripped again."""

_SENTENCE = re.compile(
    r"\s*\n\s*|(?<=[?!;])[\s]*(?=\S)|(?<!\b[A-Z]\.)(?<!\b[Dd]r\.)(?<!\b[Mm]r\.)"
    r"(?<!\b[Mm]rs\.)(?<!\b[Ss]t\.)(?<!\bvs\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\betc\.)"
    r"(?<=\.)\s+(?=\S)"
)
_BOTH = re.compile(
    r"^\W*(?:(?:i|we|please|really|just|would|'d|do|need|want|like|love|wanna|to|know|hear|have|get|an|"
    r"answers?|about|on|for|of)\b\W*)*(?:both|all (?:two|three|four)|all of (?:it|them|those))\b"
    r"(?: of (?:them|those|these))?(?:,? (?:please|pls|thanks|thank you))?\W*$",
    re.I,
)
"""Only says that all of what was asked is meant."""
_CANNOT = re.compile(
    r"^\W*(?:can'?t|won'?t|couldn'?t) (?!i\b|you\b|u\b|we\b|it\b|"
    r"they\b|he\b|she\b|this\b|that\b|the\b|these\b)\w+(?: \w+)?\.$",
    re.I,
)
"""Tells, though it begins as a question does: "Can't sleep."."""
_OWN_REPLY = re.compile(r"^\W*(?:no|yes|nope|yeah|ok|okay)\W*$", re.I)
"""Answers itself: "Is there a cure? No? Then ..."."""
_FIRST_SECOND = re.compile(
    rf"\b(?:first(?:ly)?|second(?:ly)?|third(?:ly)?)\s+(?=(?:{ASK}|{TELL})\b)", re.I
)
_WHAT_I = re.compile(r"^\W*what (?:interests|bothers|puzzles|worries|strikes) me\b[^?]*$", re.I)
"""Tells, though it begins as a question does."""
_TRYING = re.compile(r"^\W*(?:i'?m |i am |we're |just |am )*(?:trying|hoping|wanting) to\b", re.I)
_ALSO_WHETHER = re.compile(rf"^\W*{LEAD}(?:if|whether)\b", re.I)
_STEM = re.compile(
    rf"(?P<stem>(?:^|(?<=[?!.;] )){LEAD}(?:{ASK}|{TELL})\b[^?!.;]*\s(?:for|with|to|of|about|on|"
    rf"cause|in))\W*;{_ITEM} (?P<items>[^?!.]+)",
    re.I,
)
"""Words that begin each question of a list: "does it help with a) immunity b) nutrients"."""
_POINTS_BACK = re.compile(r"^\W*(?:so )?what(?:'s|s| is| does| are)? (?:that|this|it)\b", re.I)
_NUMBERING = re.compile(
    r"(?:^|(?<=[.?!;:,\s]))\(?(?:\d|[a-e])\)\s+|\bquestion (?:one|two|three|\d)[,:]?\s+|"
    r"(?:^|(?<=[.?!;:\n]))\s*\d\s+[-\u2013]\s+|"
    r"(?:^|(?<=[.?!;:,]))\s*(?:\d{1,2}[.:]|(?:one|two|three|four|first|second|third|"
    r"firstly|secondly|thirdly|finally|lastly)\s*[,:])\s+",
    re.I,
)
_NUMBERED = r"what|who|how|why|when|where"
_COUNTS = re.compile(
    rf"(?:^|\s)1[.):]\s.*\s2[.):]\s|(?:^|\s)1 (?:{_NUMBERED})\b.*\s2 (?:{_NUMBERED})\b",
    re.I | re.S,
)
_COUNTED = re.compile(rf"(?:^|(?<=\s))[1-9](?:[.):]\s+|\s+(?=(?:{_NUMBERED})\b))", re.I)
_BULLET = re.compile(
    r"^\s*(?:[-*+\u2013\u2022\u00b7]|\d{1,2}(?:[.):]|\s-(?=\s))|\(?[a-e]\))\s+", re.I
)
_ANNOUNCES = re.compile(
    r"\b(?:have|got|with)\b.{0,12}\b(?:two|three|four|some|a few|a couple(?: of)?|several|\d|"
    r"more|another|one more)?\s*questions?\b|"
    r"^\W*(?:two|three|four|some|a few|a couple(?: of)?) (?:quick )?things\b[^,:;?]{0,40}\W*$|"
    r"\b(?:two|three|four|several) points\b\W*$",
    re.I,
)
_STORY_THEN = re.compile(
    rf"(?:^|(?<=[.!?] ))(?P<story>(?!\W{{0,3}}{LEAD}(?:{ASK}|{TELL}|if|when)\b)[^.!?;:]{{12,}}?)"
    r"(?:,|\s[-\u2013]+(?P<dash>))\s+(?:so |and |but )?"
    r"(?=(?:could|can|is|does|might|may|would|did) "
    r"(?:that|this|it|these|those|(?(dash)leaky gut|(?!)))\b)",
    re.I,
)
_ASKS_LATE = re.compile(
    r",\s*(?:can|could|does|do|is|are|will|would) (?:(?:(?:a|the|my|your) )?(?:\w+ )?gut|it)\b|"
    r"^\W*(?:seeing|given|since|as|if|when|considering) .{6,}?,\s*"
    r"(?:can|could|does|do|is|are|will|would) (?!(?:you|u|i|we)\b)",
    re.I,
)
_SHORT_FRAGMENT, _SHORT_ASPECT = 5, 14
"""Words of what goes on from a question: any, and with an aspect among them."""
_SHORT = 8
"""Words of a sentence that is no story yet."""
_CONTENT = re.compile(r"[A-Za-z0-9]{2,}")


@dataclass(frozen=True, slots=True)
class Piece:
    """One question of a message.

    Attributes:
        text: Its words, with the stem it shares with its neighbours.
        before: What the message told before it, its other questions left out; may hold what a
            pronoun means.
        asks: Whether it has the form of a question or a request.
    """

    text: str
    before: str = ""
    asks: bool = True


def unfolded(text: str) -> str:
    """Return a typed text normalised: on one line, but for lines that begin a question each."""
    lines = text.splitlines()
    if len(lines) < 2:
        return normalise(text)
    unfolded = ""
    for line in lines:
        plain = normalise(_BULLET.sub("", line))
        begins = _BULLET.match(line) or OPENS.match(plain) or WITH_ASPECT.match(plain)
        mark = f"\n{_ITEM}" if _BULLET.match(line) else "\n" if begins else " "
        unfolded += f"{mark}{plain}" if plain else ""
    return unfolded.strip()


def split(text: str) -> list[Piece]:
    """Return the questions of an unfolded message in order: one at least, `MOST` at most.

    Sentences that ask nothing are dropped when others ask something; when none does, the whole
    message is one piece, unless it lists what it is about.
    """
    numbering = _COUNTED if _COUNTS.search(text) else _NUMBERING
    told = in_order(text)
    if len(_FIRST_SECOND.findall(told)) > 1:
        told = _FIRST_SECOND.sub(f" ;{_ITEM} ", told)
    told = story_apart(_STEM.sub(_spread, numbering.sub(f" ;{_ITEM} ", told)))
    sentences = [s.strip(" ;") for s in _SENTENCE.split(told)]
    sentences = [s for s in sentences if _CONTENT.search(s)]
    sentences = [s for s in sentences if not _OWN_REPLY.match(s)] or sentences
    if not sentences:
        return [Piece(text, asks=False)]
    asking = [_asks(s) for s in sentences]
    if len(sentences) > 1 and any(map(_plainly_asks, sentences)):
        asking = [a and _may_ask(s) for a, s in zip(asking, sentences, strict=True)]
    for index, sentence in enumerate(sentences[1:], start=1):
        if _POINTS_BACK.match(sentence) and not _asks(sentences[index - 1].rstrip("?! ")):
            asking[index - 1] = False
    for index, sentence in enumerate(sentences[1:], start=1):
        if sentence.startswith(_ITEM) and not sentences[index - 1].startswith(_ITEM):
            asking[index - 1] &= not INTRODUCES.search(sentences[index - 1])
    sentences = [sentence.strip(f"{_ITEM} ") for sentence in sentences]
    if not any(asking):
        named = next((found for s in sentences if len(found := _listed(s)) > 1), None)
        return [Piece(text, asks=False) for text in named or [" ".join(sentences)]][:MOST]
    return _pieces(sentences, asking)[:MOST]


def story_apart(text: str) -> str:
    """Return "I am stressed, could that cause it" with a full stop in the place of the comma."""
    return _STORY_THEN.sub(
        lambda m: m[0] if OPENS_LATE.search(m["story"]) else f"{m['story']}. ", text
    )


def _pieces(sentences: list[str], asking: list[bool]) -> list[Piece]:
    pieces: list[Piece] = []
    for index, sentence in enumerate(sentences):
        follows_question = index > 0 and asking[index - 1]
        if asking[index] or (follows_question and _is_fragment(sentence)):
            before = " ".join(
                s for s, asks in zip(sentences[:index], asking, strict=False) if not asks
            )
            pieces += [Piece(clause, before) for clause in clauses(sentence)]
    return pieces


def _asks(sentence: str) -> bool:
    if sentence.startswith(_ITEM):
        return True
    if _ANNOUNCES.search(without_preface(sentence)) and not sentence.endswith("?"):
        return False
    if _BOTH.match(sentence) or _CANNOT.match(sentence):
        return False
    if any(pattern.match(sentence) for pattern in (TWICE_ASKED, BARE_ASPECT, TOPIC_FIRST)):
        return True
    sentence = KNOWS_NOT.sub("", sentence)
    opens = OPENS.match(sentence) or OPENS.match(without_preface(sentence))
    opens = opens or _ASKS_LATE.search(sentence)
    return bool(sentence.endswith("?") or opens or ASKS_WITHIN.search(sentence))


def _plainly_asks(sentence: str) -> bool:
    opens = OPENS.match(sentence) or OPENS.match(without_preface(sentence))
    return bool(sentence.startswith(_ITEM) or sentence.endswith("?") or opens)


def _may_ask(sentence: str) -> bool:
    """Return whether a sentence still asks beside one that does so plainly."""
    if _TRYING.match(sentence) or _WHAT_I.match(sentence):
        return False
    short = len(sentence.split()) <= _SHORT or _ALSO_WHETHER.match(sentence)
    return bool(short or _plainly_asks(sentence) or REQUESTS.search(sentence))


def _spread(listed: re.Match[str]) -> str:
    """Return each item of a list with the words that begin them all."""
    items = listed["items"].split(f";{_ITEM}")
    if any(OPENS.match(item) for item in items):
        return listed[0]
    return " ".join(f"{listed['stem']} {item.strip(' ;,')}?" for item in items)


def _listed(sentence: str) -> list[str]:
    """Return what words that ask nothing list: "symptoms and causes", "leaky gut signs / tests"."""
    parts = [part for part in re.split(r"\s+[/|]\s+", sentence) if len(part.split()) > 1]
    return parts if len(parts) > 1 else aspects(sentence)


def _is_fragment(sentence: str) -> bool:
    """Return whether this goes on from a question, as "And hair loss." does."""
    goes_on = re.match(
        r"^(?:(?:oh|btw),? )*(?:and|or|also|plus|n|any|by the way|then|at least)\b", sentence, re.I
    )
    most = _SHORT_ASPECT if NAMED_ASPECT.search(sentence) else _SHORT_FRAGMENT
    return bool(goes_on) and len(sentence.split()) <= most
