"""Embeddings of earlier trainings, kept in the user's cache folder: a text is embedded once.

Embedding the examples is most of a training. The file holds digests of the examples and vectors,
no words, and nothing that a person typed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

from gutfaq.nlu.embedding import DIMENSIONS, VECTORS, Encoder, Matrix

MOST = 100_000
"""Texts that are kept; those of the last training first."""
_DIGEST = 16


def default_file() -> Path:
    """Return where the vectors of this embedding model are kept."""
    return user_cache_path("gutfaq") / f"embeddings-{VECTORS}.npz"


def digest(text: str) -> bytes:
    """Return what a text is known by."""
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST).digest()


def encode(
    encoder: Encoder,
    texts: Sequence[str],
    file: Path,
    ahead: Mapping[bytes, NDArray[np.float16]] | None = None,
) -> Matrix:
    """Return one vector a text, rounded to float16, from the file as far as it has them.

    They are the same with and without the file. One that cannot be read counts as empty, and one
    that cannot be written is left: only time is lost.

    Args:
        encoder: For those that are missing.
        texts: In any order, some of them twice.
        file: See above.
        ahead: Vectors by digest that the file does not have yet.
    """
    known = load(file)
    digests = [digest(text) for text in texts]
    if ahead:
        known |= ahead
    missing = {key: text for key, text in zip(digests, texts, strict=True) if key not in known}
    if missing:
        found = encoder.encode(list(missing.values())).astype(np.float16)
        known |= dict(zip(missing, found, strict=True))
    if missing or ahead:
        used = {key: known[key] for key in digests}
        _save(file, dict(list((used | known).items())[:MOST]))
    if not digests:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    return np.stack([known[key] for key in digests]).astype(np.float32)


def load(file: Path) -> dict[bytes, NDArray[np.float16]]:
    """Return the vectors of a file by digest of their text."""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            keys, vectors = arrays["keys"], arrays["vectors"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    if vectors.shape != (len(keys), DIMENSIONS) or vectors.dtype != np.float16:
        return {}
    return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}


def _save(file: Path, known: dict[bytes, NDArray[np.float16]]) -> None:
    """Write the file whole, or leave it as it was."""
    keys = np.frombuffer(b"".join(known), dtype=np.uint8).reshape(-1, _DIGEST)
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, suffix=".npz")
        try:
            with os.fdopen(handle, "wb") as written:
                np.savez(written, keys=keys, vectors=np.stack(list(known.values())))
            Path(name).replace(file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
