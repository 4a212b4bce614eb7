"""A message as the patterns see it: only words that some pattern knows, in sentences."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc
from spacy.vocab import Vocab

from gutfaq.safety.contractions import expand
from gutfaq.safety.lexicon import END, HOT, NUMBER, OTHER, START, YEAR
from gutfaq.safety.normal import CLAUSE, SENTENCE, tokens
from gutfaq.safety.spelling import Spelling

_LEAKY, _TOPIC = "leaky", "gut"
_HOT_RANGES = ((38.3, 43.0), (101.0, 109.0))
"""Body temperatures with fever, in degrees Celsius and Fahrenheit."""
_LONGEST, _OVERLAP = 80, 30
"""Words of a stretch that is read at once, and of it read again with the next."""
Word = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A prepared message. Words that no pattern knows are `_`: nothing else of them is kept.

    Attributes:
        doc: One token a word, with marks at each sentence's begin and end.
        texts: The same words.
        spans: Where each word stood, in characters of the message.
        sentences: First token, and the token after the last, of each sentence.
        breaks: Tokens that begin a clause.
    """

    doc: Doc
    texts: list[str]
    spans: list[tuple[int, int]]
    sentences: list[tuple[int, int]]
    breaks: frozenset[int]


class Reader:
    """Turns any string into a `Reading`."""

    def __init__(self, vocab: Vocab, spelling: Spelling) -> None:
        self._vocab = vocab
        self._spelling = spelling

    def read(self, text: str) -> Reading:
        """Return the message's words as sentences of known words."""
        texts: list[str] = []
        spans: list[tuple[int, int]] = []
        sentences: list[tuple[int, int]] = []
        breaks: set[int] = set()
        for sentence in _in_stretches(self._sentences(text)):
            first = len(texts)
            texts.append(START)
            spans.append((sentence[0][1], sentence[0][1]))
            for word, start, end in sentence:
                if word == CLAUSE:
                    breaks.add(len(texts))
                    continue
                texts.append(word)
                spans.append((start, end))
            texts.append(END)
            spans.append((sentence[-1][2], sentence[-1][2]))
            sentences.append((first, len(texts)))
        doc = Doc(self._vocab, words=texts)
        return Reading(doc, texts, spans, sentences, frozenset(breaks))

    def _sentences(self, text: str) -> Iterable[list[Word]]:
        sentence: list[Word] = []
        for token in tokens(text):
            if token.text == SENTENCE:
                if sentence:
                    yield sentence
                sentence = []
            elif token.text == CLAUSE:
                sentence.append((CLAUSE, token.start, token.end))
            else:
                for word in self._words(token.text, sentence[-1][0] if sentence else ""):
                    sentence.append((word, token.start, token.end))
        if sentence:
            yield sentence

    def _words(self, typed: str, after: str) -> tuple[str, ...]:
        if typed[0].isdigit() and not (len(typed) == 3 and self._spelling.knows(typed)):
            number = _number(typed)
            if number:
                return (number,)
        if typed == _TOPIC:
            return (OTHER,) if after == _LEAKY else (self._spelling.mend(typed) or OTHER,)
        mended = (self._spelling.mend(word) for word in expand(typed))
        return tuple(word or OTHER for word in mended)


def _in_stretches(sentences: Iterable[list[Word]]) -> Iterator[list[Word]]:
    """Return the sentences, endless ones as stretches that overlap by more than a pattern spans."""
    for sentence in sentences:
        while len(sentence) > _LONGEST:
            yield sentence[:_LONGEST]
            sentence = sentence[_LONGEST - _OVERLAP :]
        yield sentence


def _number(typed: str) -> str | None:
    if len(typed) == 4 and typed.isdigit() and 1940 <= int(typed) < datetime.date.today().year:
        return YEAR
    try:
        value = float(typed.replace(",", "."))
    except ValueError:
        return None
    return HOT if any(low <= value <= high for low, high in _HOT_RANGES) else NUMBER
