"""Embeds the examples while Rasa still reads and checks them, on a core that would idle.

What is embedded here is a guess at what training asks for: the examples as they stand, before their
spelling is corrected. A wrong guess costs time and changes nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML, YAMLError

from gutfaq.nlu import kept
from gutfaq.nlu.embedding import Encoder
from gutfaq.nlu.text import normalise

_CHUNK = 128
"""Texts that are embedded before it is asked whether to stop."""


class Ahead:
    """Embeds the examples of a folder in a thread of its own until it is told to finish."""

    def __init__(self, data: Path, known: Path) -> None:
        self._data = data
        self._known = known
        self._found: dict[bytes, NDArray[np.float16]] = {}
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def finish(self) -> dict[bytes, NDArray[np.float16]]:
        """Return the vectors so far, by digest of their text; nothing is embedded after."""
        self._enough.set()
        self._thread.join()
        return self._found

    def _run(self) -> None:
        known = kept.load(self._known)
        texts = {kept.digest(text): text for text in map(_prepared, _examples(self._data))}
        missing = sorted((text for key, text in texts.items() if key not in known), key=len)
        encoder = Encoder() if missing else None
        for start in range(0, len(missing), _CHUNK):
            if encoder is None or self._enough.is_set():
                return
            chunk: Sequence[str] = missing[start : start + _CHUNK]
            vectors = encoder.encode(chunk).astype(np.float16)
            self._found |= dict(zip(map(kept.digest, chunk), vectors, strict=True))


_begun: list[Ahead] = []


def begin(data: Path) -> None:
    """Start on the examples of this folder; `finish`, which must follow, has what came of it."""
    _begun.append(Ahead(data, kept.default_file()))


def finish() -> dict[bytes, NDArray[np.float16]]:
    """Return what was embedded since `begin`, by digest; nothing where nothing was begun."""
    return _begun.pop().finish() if _begun else {}


def _prepared(text: str) -> str:
    return normalise(text).lower()


def _examples(data: Path) -> Iterator[str]:
    """Return the English examples of a folder; a file that cannot be read is Rasa's to refuse."""
    for file in sorted(data.rglob("*.yml")):
        try:
            content = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
            items = [item for item in content["nlu"] if "intent" in item]
            texts = [_lines(item) for item in items]
        except (OSError, ValueError, YAMLError, TypeError, KeyError, AttributeError):
            continue
        yield from (line.lstrip().removeprefix("- ") for text in texts for line in text)


def _lines(item: dict[str, Any]) -> list[str]:
    english = (item.get("metadata") or {}).get("english", True)
    return str(item["examples"]).splitlines() if english else []
