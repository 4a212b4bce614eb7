"""Spells out short forms, so that a pattern needs one wording: "can't", "cant", "cannot"."""

from __future__ import annotations

_NOT = [
    "do",
    "does",
    "did",
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "could",
    "would",
    "should",
    "must",
    "need",
    "might",
    "am",
    "ai",
    "dare",
]
_LONG = {
    "ain't": "am not",
    "can't": "can not",
    "cannot": "can not",
    "won't": "will not",
    "shan't": "will not",
    "i'm": "i am",
    "let's": "let us",
    "wnat": "want",
    "waht": "what",
    "blud": "blood",
    "tounge": "tongue",
    "throte": "throat",
    "pian": "pain",
    "wanna": "want to",
    "wana": "want to",
    "gonna": "going to",
    "gotta": "got to",
    "gunna": "going to",
    "tryna": "trying to",
    "imma": "i am going to",
    "dunno": "do not know",
    "idk": "i do not know",
    "kinda": "kind of",
    "sorta": "sort of",
    "lotta": "lot of",
    "outta": "out of",
    "gimme": "give me",
    "lemme": "let me",
    "y'all": "you all",
    "cos": "because",
    "cuz": "because",
    "coz": "because",
    "cause": "cause",
    "bc": "because",
    "b4": "before",
    "u": "you",
    "ur": "your",
    "r": "are",
    "ppl": "people",
    "smth": "something",
    "rn": "right now",
    "tmrw": "tomorrow",
    "tonite": "tonight",
    "pls": "please",
    "plz": "please",
    "w/o": "without",
    "youre": "you are",
    "theyre": "they are",
    "im": "i am",
    "ive": "i have",
    "youve": "you have",
    "theyve": "they have",
    "hes": "he is",
    "shes": "she is",
    "theres": "there is",
    "whats": "what is",
    "thats": "that is",
    "wheres": "where is",
    "hows": "how is",
    "whos": "who is",
    "everyones": "everyone is",
    "everybodys": "everybody is",
    "everythings": "everything is",
    "wont": "will not",
    "cant": "can not",
    "cnt": "can not",
    "cn't": "can not",
    "carnt": "can not",
    "cany": "can not",
    "brth": "breathe",
    "breth": "breathe",
    "lifes": "life is",
    "tonights": "tonight is",
    "dnt": "do not",
    "wnt": "want",
    "wna": "want to",
    "hurtin": "hurting",
    "sumone": "someone",
    "summat": "something",
    "suthing": "something",
    "meself": "myself",
    "2nite": "tonight",
    "2night": "tonight",
    "4ever": "forever",
    "luv": "love",
}
for _verb in _NOT:
    if _verb not in ("am", "ai"):
        _LONG[f"{_verb}n't"] = _LONG[f"{_verb}nt"] = f"{_verb} not"
_LONG["arnt"] = _LONG["arent"] = "are not"
_LONG["didint"] = "did not"
_ENDINGS = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would"}
_SUBJECTS = frozenset(
    [
        "he",
        "she",
        "it",
        "that",
        "there",
        "what",
        "who",
        "where",
        "how",
        "when",
        "why",
        "everyone",
        "everybody",
        "everything",
        "someone",
        "here",
        "nothing",
        "something",
        "this",
        "one",
        "nobody",
    ]
)


def expand(word: str) -> tuple[str, ...]:
    """Return the words that one typed word stands for: ("do", "not") for "dont"."""
    if word in _LONG:
        return tuple(_LONG[word].split())
    stem, mark, ending = word.rpartition("'")
    if not mark:
        return (word,)
    if ending in _ENDINGS and stem:
        return (*expand(stem), _ENDINGS[ending])
    if ending == "s" and stem:
        return (stem, "is") if stem in _SUBJECTS else (stem, "'s")
    return tuple(part for part in word.split("'") if part) or (word,)
