"""Texts as they are read: the same words without disguises. Never used for display."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 2000
"""Characters of a message that are read; the rest is left out."""

_CONFUSABLE = str.maketrans(
    "аеорсухіјѕԁһӏКМТВНРСЕАОХαορνιτκ" + "‘’‚‛“”„‟‐‑‒–—−…",
    "aeopcyxijsdhlKMTBHPCEAOXaopvitk" + "''''\"\"\"\"------.",
)
_LATIN = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"\S+")
_SPACED_OUT = re.compile(r"(?<!\S)(?:[A-Za-z][ .\-_*]{1,3}){3,}[A-Za-z](?!\S)")
_STRETCHED = re.compile(r"([A-Za-z])\1{2,}")
_DICTATED = (
    (re.compile(r"[ ,]*\bquestion mark\b", re.I), "?"),
    (re.compile(r"[ ,]*\bfull stop\b", re.I), "."),
    (re.compile(r"(?<=\w) comma(?= \w)", re.I), ","),
    (re.compile(r"\bu+h[- ]?hu+h\b", re.I), "yes"),
    (re.compile(r"(?:(?<=\s)|^)(?:u+h+m*|u+m+|erm+)\b[ ,.]*", re.I), ""),
    (re.compile(r"\b(?:in|im|i'm) mute(?= (?:system|cells?|reaction|response))", re.I), "immune"),
    (re.compile(r"(?<=food )in tolerances?\b", re.I), "intolerance"),
    (re.compile(r"\bsings(?= (?:of|and|or|for)\b)", re.I), "signs"),
    (re.compile(r"(?<=gut )sings\b", re.I), "signs"),
    (re.compile(r"\bleak(?:y|ing) cut\b", re.I), "leaky gut"),
    (
        re.compile(
            r"(?<=\w)\s?\.{2,}\s*(?=(?:connected|linked|related|true|possible)\s*\?+\s*$)", re.I
        ),
        ", ",
    ),
    (re.compile(r"(?: like|,) you know(?=\s*[?.!]*$)", re.I), ""),
)
"""What dictation writes out or mishears, sounds that say nothing, and pauses."""
_CHAT = {
    "wat": "what", "wot": "what", "wut": "what", "wht": "what", "wats": "what's", "wots": "what's",
    "wich": "which", "wher": "where", "hw": "how", "cuz": "because",
    "coz": "because", "bcoz": "because", "dos": "does", "duz": "does", "gud": "good", "u": "you",
    "ur": "your", "thru": "through", "teh": "the",
    "wen": "when", "fav": "favourite", "fave": "favourite",
    "abt": "about", "ppl": "people", "gimme": "give me", "lemme": "let me", "outta": "out of",
    "kinda": "kind of", "els": "else", "wanna": "want to", "gonna": "going to",
}  # fmt: skip
"""Spellings of chats, each of which is its word whatever stands beside it."""
_CHAT_WORD = re.compile(rf"\b(?:{'|'.join(_CHAT)})\b", re.I)
_LETTERS = (
    (
        re.compile(
            r"(?:(?<=\s)|^)(?<!vitamin )(?<!stage )(?<!letter )n(?=\s+(?!acetyl|word)[a-z])"
        ),
        "and",
    ),
    (re.compile(r"(?<=\s)an(?=\s+(?:what|why|how|where|who|does|is|can|do)\b)"), "and"),
    (re.compile(r"(?:(?<=\s)|^)w/o(?:ut)?\b", re.I), "without"),
    (re.compile(r"(?:(?<=\s)|^)w(?:/\s*|\s+)(?=[a-z]{2})"), "with "),
    (
        re.compile(r"(?:(?<=\s)|^)r(?=\s+(?:there|they|the|you|your|these|those|my|all|any)\b)"),
        "are",
    ),
)
"""Single letters that stand for a word where another follows: "cramps n gas w/ it"."""
_DOSE = re.compile(
    r"(?:^|(?<=[?.!,] )|(?<=\band ))dose (?=(?:it|this|that|leaky|stress\w*|the|a)\b)", re.I
)
"""How "does" is often typed."""
_SYMBOLS = {"So", "Sk", "Cs", "Co", "Cn"}


def normalise(text: str) -> str:
    """Return the text as plain characters on one line, at most `LONGEST` of them.

    Compatibility forms, look-alike letters, accents, invisible characters, emoji, letters
    s p a c e d out and stretched ("soooo") become what they stand for, and so does what dictation
    writes ("question mark"); "um" goes. Spellings of chats ("wot") become words.
    """
    plain = unicodedata.normalize("NFKD", text[: LONGEST * 2])
    plain = "".join(_plain(character) for character in plain)
    plain = _WORD.sub(lambda match: _unmask(match[0]), plain)
    plain = _SPACED_OUT.sub(lambda match: _join(match[0]), plain)
    plain = _STRETCHED.sub(r"\1\1", plain)
    for spoken, written in _DICTATED:
        plain = spoken.sub(written, plain)
    plain = _CHAT_WORD.sub(lambda match: _CHAT[match[0].lower()], _DOSE.sub("does ", plain))
    for letter, word in _LETTERS:
        plain = letter.sub(word, plain)
    return " ".join(plain.split())[:LONGEST]


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cf", "Mn", "Me"}:
        return ""
    if category in _SYMBOLS:
        return " "
    if category == "Cc":
        return "\n" if character == "\n" else " "
    return character


def _unmask(word: str) -> str:
    """Return the word with look-alike letters made Latin, when some of it is Latin already."""
    return word.translate(_CONFUSABLE) if _LATIN.search(word) else word


def _join(letters: str) -> str:
    """Return "l e a k y   g u t" as "leaky gut": wider gaps stand between words."""
    words = re.split(r"[ ]{2,}", letters)
    return " ".join(re.sub(r"[ .\-_*]", "", word) for word in words)
