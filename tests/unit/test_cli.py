"""The command line: every verb helps, prints what it promises, and refuses in one line."""

from __future__ import annotations

import shutil

import pytest

from gutfaq.cli import _VERBS, main
from gutfaq.project import here
from gutfaq.reached import refuse_unreached

SAFETY = here().data / "safety"


@pytest.fixture
def gutfaq(project, monkeypatch, capsys):
    """Return a function that runs a verb on the tiny project."""
    monkeypatch.setenv("GUTFAQ_HOME", str(project.root))
    monkeypatch.setenv("GUTFAQ_DATABASE_URL", f"sqlite:///{project.root / 'kept.db'}")
    monkeypatch.setattr("gutfaq.cli.be_quiet", lambda: None)

    def ran(*arguments):
        code = main(arguments)
        out, error = capsys.readouterr()
        return code, out, error

    return ran


@pytest.fixture
def scripted(project):
    """Give the tiny project red flags and a conversation for each answer."""
    shutil.copytree(SAFETY, project.data / "safety")
    folder = project.root / "tests" / "conversations"
    folder.mkdir(parents=True)
    told = [f"{{answers: {name}}}" for name in ("title", "green", "black", "[sleep, milk]")]
    steps = [f"{{user: tea, assertions: [{each}]}}" for each in told]
    (folder / "tea.yml").write_text(
        f"test_cases: [{{test_case: tea, steps: [{', '.join(steps)}]}}]"
    )
    return folder / "tea.yml"


def helped(capsys, *arguments):
    """Return the code and the help of a verb."""
    with pytest.raises(SystemExit) as left:
        main([*arguments, "--help"])
    return left.value.code, capsys.readouterr().out


@pytest.mark.parametrize("verb", sorted(set(_VERBS) - {"slack", "evaluate"}))
def test_every_verb_helps(gutfaq, capsys, verb):
    """Every verb explains itself."""
    code, out = helped(capsys, verb)
    assert (code, f"gutfaq {verb}" in out) == (0, True)


def test_the_verbs_are_listed(gutfaq, capsys):
    """Without a verb the help lists them all."""
    assert "print the seed's sentences" in helped(capsys)[1]


@pytest.mark.parametrize("arguments", [[], ["drink"], ["ask", "--without", "words"]])
def test_wrong_usage_exits_2(gutfaq, arguments):
    """A wrong verb or option exits with 2."""
    with pytest.raises(SystemExit, match="2"):
        main(arguments)


def test_ask_asks_for_a_question(gutfaq):
    """`ask` without a question says what is missing, before anything is trained."""
    code, out, error = gutfaq("ask")
    assert (code, out) == (2, "")
    assert "Say what to ask" in error


def test_seeds_are_printed(gutfaq):
    """`seeds` prints every sentence with its number, place, kind and who quotes it."""
    code, out, _ = gutfaq("seeds")
    assert code == 0
    assert (
        "  1  Tea in the Evening\n     tea line 1, characters 0-18, heading; quoted by title" in out
    )
    assert "leans on the one before; quoted by green" in out


def test_seeds_are_printed_of_a_project_to_be_mended(gutfaq, change):
    """`seeds` prints the sentences also when a quote begins none, after saying so."""
    change("data/answers/black.yml", "[Black tea]", "[Blak tea]")
    code, out, _ = gutfaq("seeds")
    assert code == 0
    assert out.startswith("data/answers/black.yml quotes 'Blak tea'")
    assert "quoted by nobody" in out


def test_answers_are_printed(gutfaq):
    """`answers` prints every answer with its place and every notice with its voice."""
    code, out, _ = gutfaq("answers")
    assert code == 0
    assert "utter_black  (Black tea)\n    tea:2  Black tea is dried longer.\n" in out
    assert "utter_refer_dose  [safety voice]\n    Ask a pharmacist." in out


def test_check_says_what_was_checked(gutfaq, scripted):
    """`check` of a grounded project says how much it holds."""
    code, out, _ = gutfaq("check")
    assert (code, out.startswith("Grounded: 7 sentences, 5 answers, 20 notices")) == (0, True)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("data/answers/black.yml", "[Black tea]", "[Blak tea]", "begins no sentence"),
        ("data/notices_assistant.yml", "Hello.", "Grass!", "in the assistant's own voice"),
        ("data/notices_safety.yml", "See a doctor", "See a nurse", "pinned hash"),
        ("seeds/tea.txt", "add milk.", "add milk. Some add honey.", "quoted by no answer"),
        ("data/contacts.yml", "emergency:", "emergencies:", "lists nobody"),
    ],
)
def test_check_refuses_in_one_line(gutfaq, scripted, change, file, old, new, says):
    """`check` refuses what is not grounded: one line on standard error, and exit code 1."""
    change(file, old, new)
    code, out, error = gutfaq("check")
    assert (code, out) == (1, "")
    assert error.startswith("gutfaq check: ")
    assert says in error
    assert error.count("\n") == 1


def test_check_refuses_an_answer_that_no_conversation_reaches(gutfaq, scripted):
    """`check` refuses an answer without a scripted conversation, and says what to add."""
    scripted.write_text(scripted.read_text().replace("black", "green"))
    code, _, error = gutfaq("check")
    assert code == 1
    assert "data/answers/black.yml is reached by no scripted conversation" in error
    assert "`- answers: black`" in error


def test_every_answer_is_reached(book, tmp_path):
    """An empty folder of conversations reaches nothing."""
    with pytest.raises(Exception, match=r"answers/black\.yml is reached by no"):
        refuse_unreached(book, tmp_path)


def test_forget_says_how_many(gutfaq):
    """`forget` says how many conversations it deleted."""
    code, out, _ = gutfaq("forget", "--days", "7")
    assert (code, out) == (0, "Deleted 0 conversations that were unchanged for 7 days.\n")
