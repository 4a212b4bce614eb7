"""Whether cases measure anything: none may stand among the training examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from gutfaq.evaluation.cases import Case

LONG = 7
"""Words from which on the same wording is no coincidence."""
NEAR = 93.0
"""Likeness, 0 to 100, from which on two long texts are one."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


@dataclass(frozen=True, slots=True)
class Overlap:
    """A case's text that is also a training example, or nearly.

    Attributes:
        case_id: The case.
        text: What it says.
        example: What the training data says.
        leak: Whether it is too long to have been thought of twice. A short one ("what causes
            leaky gut") is a coincidence: counted apart, and no reason to stop.
    """

    case_id: str
    text: str
    example: str
    leak: bool


def overlaps(cases: Iterable[Case], examples: Sequence[str]) -> list[Overlap]:
    """Return every overlap, leaks first."""
    known = {_plain(example): example for example in examples}
    keys = [plain for plain in known if len(plain.split()) >= LONG]
    found = []
    for case in cases:
        for text in case.texts:
            plain = _plain(text)
            is_long = len(plain.split()) >= LONG
            if plain and plain in known:
                found.append(Overlap(case.id, text, known[plain], is_long))
            elif is_long:
                near = process.extractOne(plain, keys, scorer=fuzz.ratio, score_cutoff=NEAR)
                if near:
                    found.append(Overlap(case.id, text, known[near[0]], True))
    return sorted(found, key=lambda overlap: (not overlap.leak, overlap.case_id))


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower().replace("’", "'")))
