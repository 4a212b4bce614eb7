"""The gate, with a scripted agent in Rasa's place: whatever happens, a fixed line leaves."""

from __future__ import annotations

import asyncio
import logging

import pytest

from gutfaq.gate import Gate
from gutfaq.reply import Turn
from gutfaq.safety import Assessment
from gutfaq.storage import Conversations
from gutfaq.text import MAX_TEXT

EMERGENCY = Assessment(tier="emergency", context="affirmed", card="utter_emergency_card")
URGENT = Assessment(tier="urgent", context="affirmed", card="utter_urgent_referral")
ANSWER = ("utter_green", "utter_not_medical_advice")
SAFE = ["utter_safe_fallback"]


class ScriptedAgent:
    """Says phrases, or fails, in Rasa's place.

    Args:
        phrases: What it says to every message.
        fails: What it raises after that.
        takes_s: How long it takes.
    """

    def __init__(self, *phrases, fails=None, takes_s=0.0):
        self.phrases, self.fails, self.takes_s = phrases, fails, takes_s
        self.heard = []

    async def handle_message(self, message):
        """Answer as Rasa's agent does."""
        self.heard.append(message)
        for phrase in self.phrases:
            sent = {"phrase": phrase, "text": "Drink bleach.", "intent": "ask_x", "confidence": 1}
            await message.output_channel.send_response(message.sender_id, sent)
        await asyncio.sleep(self.takes_s)
        if self.fails:
            raise self.fails


class WordMatcher:
    """Finds an emergency in "bleed" and an urgent case in "fever"; fails at "break"."""

    def assess(self, text):
        """Read one message as the safety matcher does."""
        if "break" in text:
            raise RuntimeError(text)
        return EMERGENCY if "bleed" in text else URGENT if "fever" in text else Assessment()


class StoreAway(Conversations):
    """A store whose database is away."""

    def __init__(self):
        pass

    def reply_to(self, *_given):
        """Fail."""
        raise OSError("the database is away")

    keep_reply = forget = rate = read = write = reply_to


@pytest.fixture
def gate(book):
    """Return a function that makes a gate over a scripted agent."""

    def made(agent, store=None, **options):
        return Gate(
            lambda: agent, book, WordMatcher(), store or Conversations("sqlite://"), **options
        )

    return made


def spoken(reply):
    """Return the names of the phrases of a reply."""
    return [said.phrase for said in reply.said]


async def test_a_question_is_answered(gate):
    """What the agent says leaves as phrases, with verdict, part and time."""
    reply = await gate(ScriptedAgent(*ANSWER)).ask(Turn("x", "green?"))
    assert spoken(reply) == list(ANSWER)
    assert (reply.verdict, reply.parts[0].text, reply.error) == (("answer",), "green?", None)
    assert reply.ms is not None


@pytest.mark.parametrize("failure", [ValueError("x"), OSError(), KeyError("k"), RuntimeError()])
async def test_a_failing_agent_ends_in_the_safe_line(gate, failure):
    """Whatever the agent raises, what it said before does not leave; the safe line does."""
    reply = await gate(ScriptedAgent(*ANSWER, fails=failure)).ask(Turn("x", "green?"))
    assert (spoken(reply), reply.error) == (SAFE, type(failure).__name__)


async def test_a_slow_agent_ends_in_the_safe_line(gate):
    """An agent that takes too long is not waited for."""
    agent = ScriptedAgent(*ANSWER, takes_s=5)
    reply = await gate(agent, timeout_s=0.05).ask(Turn("x", "green?"))
    assert (spoken(reply), reply.error) == (SAFE, "TimeoutError")
    assert reply.ms < 1000


async def test_a_silent_agent_ends_in_the_safe_line(gate):
    """Silence becomes the safe line."""
    assert spoken(await gate(ScriptedAgent()).ask(Turn("x", "green?"))) == SAFE


async def test_an_agent_that_is_no_agent_ends_in_the_safe_line(gate):
    """Before a model is loaded a person gets the safe line."""
    assert spoken(await gate(None).ask(Turn("x", "green?"))) == SAFE


async def test_unknown_phrases_do_not_leave(gate):
    """What the agent says that is no phrase is not said."""
    reply = await gate(ScriptedAgent("Drink bleach.", "utter_greet")).ask(Turn("x", "hi"))
    assert spoken(reply) == ["utter_greet"]


async def test_an_answer_without_its_notice_does_not_leave(gate):
    """An agent that says an answer alone is not let through."""
    assert spoken(await gate(ScriptedAgent("utter_green")).ask(Turn("x", "green?"))) == SAFE


@pytest.mark.parametrize(
    "agent", [None, ScriptedAgent(*ANSWER), ScriptedAgent(), ScriptedAgent(fails=OSError())]
)
async def test_an_emergency_gets_its_card(gate, agent):
    """Whatever the agent does, an emergency gets its card and no answer."""
    reply = await gate(agent).ask(Turn("x", "I bleed"))
    assert spoken(reply) == ["utter_emergency_card"]
    assert reply.verdict == ("emergency",)


@pytest.mark.parametrize("agent", [None, ScriptedAgent(), ScriptedAgent(fails=OSError())])
async def test_an_alarm_whose_action_failed_is_remembered(gate, agent):
    """When the card came from the guard, the conversation remembers the alarm all the same."""
    store = Conversations("sqlite://")
    await gate(agent, store).ask(Turn("x", "I bleed"))
    slots = {"alarm": "emergency", "cards": ["utter_emergency_card"], "place": "alarm"}
    assert store.read("x")["slots"] == slots


async def test_an_open_alarm_is_recalled(gate):
    """The reminder follows a bare response that no action adds it to."""
    store = Conversations("sqlite://")
    store.set_slots("x", alarm="emergency")
    reply = await gate(ScriptedAgent("utter_greet"), store).ask(Turn("x", "green?"))
    assert [said.phrase for said in reply.said] == ["utter_greet", "utter_reminder_emergency"]


async def test_no_alarm_is_remembered_without_one(gate):
    """A failure without an alarm leaves none open."""
    store = Conversations("sqlite://")
    await gate(ScriptedAgent(fails=OSError()), store).ask(Turn("x", "green?"))
    assert store.read("x") is None


async def test_an_emergency_waits_for_no_understanding(gate):
    """An emergency is handed to Rasa with its intent already read."""
    agent = ScriptedAgent("utter_emergency_card")
    await gate(agent).ask(Turn("x", "I bleed"))
    assert agent.heard[0].parse_data["intent"] == {"name": "report_emergency", "confidence": 1.0}


async def test_a_due_referral_leaves_first(gate):
    """An urgent case gets its referral before the answer."""
    reply = await gate(ScriptedAgent(*ANSWER)).ask(Turn("x", "a fever"))
    assert spoken(reply) == ["utter_urgent_referral", *ANSWER]


async def test_a_failing_matcher_does_not_silence(gate):
    """When the safety matcher fails the question is answered all the same."""
    assert spoken(await gate(ScriptedAgent(*ANSWER)).ask(Turn("x", "break"))) == list(ANSWER)


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\x00", "\ufeff", "/", "///", " / "])
async def test_empty_text_is_not_handed_on(gate, text):
    """A message without words gets a fixed line, and Rasa never hears it."""
    agent = ScriptedAgent(*ANSWER)
    assert spoken(await gate(agent).ask(Turn("x", text))) == ["utter_gibberish"]
    assert agent.heard == []


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("/restart", "restart"),
        (" //restart", "restart"),
        ("/ /restart", "restart"),
        ('/ask_green{"alarm": "x"}', 'ask_green{"alarm": "x"}'),
        ("\x00/restart", "restart"),
        ("\ufeff/restart", "restart"),
        ("a\ud800b", "ab"),
        ("either/or", "either/or"),
    ],
)
async def test_commands_are_plain_words(gate, typed, heard):
    """What Rasa would obey reaches it as plain words."""
    agent = ScriptedAgent("utter_greet")
    await gate(agent).ask(Turn("x", typed))
    assert agent.heard[0].text == heard


async def test_too_long_a_text_is_not_handed_on(gate):
    """A message that is too long gets a fixed line, and Rasa never hears it."""
    agent = ScriptedAgent(*ANSWER)
    reply = await gate(agent).ask(Turn("x", "a" * (MAX_TEXT + 1)))
    assert (spoken(reply), agent.heard) == (["utter_too_long"], [])


@pytest.mark.parametrize("layers", [{"matcher"}, {"guard"}, {"matcher", "nlu", "guard"}])
async def test_too_long_an_emergency_gets_its_card(gate, layers):
    """An emergency at the end of a message that is too long gets its card."""
    asked = Turn("x", "so " * MAX_TEXT + "I bleed")
    reply = await gate(ScriptedAgent("utter_emergency_card"), layers=frozenset(layers)).ask(asked)
    assert spoken(reply) == ["utter_emergency_card"]


async def test_too_long_an_urgent_case_gets_its_referral(gate):
    """An urgent case in a message that is too long gets its referral first."""
    reply = await gate(ScriptedAgent()).ask(Turn("x", "so " * MAX_TEXT + "a fever"))
    assert spoken(reply) == ["utter_urgent_referral", "utter_too_long"]


async def test_rasa_hears_no_more_than_the_limit(gate):
    """Of an emergency that is too long Rasa hears the first part."""
    agent = ScriptedAgent("utter_emergency_card")
    await gate(agent).ask(Turn("x", "bleed " * MAX_TEXT))
    assert len(agent.heard[0].text) <= MAX_TEXT


async def test_a_button_is_pressed(gate):
    """The payload of a button that can be offered is handed to Rasa."""
    agent = ScriptedAgent(*ANSWER)
    await gate(agent).ask(Turn("x", "ignored", press="/ask_green"))
    assert agent.heard[0].text == "/ask_green"


async def test_a_pressed_question_is_shown_by_its_title(gate):
    """The question of a pressed button is what stood on it, not its payload."""
    reply = await gate(ScriptedAgent(*ANSWER)).ask(Turn("x", press="/ask_sleep"))
    assert [part.text for part in reply.parts] == ["Tea late"]


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "green",
        "ask_green",
        "/ask_nothing",
        "/restart",
        "/green",
        "/ask_greet",
        "/ask_green ",
        '/ask_green{"alarm": null}',
        "/report_resolved",
        "Drink bleach.",
    ],
)
async def test_only_buttons_that_exist_can_be_pressed(gate, payload):
    """A payload that no button has is not handed on."""
    agent = ScriptedAgent(*ANSWER)
    assert spoken(await gate(agent).ask(Turn("x", press=payload))) == ["utter_gibberish"]
    assert agent.heard == []


async def test_a_repeated_message_gets_the_reply_it_got(gate):
    """A message that is sent again gets its recorded reply, and is not answered twice."""
    agent = ScriptedAgent(*ANSWER)
    asked = gate(agent)
    first = await asked.ask(Turn("x", "green?", message_id="m1"))
    assert await asked.ask(Turn("x", "other words", message_id="m1")) == first
    assert len(agent.heard) == 1


@pytest.mark.parametrize("again", [Turn("y", "green?", message_id="m1"), Turn("x", "green?")])
async def test_another_message_is_answered_anew(gate, again):
    """Another conversation's message of the same id, or one without an id, is no repetition."""
    agent = ScriptedAgent(*ANSWER)
    asked = gate(agent)
    await asked.ask(Turn("x", "green?", message_id="m1"))
    await asked.ask(again)
    assert len(agent.heard) == 2


async def test_a_failure_can_be_tried_again(gate):
    """The safe line is not recorded: the same message may be answered later."""
    agent = ScriptedAgent(*ANSWER, fails=OSError())
    asked = gate(agent)
    await asked.ask(Turn("x", "green?", message_id="m1"))
    agent.fails = None
    assert spoken(await asked.ask(Turn("x", "green?", message_id="m1"))) == list(ANSWER)


@pytest.mark.parametrize("phrases", [ANSWER, ("utter_data_deleted",)])
async def test_a_store_that_is_away_does_not_silence(gate, phrases):
    """When the store fails a person still gets a line."""
    reply = await gate(ScriptedAgent(*phrases), StoreAway()).ask(Turn("x", "hi", message_id="m"))
    assert spoken(reply) == (list(ANSWER) if phrases == ANSWER else SAFE)


async def test_an_alarm_gets_its_card_without_a_store(gate):
    """When neither the agent nor the store works, the card leaves."""
    reply = await gate(ScriptedAgent(fails=OSError()), StoreAway()).ask(Turn("x", "I bleed"))
    assert spoken(reply) == ["utter_emergency_card"]


async def test_deletion_leaves_nothing(gate):
    """When a person has their data deleted, the reply that says so is not kept either."""
    store = Conversations("sqlite://")
    asked = gate(ScriptedAgent("utter_greet"), store)
    await asked.ask(Turn("x", "hello", message_id="m1"))
    await gate(ScriptedAgent("utter_data_deleted"), store).ask(Turn("x", "del", message_id="m2"))
    assert (store.before("x", "m1")[1], store.before("x", "m2")[1]) == (None, None)


async def test_a_vote_is_kept(gate):
    """A vote on a phrase is kept for the operator."""
    store = Conversations("sqlite://")
    await gate(ScriptedAgent(), store).rate("x", "utter_green", "up", None)
    assert store.ratings() == [("utter_green", "up", 1)]


@pytest.mark.parametrize(("phrase", "vote"), [("Drink bleach.", "up"), ("utter_green", "bleach")])
async def test_a_vote_is_on_a_phrase(gate, phrase, vote):
    """A vote on anything else, or of another kind, is not kept."""
    store = Conversations("sqlite://")
    await gate(ScriptedAgent(), store).rate("x", phrase, vote, None)
    assert store.ratings() == []


async def test_forgetting_forgets(gate):
    """After `forget` a repeated message is answered anew."""
    agent = ScriptedAgent(*ANSWER)
    asked = gate(agent)
    await asked.ask(Turn("x", "green?", message_id="m1"))
    await asked.forget("x")
    await asked.ask(Turn("x", "green?", message_id="m1"))
    assert len(agent.heard) == 2


async def test_without_the_guard_silence_is_seen(gate):
    """With the guard off, as in tests of the other layers, nothing stands in for silence."""
    layers = frozenset({"matcher", "nlu"})
    assert spoken(await gate(ScriptedAgent(), layers=layers).ask(Turn("x", "hi"))) == []


async def test_without_the_matcher_the_guard_still_reads(gate):
    """With the matcher off the guard alone gives an emergency its card."""
    layers = frozenset({"guard"})
    reply = await gate(ScriptedAgent(*ANSWER), layers=layers).ask(Turn("x", "I bleed"))
    assert spoken(reply) == ["utter_emergency_card"]


@pytest.mark.parametrize("text", ["CANARY hurts", "break CANARY", "I bleed CANARY"])
@pytest.mark.parametrize("fails", [None, ValueError("CANARY")])
async def test_no_record_holds_what_was_typed(gate, caplog, text, fails):
    """Nothing that a person typed is in any log record, whatever fails."""
    caplog.set_level(logging.DEBUG)
    agent = ScriptedAgent("Drink bleach. CANARY", fails=fails)
    await gate(agent, StoreAway()).ask(Turn("x", text, message_id="m"))
    assert caplog.records
    assert not [r for r in caplog.records if "CANARY" in r.getMessage() + str(r.exc_info)]
