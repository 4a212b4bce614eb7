"""Concepts of the seed in people's words: found, named by one canonical term, masked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans

from gutfaq.english import english

MASK = "something"
"""What a specific reads as in a masked text: an ordinary word, so that it embeds well."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept as it stands in a text; offsets are in characters."""

    concept: str
    start: int
    end: int


class Concepts:
    """Finds concepts by their synonyms, compared by base form and without case.

    Args:
        synonyms: Every way to say a concept, to its canonical term.
        base_forms: Base form of inflected words.
        topics: Concepts which say what a question is about, not what it asks of: named by
            their canonical term when masked, and never a specific.
    """

    def __init__(
        self,
        synonyms: Mapping[str, str],
        base_forms: Mapping[str, str],
        topics: Collection[str] = (),
    ) -> None:
        self.topics = frozenset(topics)
        self._base = base_forms
        self._language = english()
        self._matcher = PhraseMatcher(self._language.vocab, attr="NORM")
        ways: dict[str, set[str]] = {}
        for way, concept in synonyms.items():
            ways.setdefault(concept, {concept}).add(way)
        for concept in sorted(ways):
            self._matcher.add(concept, [self.read(way) for way in sorted(ways[concept])])

    def about(self, topics: Collection[str]) -> Concepts:
        """Return the same concepts with these topics; they share what was built."""
        other = copy(self)
        other.topics = frozenset(topics)
        return other

    def read(self, text: str) -> Doc:
        """Return the text as tokens whose `norm_` is the base form in lower case."""
        doc = self._language.make_doc(text)
        for token in doc:
            lower = token.lower_
            token.norm_ = self._base.get(lower, lower)
        return doc

    def find(self, doc: Doc) -> list[Mention]:
        """Return the mentions in reading order; of overlapping ones the longest stays."""
        spans = filter_spans(self._matcher(doc, as_spans=True))
        return [Mention(span.label_, span.start_char, span.end_char) for span in spans]

    def mask(self, text: str, mentions: list[Mention]) -> str:
        """Return the text with topics by their canonical term and specifics as `MASK`."""
        pieces, position = [], 0
        for mention in mentions:
            pieces.append(text[position : mention.start])
            pieces.append(mention.concept if mention.concept in self.topics else MASK)
            position = mention.end
        return "".join([*pieces, text[position:]])
