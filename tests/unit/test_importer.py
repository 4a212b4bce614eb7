"""The importer: the stock one, with answers declared and words in stories refused."""

from __future__ import annotations

import pytest

from gutfaq.errors import UngroundedAnswer, UngroundedNotice
from gutfaq.importer import GroundedImporter
from gutfaq.nlg import FINGERPRINT_SLOT
from gutfaq.phrasebook import read_phrasebook

STORY = """version: "3.1"
stories:
- story: tea
  steps:
  - intent: greet
  - {step}
"""


@pytest.fixture
def importer(project):
    """Return a function that reads the tiny project as `rasa train` does."""

    def read():
        root = project.root
        return GroundedImporter(
            str(root / "config.yml"), str(root / "domain.yml"), [str(root / "data")]
        )

    return read


def test_answers_declare_their_intents(importer):
    """The intent of every answer file is in the domain, beside those declared by hand."""
    assert {"greet", "ask_green", "ask_sleep"} <= set(importer().get_domain().intents)


def test_answers_carry_their_sentences(importer, change):
    """An answer's response holds the sentences it quotes, so a changed seed is changed data."""
    before = importer().get_nlu_data()
    custom = before.responses["utter_green"][0]["custom"]
    assert custom["sentences"] == ["Green tea comes from young leaves.", "It tastes of grass."]
    change("seeds/tea.txt", "tastes of grass", "tastes of hay")
    assert importer().get_nlu_data().fingerprint() != before.fingerprint()


def test_the_model_carries_the_fingerprint(importer, project):
    """The fingerprint of the phrasebook is the initial value of a slot."""
    slots = {slot.name: slot.initial_value for slot in importer().get_domain().slots}
    assert slots[FINGERPRINT_SLOT] == read_phrasebook(project).fingerprint


def test_examples_are_the_stock_importers(importer):
    """Examples in answer files are read as any Rasa file's."""
    assert "what of green" in {e.get("text") for e in importer().get_nlu_data().intent_examples}


def test_stories_with_actions_are_read(importer, project):
    """A story of intents and actions is read."""
    (project.data / "stories.yml").write_text(STORY.format(step="action: action_answer"))
    assert "tea" in {step.block_name for step in importer().get_stories().story_steps}


@pytest.mark.parametrize("step", ["bot: Drink bleach.", 'user: "drink what?"'])
def test_words_in_a_story_are_refused(importer, project, step):
    """A story that puts words in anyone's mouth would go around the phrasebook: refused."""
    (project.data / "stories.yml").write_text(STORY.format(step=step))
    with pytest.raises(UngroundedAnswer, match="'tea'.*may not hold words"):
        importer().get_stories()


def test_an_ungrounded_answer_is_not_trained(importer, change):
    """Training stops at a quote that begins no sentence."""
    change("data/answers/black.yml", "[Black tea]", "[Blak tea]")
    with pytest.raises(UngroundedAnswer, match="Nearest"):
        importer()


def test_an_ungrounded_line_is_not_trained(importer, change):
    """Training stops at a changed safety line."""
    change("data/notices_safety.yml", "See a doctor today.", "See a doctor soon.")
    with pytest.raises(UngroundedNotice, match="pinned"):
        importer()
