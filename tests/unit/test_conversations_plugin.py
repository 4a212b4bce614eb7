"""What a run of scripts looks like: collected, selected, told like prose, and reported."""

import xml.etree.ElementTree as ET

import pytest

import gutfaq.conversations.reporter  # noqa: F401  imported once, not anew by every run below

pytest_plugins = ["pytester"]
GOOD = """\
test_cases:
- test_case: is greeted
  steps:
  - user: hello
  - utter: utter_greet
- test_case: asks for the hours
  markers: [hours]
  steps:
  - user: hello
  - press: Hours
    assertions: [{bot_uttered: {utter_name: utter_hours}}]
"""
WRONG = """\
test_cases:
- test_case: asks for the hours, then for cats
  steps:
  - user: hours
    assertions:
    - answers: hours
    - notice: beware
    - quotes: [The gate opens]
    - says_nothing_else: true
  - user: hours
    assertions:
    - answers: dogs
    - quotes: [The gate shuts]
"""


WITHOUT = [f"-p no:{each}" for each in ("hypothesispytest", "asyncio")]


@pytest.fixture
def run(pytester, request):
    """Return a function that plays a script against the fake assistant."""
    lines = ["[pytest]", "markers = hours: about hours", f"pythonpath = {request.path.parent}"]
    lines.append(f"addopts = --strict-markers {' '.join(WITHOUT)}")
    pytester.makeini("\n".join(lines))
    folder = pytester.mkdir("tests") / "conversations"
    folder.mkdir()

    def play(text, *options, assistant="rasa", name="script.yml"):
        (folder / name).write_text(text, encoding="utf-8")
        driver = f"--gutfaq-driver=conversations_fake:{assistant}"
        return pytester.runpytest_inprocess(driver, *options)

    return play


def test_each_case_is_an_item(run):
    """Every case is a test of its own, named as the script names it."""
    result = run(GOOD, "--collect-only", "-q")
    result.stdout.fnmatch_lines(
        [
            "tests/conversations/script.yml::is greeted",
            "tests/conversations/script.yml::asks for the hours",
        ]
    )


@pytest.mark.parametrize("option", ["-k=hours", "-m=hours"])
def test_selection(run, option):
    """Names and markers select cases."""
    run(GOOD, option).assert_outcomes(passed=1, deselected=1)


def test_one_case_by_its_name(run, pytester):
    """A case is played alone by its name, spaces included."""
    run(GOOD)
    result = run(GOOD, "tests/conversations/script.yml::is greeted")
    result.assert_outcomes(passed=1)


def test_junit(run, pytester):
    """A junit report has the cases by name."""
    run(GOOD, "--junitxml=out.xml")
    names = [case.get("name") for case in ET.parse(pytester.path / "out.xml").iter("testcase")]
    assert names == ["is greeted", "asks for the hours"]


def test_last_failed(run):
    """--lf plays again what failed, and nothing else."""
    text = GOOD.replace("utter: utter_greet", "utter: utter_left")
    run(text).assert_outcomes(passed=1, failed=1)
    run(text, "--lf").assert_outcomes(failed=1)


def test_workers(run):
    """Cases are played by several workers, and the coverage line tells of all of them."""
    result = run(GOOD, "-n2")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["2 conversations, 3 turns, *"])


def test_failure_reads_like_prose(run):
    """A failure tells file, line, case, step, what was typed, expected and said, and the way."""
    result = run(WRONG, assistant="gutfaq")
    result.stdout.fnmatch_lines(
        [
            "tests/conversations/script.yml:10: asks for the hours, then for cats",
            "Step 2 of 2. The person typed: hours",
            "  Line 12 expects `answers`. Expected -, got +:",
            "    - answer utter_dogs",
            "    + answer utter_hours",
            "  Line 13 expects `quotes`. Expected -, got +:",
            "    - The gate shuts",
            "    + The gate opens at nine.",
            "  What was said:",
            "    utter_hours: The gate opens at nine. It closes at five.",
            "    utter_beware: Ask the porter.",
            "    [[]Dogs] [[]Cats]",
            "  How it came about: intent ask_hours (0.90); 4.0 ms",
            "  The conversation before it:",
            "    The person typed: hours",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_button_that_is_not_there(run):
    """Pressing what is not offered fails and tells what is."""
    result = run(GOOD.replace("press: Hours", "press: Cats"))
    result.stdout.fnmatch_lines(
        ["  There is no button 'Cats' to press; the last turn offered 'Hours'."]
    )


def test_unknown_phrase(run):
    """A phrase that the project does not have fails before anything is played."""
    result = run(WRONG.replace("answers: hours", "answers: hour"), assistant="gutfaq")
    result.stdout.fnmatch_lines(
        ["*script.yml:6: 'utter_hour' is no phrase of this project. Nearest: 'utter_hours'."]
    )


def test_case_that_expects_nothing(run):
    """A case that expects nothing fails."""
    result = run("test_cases:\n- test_case: idle\n  steps: [{user: hello}]")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*script.yml:2: The case expects nothing."])


def test_unused_fixture(run):
    """A fixture that no case uses fails the file, and its cases still run."""
    result = run("fixtures:\n- premium: {a: 1}\n" + GOOD)
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*script.yml:2: The fixture 'premium' is used by no case."])


def test_bad_grammar(run):
    """A file that is not in the format is an error of one line."""
    result = run(GOOD.replace("utter:", "uter:"))
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["tests/conversations/script.yml:5: 'uter' is no kind of step.*"])


def test_answer_that_no_script_reaches(run):
    """A full run that leaves an answer unreached fails and says what to add."""
    text = WRONG.partition("  - user: hours\n    assertions:\n    - answers: dogs")[0]
    result = run(text, assistant="gutfaq")
    result.assert_outcomes(passed=1)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["No script reaches the answer 'dogs'. Add a case with *"])


def test_part_of_the_scripts_may_leave_answers_unreached(run):
    """A run of some of the cases says nothing of answers that it does not reach."""
    text = WRONG.partition("  - user: hours\n    assertions:\n    - answers: dogs")[0]
    more = "- test_case: other\n  steps: [{user: hours, assertions: [{answers: hours}]}]"
    result = run(text + more, "-k", "other", assistant="gutfaq")
    assert result.ret == pytest.ExitCode.OK


def test_coverage_line(run):
    """The run ends with what the scripts reached of answers, notices and seed sentences."""
    result = run(WRONG, assistant="gutfaq")
    result.stdout.fnmatch_lines(["reached: 1 of 2 answers, 1 of 2 notices, 1 of 3 seed sentences"])


def test_other_yaml_is_left_alone(run, pytester):
    """YAML without test cases outside the folder of scripts is no test."""
    pytester.path.joinpath("tests", "data.yml").write_text("a: 1")
    run(GOOD, "tests").assert_outcomes(passed=2)


def test_nothing_of_rasa_is_loaded(pytester):
    """A run without scripts imports nothing of Rasa."""
    pytester.makepyfile(
        "import sys\ndef test_it():\n"
        "    assert not {'rasa', 'ruamel.yaml', 'rasa.core'} & set(sys.modules)"
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_shared_fixtures(run, pytester):
    """Fixtures of a conftest.yml above are there for every script below it, used or not."""
    pytester.path.joinpath("tests", "conftest.yml").write_text("fixtures:\n- premium: {a: 1}\n")
    text = GOOD.replace("is greeted\n", "is greeted\n  fixtures: [premium]\n")
    run(text).assert_outcomes(passed=2)
