"""Aspects named beside each other, "symptoms and causes of it": questions that share words."""

from __future__ import annotations

import re

_ASPECTS = (
    r"symptoms?|signs?|causes?|reasons?|triggers?|stages?|phases?|steps|progression|treatments?|"
    r"cures?|remed(?:y|ies)|diagnosis|tests?|testing|costs?|prices?|prevention|definition|meaning|"
    r"complications?|effects?|diets?|prognosis|risks?|risk factors|benefits?|supplements?"
)
NAMED_ASPECT = re.compile(rf"\b(?:{_ASPECTS})\b", re.I)
_AND_ITS = r"(?:\s*,)?\s*(?:and|&|\+|or|/|,|as well as|along with|plus|together with)(?: also)?\s*"
_THE = r"(?:(?:the|its|their|all|about)\s+)*"
_TWO_ASPECTS = re.compile(
    rf"^(?P<stem>.*?)\b(?P<first>(?:{_ASPECTS})(?:(?:\s*,\s*|\s+/\s+){_THE}(?:{_ASPECTS}))*)"
    rf"(?P<between>(?: (?:of|in) [\w ]{{3,30}}?)?){_AND_ITS}{_THE}"
    rf"(?P<last>{_ASPECTS})\b(?P<rest>.*)$",
    re.I,
)
WITH_ASPECT = re.compile(rf"^\W*(?:\w+ ){{0,3}}(?:{_ASPECTS})\b[^?]*$", re.I)
_OWN = rf"(?:(?!the |its |their |all |both )[\w']+ ){{1,3}}(?:{_ASPECTS})"
_OF_OWN = rf"(?:{_ASPECTS}) (?:of|in) [\w' ]{{3,30}}?"
_PAIRS = tuple(
    re.compile(
        rf"^(?P<first>{one})\s*(?:,|&|\+|/|\b(?:and|or|plus|vs\.?|versus)\b)\s*"
        rf"(?P<last>{one})\W*(?:please|pls|plz)?\W*$",
        re.I,
    )
    for one in (_OWN, _OF_OWN)
)
_TWICE = re.compile(
    r"^(?P<stem>.*?\b(?P<prep>about|with|of|by|on|from|for|in|that|whether|if)\s)"
    r"(?P<first>[^,]{3,40}?(?:, (?P=prep) [^,]{3,40}?)?),?\s+"
    r"(?:and|or|plus|/)\s+(?P=prep)\s+(?P<last>.{3,40})$",
    re.I,
)
_ITS = re.compile(
    r"^(?P<whole>(?P<lead>\W*(?:\w+ ){0,3}?(?:explain|describe|define|is|are|about|know|cover))\s+"
    r"(?P<what>[^,]{3,30}?))(?:\s*,\s*(?:and )?|\s+and )(?:its|their|the)$",
    re.I,
)
"""The head of "explain leaky gut, its symptoms and its causes": three questions."""
_CORE = r"symptoms|signs|causes|triggers|stages"
_RUN = re.compile(
    rf"^(?P<stem>.*?)\b(?P<all>(?:(?:{_ASPECTS})\s+){{2,5}}(?:{_ASPECTS})|"
    rf"(?:{_CORE})\s+(?:{_CORE}))(?P<rest>(?: (?:of|in|for|please|pls)\b.*)?)\W*$",
    re.I,
)
"""Aspects with nothing between them: "causes symptoms treatment of it"."""
_NO_LIST = re.compile(r"\b(?:between|from|both|either|side|without)\b", re.I)


def aspects(clause: str) -> list[str]:
    """Return "symptoms and causes of leaky gut" as two questions that share their stem."""
    twice = _TWICE.match(clause)
    if twice and " and " not in twice["first"] and not _NO_LIST.search(twice["stem"]):
        firsts = re.split(rf", {twice['prep']} ", twice["first"])
        return [f"{twice['stem']}{each}" for each in (*firsts, twice["last"])]
    pair = next(filter(None, (pattern.match(clause) for pattern in _PAIRS)), None)
    if pair and not _NO_LIST.search(clause):
        return [pair["first"], pair["last"]]
    run = _RUN.match(clause)
    if run and not _NO_LIST.search(run["stem"]):
        each = run["all"].split()
        return [" ".join(f"{run['stem']} {aspect}{run['rest']}".split()) for aspect in each]
    found = _TWO_ASPECTS.match(clause)
    if not found:
        return [clause]
    named = [
        a.strip() for a in [*re.split(r",\s*|\s/\s+", found["first"]), found["last"]] if a.strip()
    ]
    stem = found["stem"].rpartition(":")[2] or found["stem"]
    stem = re.sub(r"\bboth\s+(?:the\s+)?$", "", stem, flags=re.I).strip()
    rest = found["between"] or found["rest"]
    if _NO_LIST.search(stem):
        return [clause]
    of_it = _ITS.match(stem)
    if of_it:
        rest = f" of {of_it['what']}"
        return [of_it["whole"], *(f"{of_it['lead']} the {aspect}{rest}" for aspect in named)]
    return [" ".join(f"{stem} {aspect}{rest.rstrip(' ?')}".split()) for aspect in named]
