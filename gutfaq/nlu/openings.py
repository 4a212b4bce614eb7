"""How questions and requests open, and what only looks like one."""

from __future__ import annotations

import re

from gutfaq.nlu.aspects import NAMED_ASPECT

ASK = (
    r"what|what's|whats|how|how's|hows|why|when|where|where's|wheres|whereabouts|who|who's|whos|which|"
    r"whose|is|are|am|was|were|isn't|aren't|does|do|did|doesn't|don't|didn't|can|could|can't|couldn't|will|"
    r"would|won't|wouldn't|should|shouldn't|has|have|may|might|must"
)
TELL = (
    r"tell|explain|describe|list|name|show|give|say|define|summari[sz]e|translate|repeat|compare|"
    r"outline|enumerate|quote|complete|set|write|recommend|suggest|help|play|book|order|send|call|"
    r"remind|find|open|buy|cancel|check|schedule|turn (?:on|off)"
)
LEAD = (
    r"(?:(?:and|n|but|so+|also|plus|or|then|ok|okay|k|well|hey|hi|hello|please|pls|now|um|erm|like|"
    r"lol|lmao|haha|yo|bro|hiya|sorry|"
    r"good (?:morning|evening|afternoon|day)|thanks|thank you|just|anyway|oh|actually|finally|"
    r"lastly|secondly|firstly|first|second|third|next|one|two|three|again|by the way|btw|"
    r"(?:first|second|third|last) of all|in general|in that case|if so|if not|"
    r"while (?:you're|we're|i'm) at it|on top of that|"
    r"after that|different question|one more thing|quick question)"
    r"\b[\s,:]*)*"
)
OPENS = re.compile(rf"^\W*{LEAD}(?:{ASK}|{TELL}|wat|wot|y|r)\b", re.I)
TOPIC_FIRST = re.compile(
    rf"^\W*{LEAD}(?:(?!(?:{ASK}|{TELL})\b)[a-z][\w'-]* ){{1,3}}"
    r"(?:what(?:'?s| is| are)|how'?s|what for)\b",
    re.I,
)
"""Names what is asked about, then asks: "gut flora whats it for"."""
OPENS_LATE = re.compile(rf",\s*(?:{ASK})\b", re.I)
AUX = re.compile(
    r"^\W*(?:is|are|was|were|does|do|did|can|could|will|would|should|has|have|may|might)\b", re.I
)
_WANTS_TO_KNOW = (
    r"wonder\w*|curious|i ask if|"
    r"(?:want|like|love|need)s? to (?:know|see|understand|learn|ask|hear|read|"
    r"show)(?! (?:him|her|them|us)\b)|(?:could|can|would|will|do) (?:you|u)|any idea|tell me|"
    r"explain|i'd (?:like|love)|i would (?:like|love)|"
    r"i'?m (?:only |just )?after|(?:i|we) (?:also )?need (?:the|a|an|some|to)|difference between"
)
REQUESTS = re.compile(rf"\b(?:{_WANTS_TO_KNOW})\b", re.I)
ASKS_WITHIN = re.compile(
    rf"\b(?:what(?:'?s)?|why|how|which|whether|{_WANTS_TO_KNOW}|is it|is that|are they|"
    r"does (?:it|that|this))\b",
    re.I,
)
"""Asks, unless another sentence does so plainly: then it may only tell what someone asked."""
KNOWS_NOT = re.compile(
    r"\b(?:(?:do not|don'?t|dunno|didn'?t|no idea|not sure|can'?t say)(?: even| really)?(?: know)?|"
    r"for no reason|who knows) (?:why|how|what|when)\b(?=\W*(?:$|,|\band\b|\bbut\b))",
    re.I,
)
"""Asks nothing: "and I don't know why"."""
_PREFACE = re.compile(rf"^[^:?]{{3,60}}:\s*(?={LEAD}(?:{ASK}|{TELL})\b)", re.I)
_WHAT_IS_IT = re.compile(r"^\W*what(?:'s|s| is| are) (?:it|that|this|they|those)\W*$", re.I)
INTRODUCES = re.compile(
    r"(?:tell|explain|know|ask|answer|questions?|things?)\W*(?:me|us)?\W*$", re.I
)
_POINTS_TO = re.compile(r"\b(is|are|does|do|can|could) (?:it|they|that|this)\b", re.I)
_DOES_THAT = re.compile(
    r"\b(cause|bring|give|trigger|produce|make|lead to|bring about|bring on|set off)"
    r"(?: (?:you|me|one|people))? (?:it|that|this|those|these|them)\b",
    re.I,
)
_NAME = re.compile(
    r"^(?!.*\b(?:topic|subject|again|also|next|sorry|thanks|hi|hello|ok|please|not|i|me|my|dear|note|ps|mum|mom)\b)"
    r"\W*[\w'-]+(?: [\w'-]+){0,2}\W*$",
    re.I,
)
_FEW = 5
"""Words of a question that is about what stands before its colon."""


def without_preface(sentence: str) -> str:
    """Return "last stage: what is it" as "what is last stage", and "one thing: how" as "how"."""
    preface = _PREFACE.match(sentence)
    if not preface:
        return sentence
    named, rest = preface[0].rstrip(" :"), sentence[preface.end() :]
    if _NAME.match(named) and not INTRODUCES.search(named):
        for points in (_POINTS_TO, _DOES_THAT):
            if points.search(rest):
                return points.sub(rf"\1 {named.strip().lower()}", rest)
    if _WHAT_IS_IT.match(rest) and not INTRODUCES.search(named):
        return f"what is {named}"
    return sentence if len(rest.split()) < _FEW and not INTRODUCES.search(named) else rest


TWICE_ASKED = re.compile(
    r"^\W*(?P<twice>(?:is|are|was|does|do|did|can|could|will|would|should|may|might|how|what|why)"
    r" \w+|need|want|explain|define|list|describe)\s.*?\w\s+(?=(?P=twice)\s+\w)|"
    r"^\W*(?P<aux>is|are|does|do|can|could|will)\s.*?\s(?P<end>\w+)\s+(?=(?P=aux)\s.*\s(?P=end)\W*$)",
    re.I,
)
"""The same opening twice, "is bloating a symptom is acne a symptom": two questions in a breath."""
BARE_ASPECT = re.compile(
    rf"^\W*{LEAD}(?:(?:the|its|some|main|early|leaky|gut|all)\s+){{0,3}}{NAMED_ASPECT.pattern}"
    r"(?:\s+(?:of (?:it|leaky gut)|please|pls|plz|first))*\W*$",
    re.I,
)
"""Names an aspect and no more: "symptoms pls."."""


def is_elliptical(text: str) -> bool:
    """Return whether a piece needs its neighbour to be read: "and is eczema", "hair loss?"."""
    words = re.findall(r"[A-Za-z']+", text)
    if re.match(r"^\W*(?:and |or |also |what about |how about |and what about )", text, re.I):
        words = [w for w in words if w.lower() not in {"and", "or", "also", "what", "how", "about"}]
    if AUX.match(" ".join(words)):
        return len(words) <= 3
    return len(words) <= 3 and not OPENS.match(" ".join(words))
