"""What the assistant's own voice may not say: concepts of the seed, and red flags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from gutfaq.english import english
from gutfaq.errors import UngroundedNotice
from gutfaq.seed import Sentence
from gutfaq.yaml import read_yaml

_LONGEST_TITLE = 60  # characters; a button, not a claim
# What makes another word of the same concept: anxiety, anxious; depression, depressed. No stemmer
# comes with spaCy, and a line that is refused without need is only written in other words.
_ENDINGS = re.compile(r"(?<=...)(iety|ious)$|(?<=....)(ations?|ions?|ings?|ed|ive|ness|ly|es|s|e)$")


@lru_cache(maxsize=1)
def _lemmatizer() -> Any:
    lemmatizer = english().create_pipe("lemmatizer", config={"mode": "lookup"})
    lemmatizer.initialize()
    return lemmatizer


def forget_tables() -> None:
    """Give back the lemma tables, 25 MB: a running assistant checks nothing more."""
    _lemmatizer.cache_clear()


def lemmas(text: str) -> frozenset[str]:
    """Return the lower-case lemmas of the text's words that are not stop words."""
    doc = english().make_doc(text.lower())  # the lemmatizer's table knows no capital letters
    return frozenset(
        token.lemma_.lower() for token in _lemmatizer()(doc) if token.is_alpha and not token.is_stop
    )


def _stem(lemma: str) -> str:
    """Return the lemma without its endings: `depression` and `depress` both become `depres`."""
    while (shorter := _ENDINGS.sub("", lemma)) != lemma:
        lemma = shorter
    return lemma


@dataclass(frozen=True, slots=True)
class Concepts:
    """The words that only the seed's and the safety voice may use.

    Attributes:
        of_seed: Lemmas of the seed and of the ways people write its terms.
        of_red_flags: Lemmas of the red flags.
        topics: Lemmas that any line may use although the seed does: what the text is about.
        title_topics: Lemmas that a title may use besides, to name what an answer is about.
    """

    of_seed: frozenset[str]
    of_red_flags: frozenset[str]
    topics: frozenset[str]
    title_topics: frozenset[str]

    def check(self, text: str, *, said_by: str, title: bool = False) -> None:
        """Refuse a line of the assistant's voice that holds a concept.

        Args:
            text: The line, or the title of an answer.
            said_by: File and phrase to blame.
            title: A title may name its topic, but is short.

        Raises:
            UngroundedNotice: It holds one, or a title is too long to be only a title.
        """
        free = self.topics | (self.title_topics if title else frozenset())
        concepts = {_stem(lemma) for lemma in (self.of_seed | self.of_red_flags) - free}
        held = sorted(lemma for lemma in lemmas(text) - free if _stem(lemma) in concepts)
        if held:
            raise UngroundedNotice(
                f"{said_by} says {text[:60]!r} in the assistant's own voice, with {held}, which "
                "only the seed text or a reviewed safety line may speak of. Take it out, or quote "
                "the seed in an answer. Run `make check` when it is mended."
            )
        if title and len(text) > _LONGEST_TITLE:
            raise UngroundedNotice(
                f"{said_by} has a title of {len(text)} characters; at most {_LONGEST_TITLE} name a "
                "topic. Shorten it. Run `make check` when it is mended."
            )


def read_concepts(data: Path, sentences: Iterable[Sentence]) -> Concepts:
    """Return the concepts of the seed, of the synonym lists and of `data/safety/`.

    `data/topics.yml` names the words that are free: `lines` for all lines, `titles` for titles.
    """
    topics = read_yaml(data / "topics.yml")
    said = " ".join(sentence.words for sentence in sentences)
    return Concepts(
        of_seed=lemmas(said) | _synonyms(data),
        of_red_flags=_listed(topics.get("red_flags")),
        topics=_listed(topics.get("lines")),
        title_topics=_listed(topics.get("titles")),
    )


def _listed(words: Any) -> frozenset[str]:
    return lemmas(" ".join(words or ())) | frozenset(words or ())


def _synonyms(data: Path) -> frozenset[str]:
    """Return lemmas of the one-word canonical terms: lay phrases hold words of every day."""
    found: set[str] = set()
    for file in [*sorted((data / "answers").glob("*.yml")), *sorted(data.glob("concepts*.yml"))]:
        for item in read_yaml(file).get("nlu") or []:
            found |= lemmas(_term(item))
    return frozenset(found)


def _term(item: Mapping[str, Any]) -> str:
    return str(item.get("synonym") or "")
