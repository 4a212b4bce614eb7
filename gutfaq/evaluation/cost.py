"""What reading a question costs beside the embedding model alone, on one core."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from rasa.engine.storage.local_model_storage import LocalModelStorage

from gutfaq.nlu import experts, knowledge
from gutfaq.nlu.decision import Limits
from gutfaq.nlu.embedding import Encoder
from gutfaq.nlu.reader import Reader
from gutfaq.nlu.text import normalise

_ROUNDS = 3


def trained_reader(model: Path) -> Reader:
    """Return the reader of a trained model, without the rest of the assistant."""
    with TemporaryDirectory() as folder:
        LocalModelStorage.from_model_archive(Path(folder), model)
        learned = next(Path(folder).rglob("knowledge.json")).parent
        return Reader(
            knowledge.load(learned / "knowledge.json"), experts.load(learned), Encoder(), Limits()
        )


def measure(reader: Reader, texts: Sequence[str]) -> dict[str, float]:
    """Return milliseconds of processor time a message, read whole and embedded only.

    Both are medians over the same messages, in turn, so that what else the machine does meets
    both; `ratio` is how many times the embedding the reading costs.
    """
    encoder = Encoder()
    plain = [normalise(text) for text in texts]
    for text, bare in zip(texts[:5], plain[:5], strict=True):
        reader.read(text)
        encoder.encode([bare])
    whole, alone = [], []
    for _ in range(_ROUNDS):
        for text, bare in zip(texts, plain, strict=True):
            whole.append(_took(reader.read, text))
            alone.append(_took(encoder.encode, [bare]))
    read, embedded = median(whole), median(alone)
    return {"read_ms": read, "embedding_ms": embedded, "ratio": read / embedded}


def _took(call: Callable[[Any], object], given: object) -> float:
    begun = time.process_time()
    call(given)
    return (time.process_time() - begun) * 1000
