"""Which scripts are accepted, which are refused, and in what words."""

from textwrap import dedent

import pytest

from gutfaq.conversations.grammar import read_fixtures, read_script
from gutfaq.conversations.script import BadScript
from gutfaq.conversations.soundness import answers_reached


@pytest.fixture
def script(tmp_path):
    """Return a function that reads a script from its text."""

    def read(text):
        path = tmp_path / "script.yml"
        path.write_text(dedent(text), encoding="utf-8")
        return read_script(path)

    return read


def case(*steps, top="", beside=""):
    """Return a script of one case with these steps, each as it stands after the dash."""
    listed = "\n".join(f"  - {step}" for step in steps)
    return f"{top}\ntest_cases:\n- test_case: one\n{beside}  steps:\n{listed}\n"


ACCEPTED = {
    "a bot step": case("user: hi", "bot: hello"),
    "an utter step": case("user: hi", "utter: utter_greet"),
    "slots by name": case("user: hi", "slot_was_set: [city, seats]"),
    "slots by value": case("user: hi", 'slot_was_set: [{city: Lisbon}, {seats: "4"}]'),
    "a slot that is not in a list": case("user: hi", "slot_was_set: {city: Lisbon}"),
    "slots not set": case("user: hi", 'slot_was_not_set: [name, {date: "2023-11-11"}]'),
    "what the start says": case("utter: utter_welcome", "user: hi"),
    "two messages in a row": case("user: hi", "user: and now", "bot: yes"),
    "an action": case("user: hi\n    assertions: [{action_executed: action_book}]"),
    "an utterance": case(
        "user: hi\n    assertions: [{bot_uttered: {utter_name: utter_a, text_matches: '^A',"
        " buttons: [{title: A, payload: /a}]}}]"
    ),
    "an utterance that must not be": case(
        "user: hi\n    assertions: [{bot_did_not_utter: {utter_name: utter_pay}}]"
    ),
    "slot assertions": case(
        "user: hi\n    assertions:\n    - slot_was_set: [{name: a, value: 1}, {name: b}]\n"
        "    - slot_was_not_set: [{name: c}]"
    ),
    "assertions in order": case(
        "user: hi\n    assertion_order_enabled: true\n    assertions: [{action_executed: a}]"
    ),
    "a flow that started": case("user: hi\n    assertions: [{flow_started: book}]"),
    "a flow that started, newly written": case(
        "user: hi\n    assertions: [{flow_started: {operator: all, flow_ids: [book]}}]"
    ),
    "a flow that completed": case(
        "user: hi\n    assertions: [{flow_completed: {flow_id: a, flow_step_id: b}}]"
    ),
    "a flow that was cancelled": case(
        "user: hi\n    assertions: [{flow_cancelled: {flow_id: a}}]"
    ),
    "a clarification": case(
        "user: hi\n    assertions: [{pattern_clarification_contains: [a, b]}]"
    ),
    "a grounded response": case(
        "user: hi\n    assertions: [{generative_response_is_grounded:"
        " {threshold: 0.9, ground_truth: 'It is so.', utter_source: action_a}}]"
    ),
    "a relevant response": case(
        "user: hi\n    assertions: [{generative_response_is_relevant: {threshold: 0.9}}]"
    ),
    "fixtures as lists": case(
        "user: hi", "bot: x",
        top="fixtures:\n- premium:\n  - kind: premium\n  - logged_in: True",
        beside="  fixtures: [premium]\n",
    ),
    "fixtures as a mapping": case(
        "user: hi", "bot: x",
        top="fixtures:\n- premium: {kind: premium, logged_in: true}",
        beside="  fixtures: [premium]\n",
    ),
    "metadata of a case and of a message": case(
        "user: hi\n    metadata: phone", "bot: x",
        top="metadata:\n- web: {os: linux}\n- phone: {os: android}",
        beside="  metadata: web\n",
    ),
    "stubs": case(
        "user: hi", "bot: x",
        top="stub_custom_actions:\n  check_balance:\n    events: [{event: slot, name: a}]\n"
        "    responses: [{text: 'It is 1.'}]\n  one::check_balance: {events: [], responses: []}",
    ),
    "our assertions": case(
        "user: hi\n    assertions:\n    - answers: [progression, causes]\n    - notice: beware\n"
        "    - verdict: [answer, refer]\n    - safety: {tier: urgent, context: affirmed}\n"
        "    - quotes: [Leaky gut usually]\n    - buttons: [Causes]\n    - within_ms: 200\n"
        "    - says_nothing_else: true"
    ),
    "a button that is pressed": case("user: hi", "press: A\n    assertions: [{answers: causes}]"),
    "a clock that moves": case("user: hi", "bot: x", "wait: 90 minutes", "user: hi", "bot: y",
                               top="clock: 2026-01-05 09:00"),
    "markers": case("user: hi", "bot: x", beside="  markers: [slow]\n"),
    "a version line": case("user: hi", "bot: x", top='version: "3.1"'),
}  # fmt: skip


@pytest.mark.parametrize("text", ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(script, text):
    """What Rasa Pro's public documentation shows of the format is accepted, and what is ours."""
    read = script(text)
    assert [each.name for each in read.cases] == ["one"]
    assert read.problems == ()
    assert read.cases[0].problems == ()


REFUSED = {
    "no test cases": ("steps: []", "'steps' is no key of a script"),
    "test cases missing": ("version: '3.1'", "a script needs the key `test_cases`"),
    "a case without a name": ("test_cases:\n- steps: []", "needs the key `test_case`"),
    "a case without steps": ("test_cases:\n- test_case: one", "needs the key `steps`"),
    "a misspelt key of a case": (
        "test_cases:\n- test_case: one\n  stepz: []",
        "script.yml:3: 'stepz' is no key of a test case. Nearest: 'steps'.",
    ),
    "a misspelt step": (
        case("usr: hi"),
        "script.yml:5: 'usr' is no kind of step. Nearest: 'user'.",
    ),
    "a misspelt assertion": (
        case("user: hi\n    assertions: [{bot_utterd: {utter_name: a}}]"),
        "'bot_utterd' is no key of an assertion. Nearest: 'bot_uttered'.",
    ),
    "two assertions in one": (
        case("user: hi\n    assertions: [{answers: a, notice: b}]"),
        "an assertion must have exactly one key; this has 2: answers, notice.",
    ),
    "a user step without text": (case("user:"), 'user is missing. An empty text is written "".'),
    "an empty utterance": (
        case("user: hi\n    assertions: [{bot_uttered: {}}]"),
        "bot_uttered is empty; give one of utter_name, text_matches, buttons.",
    ),
    "no slot": (case("user: hi", "slot_was_set: []"), "names no slot, so it expects nothing"),
    "a slot assertion without a name": (
        case("user: hi\n    assertions: [{slot_was_set: [{value: 1}]}]"),
        "an entry of slot_was_set needs the slot's `name`.",
    ),
    "a slot assertion in the form of a step": (
        case("user: hi\n    assertions: [{slot_was_set: [{city: Lisbon}]}]"),
        "'city' is no key of an entry of slot_was_set. There are: name, value.",
    ),
    "grounded without threshold": (
        case("user: hi\n    assertions: [{generative_response_is_grounded: {utter_name: a}}]"),
        "needs a `threshold` from 0 to 1",
    ),
    "a threshold above 1": (
        case("user: hi\n    assertions: [{generative_response_is_grounded: {threshold: 90}}]"),
        "threshold must be a number from 0 to 1",
    ),
    "an unknown fixture": (
        case("user: hi", beside="  fixtures: [premum]\n", top="fixtures:\n- premium: {a: 1}"),
        "'premum' is no fixture of this file. Nearest: 'premium'.",
    ),
    "an unknown metadata": (
        case("user: hi\n    metadata: web"),
        "'web' is no metadata: the file declares none.",
    ),
    "a fixture's name": (case("user: hi", top="fixtures:\n- 1st: {a: 1}"), "'1st' is no name"),
    "a fixture twice": (
        case("user: hi", top="fixtures:\n- a: {b: 1}\n- a: {b: 2}"),
        "the fixture 'a' is there twice",
    ),
    "a stub with a wrong key": (
        case("user: hi", top="stub_custom_actions:\n  a: {event: []}"),
        "'event' is no key of the stub 'a'. Nearest: 'events'.",
    ),
    "a verdict that there is not": (
        case("user: hi\n    assertions: [{verdict: answerd}]"),
        "verdict: 'answerd' is none of answer, not_in_text",
    ),
    "a tier that there is not": (
        case("user: hi\n    assertions: [{safety: {tier: red}}]"),
        "safety: tier: 'red' is none of crisis, emergency",
    ),
    "says_nothing_else: false": (
        case("user: hi\n    assertions: [{says_nothing_else: false}]"),
        "can only be `true`; leave the line out instead",
    ),
    "a time that is none": (case("user: hi", top="clock: soon"), "clock: 'soon' is no time"),
    "a wait that is none": (case("user: hi", "wait: a while"), "no length of time such as"),
    "an expectation after a wait": (
        case("user: hi", "wait: 1 hour", "bot: x"),
        "nothing is said after `wait`",
    ),
    "the same key twice": (
        "test_cases:\n- test_case: a\n  test_case: b\n  steps: []",
        "'test_case' stands twice",
    ),
    "no YAML": ("test_cases:\n- a: [", "script.yml:3: this is not YAML"),
}


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED)
def test_refused(script, text, words):
    """What is not in the format is refused in one line: file, line, the nearest right thing."""
    with pytest.raises(BadScript) as refusal:
        script(text)
    line = str(refusal.value)
    assert words in line
    assert "\n" not in line
    assert "script.yml:" in line
    assert line.endswith("docs/conversations.md shows the format.")


UNSOUND = {
    "nothing is expected": (case("user: hi"), "The case expects nothing."),
    "no step": ("test_cases:\n- test_case: one\n  steps: []", "The case has no step."),
    "no case": ("test_cases: []", "The file has no test case"),
    "an empty file": ("", "The file is empty"),
    "no assertion": (
        case("user: hi\n    assertions: []", "user: hi\n    assertions: [{answers: a}]"),
        "The list of assertions is empty.",
    ),
    "a fixture that nobody uses": (
        case("user: hi", "bot: x", top="fixtures:\n- premium: {a: 1}"),
        "The fixture 'premium' is used by no case.",
    ),
    "metadata that nobody uses": (
        case("user: hi", "bot: x", top="metadata:\n- web: {a: 1}"),
        "The metadata 'web' is used by no case.",
    ),
    "a stub of another case": (
        case("user: hi", "bot: x", top="stub_custom_actions:\n  two::a: {events: []}"),
        "The stub 'two::a' names no case of this file.",
    ),
    "two cases of one name": (
        "test_cases:\n- &c {test_case: one, steps: [{user: hi}, {bot: x}]}\n- *c",
        "The name 'one' is already that of the case in line 2.",
    ),
}


@pytest.mark.parametrize(("text", "words"), UNSOUND.values(), ids=UNSOUND)
def test_unsound(script, text, words):
    """A script that can be read but proves nothing says why."""
    read = script(text)
    problems = [*read.problems, *(each for case in read.cases for each in case.problems)]
    assert any(words in problem.text for problem in problems), problems


@pytest.mark.parametrize(
    "word", ["yes", "no", "on", "off", "4", "1.0", "true", "0x1F", "2026-01-01"]
)
def test_what_a_person_types_is_a_text(script, word):
    """YAML 1.2 is read, and what a person types stays as it is written."""
    assert script(case(f"user: {word}", "bot: x")).cases[0].steps[0].text == word


def test_values_keep_their_types(script):
    """A slot's value is text, number, truth or nothing as YAML 1.2 has it."""
    slots = "[{a: yes}, {b: 4}, {c: '4'}, {d: 1.5}, {e: false}, {f: null}, {g: 2026-01-01}]"
    (step,) = script(case("user: hi", f"slot_was_set: {slots}")).cases[0].steps
    values = [slot["value"] for slot in step.expectations[0].value]
    assert values == ["yes", 4, "4", 1.5, False, None, "2026-01-01"]


def test_lines(script):
    """Cases, steps and expectations know their lines."""
    (one,) = script(case("user: hi\n    assertions:\n    - answers: a\n    - notice: b")).cases
    (step,) = one.steps
    assert (one.line, step.line) == (3, 5)
    assert [each.line for each in step.expectations] == [7, 8]


def test_metadata_of_the_message_wins(script):
    """A message's metadata is that of the case, overridden by its own."""
    top = "metadata:\n- web: {os: linux, lang: en}\n- phone: {os: android}"
    text = case("user: a", "user: b\n    metadata: phone", "bot: x", top=top,
                beside="  metadata: web\n")  # fmt: skip
    first, second = script(text).cases[0].steps
    assert first.metadata == {"os": "linux", "lang": "en"}
    assert second.metadata == {"os": "android", "lang": "en"}


def test_stub_of_the_case_wins(script):
    """A stub that names the case is used in place of the one for every case."""
    top = (
        "stub_custom_actions:\n  a: {responses: [{text: all}]}\n"
        "  one::a: {responses: [{text: mine}]}"
    )
    (one,) = script(case("user: hi", "bot: x", top=top)).cases
    assert one.stubs == {"a": {"events": [], "responses": [{"text": "mine"}]}}


def test_steps_beside_assertions_are_left_out_aloud(script):
    """As in Rasa Pro, `utter` is left out in a case with assertions; here a warning says so."""
    text = case("user: hi\n    assertions: [{answers: a}]", "utter: utter_b")
    read = script(text)
    assert [each.kind for each in read.cases[0].steps[0].expectations] == ["answers"]
    assert "The `utter` step is left out" in read.warnings[0].text


def test_fixtures_of_conftest(tmp_path):
    """A conftest.yml shares fixtures; its other keys are left to Rasa Pro."""
    path = tmp_path / "conftest.yml"
    path.write_text("llm_judge: {llm: {provider: x}}\nfixtures:\n- premium:\n  - a: 1\n")
    assert read_fixtures(path) == {"premium": {"a": 1}}


def test_answers_reached(tmp_path):
    """The answers that a folder of scripts expects can be told without playing them."""
    text = case("user: hi\n    assertions: [{answers: [causes, utter_symptoms]}]")
    (tmp_path / "a.yml").write_text(text)
    assert answers_reached(tmp_path, tmp_path) == {"causes", "symptoms"}
