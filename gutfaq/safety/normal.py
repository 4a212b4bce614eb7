"""From what a person typed to plain lower-case words that remember where they stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

SENTENCE = "$"
CLAUSE = ","

_CJK = "\u3400-\u9fff"
_LETTER = rf"[^\W_{_CJK}]|[\u0900-\u097f@*]"
_TOKEN = re.compile(
    rf"(?P<number>\d+[.,]\d+(?!\w))"
    rf"|(?P<word>(?:{_LETTER})+(?:['$!](?:{_LETTER})+)*)"
    rf"|(?P<han>[{_CJK}])"
    r"|(?P<end>[.!?;\n\r…。！？؟।]+)"
    r"|(?P<clause>[,:()\[\]\"/–—،、]|(?<=\s)-+(?=\s))"
)
_APOSTROPHES = dict.fromkeys("’‘`´ʼ＇", "'")
_PLAIN = {"ł": "l", "ß": "ss", "ø": "o", "æ": "ae", "ı": "i", "đ": "d", "œ": "oe", "ک": "ك"}
_PLAIN |= {"ى": "ي", "ة": "ه", "ـ": ""}
_PLAIN |= _APOSTROPHES
HEAD = TAIL = 4000
"""A longer text is read at both ends only, in characters."""


class Token(NamedTuple):
    """A word, or the mark of a sentence's or clause's end, and its place in the message."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """Return the character without accents, width, style or case; nothing for invisible ones."""
    kept = []
    for part in unicodedata.normalize("NFKD", character):
        code = ord(part)
        marks = 0x300 <= code <= 0x36F or 0x64B <= code <= 0x65F or code == 0x670
        if marks or (unicodedata.category(part) == "Cf"):
            continue
        lowered = part.lower()
        kept.append(_PLAIN.get(lowered, lowered))
    return "".join(kept)


def _flatten(text: str) -> tuple[str, list[int] | None]:
    """Return plain text, and for each of its characters the index of the one it came from."""
    if text.isascii():
        return text.lower().replace("`", "'"), None
    letters: list[str] = []
    places: list[int] = []
    for index, character in enumerate(text):
        for letter in _plain(character):
            letters.append(letter)
            places.append(index)
    return "".join(letters), places


def _tokens(text: str, offset: int) -> Iterator[Token]:
    plain, places = _flatten(text)
    for found in _TOKEN.finditer(plain):
        start, end = found.span()
        if places is not None:
            start, end = places[start], places[end - 1] + 1
        word = found.group()
        if found.lastgroup == "end":
            word = SENTENCE
        elif found.lastgroup == "clause":
            word = CLAUSE
        yield Token(word, start + offset, end + offset)


def tokens(text: str) -> list[Token]:
    """Return the words and end marks of a message, any string at all, in reading order."""
    if len(text) <= HEAD + TAIL:
        return _spelled_out(list(_tokens(text, 0)))
    tail = len(text) - TAIL
    mark = Token(SENTENCE, HEAD, HEAD)
    return [*_tokens(text[:HEAD], 0), mark, *_tokens(text[tail:], tail)]


def _spelled_out(words: list[Token]) -> list[Token]:
    """Return the words with runs of three and more single letters ("d i e") joined."""
    joined: list[Token] = []
    run: list[Token] = []
    for word in [*words, Token(SENTENCE, -1, -1)]:
        if len(word.text) == 1 and word.text.isascii() and word.text.isalpha():
            if run and word.start - run[-1].end > 1:
                joined += _close(run)
                run = []
            run.append(word)
            continue
        joined += _close(run)
        run = []
        joined.append(word)
    return joined[:-1]


def _close(run: list[Token]) -> list[Token]:
    if len(run) < 3:
        return run
    return [Token("".join(word.text for word in run), run[0].start, run[-1].end)]
