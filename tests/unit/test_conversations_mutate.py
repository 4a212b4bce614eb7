"""Spoiling the assistant: which mutants there are, and that scripts notice them."""

import re
from pathlib import Path

import pytest

from gutfaq.conversations import mutate
from gutfaq.conversations.forgetting import choices, readable
from gutfaq.conversations.mutants import KINDS, Mutant, all_mutants
from gutfaq.conversations.plans import read_plans
from gutfaq.phrasebook import read_phrasebook
from gutfaq.project import Project

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy():
    """Return a copy of the project that a test may spoil."""
    with mutate.copy_of(ROOT) as folder:
        yield folder


def first(kind):
    """Return the first mutant of a kind."""
    return next(mutant for mutant in all_mutants(ROOT) if mutant.kind == kind)


def test_every_kind():
    """There are mutants of every kind, and no two of one description."""
    mutants = list(all_mutants(ROOT))
    assert {mutant.kind for mutant in mutants} == set(KINDS)
    assert len({mutant.what for mutant in mutants}) == len(mutants)


def test_swapped_quotes(copy):
    """Two answers that swapped their quotes are grounded still, so only scripts can notice."""
    mutant = first("quotes")
    before = read_phrasebook(Project(ROOT))
    mutant.spoil(copy)
    after = read_phrasebook(Project(copy))
    one, other = (f"utter_{name}" for name in mutant.near)
    assert after.answers[one].text == before.answers[other].text
    assert after.answers[other].text == before.answers[one].text


def test_the_pinned_words_of_others_stay(copy):
    """Dropping a safety line leaves the words of the others as they are pinned."""
    mutants = [each for each in all_mutants(ROOT) if each.what == "without utter_prompt_referral"]
    mutants[0].spoil(copy)
    assert "utter_prompt_referral" not in read_phrasebook(Project(copy)).notices


def test_the_project_stays_as_it_is(copy):
    """Spoiling a copy changes nothing of the project."""
    files = [path for path in (ROOT / "data").rglob("*.yml")]
    before = [path.read_bytes() for path in files]
    for kind in KINDS:
        first(kind).spoil(copy)
    assert [path.read_bytes() for path in files] == before


def test_choices_of_a_story():
    """A story chooses its action by the place and the intent before it."""
    plans = read_plans(ROOT)
    story = next(each for each in plans.stories if each.name == "next after stages")
    assert choices(story) == {
        ("stages", "next_stage", "action_next"),
        ("progression", "next_stage", "action_next"),
    }


@pytest.mark.parametrize(
    "key",
    [
        '[{"user": {"intent": "greet"}}]',
        "eJyLri4tTi2yUqjOzCtJzSuxUkgvSk0tqa2NBQB+IQnF",
    ],
)
def test_readable(key):
    """A rule's key and a memory's key read the same."""
    assert re.sub(r"\s", "", readable(key)) == "[{user:{intent:greet}}]"


def test_told():
    """The list says of each mutant what noticed it, and cries out when nothing did."""
    mutant = first("rule")
    assert mutate.tell(mutate.Outcome(mutant, "x.yml:3 y (answers)")).startswith(
        "  caught  without"
    )
    assert mutate.tell(mutate.Outcome(mutant, None)).startswith("SURVIVED")
    assert "the same is chosen" in mutate.tell(mutate.Outcome(mutant, None, changed=False))


@pytest.mark.model
@pytest.mark.slow
def test_what_is_not_spoilt_is_not_noticed():
    """A copy with other bytes and the same meaning goes as scripted: scripts notice the mutants."""

    def spoil(root):
        for path in (root / "data" / "answers").glob("*.yml"):
            path.write_text(path.read_text() + "# the same\n")
        notices = root / "data" / "notices.yml"
        notices.write_text(notices.read_text().replace("and take care.", "and do take care."))

    cases = mutate.read_cases(ROOT, "tests/conversations/answers")[:8]
    (outcome,) = mutate.outcomes(ROOT, [Mutant("notice", "nothing", spoil)], cases)
    assert outcome.caught_by is None


@pytest.mark.model
@pytest.mark.slow
def test_one_of_each_kind_is_noticed():
    """Swapped quotes, a dropped notice, a removed rule and story, and so on: a script notices."""
    told = []
    for kind in KINDS:
        for outcome in mutate.outcomes(ROOT, mutate.chosen(ROOT, [kind], every=10_000)):
            told.append(mutate.tell(outcome))
    assert not [line for line in told if line.startswith("SURVIVED")], "\n".join(told)
