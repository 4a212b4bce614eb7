"""The plugin on a real Rasa project: its model, its custom actions, its clock."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gutfaq.conversations.rasa_driver import load
from gutfaq.conversations.script import BadScript
from gutfaq.conversations.settings import Settings

pytestmark = [pytest.mark.model, pytest.mark.slow]
TINY = Path(__file__).parent.parent / "tiny"
TRAIN = "import rasa; rasa.train('domain.yml', 'config.yml', 'data', 'models')"
SCRIPT = """\
fixtures:
- member: {member: true}
metadata:
- here: {from: the quay}
test_cases:
- test_case: is greeted and presses a button
  steps:
  - user: hello
  - bot: Hello. Where shall we go?
  - utter: utter_greet
  - press: To Lisbon
  - slot_was_set: [city: Lisbon]
  - bot: Shall I book Lisbon?
- test_case: a member books, and the custom action knows where the message came from
  fixtures: [member]
  metadata: here
  steps:
  - user: a journey to Paris
    assertion_order_enabled: true
    assertions:
    - slot_was_set: [{name: city, value: Paris}]
    - bot_uttered: {utter_name: utter_ask_confirm, text_matches: "Paris"}
    - slot_was_not_set: [{name: seats}]
  - user: yes
    assertions:
    - action_executed: action_book
    - bot_uttered: {utter_name: utter_booked}
    - bot_uttered: {utter_name: utter_member}
    - bot_uttered: {text_matches: begins at the quay}
    - slot_was_set: [{name: seats, value: 2}]
    - says_nothing_else: true
- test_case: is no member and changes their mind
  steps:
  - user: travel
  - slot_was_not_set: [city]
  - user: no thanks
  - utter: utter_left
- test_case: the office hours are in the text
  steps:
  - user: when do you open
    assertions:
    - generative_response_is_grounded: {threshold: 1.0}
    - within_ms: 2000
- test_case: a session that expires begins anew
  clock: 2026-01-05 09:00
  steps:
  - user: hello
  - wait: 61 minutes
  - user: hello
    assertions:
    - action_executed: action_session_start
    - bot_uttered: {utter_name: utter_greet}
"""
FAILING = """\
test_cases:
- test_case: an action that fails is silent in Rasa, not here
  steps:
  - user: break
  - slot_was_not_set: [city]
- test_case: a phrase that there is not
  steps:
  - user: hello
  - utter: utter_gret
- test_case: within the hour it does not
  clock: 2026-01-05 09:00
  steps:
  - user: hello
  - wait: 59 minutes
  - user: hello
    assertions:
    - action_executed: action_session_start
- test_case: a flow
  steps:
  - user: hello
    assertions: [{flow_started: greet}]
"""
STUBS = """\
stub_custom_actions:
  action_book:
    events: [{event: slot, name: seats, value: 9}]
    responses: [{response: utter_booked}, {text: A stub says so.}]
test_cases:
- test_case: the stub answers in place of the action
  steps:
  - user: travel
  - user: yes
  - bot: A stub says so.
  - utter: utter_booked
  - slot_was_set: [seats: 9]
- test_case: an action without a stub
  steps:
  - user: break
  - slot_was_not_set: [city]
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Return a copy of the tiny project with its model."""
    folder = tmp_path_factory.mktemp("tiny") / "project"
    shutil.copytree(TINY, folder)
    (folder / "seeds").mkdir()
    (folder / "seeds" / "hours.txt").write_text("The office opens at nine. It closes at five.")
    subprocess.run([sys.executable, "-W", "ignore", "-c", TRAIN], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def told(trained, tmp_path_factory):
    """Return what a run of all the scripts writes."""
    folder = tmp_path_factory.mktemp("scripts")
    for name, text in {"good": SCRIPT, "failing": FAILING, "stubs": STUBS}.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nasyncio_default_fixture_loop_scope = function\n")
    command = [sys.executable, "-m", "pytest", "-rA", f"--gutfaq-project={trained}", folder]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder).stdout


@pytest.mark.parametrize(
    "case",
    [
        "good.yml::is greeted and presses a button",
        "good.yml::a member books, and the custom action knows where the message came from",
        "good.yml::is no member and changes their mind",
        "good.yml::the office hours are in the text",
        "good.yml::a session that expires begins anew",
        "stubs.yml::the stub answers in place of the action",
    ],
)
def test_passes(told, case):
    """Model, actions, fixtures, metadata, buttons, order, clock, stubs: all as the script says."""
    assert f"PASSED {case}" in told, told


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("an action that fails is silent in Rasa, not here", "raised KeyError: 'no such seat'."),
        ("a phrase that there is not", "'utter_gret' is no phrase of this project."),
        ("a flow", "Rasa Open Source has no flows"),
        ("within the hour it does not", "- action action_session_start"),
        ("an action without a stub", "action_break_down was called, but the script stubs"),
    ],
)
def test_fails(told, case, words):
    """What goes wrong fails, each in its own words."""
    assert re.search(f"^FAILED .*::{case}", told, re.MULTILINE), told
    assert words in told


def test_reached(told):
    """The coverage line tells responses, rules and stories of any Rasa project."""
    assert "reached: 6 of 7 responses, 3 of 4 rules, 2 of 2 stories" in told


def test_pace(told):
    """At least 50 turns are played in a second."""
    assert int(re.search(r"turns, (\d+) a second", told)[1]) >= 50


def test_warnings(told):
    """The run is not drowned in the warnings of Rasa's imports."""
    assert "Deprecat" not in told


def test_no_model(tmp_path):
    """A project that is not trained says so in one line."""
    settings = Settings(tmp_path, tmp_path, tmp_path / "models", tmp_path / "endpoints.yml")
    with pytest.raises(BadScript, match=r"models holds no trained model. Run `rasa train`\."):
        load(settings)
