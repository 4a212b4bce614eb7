"""The topic: one file names what the text is about, and what can be asked of it."""

from __future__ import annotations

import pytest

from gutfaq.errors import Refusals, UngroundedAnswer, UngroundedNotice, UnquotedSentence
from gutfaq.notices import read_notices
from gutfaq.topic import Topic, read_topic

TOPIC = Topic("tea", {"usual": ("green", "black")})

LINE = """
responses:
  utter_greet:
  - text: "Ask about {topic}."
    metadata: {voice: assistant, offers: usual}
"""


def test_a_line_names_the_topic():
    """`{topic}` in a line becomes the name of what the text is about."""
    assert TOPIC.put_into("Ask about {topic}.", said_by="x.yml") == "Ask about tea."


def test_a_line_without_the_mark_needs_no_topic():
    """A line that names no topic is said as it stands, also where there is none."""
    assert Topic("", {}).put_into("Hello.", said_by="x.yml") == "Hello."


def test_a_mark_without_a_topic_is_refused():
    """A line with `{topic}` is refused, with the file to mend, where no topic is named."""
    with pytest.raises(UngroundedNotice, match=r"x\.yml.*data/topics\.yml has no `topic:`"):
        Topic("", {}).put_into("Ask about {topic}.", said_by="x.yml")


def test_a_list_is_offered_by_its_name():
    """The name of a list stands for its answers; answers stand for themselves."""
    assert TOPIC.offered("usual", said_by="x.yml") == ("green", "black")
    assert TOPIC.offered(["milk"], said_by="x.yml") == ("milk",)
    assert TOPIC.offered(None, said_by="x.yml") == ()


def test_an_unknown_list_is_refused():
    """A list that topics.yml does not have is refused, with those that it has."""
    with pytest.raises(UngroundedNotice, match=r"'usuall'.*\(usual\)"):
        TOPIC.offered("usuall", said_by="x.yml")


def test_a_project_without_topics_has_an_empty_topic(tmp_path):
    """Without a topics.yml there is no name and no list."""
    assert read_topic(tmp_path) == Topic("", {})


def test_notices_take_topic_and_buttons_from_topics_yml(tmp_path):
    """A notice that is read says the topic's name and offers the named list's answers."""
    (tmp_path / "notices.yml").write_text(LINE)
    (tmp_path / "topics.yml").write_text("topic: tea\noffers: {usual: [green]}\n")
    (notice,) = read_notices(tmp_path)
    assert (notice.text, notice.offers) == ("Ask about tea.", ("green",))


def test_refusals_are_kept_a_line_each():
    """Several refusals become one of the first one's kind, a line each, in their order."""
    refusals = Refusals()
    for refusal in (UngroundedAnswer("one"), UnquotedSentence("two")):
        with refusals.kept():
            raise refusal
    with pytest.raises(UngroundedAnswer, match="^one\ntwo$"):
        refusals.refuse()


def test_nothing_refused_passes():
    """Without a refusal nothing is raised; what is no refusal is not kept."""
    refusals = Refusals()
    with pytest.raises(ValueError, match="other"), refusals.kept():
        raise ValueError("other")
    refusals.refuse()
