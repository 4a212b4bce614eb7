"""The seed text: its sentences, where they stand, and which of them lean on the one before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from gutfaq.english import english
from gutfaq.errors import UngroundedAnswer

# Openers that say nothing without the sentence before: "This can then", "The result can be".
_LEANING_OPENERS: list[list[dict[str, Any]]] = [
    [{"LOWER": {"IN": ["this", "that", "these", "those", "it", "they", "such"]}}],
    [{"LOWER": "the"}, {"LOWER": {"IN": ["result", "results", "same", "former", "latter"]}}],
    [{"LOWER": {"IN": ["then", "therefore", "however", "consequently", "moreover", "thus"]}}],
    [{"LOWER": "as"}, {"LOWER": "a"}, {"LOWER": "result"}],
]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or heading of a seed file.

    Attributes:
        seed: The file's name without its ending.
        number: Counted from 1 through all seed files, headings included.
        line: The file's line, counted from 1.
        start: Character offset in the file at which `words` begins.
        end: Character offset after its last character.
        words: Exactly the file's characters from `start` to `end`.
        heading: Whether it ends without a full stop, as titles do.
        leans: Whether it says nothing without the sentence before it.
    """

    seed: str
    number: int
    line: int
    start: int
    end: int
    words: str
    heading: bool
    leans: bool


@lru_cache(maxsize=1)
def _pipeline() -> tuple[Any, Any]:
    """Return the sentencizer and the matcher of leaning openers; no trained model is needed."""
    from spacy.matcher import Matcher
    from spacy.pipeline import Sentencizer

    matcher = Matcher(english().vocab)
    matcher.add("leans", _LEANING_OPENERS)
    return Sentencizer(), matcher


def read_seeds(directory: Path) -> tuple[Sentence, ...]:
    """Return every sentence of every `*.txt` in the directory, in reading order.

    Split by lines first: the sentencizer alone fuses title, heading and first sentence.

    Raises:
        UngroundedAnswer: There is no seed text, or it is not UTF-8.
    """
    files = sorted(directory.glob("*.txt"))
    if not files:
        raise UngroundedAnswer(
            f"{directory} holds no seed text (*.txt), so nothing can be said. Put one there, then "
            "run `make seeds`."
        )
    sentences: list[Sentence] = []
    for file in files:
        sentences += _read_seed(file, first_number=len(sentences) + 1)
    return tuple(sentences)


def read_text(file: Path) -> str:
    """Return the seed file's text with its line ends as they are, so that offsets hold.

    Raises:
        UngroundedAnswer: The file is not UTF-8.
    """
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UngroundedAnswer(
            f"{file} is not UTF-8 (byte {error.start}). Save it as UTF-8, then run `make seeds`."
        ) from error


def _read_seed(file: Path, *, first_number: int) -> list[Sentence]:
    sentencizer, matcher = _pipeline()
    found: list[Sentence] = []
    text = read_text(file)
    for line_number, match in enumerate(re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|$)", text), start=1):
        line = match.group().rstrip("\r\n")
        for span in sentencizer(english().make_doc(line)).sents:
            words = span.text.strip()
            if not words:
                continue
            start = match.start() + span.start_char + span.text.index(words)
            openers = [begin for _, begin, _ in matcher(span)]
            found.append(
                Sentence(
                    seed=file.stem,
                    number=first_number + len(found),
                    line=line_number,
                    start=start,
                    end=start + len(words),
                    words=words,
                    heading=words[-1] not in ".!?…\"”'",
                    leans=0 in openers,
                )
            )
    return found


def find(opening: str, sentences: Sequence[Sentence], *, asked_by: str) -> Sentence:
    """Return the one sentence that begins with the opening words.

    Args:
        opening: Compared exactly, case and spelling included.
        sentences: In reading order, from one or more seed files.
        asked_by: The file to blame in the error.

    Raises:
        UngroundedAnswer: No sentence begins so, or more than one does.
    """
    matches = [sentence for sentence in sentences if sentence.words.startswith(opening)]
    if opening.strip() and len(matches) == 1:
        return matches[0]
    raise UngroundedAnswer(_explain(opening, matches, sentences, asked_by))


def _explain(
    opening: str, matches: Sequence[Sentence], sentences: Sequence[Sentence], asked_by: str
) -> str:
    more = "Run `make seeds` to see them all."
    if len(matches) > 1:
        lines = " and ".join(f"{match.seed} line {match.line}" for match in matches)
        return (
            f"{asked_by} quotes {opening!r}, which begins {len(matches)} sentences of the seed "
            f"text ({lines}). Quote more of its words, e.g. {matches[0].words[:40]!r}. {more}"
        )
    openings = {sentence.words[: max(len(opening), 1)]: sentence for sentence in sentences}
    nearest = get_close_matches(opening, openings, n=1, cutoff=0.0)
    hint = f" Nearest: {nearest[0]!r}." if nearest else ""
    return f"{asked_by} quotes {opening!r}, which begins no sentence of the seed text.{hint} {more}"
