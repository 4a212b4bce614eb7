"""One message, its questions: sentences, coordinated clauses and lists; life stories left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST = 6
"""Questions of one message that are read; further ones are left out."""

_ASK = (
    r"what|what's|whats|how|how's|hows|why|when|where|where's|who|who's|which|whose|is|are|am|was|"
    r"were|isn't|aren't|does|do|did|doesn't|don't|didn't|can|could|can't|couldn't|will|would|won't|"
    r"wouldn't|should|shouldn't|has|have|may|might|must"
)
_TELL = (
    r"tell|explain|describe|list|name|show|give|say|define|summari[sz]e|translate|repeat|compare|"
    r"outline|enumerate|quote|complete|set|write|recommend|suggest|help|play|book|order|send|call|"
    r"remind|find|open|buy|cancel|check|schedule|turn (?:on|off)"
)
_LEAD = (
    r"(?:(?:and|but|so|also|plus|or|then|ok|okay|well|hey|hi|hello|please|pls|now|um|erm|like|"
    r"good (?:morning|evening|afternoon|day)|thanks|thank you|just|anyway|oh|actually|finally|"
    r"lastly|secondly|firstly|first|second|third|next|one|two|three|again|by the way|btw|"
    r"in general|in that case|if so|if not|while (?:you're|we're|i'm) at it|on top of that)"
    r"\b[\s,:]*)*"
)
_OPENS = re.compile(rf"^\W*{_LEAD}(?:{_ASK}|{_TELL}|wat|wot|y)\b", re.I)
_AUX = re.compile(
    r"^\W*(?:is|are|was|were|does|do|did|can|could|will|would|should|has|have|may|might)\b", re.I
)
_ASKS_WITHIN = re.compile(
    r"\b(?:what|why|how|which|whether|wonder\w*|curious|(?:want|like|love|need) to (?:know|see|"
    r"understand|learn|ask|hear|read|show)|(?:could|can|would|will|do) (?:you|u)|any idea|tell me|"
    r"explain|i'd like|i would like|(?:i|we) (?:also )?need (?:the|a|an|some|to)|is it|"
    r"is that|are they|does (?:it|that|this)|"
    r"difference between)\b",
    re.I,
)
_SENTENCE = re.compile(
    r"(?<=[?!;])[\s]*(?=\S)|(?<![A-Z]\.)(?<!\b[Dd]r\.)(?<!\b[Mm]r\.)(?<!\b[Mm]rs\.)(?<!\b[Ss]t\.)"
    r"(?<!\bvs\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\betc\.)(?<=\.)\s+(?=\S)"
)
_JOINT = re.compile(
    rf"(?:\s*[,;]\s*(?:and|or|but|then|plus|also|n)?|\s+(?:and|plus|also|then|but|n|or|\+|&|&&))\s+"
    rf"(?:also |then |secondly |lastly |finally |(?:and )?(?:if (?:so|yes|not)|"
    rf"while (?:you're|we're|"
    rf"i'm) at it|on top of that|in that case),? ?)*"
    rf"(?=(?:{_ASK}|whether|tell me|explain|list|describe)\b)",
    re.I,
)
_SUBORDINATE = re.compile(
    r"^\W*(?:if|since|because|as|while|although|though|(?:when|where)(?! (?:does|do|is|are|did|"
    r"can|will|should|would)\b))\b",
    re.I,
)
_NUMBERING = re.compile(
    r"(?:^|(?<=[.?!;:,\s]))\(?(?:\d|[a-e])\)\s+|(?:^|(?<=[.?!;:,]))\s*(?:\d{1,2}[.:]|(?:one|two|three|four|first|second|third|"
    r"firstly|secondly|thirdly|finally|lastly)\s*[,:])\s+",
    re.I,
)
_ANNOUNCES = re.compile(
    r"\b(?:have|got|with)\b.{0,12}\b(?:two|three|four|some|a few|a couple(?: of)?|several|\d|"
    r"more|another|one more)?\s*questions?\b",
    re.I,
)
_ITEM = "\u2023"
"""Marks a numbered question; nobody types it, and it is stripped again."""
_INTRODUCES = re.compile(
    r"(?:tell|explain|know|ask|answer|questions?|things?)\W*(?:me|us)?\W*$", re.I
)
_TOPIC_LIST = re.compile(r"^([^:?]{3,40}):\s*([^:]+)$")
_LIST_MARK = re.compile(r"\s*(?:,|;|/|\+|&|\band\b|\bor\b)\s*(?:and\s+|or\s+)?", re.I)
_ASPECTS = (
    r"symptoms?|signs?|causes?|reasons?|triggers?|stages?|phases?|steps|progression|treatments?|"
    r"cures?|remed(?:y|ies)|diagnosis|tests?|testing|costs?|prices?|prevention|definition|meaning|"
    r"complications?|effects?|diets?|prognosis|risks?|risk factors|benefits?|supplements?"
)
_TWO_ASPECTS = re.compile(
    rf"^(?P<stem>.*?)\b(?P<first>(?:{_ASPECTS})(?:\s*,\s*(?:{_ASPECTS}))*)\s*,?\s*"
    rf"(?:and|&|\+|or|/|,)\s*(?:the\s+)?(?P<last>{_ASPECTS})\b(?P<rest>.*)$",
    re.I,
)
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


def split(text: str) -> list[Piece]:
    """Return the questions of a normalised message in order: one at least, `MOST` at most.

    Sentences that ask nothing are dropped when others ask something; when none does, the whole
    message is one piece, unless it lists what it is about.
    """
    sentences = [s.strip(" ;") for s in _SENTENCE.split(_NUMBERING.sub(f" ;{_ITEM} ", text))]
    sentences = [s for s in sentences if _CONTENT.search(s)]
    if not sentences:
        return [Piece(text, asks=False)]
    asking = [_asks(s) for s in sentences]
    for index, sentence in enumerate(sentences[1:], start=1):
        if sentence.startswith(_ITEM) and not sentences[index - 1].startswith(_ITEM):
            asking[index - 1] &= not _INTRODUCES.search(sentences[index - 1])
    sentences = [sentence.strip(f"{_ITEM} ") for sentence in sentences]
    if not any(asking):
        whole = " ".join(sentences)
        return [Piece(aspect, asks=False) for aspect in _aspects(whole)][:MOST]
    pieces: list[Piece] = []
    for index, sentence in enumerate(sentences):
        follows_question = index > 0 and asking[index - 1]
        if asking[index] or (follows_question and _is_fragment(sentence)):
            before = " ".join(
                s for s, asks in zip(sentences[:index], asking, strict=False) if not asks
            )
            pieces += [Piece(clause, before) for clause in _clauses(sentence)]
    return pieces[:MOST]


def _asks(sentence: str) -> bool:
    if sentence.startswith(_ITEM):
        return True
    if _ANNOUNCES.search(sentence) and not sentence.endswith("?"):
        return False
    return bool(sentence.endswith("?") or _OPENS.match(sentence) or _ASKS_WITHIN.search(sentence))


def _is_fragment(sentence: str) -> bool:
    """Return whether this goes on from a question, as "And hair loss." does."""
    return bool(re.match(r"^(?:and|or|also|plus)\b", sentence, re.I)) and len(sentence.split()) <= 5


def _clauses(sentence: str) -> list[str]:
    listed = _TOPIC_LIST.match(sentence.rstrip(" ?.!"))
    if listed and len(listed[1].split()) <= 4 and not _OPENS.match(listed[2]):
        items = [item for item in _LIST_MARK.split(listed[2]) if item.strip()]
        if len(items) > 1:
            return [f"{listed[1].strip()} {item.strip()}" for item in items]
    clauses: list[str] = []
    rest = sentence
    for cut in _JOINT.finditer(sentence):
        start = len(sentence) - len(rest)
        left = sentence[start : cut.start()]
        if _stands(left, sentence[cut.end() :]):
            clauses.append(left)
            rest = sentence[cut.end() :]
    clauses.append(rest)
    return [part for clause in clauses for part in _aspects(clause.strip(" ,;"))]


def _stands(left: str, right: str) -> bool:
    """Return whether a sentence may be cut here: a question on each side."""
    if _SUBORDINATE.match(left) or not _CONTENT.search(right):
        return False
    return bool(_OPENS.match(left) or _ASKS_WITHIN.search(left)) and len(left.split()) >= 2


def _aspects(clause: str) -> list[str]:
    """Return "symptoms and causes of leaky gut" as two questions that share their stem."""
    found = _TWO_ASPECTS.match(clause)
    if not found:
        return [clause]
    aspects = [a.strip() for a in [*found["first"].split(","), found["last"]] if a.strip()]
    stem, rest = found["stem"].rstrip(), found["rest"].rstrip(" ?")
    if re.search(r"\b(?:between|from|both|either|side|without)\b", stem, re.I):
        return [clause]
    return [" ".join(f"{stem} {aspect}{rest}".split()) for aspect in aspects]


def is_elliptical(text: str) -> bool:
    """Return whether a piece needs its neighbour to be read: "and is eczema", "hair loss?"."""
    words = re.findall(r"[A-Za-z']+", text)
    if re.match(r"^\W*(?:and |or |also |what about |how about |and what about )", text, re.I):
        words = [w for w in words if w.lower() not in {"and", "or", "also", "what", "how", "about"}]
    if _AUX.match(" ".join(words)):
        return len(words) <= 3
    return len(words) <= 3 and not _OPENS.match(" ".join(words))
