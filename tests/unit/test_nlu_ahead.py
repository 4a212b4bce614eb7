"""The examples that are embedded ahead are those that training asks for."""

from __future__ import annotations

import time

import numpy as np
import pytest

from gutfaq.nlu import ahead, kept
from gutfaq.nlu.embedding import Encoder

DATA = """
version: "3.1"
nlu:
- intent: ask_causes
  examples: |
    - What causes it?
    - why do guts leak
- intent: report_emergency
  metadata: {english: false}
  examples: |
    - no puedo respirar
- synonym: diet
  examples: |
    - what we eat
"""


@pytest.fixture
def data(tmp_path):
    """Return a folder with a file of examples, one without and one that is no YAML."""
    (tmp_path / "nlu").mkdir()
    (tmp_path / "nlu" / "causes.yml").write_text(DATA)
    (tmp_path / "nlu" / "list.yml").write_text("- one\n- two\n")
    (tmp_path / "broken.yml").write_text("nlu: [\n")
    (tmp_path / "a_number.yml").write_text("nlu: 5\n")
    (tmp_path / "a_word.yml").write_text("nlu:\n- intent: a\n  metadata: x\n  examples: b\n")
    return tmp_path


def test_the_examples_and_nothing_else(data, tmp_path):
    """English examples are embedded as training has them; their vectors need no encoder then."""
    begun = ahead.Ahead(data, tmp_path / "none.npz")
    begun._thread.join()
    found = begun.finish()
    texts = ["what causes it?", "why do guts leak"]
    assert set(found) == set(map(kept.digest, texts))
    alone = kept.encode(Encoder(), texts, tmp_path / "alone.npz")
    np.testing.assert_array_equal(kept.encode(None, texts, tmp_path / "file.npz", found), alone)


def test_what_is_known_is_not_embedded(data, tmp_path):
    """Vectors of an earlier training are not made again."""
    file = tmp_path / "kept.npz"
    kept.encode(Encoder(), ["what causes it?", "why do guts leak"], file)
    begun = ahead.Ahead(data, file)
    begun._thread.join()
    assert begun.finish() == {}


def test_finishing_stops_it(data, tmp_path, monkeypatch):
    """No chunk begins once training asks for what there is; what there is comes back."""
    monkeypatch.setattr(ahead, "_CHUNK", 1)
    lines = "".join(f"    - question number {number}\n" for number in range(3000))
    (data / "nlu" / "many.yml").write_text(f"nlu:\n- intent: ask\n  examples: |\n{lines}")
    begun = ahead.Ahead(data, tmp_path / "none.npz")
    while not begun._found:
        time.sleep(0.01)
    assert 0 < len(begun.finish()) < 3000
    assert not begun._thread.is_alive()


def test_nothing_begun():
    """Training that did not begin ahead, as `rasa train`, finds nothing."""
    assert ahead.finish() == {}
