"""Messages that tell something and ask only whether it is so: "He says stress does it. Right?"."""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.lang.en.stop_words import STOP_WORDS

from gutfaq.nlu.splitting import Piece

Is = Callable[[str], bool]

_MARKS = " .!?,;:\"'\u201c\u201d"
LONGEST = 14
"""Words of what asks no more than whether something is so."""
_SENTENCE = re.compile(r"(?<=[.!?])[\"')\u201d]*\s+|\n\s*")
_TAIL = re.compile(r"\s*(?:[,;]|\.{2,}|\s[-\u2013\u2014]+)\s+(?=[^,;]*$)")
"""The last comma, or what stands for one."""
_WORD = re.compile(r"[A-Za-z][A-Za-z']*")
_IS_SO = re.compile(
    r"\b(?:right(?:ly)?|true|truth|correct(?:ly)?|confirm(?:ed|ation|s)?|legit|facts?|fiction|"
    r"nonsense|rubbish|myth|agreed?|believe|rely|wrong|verif(?:y|ied)|accurate|tale|thoughts|"
    r"can (?:that|this|it) be|(?:is|are|was|that|it|they|say|says|both|all) so|add up|"
    r"(?:a|any|the) point|"
    r"in (?:it|that|this)|back (?:\w+ )?up|yes or no|yes/no|y/n|making (?:it|that|this) up|really|"
    r"like (?:he|she|they) sa(?:id|ys?)|remember (?:well|rightly)|mistaken|"
    r"settle (?:it|this)|say (?:so|that)|seriously|for real|kidding|sensible)\b",
    re.I,
)
_DO_THEY = re.compile(
    r"^\W*(?:(?:and|but|so|well|now)\b\W*)*(?:is|are|do|does|did|can|could|will|would|may|has|have)"
    r" (?:it|they|that|this|he|she)(?: really| truly| actually)?\W*$",
    re.I,
)
_SMALL = STOP_WORDS | frozenset(
    _WORD.findall(
        "right rightly true truth correct correctly confirm confirmed legit fact facts fiction "
        "nonsense rubbish myth agree agreed believe rely sort wrong verify accurate tale wives "
        "wife's old thoughts add point confirmation story sense back settle think reckon know tell "
        "like yes y n text page source kidding joking pulling leg having scaring saying says "
        "said count counts twice serious real sure mistaken making something love want please "
        "pls d ll isn't isnt wasn't aren't didn't doesn't don't wondering curious hear bit "
        "panicking talking connection link case speaking remember understand got verified "
        "sensible grain possibly actually honestly help ok false "
    )
)
"""Words of which alone such a question may be made, those of the message before it aside."""
_ASKS_ELSE = re.compile(r"\b(?:why|how|when|where|who|whom|which)\b", re.I)
_WHO_IS = re.compile(r"\bwho(?:'s|s| is) (?=right\b|wrong\b|correct\b)", re.I)
_OPENS = re.compile(
    r"^\W*(?:(?:please |kindly |can you |could you )*(?:verify|confirm|settle (?:this|something)"
    r"(?: for (?:me|us))?|correct me if i(?:'m| am) wrong|tell me if (?:this|it)(?:'s| is) "
    r"(?:right|true|so)|fact or fiction|true or false|right or wrong)"
    r"(?: that)?)\b[\s,:;.-]*(?:but|and)?[\s,]*",
    re.I,
)
_VERB = (
    r"(?:say(?:s|ing)?|said|saying|told|tells?|texted|claim(?:s|ed)?|reckon(?:s|ed)?|swears?|swore|"
    r"insist(?:s|ed)?|thinks?|thought|believed?s?|holds?|held|read|reads|heard|hears?|mention(?:s|ed)|"
    r"remark(?:s|ed)|"
    r"wrote|written|writes|stat(?:es|ed)|teach(?:es)?|taught|understand|understood|remember|"
    r"learn(?:ed|t)|informed|convinced|certain|sure|impression|have it|bet|note|poster|leaflet|"
    r"warned|suggest(?:s|ed)|explained|announced|maintains?|declared|argued?s?|apparently|verdict)"
)
_SAID = re.compile(
    rf"\b{_VERB}\b(?: (?:to )?(?:me|us|them|him|her|you|everyone|people|in it|there|by \w+))?"
    r"(?: \w+ing)?(?:,? that\b|,? how\b)?[\s,:;\"'\u201c]*",
    re.I,
)
_SAYS_WHO = re.compile(
    rf"(?<![,\"'\u201d])[,\"'\u201d]{{1,3}}\s*(?:or )?(?:so |as |at least )?(?:{_VERB}|it {_VERB}|"
    r"according to|i found|if i|i mean)\b.*$",
    re.I,
)
_AND_THAT = re.compile(
    r",?\s+(?:and\s+)?also that\s+|,?\s+and\s+that\s+|;\s+(?:and )?(?:that )?|"
    r",?\s+(?:and|so|therefore)\s+(?:also )?(?=(?:it|they|you|i|we|everyone|everybody) \w)|"
    r",\s+(?=(?:it|they|you|everyone|everybody) \w)",
    re.I,
)
_I_HAVE = re.compile(r"\b(?:i|we|they|people)(?:'ve| have| had|'m| am| was| were)\b", re.I)
_HAS = re.compile(r"\b(?:has|have|had|got|with|about|looked)\b", re.I)
_TELLS = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|got|gets|with|about|discuss\w*|looked|took|takes?|eats?|"
    r"suffers?|diagnosed|treated|found|caught|develop\w*|i'\w+|"
    r"\w+'s (?!sister|brother|friend|mum|dad|doctor|boss))\b",
    re.I,
)
"""Words that may tell of what "it" is: "my aunt has lupus"."""
_FEW = 4
_TWICE = re.compile(
    r"^(?P<subject>.*?)\b(?P<verb>(?:can|may|could|will|might) \w+|makes? (?:you|one|people)|"
    r"gives?|causes?|from|leads? to|brings?|comes? from)\b(?P<first>.+?),?\s+"
    r"(?:and|n|&|or)\s+(?:also )?"
    r"(?P=verb)\b(?P<second>.+)$",
    re.I,
)
"""The same verb twice: "makes you gassy and makes you grey"."""
_TAG = re.compile(
    r",?\s+(?:is|are|do|does|did|can|was|has|have|will|would)(?:n't|nt| not)? "
    r"(?:it|they|he|she|you|that|we|i)\s*\?\s*$",
    re.I,
)
"""A question that is none: "..., don't they?"."""
_MINE = re.compile(r"^\W*(?:so |and |but |well )*(?:i|i'\w+|my|we|we'\w+|our|his|her)\b", re.I)
_OF_WHOM = re.compile(
    r"\b(?:in|for|during|after|among|with)\s+(?:(?:the|a|an|most|some|all|older|young|her|his|their)"
    r"\s+)*(?P<whom>[a-z]+)(?P<next> [a-z]+)?",
    re.I,
)
_IT = re.compile(r"\b(?:it|its|they|them|their)\b", re.I)


def claimed(text: str, names: Is, names_topic: Is, is_strange: Is) -> list[Piece] | None:
    """Return the claims of a message that only wants them confirmed, as questions; else None.

    What is told besides is left out. None is left of claims that the text cannot be about: about an
    "it" that may be what was told of before, or of some people only.

    Args:
        text: Unfolded.
        names: Whether words name a concept of the text.
        names_topic: Whether they name what the text is about.
        is_strange: Whether no question that has an answer uses them.
    """
    told = _told(text, names)
    if told is None:
        return None
    sentences = [_TAG.sub("", s) for s in _SENTENCE.split(told) if _WORD.search(s)]
    if any("?" in sentence for sentence in sentences):
        return None
    bare = [_bare(sentence, names) for sentence in sentences]
    named = [place for place, claim in enumerate(bare) if names(claim) and not _MINE.match(claim)]
    if not named:
        return _unnamed(sentences, names)
    pieces: list[Piece] = []
    for place in range(named[0], len(bare)):
        claim = bare[place]
        told_of = [each for each in sentences[:place] if not names_topic(each)]
        who = _I_HAVE.sub("", sentences[place].removesuffix(claim))
        leans = not pieces and _IT.search(claim)
        if leans and _may_be_other(told_of, who, plain=names_topic(claim)):
            return []
        if _is_of_some(claim, names, is_strange):
            return []
        for each in (each for both in _AND_THAT.split(claim) for each in _apart(both)):
            mine = _MINE.match(each)
            pieces.append(Piece(each if mine else f"is it true that {each.strip(_MARKS)}?"))
    return pieces


def _is_of_some(claim: str, names: Is, is_strange: Is) -> bool:
    """Return whether a claim is made of some people or of one time only: "in dogs"."""
    return any(
        is_strange(found["whom"]) and not names(found["whom"] + (found["next"] or ""))
        for found in _OF_WHOM.finditer(claim)
    )


def _may_be_other(told: list[str], who: str, *, plain: bool) -> bool:
    """Return whether "it" may be something else: "my aunt has lupus", "my aunt with gout says".

    A claim that names its subject itself leans on nothing but what somebody has.
    """
    if plain:
        return bool(_HAS.search(who)) or any(_TELLS.search(words) for words in told)
    return bool(told) or bool(_TELLS.search(who))


def _unnamed(sentences: list[str], names: Is) -> list[Piece] | None:
    """Return what a message claims that names nothing of the text, or that is about its writer."""
    last = sentences[-1] if sentences else ""
    if _MINE.match(last) and names(last):
        return [Piece(last)]
    if not _MINE.match(last) and _SAID.search(last) and len(last.split()) > _FEW:
        if len(sentences) > 1 and _IT.search(last):
            return []
        return [Piece(f"is it true that {last.strip(_MARKS)}?")]
    return None


def _apart(claim: str) -> list[str]:
    """Return both claims of "it makes you gassy and makes you grey"."""
    twice = _TWICE.match(claim)
    if not twice:
        return [claim]
    begins = f"{twice['subject']}{twice['verb']}"
    return [f"{begins}{twice['first']}", f"{begins}{twice['second']}"]


def _told(text: str, names: Is) -> str | None:
    """Return what is to be confirmed and all before it; None where something else is asked."""
    opened = _OPENS.match(text)
    if opened and "?" not in text[opened.end() :].rstrip(" ?"):
        return text[opened.end() :].rstrip(" ?")
    sentences = _SENTENCE.split(text)
    before = " ".join(sentences[:-1])
    if before and _asks_only_whether(sentences[-1], before, names):
        return before
    cut = _TAIL.search(sentences[-1])
    if cut and _asks_only_whether(sentences[-1][cut.end() :], text[: -len(sentences[-1])], names):
        return f"{before} {sentences[-1][: cut.start()]}".strip()
    return None


def _asks_only_whether(words: str, before: str, names: Is) -> bool:
    """Return whether words ask no more than whether something is so."""
    words = _WHO_IS.sub("is it ", words)
    found = [word.lower() for word in _WORD.findall(words)]
    if _DO_THEY.match(words):
        return True
    if not found or len(found) > LONGEST or names(words) or not _IS_SO.search(words):
        return False
    known = {word.lower() for word in _WORD.findall(before)} | _SMALL
    return not _ASKS_ELSE.search(words) and all(
        word in known or word.split("'")[0] in known for word in found
    )


def _bare(sentence: str, names: Is) -> str:
    """Return a claim without who made it."""
    who = _SAYS_WHO.search(sentence)
    if who and not names(who[0]):
        sentence = sentence[: who.start()]
    for said in reversed(list(_SAID.finditer(sentence))):
        if names(sentence[said.end() :]) and not names(sentence[: said.start()]):
            return sentence[said.end() :]
    return sentence
