"""Answer files: they quote by opening words, in reading order, and nothing else."""

from __future__ import annotations

import pytest
from tea import answer_content, dump

from gutfaq.answers import read_answers
from gutfaq.errors import Refused, UngroundedAnswer
from gutfaq.seed import read_seeds


@pytest.fixture
def read(project):
    """Return a function that writes one answer file and reads it."""

    def read_one(quotes, metadata=None, **custom):
        content = answer_content("x", quotes, {"title": "X", **(metadata or {})})
        content["responses"]["utter_x"][0]["custom"].update(custom)
        return read_content(content)

    def read_content(content):
        dump(project.root / "one" / "x.yml", content)
        return read_answers(project.root / "one", read_seeds(project.seeds))[0]

    read_one.content = read_content
    return read_one


def test_an_answer_is_its_sentences(read):
    """An answer's text is the quoted sentences, verbatim, in reading order."""
    assert read(["Green", "It", "Black"]).text == (
        "Green tea comes from young leaves. It tastes of grass. Black tea is dried longer."
    )


def test_an_answer_has_its_files_name(read):
    """The file's name is the answer's and, with `utter_`, the phrase's."""
    answer = read(["Black"])
    assert (answer.name, answer.phrase, answer.file) == ("x", "utter_x", "data/answers/x.yml")


def test_metadata_is_read(read):
    """What goes with an answer is read from its metadata."""
    answer = read(["Black"], {"next": "a", "why": "b", "related": ["c", "d"], "in_full": True})
    assert (answer.next, answer.why, answer.related, answer.in_full) == ("a", "b", ("c", "d"), True)


@pytest.mark.parametrize("quotes", [["Black", "Green"], ["Black", "Black"]])
def test_quotes_stand_in_reading_order(read, quotes):
    """Quotes in another order than the seed's, or twice, are refused."""
    with pytest.raises(UngroundedAnswer, match="not each once and in reading order"):
        read(quotes)


def test_a_heading_is_quoted_only_as_a_heading(read):
    """A heading beside sentences is refused."""
    with pytest.raises(UngroundedAnswer, match="a heading beside sentences"):
        read(["Tea in", "Green"])


def test_a_leaning_sentence_brings_the_one_before(read):
    """A sentence that leans is refused without the one it leans on, which is named."""
    with pytest.raises(UngroundedAnswer, match="Quote 'Some people drink tea late.' before it"):
        read(["The result"])


def test_a_leaning_sentence_needs_its_own_neighbour(read):
    """Another sentence than the one before does not hold up one that leans."""
    with pytest.raises(UngroundedAnswer, match="without the sentence it leans on"):
        read(["Green", "The result"])


def test_a_reason_lets_it_stand_alone(read):
    """With a reason, a sentence that seems to lean may stand alone."""
    assert read(["It tastes"], stands_alone={"It tastes": "the question names it"}).sentences


@pytest.mark.parametrize("reason", ["", "  ", None])
def test_no_reason_no_exception(read, reason):
    """`stands_alone` without a reason is refused."""
    with pytest.raises(UngroundedAnswer, match="gives no reason"):
        read(["It tastes"], stands_alone={"It tastes": reason})


def test_an_exception_names_a_quoted_sentence(read):
    """`stands_alone` for a sentence that is not quoted is refused."""
    with pytest.raises(UngroundedAnswer, match="stands_alone"):
        read(["Black"], stands_alone={"It tastes": "why not"})


@pytest.mark.parametrize("quotes", [[], None])
def test_an_answer_quotes_something(read, quotes):
    """An answer without quotes is refused."""
    with pytest.raises(UngroundedAnswer, match="only quotes"):
        read(quotes)


def test_an_answer_has_no_text_of_its_own(read):
    """A `text` beside the quotes is refused: it would be said and not quoted."""
    content = answer_content("x", ["Black"], {"title": "X"})
    content["responses"]["utter_x"][0]["text"] = "Black tea is good."
    with pytest.raises(UngroundedAnswer, match="no `text`"):
        read.content(content)


def test_an_answer_has_one_wording(read):
    """Two variations are refused: the same question gets the same words."""
    content = answer_content("x", ["Black"], {"title": "X"})
    content["responses"]["utter_x"] *= 2
    with pytest.raises(UngroundedAnswer, match="with one variation"):
        read.content(content)


@pytest.mark.parametrize("phrase", ["utter_y", "utter_x_too"])
def test_an_answer_file_holds_its_own_response(read, phrase):
    """A response of another name is refused."""
    content = answer_content("x", ["Black"], {"title": "X"})
    content["responses"][phrase] = content["responses"]["utter_x"]
    with pytest.raises(UngroundedAnswer, match="exactly one response, `utter_x`"):
        read.content(content)


@pytest.mark.parametrize("intents", [[], ["ask_y"], ["ask_x", "ask_y"]])
def test_an_answer_file_holds_its_own_intent(read, intents):
    """Examples of another intent, or of none, are refused."""
    content = answer_content("x", ["Black"], {"title": "X"})
    content["nlu"] = [{"intent": intent, "examples": "- tea\n"} for intent in intents]
    with pytest.raises(UngroundedAnswer, match="exactly one intent, `ask_x`"):
        read.content(content)


@pytest.mark.parametrize("key", ["title", "notice"])
def test_an_answer_has_a_title_and_a_notice(read, key):
    """An answer without a title or without a notice is refused."""
    with pytest.raises(UngroundedAnswer, match=f"no `metadata: {key}:`"):
        read(["Black"], {key: ""})


def test_a_file_that_is_no_yaml_is_refused_in_one_line(project):
    """A file that cannot be parsed is refused by its name, in one line."""
    (project.data / "answers" / "green.yml").write_text("a: [unclosed")
    with pytest.raises(Refused, match=r"green\.yml cannot be read") as refusal:
        read_answers(project.data / "answers", read_seeds(project.seeds))
    assert "\n" not in str(refusal.value)
