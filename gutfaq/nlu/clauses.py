"""One sentence, its questions: coordinated clauses and lists."""

from __future__ import annotations

import re

from gutfaq.nlu.aspects import WITH_ASPECT, aspects
from gutfaq.nlu.openings import (
    ASK,
    ASKS_WITHIN,
    KNOWS_NOT,
    LEAD,
    OPENS,
    OPENS_LATE,
    TELL,
    TOPIC_FIRST,
    TWICE_ASKED,
    without_preface,
)

_CONTENT = re.compile(r"[A-Za-z0-9]{2,}")
_AND = r"(?:and|nor|plus|also|then|but|n|or|as well as|along with|together with|\+|&|&&)"
_JOINT = re.compile(
    rf"(?:\s*[,;]\s*(?:{_AND}\b)?,?|\s*\.{{2,}}\s*{_AND}|(?:,?\s+oh,?)?\s+{_AND}|"
    rf"\s+(?:/|\|)|"
    rf"\s+-+(?!\s+(?:{ASK}) (?:that|this|it|these|those)\b))\s+"
    rf"(?:also |then |like |well |maybe |first |second |secondly |lastly |finally |next |"
    rf"separately,? |oh,? and |oh (?:yeah|yes),? |"
    rf"once (?:it |that )?(?:has )?\w+,? |"
    rf"(?:and )?(?:if (?:so|yes|not|it (?:does|is|can)|they (?:do|are))|another thing|"
    rf"one more thing|while (?:you're|we're|i'm) at it|on top of that|by the way|btw|"
    rf"in that case),? ?)*"
    rf"(?=(?:{ASK}|whether|tell me|explain|list|describe|name|define)\b|"
    r"(?:in|at|on|by|for|to|with|from|of) (?:what|which|how|whom)\b|"
    r"(?:now )?i(?:'?m| am)(?: also| now| just)* (?:curious|wondering|interested|asking)\b|"
    r"(?:the |a )?(?:[\w'-]+ ){1,3}what(?:(?:'?s| is| are) (?:it|they|that)| for)\b|"
    r"(?:(?!and\b|or\b)[\w'-]+ ){1,5}(?:what|where|how)(?: exactly| then)?\W*$|"
    rf"(?:please|pls|kindly) (?:{TELL})\b|"
    r"(?:write|recommend|suggest|translate|(?:give|show|send) me)\b|"
    r"(?<=also )if\b|"
    r"i(?:'d| would| also| want| need| wonder)\b|"
    r"(?:my|the|our) \w+ (?:also )?(?:wants? to know|asks?|asked|wonders?) )",
    re.I,
)
_AGAIN = re.compile(
    r"(?<=\w)\s+(?=(?:what's|whats|what (?:is|are|does|causes|happens|triggers|follows|comes)|"
    r"who (?:discovered|found|invented|gets|wrote|has)|"
    r"how (?:does|do)|why (?:is|does)|where (?:does|is))\s)",
    re.I,
)
_INTO = re.compile(
    r"^\W*(?:when|where|if|since|while)\b|^\W*(?:\S+\s+)?\S+$|"
    r"\b(?:know|tell|ask|asks|asking|see|explain|wonder\w*|understand|about|of|on|to|for|with|by|"
    r"that|me|us|you|sure|and|or|but|also|then|so|if|whether|from|in|at|is|are|was|say|says|said|"
    r"like|called|mean|not|don't|idea|exactly|mentions?|covers?|lists?|describes?|clarify|define|"
    r"specify|controls?|decides?|determines?|regulates?|choose|chooses|shows?|finds?|reveals?|"
    r"measures?|matters?|affects?|watch|into|clear|words|overview|summary|be)\s*$",
    re.I,
)
"""Where what is asked next belongs to the words before it: no second question begins there."""
_NO_QUESTION = re.compile(rf"^(?!\W*{LEAD}(?:{ASK})\b)", re.I)
_IN_A_BREATH = re.compile(r"(?<=\w)\s+(?=(?:can|does|is|will) (?:it|leaky gut)\s|is there\s)", re.I)
_COMPLETE = re.compile(
    rf"^\W*{LEAD}(?:(?:how|what|why|where|when)(?:'?s)? (?:does|do|is|are|can|will|causes|happens)|"
    r"is|are|does|do|can|will)\b",
    re.I,
)
"""Begins as a question that its own verb makes complete: "how does it end", not "what pain"."""
_DEPENDS = re.compile(
    r"\b(?:if|whether|because|that|when|think\w*|know|call\w*|says?|mean)\b|\b(?:it|they|this|that)$",
    re.I,
)
"""Words after which "is it ..." is no question of its own."""
_NAMES_NEXT = re.compile(r"[,;]\s*(?:and |the )*(?:[\w'-]+ ?){1,3}$", re.I)
"""Ends in what the next question is about: "..., black tea" before "whats it for"."""
_REQUEST = (
    r"(?:(?:can|could|would|will) (?:you|u) (?:please )?(?:tell|give|list|show|explain)|"
    r"i(?:'d| would)? (?:like|love|want|need)|please|pls|tell|give|list|explain|show|need|want)"
)
_LEADS_ON = re.compile(
    r"[,;]\s*$|\b(?:what|which|how|why|where|when|whose|who)(?: \w+){0,3}\W*$", re.I
)
_THEN = re.compile(
    r"(?:\s*,\s*|\s+)(?:and )?(?:then|after that)\s+(?:please |pls |also )*"
    r"(?=(?:the|its|all|my|how|what|about)\b)",
    re.I,
)
_RIGHT_AND = re.compile(
    r"^(?P<first>.{10,}?)\s*,?\s(?:right|correct|yes|yeah)\b[?,\s]+"
    r"(?P<last>and .{3,40}? (?:too|as well|also)\W*)$",
    re.I,
)
_TURNED = re.compile(
    rf"[,\s]+(?:and )?(?:then )?(?:the other way (?:a?round)|vice versa|conversely)[,\s]+"
    rf"(?=(?:{ASK})\b)",
    re.I,
)
_BARE_AUX = re.compile(
    r"^\W*(?:(?!wh|how)\w+ )?(?:can|could|does|do|did|is|are|will|would|may|might) "
    r"(?:it|they|that|this)\W*$",
    re.I,
)
"""Asks nothing yet: the "can it" of "can it also do the opposite"."""
_WHEN_IT = re.compile(
    r"^\W*when (?!(?:'?s|is|are|does|do|did|can|will|would|should|might|may)\b)", re.I
)
_WHERE_TO = re.compile(r"^\W*(?:where|when) (?:it|they|this|that) \w+\W*$", re.I)
_BETWEEN = re.compile(r"\bbetween (?:(?!\band\b)[\w'-]+ ?){1,4}$", re.I)
_POLITE = re.compile(
    r"^\W*(?:\w+ )?(?:can|could|would|will) (?:you|u)(?: please| pls| maybe)?\W*$", re.I
)
_THERE = re.compile(r"\b(?:there|then|that|it|they|them|those)\b", re.I)
_YES_NO = re.compile(r"\b(?:yes/no|y/n|right|yeah|true|correct)\W*$", re.I)
_BARE_WH = re.compile(r"^\W*(?:where(?: to)?|why|how|when|who)\W*$", re.I)
_SUBORDINATE = re.compile(
    r"^\W*(?:if|since|because|as|seeing (?:as|that)|while|although|though|being|having|given|"
    r"considering|suppos(?:e|ing)|assuming|once|unless|until|"
    r"(?:with|after|before)(?! (?:what|which)\b)|"
    r"(?:when|where)(?!'?s\b| (?:does|do|is|are|"
    r"did|can|will|should|would)\b))\b",
    re.I,
)
_SAYS_SO = re.compile(
    r"\bi (?:still |just )*(?:do not|don'?t|want to|need to|would|wonder|ask)\b", re.I
)
"""Words after which a sentence that begins with "having read" or "as a nurse" asks."""
_ASKS_AFTER = re.compile(
    r"^\W*(?:when|if|once|after|with) .{6,}\s(?:do|does|can|could|will|would|is|are) "
    r"(?:you|it|people|they|leaky gut|the gut|there)\s",
    re.I,
)
"""Asks after its condition, without a comma: "when the gut is poor do you get anxious"."""
_ASKS_LAST = re.compile(r"\w\s+(?:where|how|when|who)(?: exactly)?\W*$", re.I)
"""Asks with its last word: "good health starts where"."""
_REASON = re.compile(
    r",\s+(?:because|since|as|cos) (?:i|my|we|our|it|he|she|they|someone)\b[^?]*$", re.I
)
"""Why somebody asks."""
_OF_ALL = re.compile(
    rf"(?<=\w)(?:,\s*(?:and )?|\s+and )(?:second|third|last) of all\b,?\s+(?=(?:{ASK}|{TELL})\b)",
    re.I,
)
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


def clauses(sentence: str) -> list[str]:
    """Return the questions of a sentence that asks, in order; itself where it is one."""
    sentence = _TURNED.sub(" and ", _OF_ALL.sub(", and ", _COUNTS_OFF.sub("", sentence)))
    agreed = _RIGHT_AND.match(sentence)
    if agreed:
        return [f"{agreed['first']}?", agreed["last"]]
    twice = TWICE_ASKED.match(sentence)
    if twice and not _goes_on(twice[0]) and not _LEADS_ON.search(twice[0]):
        return clauses(twice[0].strip()) + clauses(sentence[twice.end() :].strip())
    then = _THEN.search(sentence) if re.match(rf"^\W*{LEAD}{_REQUEST}\b", sentence, re.I) else None
    if then:
        return clauses(sentence[: then.start()]) + clauses(sentence[then.end() :])
    again = _begins_again(sentence)
    if again:
        return clauses(sentence[: again.start()]) + clauses(sentence[again.start() :].strip())
    listed = _TOPIC_LIST.match(sentence.rstrip(" ?.!"))
    either = listed and re.search(r"\bor not\b", listed[2], re.I)
    if listed and not either and len(listed[1].split()) <= 4 and not OPENS.match(listed[2]):
        items = [item for item in _LIST_MARK.split(listed[2]) if item.strip()]
        if len(items) > 1:
            return [f"{listed[1].strip()} {item.strip()}" for item in items]
    sentence = without_preface(sentence)
    sentence = _REASON.sub("", sentence)
    cut_off: list[str] = []
    rest = sentence
    for cut in _JOINT.finditer(sentence):
        start = len(sentence) - len(rest)
        left = sentence[start : cut.start()]
        if _stands(left, sentence[cut.end() :], first=not cut_off):
            cut_off.append(left)
            rest = sentence[cut.end() :]
    cut_off.append(rest)
    return [part for clause in cut_off for part in aspects(clause.strip(" ,;"))]


def _begins_again(sentence: str) -> re.Match[str] | None:
    """Return where a second question begins, with nothing between it and the first."""
    for again in _AGAIN.finditer(sentence):
        left = sentence[: again.start()]
        if not _goes_on(left) and not _NAMES_NEXT.search(left):
            return again
    for again in _IN_A_BREATH.finditer(sentence):
        left = sentence[: again.start()]
        whole = _COMPLETE.match(left) if len(left.split()) > 2 else None
        dependent = _DEPENDS.search(left)
        if (
            whole
            and not dependent
            and not _goes_on(left)
            and not _LEADS_ON.search(left, len(whole[0]))
        ):
            return again
    return None


def _goes_on(left: str) -> bool:
    """Return whether these words are no question yet, or lead into what follows."""
    opened = TOPIC_FIRST.match(left) or not _NO_QUESTION.match(left)
    return not opened or bool(_INTO.search(left))


def _stands(left: str, right: str, *, first: bool = True) -> bool:
    """Return whether a sentence may be cut here: a question on each side.

    What has no question before it ("where it hurts, how ...") may only say where or when.
    """
    if _WHEN_IT.match(right):
        return False
    if not first and _WHERE_TO.match(left):
        return True
    if _POLITE.match(left) or not _CONTENT.search(right) or _BARE_WH.match(right):
        return False
    late = OPENS_LATE.search(left) or _SAYS_SO.search(left) or _ASKS_AFTER.search(left)
    if _BETWEEN.search(left):
        return False
    if _BARE_AUX.match(left) or (_SUBORDINATE.match(left) and not late):
        return False
    left = KNOWS_NOT.sub("", left)
    if re.match(r"^\W*(?:\w+ )?(?:what|how) about\b", left, re.I) and _THERE.search(right):
        return False
    if WITH_ASPECT.match(left) and len(left.split()) <= 6 and not _RETURNS.match(left):
        return True
    opens = OPENS.match(left) or TOPIC_FIRST.match(left) or OPENS_LATE.search(left)
    if opens or ASKS_WITHIN.search(left) or _ASKS_LAST.search(left):
        return len(left.split()) >= 2
    return bool(_YES_NO.search(left)) and len(left.split()) > 2
