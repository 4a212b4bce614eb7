"""A question made ready for the models: corrected, its concepts found, its views drawn."""

from __future__ import annotations

from dataclasses import dataclass

from gutfaq.nlu import direction
from gutfaq.nlu.concepts import Concepts, Mention
from gutfaq.nlu.knowledge import Knowledge
from gutfaq.nlu.spelling import Speller

SPECIFIC = "<specific>"
_COMMON, _RARE = -11.0, -13.5
"""Log probabilities that part common, less common and rare English words."""
_SMALL_WORDS = frozenset(
    ("a", "an", "the", "my", "our", "your", "his", "her", "their", "its", "some", "any")
    + ("of", "to", "in", "on", "at", "for", "and", "or")
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question ready for the models, all in lower case.

    Attributes:
        text: Corrected.
        masked: The same, topics by their canonical term and specifics as `MASK`.
        outline: Base forms; specifics as `SPECIFIC`, words that no answerable question uses as
            `<common>`, `<uncommon>` or `<rare>`: what kind of question it is, whatever about.
        mentions: The concepts in `text`.
        way: From a specific to the topic or back; see `direction`.
    """

    text: str
    masked: str
    outline: str
    mentions: tuple[Mention, ...]
    way: str | None = None


class Preparation:
    """Corrects, finds concepts and draws the views, the same way at training and after."""

    def __init__(self, knowledge: Knowledge) -> None:
        speller = Speller(knowledge.vocabulary, knowledge.english, knowledge.synonyms)
        self.correct = speller.correct
        self._english = knowledge.english
        self._usual = frozenset(knowledge.answer_words) | _SMALL_WORDS
        self.concepts = Concepts(knowledge.synonyms, knowledge.base_forms, knowledge.topics)

    def prepare(self, text: str) -> Prepared:
        """Return a normalised text ready for the models."""
        corrected = self.correct(text).lower()
        doc = self.concepts.read(corrected)
        mentions = tuple(self.concepts.find(doc))
        outline, position = [], 0
        for token in doc:
            mention = next((m for m in mentions if m.start <= token.idx < m.end), None)
            if mention and token.idx == mention.start:
                topic = mention.concept in self.concepts.topics
                outline.append(f"<{mention.concept}>".replace(" ", "_") if topic else SPECIFIC)
                position = mention.end
            elif token.idx >= position and token.norm_[:1].isalpha():
                outline.append(self._outlined(token.norm_))
        masked = self.concepts.mask(corrected, list(mentions))
        way = direction.of(doc, mentions, self.concepts.topics)
        return Prepared(corrected, masked, " ".join(outline), mentions, way)

    def _outlined(self, word: str) -> str:
        if word in self._usual:
            return word
        likely = self._english.get(word, -99.0)
        return "<common>" if likely > _COMMON else "<uncommon>" if likely > _RARE else "<rare>"

    def specifics(self, prepared: Prepared) -> tuple[str, ...]:
        """Return the concepts that the question is about beside its topic, each once."""
        names = [m.concept for m in prepared.mentions if m.concept not in self.concepts.topics]
        return tuple(dict.fromkeys(names))
