"""Reads a message for red flags: fixed patterns, the same result always, no model."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from spacy.vocab import Vocab

from gutfaq.safety.assessment import CONTEXTS, TIERS, Assessment, Context, Tier
from gutfaq.safety.context import Contexts, Cues
from gutfaq.safety.errors import BadSafetyData
from gutfaq.safety.families import Family, SafetyData, read
from gutfaq.safety.finder import Finder, Hit
from gutfaq.safety.lexicon import END, HOT, NUMBER, OTHER, START, YEAR, Lexicon
from gutfaq.safety.policy import Outcome, decide
from gutfaq.safety.reading import Reader, Reading
from gutfaq.safety.spelling import Spelling, english

_SIGN, _PLANNED = "sign:", "planned"
Signs = dict[str, list[tuple[Context, Hit]]]
_BREAKERS = frozenset(["not", "no", "without", "never", "myself", "himself", "herself"])
_TOGETHER = 60
"""How many words may lie between signs that count together."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A family that fired once: how it is spoken of, what is said for it, where it stood."""

    family: Family
    tier: Tier
    context: Context
    outcome: Outcome
    span: tuple[int, int]


_DEADLY = frozenset(
    ("kill", "kills", "killed", "killing", "die", "dies", "died", "dying", "dead", "death")
    + ("murder", "murdered", "suicide", "suicides", "shoot", "shot")
)


class Matcher:
    """Assesses messages. Holds no state between them; may be shared by threads."""

    def __init__(self, data: SafetyData, *, where: str = "data/safety") -> None:
        lexicon = Lexicon(data.words, where=where)
        vocab = Vocab()
        english_ones = [f for f in data.families if f.patterns and not f.language]
        flags = {t: {f.name: f.patterns for f in english_ones if f.tier == t} for t in TIERS}
        flags[TIERS[1]] |= {_SIGN + name: lines for name, lines in data.signs.items()}
        self._families = {family.name: family for family in data.families}
        self._flags = {tier: Finder(patterns, lexicon) for tier, patterns in flags.items()}
        foreign = {f.name: f.patterns for f in data.families if f.language}
        self._foreign = Finder(foreign, lexicon)
        self._idioms = Finder({"idiom": data.idioms, _PLANNED: data.planned}, lexicon)
        others = frozenset(phrase[0] for phrase in lexicon.phrases("others") if len(phrase) == 1)
        cues = Finder(data.cues, lexicon)
        self._contexts = Contexts(cues, others)
        known = self._idioms.words | cues.words | others
        known = known.union(*(finder.words for finder in self._flags.values()))
        spelling = Spelling(known, self._foreign.words, english=english())
        for word in sorted(known | self._foreign.words | {OTHER, START, END, NUMBER, HOT, YEAR}):
            vocab[word]
        self._reader = Reader(vocab, spelling)
        self._check(data)

    def _check(self, data: SafetyData) -> None:
        for family in data.families:
            named = {sign for row in (*family.together, family.unless) for sign in row}
            missing = named - set(data.signs)
            if missing:
                raise BadSafetyData(
                    f"data/safety/{family.name}.yml names signs {sorted(missing)}, which "
                    f"no file has. Known signs: {', '.join(data.signs)}."
                )

    def assess(self, text: str) -> Assessment:
        """Return what the message says that is serious; for any string, without raising."""
        reading = self._reader.read(text)
        cancelled: list[Hit] = []
        findings = self._findings(reading, cancelled)
        if not findings:
            over = self._contexts.is_over(reading)
            idiom = bool(cancelled) or self._is_deadly_idiom(reading)
            return Assessment(context="past" if over else None, over=over, idiom=idiom)
        ranked = sorted(findings, key=_rank)
        first = ranked[0]
        second = next(
            (f for f in ranked if f.tier in TIERS[:2] and f.outcome.card and f.tier != first.tier),
            None,
        )
        also = second.outcome.card if second and first.outcome.card else None
        return Assessment(
            tier=first.outcome.tier,
            context=first.context,
            family=first.family.name,
            card=first.outcome.card,
            note=None if _alone(first) else _first_note(ranked),
            also=also if first.tier == "crisis" else None,
            spans=tuple(sorted({finding.span for finding in findings})),
            over=first.context == "past" and self._contexts.says_over(reading),
            named=_alone(first) and all(_is_named(f) for f in findings if _alone(f)),
        )

    def findings(self, text: str) -> list[Finding]:
        """Return the families that fire, those that lead to nothing included.

        What cannot change the card any more is not looked for: after an urgent sign nothing that is
        less so, after an emergency only a crisis, after both nothing. So a long message full of
        red flags costs little more than one.
        """
        return self._findings(self._reader.read(text), [])

    def _findings(self, reading: Reading, cancelled: list[Hit]) -> list[Finding]:
        """Return the findings; the hits that an idiom cancels are added to the other list."""
        found: list[Finding] = []
        signs: list[tuple[int, Hit]] = []
        around: dict[int, tuple[list[Hit], Cues]] = {}
        for number, (start, end) in enumerate(reading.sentences):
            sure = {f.tier for f in found if f.context == "affirmed" and f.outcome.card}
            if sure >= set(TIERS[:2]):
                break
            span = (reading.doc, reading.texts, start, end)
            hits = [*self._flags[TIERS[0]].find(*span), *self._foreign.find(*span)]
            for tier in TIERS[1:]:
                if not sure & set(TIERS[1 : TIERS.index(tier) + 1]):
                    hits += self._flags[tier].find(*span)
            signs += [(number, hit) for hit in hits if hit.name.startswith(_SIGN)]
            hits = [hit for hit in hits if not hit.name.startswith(_SIGN)]
            if not hits:
                continue
            idioms, cues = around[number] = self._around(reading, number)
            for hit in hits:
                grave = self._families[hit.name].tier in TIERS[:2]
                if _is_idiom(hit, idioms, grave=grave):
                    cancelled.append(hit)
                else:
                    found += self._fired(hit, reading, number, cues)
        there = {hit.name.removeprefix(_SIGN) for _, hit in signs}
        found = [finding for finding in found if there.isdisjoint(finding.family.unless)]
        return found + self._combined(self._meant(signs, around, reading), reading)

    def _is_deadly_idiom(self, reading: Reading) -> bool:
        """Return whether a figure of speech holds a word of death: "kill the lights"."""
        sentences = range(len(reading.sentences))
        if _DEADLY.isdisjoint(reading.texts):
            return False
        return any(
            not _DEADLY.isdisjoint(reading.texts[index] for index in idiom.fixed)
            for number in sentences
            for idiom in self._around(reading, number)[0]
        )

    def _around(self, reading: Reading, number: int) -> tuple[list[Hit], Cues]:
        """Return the idioms and the cues of a sentence."""
        found = self._idioms.find(reading.doc, reading.texts, *reading.sentences[number])
        idioms = [idiom for idiom in found if not _broken(idiom, reading)]
        return idioms, self._contexts.cues(reading, number)

    def _fired(self, hit: Hit, reading: Reading, number: int, cues: Cues) -> list[Finding]:
        """Return what a hit amounts to."""
        family = self._families[hit.name]
        context: Context | None = "hypothetical" if family.asked else "affirmed"
        if not family.language and not family.asked:
            context = self._contexts.of(hit, family.tier, reading, number, cues)
        if context is None:
            return []
        if context in family.always:
            context = "affirmed"
        return _findings(family, context, _span(hit, reading))

    def _meant(
        self,
        signs: list[tuple[int, Hit]],
        around: dict[int, tuple[list[Hit], Cues]],
        reading: Reading,
    ) -> Signs:
        """Return the signs with their context, of those alone that can complete a row."""
        there = {hit.name.removeprefix(_SIGN) for _, hit in signs}
        rows = [row for family in self._families.values() for row in family.together]
        wanted = {sign for row in rows if there.issuperset(row) for sign in row}
        meant: Signs = {}
        for number, hit in signs:
            name = hit.name.removeprefix(_SIGN)
            if name not in wanted:
                continue
            if number not in around:
                around[number] = self._around(reading, number)
            idioms, cues = around[number]
            context = self._contexts.of(hit, "emergency", reading, number, cues)
            if context and context != "negated" and not _is_idiom(hit, idioms, grave=True):
                meant.setdefault(name, []).append((context, hit))
        return meant

    def _combined(self, signs: Signs, reading: Reading) -> list[Finding]:
        found = []
        for family in self._families.values():
            for row in family.together:
                if not all(sign in signs for sign in row):
                    continue
                chosen = [min(signs[sign], key=lambda s: CONTEXTS.index(s[0])) for sign in row]
                start = min(hit.start for _, hit in chosen)
                end = max(hit.end for _, hit in chosen)
                if end - start <= _TOGETHER + 20:
                    context = max((c for c, _ in chosen), key=CONTEXTS.index)
                    span = (reading.spans[start][0], reading.spans[end - 1][1])
                    found += _findings(family, context, span)
        return found


def load(directory: Path) -> Matcher:
    """Return a matcher over the patterns in `directory`.

    Raises:
        BadSafetyData: A file there cannot be used.
    """
    digest = hashlib.sha256()
    for file in sorted(directory.glob("*.yml")):
        digest.update(file.read_bytes())
    return _shared(directory, digest.digest())


@lru_cache(maxsize=2)
def _shared(directory: Path, _contents: bytes) -> Matcher:
    """Return one matcher for the gate and the pipeline of a process: it takes 60 MB."""
    return Matcher(read(directory), where=str(directory))


def _alone(finding: Finding) -> bool:
    """Return whether the finding's card is said with nothing beside it."""
    return bool(finding.outcome.card) and finding.tier in TIERS[:2]


def _is_named(finding: Finding) -> bool:
    """Return whether only the name of an emergency was found, and nobody else said to have it."""
    return finding.family.named and finding.context != "other_person"


def _first_note(ranked: list[Finding]) -> str | None:
    return next((finding.outcome.note for finding in ranked if finding.outcome.note), None)


def _broken(idiom: Hit, reading: Reading) -> bool:
    """Return whether it says something else: a comma, a denial or a self stands inside it."""
    inside = set(range(idiom.start, idiom.end)) - set(idiom.fixed)
    apart = any(idiom.start < place < idiom.end for place in reading.breaks)
    return apart or any(reading.texts[index] in _BREAKERS for index in inside)


def _is_idiom(hit: Hit, idioms: list[Hit], *, grave: bool) -> bool:
    """Return whether the hit shares a word with an idiom that may cancel it."""
    return any(
        set(idiom.fixed) & set(hit.fixed)
        for idiom in idioms
        if not (grave and idiom.name == _PLANNED)
    )


def _span(hit: Hit, reading: Reading) -> tuple[int, int]:
    return reading.spans[hit.start][0], reading.spans[hit.end - 1][1]


def _findings(family: Family, context: Context, span: tuple[int, int]) -> list[Finding]:
    tiers: list[Tier] = [family.tier]
    if family.also and context in CONTEXTS[:3]:
        tiers.append(family.also)
    return [Finding(family, tier, context, decide(tier, context), span) for tier in tiers]


def _rank(finding: Finding) -> tuple[int, int, int, str]:
    """Cards before notes before nothing; then by tier, by context, by name."""
    outcome = finding.outcome
    tier = TIERS.index(outcome.tier) if outcome.tier else len(TIERS)
    weight = 0 if outcome.card else 1 if outcome.note else 2
    return weight, tier, CONTEXTS.index(finding.context), finding.family.name
