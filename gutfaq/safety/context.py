"""How a message speaks of a red flag: after ConText, with its doubts resolved towards safety."""

from __future__ import annotations

from collections.abc import Iterable

from gutfaq.safety.assessment import Context, Tier
from gutfaq.safety.finder import Finder, Hit
from gutfaq.safety.reading import Reading

Cues = dict[str, list[Hit]]
_SELF = frozenset(["i", "me", "my", "myself", "mine", "we", "us", "our", "im"])
_ANYONE = frozenset(
    [
        "someone",
        "somebody",
        "anyone",
        "anybody",
        "people",
        "you",
        "your",
        "children",
        "kids",
        "babies",
    ]
)
_NOT_ASKING = frozenset(["not", "hardly", "barely", "only"])
_ANY = frozenset(["a", "an", "any"])
_OBJECTS = frozenset(["them", "him", "they", "he", "she"])
_MYSELF = frozenset(("i", "me", "myself", "meself"))
_OF_FICTION = frozenset(["the", "a", "an", "'s"])
"""Words before a relation that leave open whose it is: "the mum", "the hero's mum"."""
_OTHERS_INSIDE = frozenset(["himself", "herself", "themselves", "themself"])
_JOINS = frozenset(["and", "but"])
_INVENTED = frozenset(
    ["novel", "character", "story", "screenplay", "sim", "sims", "game", "avatar", "film", "play"]
    + ["villain", "protagonist", "comic", "script"]
)
"""Whose troubles are nobody's, though they are "my" sim's."""
_PRESENT = frozenset(
    ["am", "is", "are", "want", "wants", "wanna", "have", "has", "going", "gonna", "can"]
)
_LISTED = 3
"""How many words after a sign an "or" makes it one of a list that is denied."""
_PAST_VERBS = frozenset(("had", "was", "were", "got", "did", "been"))
_HAVING = frozenset(("i", "we", "he", "she", "they"))
_POINTING = frozenset(("it", "this", "that", "them", "these", "those", "one", "the"))
_POINTS = frozenset(("it", "that", "this", "they", "those", "these"))
_REACH = 6
"""How many words a denial reaches ahead."""


class Contexts:
    """Reads the context of hits from the cues of `data/safety/context.yml`."""

    def __init__(self, finder: Finder, relations: frozenset[str]) -> None:
        self._finder = finder
        self._relations = relations

    def cues(self, reading: Reading, sentence: int) -> Cues:
        """Return the cues of a sentence by kind."""
        start, end = reading.sentences[sentence]
        cues: Cues = {}
        for cue in self._finder.find(reading.doc, reading.texts, start, end):
            cues.setdefault(cue.name, []).append(cue)
        return cues

    def of(
        self, hit: Hit, tier: Tier, reading: Reading, sentence: int, cues: Cues
    ) -> Context | None:
        """Return the context of a hit, or None when it is nobody's symptom."""
        if _before(cues.get("professional", []), hit, 4) and tier != "crisis":
            return None
        who = self._who(hit, tier, reading, sentence, cues.get("frame", []))
        if who != "self" and self._is_fiction(reading, sentence, cues):
            return None
        if self._denied(hit, cues, reading):
            return "negated"
        if tier == "crisis" and cues.get("helper"):
            return "hypothetical"
        if self._supposed(hit, tier, cues, who, reading):
            return "hypothetical"
        over = _long_ago(cues, hit) and not _says_now(cues, hit, reading)
        if over and not _of_another(cues, hit, reading):
            return "past"
        if who in ("other", "anyone"):
            return "other_person"
        return "unsure" if _before(cues.get("unsure", []), hit, _REACH) else "affirmed"

    def is_over(self, reading: Reading) -> bool:
        """Return whether a message is one sentence: of the past, and that all is well since.

        Of several sentences one may tell of the present, whatever the others tell.
        """
        return len(reading.sentences) == 1 and self.says_over(reading)

    def says_over(self, reading: Reading) -> bool:
        """Return whether one sentence tells of the past, and that all has been well since."""
        told = [self.cues(reading, number) for number in range(len(reading.sentences))]
        return any(cues.get("recovered") and _past_only(cues) for cues in told)

    def _denied(self, hit: Hit, cues: Cues, reading: Reading) -> bool:
        pseudo = cues.get("pseudo", [])
        for cue in cues.get("denied_before", []):
            if any(p.start <= cue.start < p.end for p in pseudo):
                continue
            inside = hit.start <= cue.start and cue.end <= hit.end
            if inside and not set(range(cue.start, cue.end)) & set(hit.fixed):
                return True
            if cue.end <= hit.start and self._reaches(cue.end, hit, cues, reading):
                return True
        for cue in cues.get("denied_all", []):
            near = 0 <= hit.start - cue.end <= 2 * _REACH
            if near and not _stops(cues, cue.end, hit.start, "stop"):
                return True
        for cue in cues.get("denied_after", []):
            if 0 <= cue.start - hit.end <= _REACH and not _stops(cues, hit.end, cue.start):
                return True
        return False

    def _reaches(self, end: int, hit: Hit, cues: Cues, reading: Reading) -> bool:
        between = reading.texts[end : hit.start]
        after = reading.texts[hit.end : hit.end + _LISTED]
        listed = any(word in ("or", "nor") for word in (*between, *after))
        if len(between) > (_REACH + 6 if listed else _REACH) or _stops(cues, end, hit.start):
            return False
        return listed or not any(end < b <= hit.start for b in reading.breaks)

    def _supposed(self, hit: Hit, tier: Tier, cues: Cues, who: str, reading: Reading) -> bool:
        if cues.get("pressing"):
            return False
        if tier == "crisis" and who == "self":
            return False
        ahead = [c for c in cues.get("supposed", []) if c.end <= hit.start + 1]
        pseudo = cues.get("pseudo_if", [])
        ahead = [c for c in ahead if not any(p.start <= c.start < p.end for p in pseudo)]
        ahead += [c for c in cues.get("supposed_surely", []) if c.end <= hit.start + 1]
        if any(not _stops(cues, cue.end, hit.start, "stop") for cue in ahead):
            return True
        asked = [c for c in cues.get("asked", []) if reading.texts[c.end] not in _NOT_ASKING]
        after = [c for c in cues.get("asked_after", []) if _asks_of(c, hit, reading)]
        about = _before(asked, hit, 14) or _after(after, hit)
        return about and who in ("nobody", "anyone") and not self._told(cues, hit, reading)

    def _told(self, cues: Cues, hit: Hit, reading: Reading) -> bool:
        """Return whether the sentence speaks of the person's own self, polite openings aside."""
        start, end = next(s for s in reading.sentences if s[0] <= hit.start < s[1])
        frames = [*cues.get("frame", []), *cues.get("asked", [])]
        return any(
            reading.texts[index] in _SELF and not any(f.start <= index < f.end for f in frames)
            for index in range(start, end)
        )

    def _is_fiction(self, reading: Reading, sentence: int, cues: Cues) -> bool:
        """Return whether a sentence tells of a film or a game, and of nobody's own family.

        "Mum collapsed during the film" is no fiction, nor is "no film"; "the hero's mum" may be.
        """
        denied = {cue.end for cue in cues.get("denied_before", [])}
        told = [c for c in cues.get("fiction", []) if not denied & {c.start, c.start - 1}]
        start, end = reading.sentences[sentence]
        family = any(
            reading.texts[index] in self._relations - _OBJECTS
            and reading.texts[index - 1] not in _OF_FICTION
            for index in range(start, end)
        )
        return bool(told) and not family

    def _who(self, hit: Hit, tier: Tier, reading: Reading, sentence: int, frames: list[Hit]) -> str:
        """Return whose it is: `self`, `other`, `anyone` or `nobody`, by the nearest mention."""
        inside = self._who_inside(hit, tier, reading.texts)
        if inside:
            return inside
        start, _ = reading.sentences[sentence]
        framed = {index for frame in frames for index in range(frame.start, frame.end)}
        before = [index for index in range(hit.start, start - 1, -1) if index not in framed]
        named = self._nearest(before, reading.texts)
        if named and (named != "anyone" or tier != "crisis"):
            return named
        if set(reading.texts[hit.start : hit.end]) & _SELF:
            return "self"
        if named:
            return named
        earlier, _ = reading.sentences[max(0, sentence - 2)]
        return self._nearest(range(start - 1, earlier - 1, -1), reading.texts) or "nobody"

    def _who_inside(self, hit: Hit, tier: Tier, texts: list[str]) -> str | None:
        """Return whom the hit's own words name beyond doubt."""
        inside = {texts[index] for index in hit.fixed}
        if inside & _OTHERS_INSIDE:
            return "other"
        if tier == "crisis" and inside & _MYSELF:
            return "self"
        for index in hit.fixed:
            if texts[index] in self._relations - _OBJECTS:
                return self._mention(texts, index) or "other"
        return None

    def _nearest(self, indexes: Iterable[int], texts: list[str]) -> str | None:
        return next((who for index in indexes if (who := self._mention(texts, index))), None)

    def _mention(self, texts: list[str], index: int) -> str | None:
        word = texts[index]
        if word in _ANYONE or (word in self._relations and texts[index - 1] in _ANY):
            return "anyone"
        if word in self._relations:
            return "other"
        if word in _SELF:
            near = texts[index + 1 : index + 4]
            if word in ("my", "our") and _INVENTED & set(near[:2]):
                return None
            return "other" if word in ("my", "our") and set(near) & self._relations else "self"
        return None


def _before(cues: list[Hit], hit: Hit, reach: int) -> bool:
    return any(
        cue.start < hit.end and hit.start - cue.end <= reach and cue.start <= hit.start
        for cue in cues
    )


def _asks_of(cue: Hit, hit: Hit, reading: Reading) -> bool:
    """Return whether a question after a sign is about it: "fainted, what is leaky gut" is not."""
    apart = any(hit.end <= place <= cue.start for place in reading.breaks)
    return not apart or not _POINTS.isdisjoint(reading.texts[cue.start : cue.end + _REACH])


def _after(cues: list[Hit], hit: Hit) -> bool:
    return any(0 <= cue.start - hit.end <= 4 for cue in cues)


def _long_ago(cues: Cues, hit: Hit) -> bool:
    """Return whether it is over: said of the past, and nothing says that it goes on."""
    return _past_only(cues) and not _inside(cues.get("past", []), hit)


def _past_only(cues: Cues) -> bool:
    recovered = cues.get("recovered", [])
    present = [
        cue
        for cue in cues.get("present", [])
        if not any(r.start <= cue.start < r.end for r in recovered)
    ]
    return bool(cues.get("past")) and not present


def _says_now(cues: Cues, hit: Hit, reading: Reading) -> bool:
    """Return whether the past is told first, and a clause of its own says this of the present."""
    last = max(cue.end for cue in cues["past"])
    between = range(last, hit.start + 1)
    begins = [i for i in between if i in reading.breaks or reading.texts[i] in _JOINS]
    return bool(begins) and not _PRESENT.isdisjoint(reading.texts[begins[-1] : hit.end])


def _of_another(cues: Cues, hit: Hit, reading: Reading) -> bool:
    """Return whether the past is another thing's: "vomiting, I had an operation years ago"."""
    first = min(cue.start for cue in cues["past"])
    begins = [place for place in reading.breaks if hit.end <= place <= first]
    if not begins or any(cue.start < hit.end for cue in cues["past"]):
        return False
    start = next(s for s, e in reading.sentences if s <= hit.start < e)
    if not _PAST_VERBS.isdisjoint(reading.texts[start : hit.end]):
        return False
    subject, verb, what = (*reading.texts[begins[-1] : begins[-1] + 3], "", "", "")[:3]
    return subject in _HAVING and verb == "had" and what not in _POINTING


def _inside(cues: list[Hit], hit: Hit) -> bool:
    return all(set(range(cue.start, cue.end)) <= set(hit.fixed) for cue in cues)


def _stops(cues: Cues, start: int, end: int, *kinds: str) -> bool:
    found = [cue for kind in kinds or ("stop", "subject") for cue in cues.get(kind, [])]
    return any(start <= cue.start < end for cue in found)
