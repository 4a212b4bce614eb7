"""Questions in an order of words of their own, put into the one that splitting reads."""

from __future__ import annotations

import re

from gutfaq.nlu.aspects import NAMED_ASPECT
from gutfaq.nlu.openings import ASK, TELL

_NOT_THAT = re.compile(
    rf",?\s+(?:but )?(?:not|rather than|instead of) (?:about )?(?:the |its |any )*"
    rf"{NAMED_ASPECT.pattern}(?=\W*$|, and\b)|"
    rf"(?:^|(?<=\s))not (?:about )?(?:the |its )*{NAMED_ASPECT.pattern}"
    rf"(?:,? but\b|,(?= (?:i'?m|i (?:want|need)|just|only)\b))|"
    rf"\bdo(?:n't| not) (?:tell|give|show)(?: me)? (?:the |its )*{NAMED_ASPECT.pattern}\s*[,;.]",
    re.I,
)
"""What is expressly not asked: "the causes, not the symptoms"."""
_YES_OR_NO = re.compile(
    r"(?<=\w)(?<!\bme)(?<!\bjust)(?<!\ba)(?<!simple)(?<!answer)\s*[,(]?\s*"
    r"\b(?:y/n|yes/no|yes or no(?=\s*(?:[?,]|$|and\b)))\b[\s,)?]*(?:(?:and|n|&|then)\b\s*)?",
    re.I,
)
_OH_AND = re.compile(
    r"(?<=\w)\s*,?\s+(?:oh,?\s+(?=(?:and|also|plus)\b)|(?=and also\b))"
    rf"(?=(?:and |also |plus )+(?!(?:{ASK}|{TELL}|and|also|plus|if|whether)\b)"
    r"(?:[\w'-]+ ?){1,5}\W*$)",
    re.I,
)
"""Where an afterthought begins: "does it cause cramps oh and gas"."""
_THINGS_FIRST = re.compile(
    r"^\W*(?P<things>(?!(?:my|the|two|three|some)\b)[\w'-]+(?: [\w'-]+){0,2}"
    r"(?:,\s*(?:and |or )?(?!(?:first|second|quick\w*|so|please)\b)[\w'-]+(?: [\w'-]+){0,2})+):\s*"
    r"(?:which|what|are)\b(?: (?:of )?(?:these|those|them))?(?: are| is)?(?: the| really)?"
    r"(?: leaky gut)? (?P<kind>symptoms|signs|causes|triggers)"
    r"(?P<rest>(?: of (?:it|leaky gut))?)\W*$",
    re.I,
)
"""A list, then what is asked of it: "cramps, acne: which are symptoms"."""
_NO_THING = r"(?!(?:i|i'm|my|we|have|had|has|got|is|was|what|why|how)\b)"
_OF_THESE = re.compile(
    rf"^\W*(?P<things>{_NO_THING}[\w'-]+(?:[ ,/&?]+{_NO_THING}[\w'-]+){{0,7}}?)[ ,/&?]*"
    r"(?:(?<=\?)|[:?]|\s[-\u2013\u2014]|(?<=\w)(?P<mark>[,.])?)\s+"
    r"(?P<asks>(?:which|what|do|does|are|is|can|could|will)\b[^?.!]*?)\b"
    r"(?:(?:(?:each|all|any|both|either|all three|all four) )?(?:of )?(?:these|those|them)|"
    r"each|both|all (?:two|three|four))\b(?P<rest>[^?.!]*)",
    re.I,
)
"""The same with "these" for the list: "gas? acne? do these come from it"."""
_BELONG = re.compile(
    r"^\s*(?:are|is|belongs?|comes?|counts?|go(?:es)?)\b.*"
    r"\b(?:symptoms?|signs?|leaky gut|from|with it)\b|^\s*$",
    re.I,
)
"""What "which of these" asks where it asks what leaky gut brings."""
_OR_NOT = re.compile(
    r"^\W*(?P<things>[\w' -]+(?:,|&|\band\b|\bor\b)[\w' -]+),\s+(?P<of>(?:leaky gut )?)"
    r"(?P<kind>symptoms|signs|causes|triggers)(?P<rest> of leaky gut)?(?: or not| or what)?\W*$",
    re.I,
)
"""The same without a verb: "gas and acne, leaky gut signs or not"."""
_NAMED_FIRST = re.compile(
    r"(?:^|(?<=[?!.;] ))(?P<what>(?!(?:\w+ )*(?:what|why|how|who|when|should|can|could|would|i|me|"
    r"my|you|your|we|our|he|she|her|his|is|was|were|had|has|have|got|no|not|just|quick|ok|hi|hello|"
    r"thanks|question|first|second|third|also|and|so|there|the)\b)[A-Za-z][\w']*(?: [\w']+){0,3})"
    r"\s+[-\u2013\u2014]+\s+(?P<aux>does|do|is|are|can|could|will) (?:it|they)\b"
    r"(?P<rest>[^?.!]*)\?",
    re.I,
)
"""What is asked about, then what is asked of it: "medicines - do they?"."""
_NAMED_THEN = re.compile(
    r"(?:^|(?<=[?!.;:] ))(?P<what>(?!(?:\w+ )*(?:doc|doctor|mate|sir|guys|honestly|seriously|sorry|"
    r"mum|mom|dad|dear|team|nurse|bot|robot|computer|yesterday|today|warning|note|"
    r"please|so|well|right|anyway|wait|hmm|and|or|but|ok|hi|hello|hey|thanks|question|quick|first|"
    r"also|again|then|now|no|yes|not|if|when|i|my|me|we|you)\b)[a-z][\w']*(?: [\w']+){0,2}),\s+"
    r"(?P<aux>is|are) (?:it|they|that)\b"
    r"(?P<rest> (?:also |really )?(?:a |an |the |one of the |another )?"
    r"(?:first |last |known |common )?"
    r"(?:symptom|sign|cause|trigger|stage|complication|part of|linked|related)\b[^?.!]*)",
    re.I,
)
"""The same with a comma: "fatigue, is it a symptom"."""
_OR_TALK = re.compile(
    r",? or is (?:that|it|this|all that) (?:just |all |only |simply )*"
    r"(?:talk|hype|nonsense|rubbish|"
    r"(?:a )?myth|made up|an old wives'? tale|marketing|hot air|bunk|a fad)(?=\W*$)",
    re.I,
)
"""Asks nothing more than what stands before it."""
_IF_YOU_CAN = re.compile(
    r"(?<=\band)\s*,\s*if (?:there'?s (?:still )?time|possible|you (?:can|could|don'?t mind)|i may|"
    r"that'?s ok(?:ay)?)\s*,",
    re.I,
)
"""A courtesy between "and" and what is asked next."""


def in_order(text: str) -> str:
    """Return a message with what is not asked left out, and what is asked of a list before it."""
    text = _OR_TALK.sub("", _IF_YOU_CAN.sub("", text))
    told = _YES_OR_NO.sub("? ", _NOT_THAT.sub(" ", text))
    told = _NAMED_THEN.sub(_named_last, _NAMED_FIRST.sub(_named_last, told))
    told = _OH_AND.sub("? ", told)
    told = _OF_THESE.sub(_these_named, _THINGS_FIRST.sub(_list_last, told))
    return _OR_NOT.sub(_list_last, told)


def _named_last(asked: re.Match[str]) -> str:
    """Return "medicines - do they?" as "medicines?", "stress - is it good?" as one question."""
    what, aux, rest = asked["what"].strip(), asked["aux"], asked["rest"].strip()
    return f"{aux.lower()} {what} {rest}?" if rest else f"{what}?"


def _list_last(asked: re.Match[str]) -> str:
    """Return "cramps, acne: which are symptoms" as "are cramps, acne symptoms"."""
    said = asked.groupdict(default="")
    return f"are {said['things'].strip()} {said.get('of', '')}{said['kind']}{said['rest']}"


def _these_named(asked: re.Match[str]) -> str:
    """Return "gas? acne? do these come from it" as "do gas, acne come from it"."""
    each = re.split(r"\W*[,?]+\W*|\s+(?:&|and|or)\s+", asked["things"].strip(" ?,"))
    if asked["mark"] is not None and len(each) < 2:
        return asked[0]
    things = ", ".join(each)
    asks = asked["asks"].strip()
    if re.match(r"(?:which|what)\b(?! (?:do|does|can|could|will)\b)", asks, re.I):
        bare = re.fullmatch(r"(?:which|what)(?: ones?)?", asks, re.I)
        belong = bare and _BELONG.match(asked["rest"])
        return f"does leaky gut cause {things}" if belong else asked[0]
    return f"{asks} {things}{asked['rest']}"
