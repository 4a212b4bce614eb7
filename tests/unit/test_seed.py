"""The seed text: sentences, offsets, and which of them lean on the one before."""

from __future__ import annotations

import hashlib

import pytest

from gutfaq.errors import UngroundedAnswer
from gutfaq.project import here
from gutfaq.seed import find, read_seeds, read_text


@pytest.fixture
def seed(project):
    """Return the sentences of the tiny seed."""
    return read_seeds(project.seeds)


def seed_of(tmp_path, text: str):
    """Return the sentences of a seed text."""
    (tmp_path / "x.txt").write_bytes(text.encode("utf-8"))
    return read_seeds(tmp_path)


def test_a_heading_is_a_sentence_of_its_own(seed):
    """A title is not fused with the sentence below it."""
    assert [s.words for s in seed[:2]] == [
        "Tea in the Evening",
        "Green tea comes from young leaves.",
    ]


def test_headings_are_known_by_their_missing_full_stop(seed):
    """Only the line without a full stop is a heading."""
    assert [s.number for s in seed if s.heading] == [1]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_offsets_are_exact(tmp_path, line_end):
    """Every sentence is exactly the file's characters between its offsets, whatever ends lines."""
    sentences = seed_of(
        tmp_path, line_end.join(["Köln tea", "One is hot.  Two is not.", "", "Three."])
    )
    text = read_text(tmp_path / "x.txt")
    assert [text[s.start : s.end] for s in sentences] == [s.words for s in sentences]


def test_lines_are_counted_from_one(tmp_path):
    """A sentence knows its line in the file, empty lines counted."""
    assert [s.line for s in seed_of(tmp_path, "A title\n\nOne. Two.\nThree.")] == [1, 3, 3, 4]


def test_two_files_are_read_in_order_of_their_names(project):
    """Numbers run on through all seed files, and each sentence names its own."""
    (project.seeds / "water.txt").write_text("Water is wet.")
    assert (read_seeds(project.seeds)[-1].seed, read_seeds(project.seeds)[-1].number) == (
        "water",
        8,
    )


@pytest.mark.parametrize(
    "opener",
    ["This can be", "It tastes", "The result can", "Then comes", "However, it", "As a result, it"],
)
def test_leaning_openers_are_flagged(tmp_path, opener):
    """A sentence that opens by pointing back leans on the one before."""
    assert seed_of(tmp_path, f"Tea is hot. {opener} so.")[1].leans


@pytest.mark.parametrize(
    "opener", ["The leaves are", "Green tea is", "Some say this is", "A result is"]
)
def test_other_openers_stand_alone(tmp_path, opener):
    """A sentence that names what it speaks of leans on nothing."""
    assert not seed_of(tmp_path, f"Tea is hot. {opener} so.")[1].leans


def test_opening_words_find_their_sentence(seed):
    """Opening words return the one sentence that begins with them."""
    assert find("Black tea", seed, asked_by="x.yml").words == "Black tea is dried longer."


def test_two_sentences_begin_so(seed):
    """Opening words shared by two sentences are refused, with both lines named."""
    with pytest.raises(UngroundedAnswer, match="begins 2 sentences .*line 3 and tea line 3"):
        find("Some people", seed, asked_by="x.yml")


@pytest.mark.parametrize("opening", ["Blak tea", "black tea", "tea is dried", "", "   "])
def test_no_sentence_begins_so(seed, opening):
    """Opening words are compared exactly; what begins no sentence is refused."""
    with pytest.raises(UngroundedAnswer):
        find(opening, seed, asked_by="x.yml")


def test_the_error_names_file_and_nearest(seed):
    """The refusal is one line with the file, the nearest opening and the command."""
    with pytest.raises(UngroundedAnswer) as refusal:
        find("Blak tea", seed, asked_by="data/answers/x.yml")
    line = str(refusal.value)
    assert line.startswith("data/answers/x.yml quotes 'Blak tea'")
    assert "Nearest: 'Black te'" in line
    assert "`make seeds`" in line
    assert "\n" not in line


def test_without_a_seed_text_nothing_can_be_said(tmp_path):
    """A folder without a seed text is refused."""
    with pytest.raises(UngroundedAnswer, match="holds no seed text"):
        read_seeds(tmp_path)


def test_a_seed_that_is_not_utf_8_is_refused(tmp_path):
    """A seed text in another encoding is refused, and the first wrong byte is named."""
    (tmp_path / "x.txt").write_bytes(b"caf\xe9 au lait.")
    with pytest.raises(UngroundedAnswer, match=r"not UTF-8 \(byte 3\)"):
        read_seeds(tmp_path)


def test_the_real_seed_is_untouched():
    """The seed text is byte for byte the one that was supplied."""
    digest = hashlib.sha256((here().seeds / "leaky_gut.txt").read_bytes()).hexdigest()
    assert digest == "ca0ddec2c2be0262d9e868d14fb6218882dde60a98cd6b40273dd52300de9544"


def test_the_real_seed_has_eighteen_sentences():
    """The seed text splits into two headings and eighteen sentences."""
    sentences = read_seeds(here().seeds)
    assert [sum(s.heading for s in sentences), sum(not s.heading for s in sentences)] == [2, 18]


def test_which_real_sentences_lean():
    """Exactly the three sentences that point back are flagged."""
    leaning = [s.words[:15] for s in read_seeds(here().seeds) if s.leans]
    assert leaning == ["The result can ", "This can be lea", "This can then t"]
