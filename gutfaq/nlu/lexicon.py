"""General English: how common a word is, and its base form. Read from spacy-lookups-data."""

from __future__ import annotations

import gzip
import json
import math
import re
from collections.abc import Mapping
from importlib import util
from pathlib import Path
from typing import Any

RAREST = -16.5
"""Log probability below which a word is not taken to be English: a typo, a name, a term."""

_WORD = re.compile(r"[A-Za-z']+")


def common_words() -> dict[str, float]:
    """Return lower-case words with their natural log probability, those above `RAREST`."""
    words: dict[str, float] = {}
    for word, probability in _table("en_lexeme_prob").items():
        if probability > RAREST and _WORD.fullmatch(word):
            lower = word.lower()
            words[lower] = max(probability, words.get(lower, -math.inf))
    return words


def base_forms() -> dict[str, str]:
    """Return the base form of inflected words, in lower case."""
    return {word.lower(): base.lower() for word, base in _table("en_lemma_lookup").items()}


def _table(name: str) -> Mapping[str, Any]:
    spec = util.find_spec("spacy_lookups_data")
    folder = Path((spec.submodule_search_locations or ["."])[0]) if spec else Path()
    with gzip.open(folder / "data" / f"{name}.json.gz", "rt", encoding="utf-8") as file:
        table: dict[str, Any] = json.load(file)
    return table
