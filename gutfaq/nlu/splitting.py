"""One message, its questions: sentences, coordinated clauses and lists; life stories left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gutfaq.nlu.aspects import NAMED_ASPECT, WITH_ASPECT, aspects
from gutfaq.nlu.text import normalise

MOST = 6
"""Questions of one message that are read; further ones are left out."""

_ITEM = "\u2023"
"""Marks a numbered question; nobody types it, and it is stripped again."""

_ASK = (
    r"what|what's|whats|how|how's|hows|why|when|where|where's|whereabouts|who|who's|which|whose|is|"
    r"are|am|was|were|isn't|aren't|does|do|did|doesn't|don't|didn't|can|could|can't|couldn't|will|"
    r"would|won't|wouldn't|should|shouldn't|has|have|may|might|must"
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
    r"in general|in that case|if so|if not|while (?:you're|we're|i'm) at it|on top of that|"
    r"after that|different question|one more thing|quick question)"
    r"\b[\s,:]*)*"
)
_OPENS = re.compile(rf"^\W*{_LEAD}(?:{_ASK}|{_TELL}|wat|wot|y)\b", re.I)
_OPENS_LATE = re.compile(rf",\s*(?:{_ASK})\b", re.I)
_AUX = re.compile(
    r"^\W*(?:is|are|was|were|does|do|did|can|could|will|would|should|has|have|may|might)\b", re.I
)
_WANTS_TO_KNOW = (
    r"wonder\w*|curious|(?:want|like|love|need)s? to (?:know|see|understand|learn|ask|hear|read|"
    r"show)(?! (?:him|her|them|us)\b)|(?:could|can|would|will|do) (?:you|u)|any idea|tell me|"
    r"explain|i'd like|i would like|(?:i|we) (?:also )?need (?:the|a|an|some|to)|difference between"
)
_REQUESTS = re.compile(rf"\b(?:{_WANTS_TO_KNOW})\b", re.I)
_ASKS_WITHIN = re.compile(
    rf"\b(?:what|why|how|which|whether|{_WANTS_TO_KNOW}|is it|is that|are they|"
    r"does (?:it|that|this))\b",
    re.I,
)
"""Asks, unless another sentence does so plainly: then it may only tell what someone asked."""
_SENTENCE = re.compile(
    r"\s*\n\s*|(?<=[?!;])[\s]*(?=\S)|(?<!\b[A-Z]\.)(?<!\b[Dd]r\.)(?<!\b[Mm]r\.)"
    r"(?<!\b[Mm]rs\.)(?<!\b[Ss]t\.)(?<!\bvs\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\betc\.)"
    r"(?<=\.)\s+(?=\S)"
)
_AND = r"(?:and|plus|also|then|but|n|or|as well as|along with|together with|\+|&|&&)"
_JOINT = re.compile(
    rf"(?:\s*[,;]\s*(?:{_AND}\b)?,?|\s*\.{{2,}}\s*{_AND}|\s+{_AND}|\s+(?:/|\|)|"
    rf"\s+-+(?!\s+(?:{_ASK}) (?:that|this|it|these|those)\b))\s+"
    rf"(?:also |then |first |second |secondly |lastly |finally |next |separately,? |oh,? and |"
    rf"(?:and )?(?:if (?:so|yes|not|it (?:does|is|can)|they (?:do|are))|another thing|"
    rf"one more thing|while (?:you're|we're|i'm) at it|on top of that|by the way|btw|"
    rf"in that case),? ?)*"
    rf"(?=(?:{_ASK}|whether|tell me|explain|list|describe|name|define)\b|"
    r"(?:in|at|on|by|for|to|with|from|of) (?:what|which|how|whom)\b|"
    r"i(?:'d| would| also| want| need| wonder)\b)",
    re.I,
)
_AGAIN = re.compile(
    r"(?<=\w)\s+(?=(?:what's|whats|what (?:is|are|does|causes|happens|triggers)|"
    r"how (?:does|do)|why (?:is|does)|where (?:does|is))\s)",
    re.I,
)
_INTO = re.compile(
    rf"^(?!\W*{_LEAD}(?:{_ASK})\b)|^\W*(?:when|where|if|since|while)\b|^\W*(?:\S+\s+)?\S+$|"
    r"\b(?:know|tell|ask|asks|asking|see|explain|wonder\w*|understand|about|of|on|to|for|with|by|"
    r"that|me|us|you|sure|and|or|but|also|then|so|if|whether|from|in|at|is|are|was|say|says|said|"
    r"like|called|mean|not|don't|idea|exactly|mentions?|covers?|lists?|describes?|clarify|define|"
    r"specify|controls?|decides?|determines?|regulates?|choose|chooses|shows?|finds?|reveals?|"
    r"measures?|matters?|affects?|watch|into|clear|words|overview|summary|be)\s*$",
    re.I,
)
"""Where what is asked next belongs to the words before it: no second question begins there."""
_REQUEST = (
    r"(?:i(?:'d| would)? (?:like|want|need)|please|pls|tell|give|list|explain|show|need|want)"
)
_TWICE_ASKED = re.compile(
    r"^\W*(?P<twice>(?:is|are|was|does|do|did|can|could|will|would|should|may|might|how|what|why)"
    r" \w+|need|want|explain|define|list|describe)\s.*?\w\s+(?=(?P=twice)\s+\w)|"
    r"^\W*(?P<aux>is|are|does|do|can|could|will)\s.*?\s(?P<end>\w+)\s+(?=(?P=aux)\s.*\s(?P=end)\W*$)",
    re.I,
)
"""The same opening twice, "is bloating a symptom is acne a symptom": two questions in a breath."""
_LEADS_ON = re.compile(
    r"[,;]\s*$|\b(?:what|which|how|why|where|when|whose|who)(?: \w+){0,3}\W*$", re.I
)
_THEN = re.compile(
    r"(?:\s*,\s*|\s+)(?:and )?(?:then|after that)\s+(?:please |pls |also )*"
    r"(?=(?:the|its|my|how|what)\b)",
    re.I,
)
_RIGHT_AND = re.compile(
    r"^(?P<first>.{10,}?)\s*,?\s(?:right|correct|yes|yeah)\b[?,\s]+"
    r"(?P<last>and .{3,40}? (?:too|as well|also)\W*)$",
    re.I,
)
_TURNED = re.compile(
    rf"[,\s]+(?:and )?(?:then )?(?:the other way (?:a?round)|vice versa|conversely)[,\s]+"
    rf"(?=(?:{_ASK})\b)",
    re.I,
)
_BARE_ASPECT = re.compile(
    rf"^\W*{_LEAD}(?:(?:the|its|some|main|early|leaky|gut|all)\s+){{0,3}}{NAMED_ASPECT.pattern}"
    r"(?:\s+(?:of (?:it|leaky gut)|please|pls|plz|first))*\W*$",
    re.I,
)
"""Names an aspect and no more: "symptoms pls."."""
_BOTH = re.compile(
    r"^\W*(?:(?:i|we|please|really|just|would|'d|do|need|want|like|love|wanna|to|know|hear|have|get|an|"
    r"answers?|about|on|for|of)\b\W*)*(?:both|all (?:two|three|four)|all of (?:it|them|those))\b"
    r"(?: of (?:them|those|these))?(?:,? (?:please|pls|thanks|thank you))?\W*$",
    re.I,
)
"""Only says that all of what was asked is meant."""
_KNOWS_NOT = re.compile(
    r"\b(?:(?:do not|don'?t|dunno|didn'?t|no idea|not sure|can'?t say)(?: even| really)?(?: know)?|"
    r"for no reason|who knows) (?:why|how|what|when)\b(?=\W*(?:$|,|\band\b|\bbut\b))",
    re.I,
)
"""Asks nothing: "and I don't know why"."""
_BARE_AUX = re.compile(
    r"^\W*(?:\w+ )?(?:can|could|does|do|did|is|are|will|would|may|might) (?:it|they|that|this)\W*$",
    re.I,
)
"""Asks nothing yet: the "can it" of "can it also do the opposite"."""
_CANNOT = re.compile(
    r"^\W*(?:can'?t|won'?t|couldn'?t) (?!i\b|you\b|u\b|we\b|it\b|"
    r"they\b|he\b|she\b|this\b|that\b|the\b|these\b)\w+(?: \w+)?\.$",
    re.I,
)
"""Tells, though it begins as a question does: "Can't sleep."."""
_TRYING = re.compile(r"^\W*(?:i'?m |i am |we're |just |am )*(?:trying|hoping|wanting) to\b", re.I)
_ALSO_WHETHER = re.compile(rf"^\W*{_LEAD}(?:if|whether)\b", re.I)
_NAMED_FIRST = re.compile(
    r"(?:^|(?<=[?!.;] ))(?P<what>(?!(?:\w+ )*(?:what|why|how|who|when|should|can|could|would|i|me|"
    r"my|you|your|we|our|he|she|her|his|is|was|were|had|has|have|got|no|not|just|quick|ok|hi|hello|"
    r"thanks|question|first|second|third|also|and|so|there|the)\b)[A-Za-z][\w']*(?: [\w']+){0,3})"
    r"\s+[-\u2013\u2014]+\s+(?P<aux>does|do|is|are|can|could|will) (?:it|they)\b"
    r"(?P<rest>[^?.!]*)\?",
    re.I,
)
"""What is asked about, then what is asked of it: "medicines - do they?"."""
_STEM = re.compile(
    rf"(?P<stem>(?:^|(?<=[?!.;] )){_LEAD}(?:{_ASK}|{_TELL})\b[^?!.;]*\s(?:for|with|to|of|about|on|"
    rf"cause|in))\W*;{_ITEM} (?P<items>[^?!.]+)",
    re.I,
)
"""Words that begin each question of a list: "does it help with a) immunity b) nutrients"."""
_POLITE = re.compile(
    r"^\W*(?:\w+ )?(?:can|could|would|will) (?:you|u)(?: please| pls| maybe)?\W*$", re.I
)
_THERE = re.compile(r"\b(?:there|then|that|it)\b", re.I)
_POINTS_BACK = re.compile(r"^\W*(?:so )?what(?:'s|s| is| does| are)? (?:that|this|it)\b", re.I)
_SUBORDINATE = re.compile(
    r"^\W*(?:if|since|because|as|while|although|though|(?:when|where)(?!'?s\b| (?:does|do|is|are|"
    r"did|can|will|should|would)\b))\b",
    re.I,
)
_NUMBERING = re.compile(
    r"(?:^|(?<=[.?!;:,\s]))\(?(?:\d|[a-e])\)\s+|\bquestion (?:one|two|three|\d)[,:]?\s+|"
    r"(?:^|(?<=[.?!;:\n]))\s*\d\s+[-\u2013]\s+|"
    r"(?:^|(?<=[.?!;:,]))\s*(?:\d{1,2}[.:]|(?:one|two|three|four|first|second|third|"
    r"firstly|secondly|thirdly|finally|lastly)\s*[,:])\s+",
    re.I,
)
_COUNTS = re.compile(r"(?:^|\s)1[.):]\s.*\s2[.):]\s", re.S)
_COUNTED = re.compile(r"(?:^|(?<=\s))[1-9][.):]\s+")
_BULLET = re.compile(
    r"^\s*(?:[-*+\u2013\u2022\u00b7]|\d{1,2}(?:[.):]|\s-(?=\s))|\(?[a-e]\))\s+", re.I
)
_ANNOUNCES = re.compile(
    r"\b(?:have|got|with)\b.{0,12}\b(?:two|three|four|some|a few|a couple(?: of)?|several|\d|"
    r"more|another|one more)?\s*questions?\b|\b(?:two|three|four|several) points\b\W*$",
    re.I,
)
_INTRODUCES = re.compile(
    r"(?:tell|explain|know|ask|answer|questions?|things?)\W*(?:me|us)?\W*$", re.I
)
_STORY_THEN = re.compile(
    rf"(?:^|(?<=[.!?] ))(?P<story>(?!\W{{0,3}}{_LEAD}(?:{_ASK}|{_TELL}|if|when)\b)[^.!?;:]{{12,}}?)"
    r"(?:,|\s[-\u2013]+(?P<dash>))\s+(?:so |and |but )?"
    r"(?=(?:could|can|is|does|might|may|would|did) "
    r"(?:that|this|it|these|those|(?(dash)leaky gut|(?!)))\b)",
    re.I,
)
_WHAT_IS_IT = re.compile(r"^\W*what(?:'s|s| is| are) (?:it|that|this|they|those)\W*$", re.I)
_SHORT = 8
"""Words of a sentence that is no story yet."""
_FEW = 5
"""Words of a question that is about what stands before its colon."""
_PREFACE = re.compile(rf"^[^:?]{{3,60}}:\s*(?={_LEAD}(?:{_ASK}|{_TELL})\b)", re.I)
_COUNTS_OFF = re.compile(
    r"^\W*(?:i |we )?(?:(?:was|am|just|have|had|got|'ve|'m|really|actually)\s+)*"
    r"(?:wondering|(?:want(?:ed)?|like) to (?:know|ask)|curious about)?\s*"
    r"(?:a )?(?:two|three|four|couple(?: of)?|few) (?:things|questions|points)\b"
    r"[^,:?]{0,20}[,:]\s*",
    re.I,
)
_TOPIC_LIST = re.compile(r"^([^:?]{3,40}):\s*([^:]+)$")
_LIST_MARK = re.compile(r"\s*(?:,|;|/|\+|&|\band\b|\bor\b)\s*(?:and\s+|or\s+)?", re.I)
_RETURNS = re.compile(r"^\W*(?:back to|about|as for|regarding|on)\b", re.I)
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
        begins = _BULLET.match(line) or _OPENS.match(plain) or WITH_ASPECT.match(plain)
        mark = f"\n{_ITEM}" if _BULLET.match(line) else "\n" if begins else " "
        unfolded += f"{mark}{plain}" if plain else ""
    return unfolded.strip()


def split(text: str) -> list[Piece]:
    """Return the questions of an unfolded message in order: one at least, `MOST` at most.

    Sentences that ask nothing are dropped when others ask something; when none does, the whole
    message is one piece, unless it lists what it is about.
    """
    numbering = _COUNTED if _COUNTS.search(text) else _NUMBERING
    told = _NAMED_FIRST.sub(_named_last, text)
    told = story_apart(_STEM.sub(_spread, numbering.sub(f" ;{_ITEM} ", told)))
    sentences = [s.strip(" ;") for s in _SENTENCE.split(told)]
    sentences = [s for s in sentences if _CONTENT.search(s)]
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
            asking[index - 1] &= not _INTRODUCES.search(sentences[index - 1])
    sentences = [sentence.strip(f"{_ITEM} ") for sentence in sentences]
    if not any(asking):
        named = next((found for s in sentences if len(found := _listed(s)) > 1), None)
        return [Piece(text, asks=False) for text in named or [" ".join(sentences)]][:MOST]
    return _pieces(sentences, asking)[:MOST]


def story_apart(text: str) -> str:
    """Return "I am stressed, could that cause it" with a full stop in the place of the comma."""
    return _STORY_THEN.sub(
        lambda m: m[0] if _OPENS_LATE.search(m["story"]) else f"{m['story']}. ", text
    )


def _pieces(sentences: list[str], asking: list[bool]) -> list[Piece]:
    pieces: list[Piece] = []
    for index, sentence in enumerate(sentences):
        follows_question = index > 0 and asking[index - 1]
        if asking[index] or (follows_question and _is_fragment(sentence)):
            before = " ".join(
                s for s, asks in zip(sentences[:index], asking, strict=False) if not asks
            )
            pieces += [Piece(clause, before) for clause in _clauses(sentence)]
    return pieces


def _asks(sentence: str) -> bool:
    if sentence.startswith(_ITEM):
        return True
    if _ANNOUNCES.search(sentence) and not sentence.endswith("?"):
        return False
    if _BOTH.match(sentence) or _CANNOT.match(sentence):
        return False
    if _TWICE_ASKED.match(sentence) or _BARE_ASPECT.match(sentence):
        return True
    sentence = _KNOWS_NOT.sub("", sentence)
    opens = _OPENS.match(sentence) or _OPENS.match(_without_preface(sentence))
    return bool(sentence.endswith("?") or opens or _ASKS_WITHIN.search(sentence))


def _plainly_asks(sentence: str) -> bool:
    return bool(sentence.startswith(_ITEM) or sentence.endswith("?") or _OPENS.match(sentence))


def _may_ask(sentence: str) -> bool:
    """Return whether a sentence still asks beside one that does so plainly."""
    if _TRYING.match(sentence):
        return False
    short = len(sentence.split()) <= _SHORT or _ALSO_WHETHER.match(sentence)
    return bool(short or _plainly_asks(sentence) or _REQUESTS.search(sentence))


def _named_last(asked: re.Match[str]) -> str:
    """Return "medicines - do they?" as "medicines?", "stress - is it good?" as one question."""
    what, aux, rest = asked["what"].strip(), asked["aux"], asked["rest"].strip()
    return f"{aux.lower()} {what} {rest}?" if rest else f"{what}?"


def _spread(listed: re.Match[str]) -> str:
    """Return each item of a list with the words that begin them all."""
    items = listed["items"].split(f";{_ITEM}")
    if any(_OPENS.match(item) for item in items):
        return listed[0]
    return " ".join(f"{listed['stem']} {item.strip(' ;,')}?" for item in items)


def _listed(sentence: str) -> list[str]:
    """Return what words that ask nothing list: "symptoms and causes", "leaky gut signs / tests"."""
    parts = [part for part in re.split(r"\s+[/|]\s+", sentence) if len(part.split()) > 1]
    return parts if len(parts) > 1 else aspects(sentence)


def _is_fragment(sentence: str) -> bool:
    """Return whether this goes on from a question, as "And hair loss." does."""
    return bool(re.match(r"^(?:and|or|also|plus)\b", sentence, re.I)) and len(sentence.split()) <= 5


def _clauses(sentence: str) -> list[str]:
    sentence = _TURNED.sub(" and ", _COUNTS_OFF.sub("", sentence))
    agreed = _RIGHT_AND.match(sentence)
    if agreed:
        return [f"{agreed['first']}?", agreed["last"]]
    twice = _TWICE_ASKED.match(sentence)
    if twice and not _INTO.search(twice[0]) and not _LEADS_ON.search(twice[0]):
        return _clauses(twice[0].strip()) + _clauses(sentence[twice.end() :].strip())
    then = _THEN.search(sentence) if re.match(rf"^\W*{_LEAD}{_REQUEST}\b", sentence, re.I) else None
    if then:
        return _clauses(sentence[: then.start()]) + _clauses(sentence[then.end() :])
    again = _AGAIN.search(sentence)
    if again and not _INTO.search(sentence[: again.start()]):
        return _clauses(sentence[: again.start()]) + _clauses(sentence[again.start() :].strip())
    listed = _TOPIC_LIST.match(sentence.rstrip(" ?.!"))
    either = listed and re.search(r"\bor not\b", listed[2], re.I)
    if listed and not either and len(listed[1].split()) <= 4 and not _OPENS.match(listed[2]):
        items = [item for item in _LIST_MARK.split(listed[2]) if item.strip()]
        if len(items) > 1:
            return [f"{listed[1].strip()} {item.strip()}" for item in items]
    sentence = _without_preface(sentence)
    clauses: list[str] = []
    rest = sentence
    for cut in _JOINT.finditer(sentence):
        start = len(sentence) - len(rest)
        left = sentence[start : cut.start()]
        if _stands(left, sentence[cut.end() :]):
            clauses.append(left)
            rest = sentence[cut.end() :]
    clauses.append(rest)
    return [part for clause in clauses for part in aspects(clause.strip(" ,;"))]


def _without_preface(sentence: str) -> str:
    """Return "last stage: what is it" as "what is last stage", and "one thing: how" as "how"."""
    preface = _PREFACE.match(sentence)
    if not preface:
        return sentence
    named, rest = preface[0].rstrip(" :"), sentence[preface.end() :]
    if _WHAT_IS_IT.match(rest) and not _INTRODUCES.search(named):
        return f"what is {named}"
    return sentence if len(rest.split()) < _FEW and not _INTRODUCES.search(named) else rest


def _stands(left: str, right: str) -> bool:
    """Return whether a sentence may be cut here: a question on each side."""
    if _SUBORDINATE.match(left) or _POLITE.match(left) or not _CONTENT.search(right):
        return False
    if _BARE_AUX.match(left):
        return False
    left = _KNOWS_NOT.sub("", left)
    if re.match(r"^\W*(?:\w+ )?(?:what|how) about\b", left, re.I) and _THERE.search(right):
        return False
    if WITH_ASPECT.match(left) and len(left.split()) <= 6 and not _RETURNS.match(left):
        return True
    asks = _OPENS.match(left) or _ASKS_WITHIN.search(left) or _OPENS_LATE.search(left)
    return bool(asks) and len(left.split()) >= 2


def is_elliptical(text: str) -> bool:
    """Return whether a piece needs its neighbour to be read: "and is eczema", "hair loss?"."""
    words = re.findall(r"[A-Za-z']+", text)
    if re.match(r"^\W*(?:and |or |also |what about |how about |and what about )", text, re.I):
        words = [w for w in words if w.lower() not in {"and", "or", "also", "what", "how", "about"}]
    if _AUX.match(" ".join(words)):
        return len(words) <= 3
    return len(words) <= 3 and not _OPENS.match(" ".join(words))
