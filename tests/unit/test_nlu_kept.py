"""Embeddings are kept between trainings, and change nothing but the time."""

import numpy as np
import pytest

from gutfaq.nlu import kept
from gutfaq.nlu.embedding import DIMENSIONS


class Counting:
    """Stands for the encoder: a vector that depends on the text alone, and what it was asked."""

    def __init__(self):
        self.asked = []

    def encode(self, texts):
        """Return one vector a text."""
        self.asked.append(list(texts))
        seeds = [sum(text.encode()) for text in texts]
        return np.array(
            [np.random.default_rng(seed).normal(size=DIMENSIONS) for seed in seeds],
            dtype=np.float32,
        )


@pytest.fixture
def file(tmp_path):
    """Return where the vectors go; its folder is not there yet."""
    return tmp_path / "cache" / "vectors.npz"


def test_a_text_is_embedded_once(file):
    """The second time only what is new is asked of the encoder."""
    kept.encode(Counting(), ["tea", "milk", "tea"], file)
    later = Counting()
    kept.encode(later, ["milk", "tea", "honey"], file)
    assert later.asked == [["honey"]]


def test_the_vectors_are_the_same_with_and_without_the_file(file):
    """Those of the first time are rounded as those of the file are."""
    first = kept.encode(Counting(), ["tea", "milk"], file)
    again = kept.encode(Counting(), ["milk", "tea"], file)
    assert first.dtype == np.float32
    assert np.array_equal(first, again[::-1])
    assert np.abs(first - Counting().encode(["tea", "milk"])).max() < 2e-3


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 half of one"])
def test_a_broken_file_counts_as_empty(file, content):
    """Whatever is there, the vectors are right, and the file is mended."""
    file.parent.mkdir()
    file.write_bytes(content)
    found = kept.encode(Counting(), ["tea"], file)
    later = Counting()
    assert np.array_equal(kept.encode(later, ["tea"], file), found)
    assert later.asked == []


def test_vectors_of_another_length_are_not_used(file):
    """A file of some other model is as good as none."""
    file.parent.mkdir()
    np.savez(file, keys=np.zeros((1, 16), np.uint8), vectors=np.zeros((1, 3), np.float16))
    assert kept.encode(Counting(), ["tea"], file).shape == (1, DIMENSIONS)


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "cache").write_text("in the way")
    found = kept.encode(Counting(), ["tea"], tmp_path / "cache" / "vectors.npz")
    assert found.shape == (1, DIMENSIONS)


def test_the_file_does_not_grow_for_ever(file, monkeypatch):
    """The texts of the last training stay, and no words are in it."""
    monkeypatch.setattr(kept, "MOST", 2)
    kept.encode(Counting(), ["tea", "milk"], file)
    kept.encode(Counting(), ["honey"], file)
    later = Counting()
    kept.encode(later, ["honey", "milk"], file)
    assert len(np.load(file)["keys"]) == 2
    assert later.asked == [["milk"]]
    assert b"honey" not in file.read_bytes()


def test_no_texts_have_no_vectors(file):
    """Nothing is asked, nothing is written."""
    assert kept.encode(Counting(), [], file).shape == (0, DIMENSIONS)
    assert not file.exists()
