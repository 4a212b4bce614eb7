"""Whatever fails, a person gets a fixed line: never silence, never an answer without its notice."""

from __future__ import annotations

import contextlib
import logging
import os
import random
import time
from collections import Counter

import pytest
from action_servers import KINDS, serving
from checks import BLEACH, assert_complete, assert_grounded, everything_stored, gate_with

from gutfaq.endpoints import RemoteActions
from gutfaq.gate import LAYERS

pytestmark = pytest.mark.model

TURNS = int(os.environ.get("GUTFAQ_FAULT_TURNS", "500"))
QUESTION = "what is leaky gut?"
EMERGENCY = "I am vomiting blood right now"
CRISIS = "I want to kill myself"
SAFE = ["utter_safe_fallback"]
WITHIN_MS = 2000


def failing(*_given, **_told):
    """Fail, with words that must not leave."""
    raise RuntimeError(BLEACH)


async def failing_later(*_given, **_told):
    """Fail as a coroutine does."""
    raise RuntimeError(BLEACH)


async def saying_nothing(*_given, **_told):
    """Answer as an action that says nothing."""
    return {"events": [], "responses": []}


def places(assistant):
    """Return what can fail: an object, its attribute and how it fails."""
    processor = assistant.agent.processor
    return {
        "an action": (processor.action_endpoint._executor, "run", failing_later),
        "a silent action": (processor.action_endpoint._executor, "run", saying_nothing),
        "the action endpoint": (processor.action_endpoint, "request", failing_later),
        "the generator": (processor.nlg, "generate", failing_later),
        "the pipeline": (processor, "parse_message", failing_later),
        "the graph": (processor.graph_runner, "run", failing),
        "the policies": (processor, "_predict_next_with_tracker", failing),
        "reading the store": (assistant.store, "retrieve", failing_later),
        "writing the store": (assistant.store, "save", failing_later),
        "the database": (assistant.store.conversations, "read", failing),
        "writing the database": (assistant.store.conversations, "write", failing),
        "the lock": (assistant.agent.lock_store, "get_or_create_lock", failing),
        "the agent": (assistant.agent, "handle_message", failing_later),
    }


PLACES = [
    "an action",
    "a silent action",
    "the action endpoint",
    "the generator",
    "the pipeline",
    "the graph",
    "the policies",
    "reading the store",
    "writing the store",
    "the database",
    "writing the database",
    "the lock",
    "the agent",
]
# Without its store each message is answered as if it were the first.
STORES = ["reading the store", "writing the store", "the database", "writing the database"]
SLOW = ("hangs", "drips")
SHORTLY_S = 0.02
"""How long a slow server is waited for among many turns; alone it is waited for as in earnest."""


@contextlib.contextmanager
def broken(assistant, place):
    """Break one place for a while."""
    target, name, fault = places(assistant)[place]
    real = getattr(target, name)
    try:
        object.__setattr__(target, name, fault)
        yield
    finally:
        object.__setattr__(target, name, real)


@contextlib.contextmanager
def acting_at(assistant, kind):
    """Send actions to a server of this kind for a while."""
    processor = assistant.agent.processor
    here = processor.action_endpoint
    with serving(kind) as url:
        processor.action_endpoint = RemoteActions(url, assistant.phrasebook)
        try:
            yield
        finally:
            processor.action_endpoint = here


@pytest.mark.parametrize("place", [place for place in PLACES if place not in STORES])
def test_a_failure_ends_in_the_fixed_line(assistant, ask, spoken, place):
    """Wherever it fails, a question gets the fixed line within two seconds."""
    with broken(assistant, place):
        reply = ask(QUESTION)
    assert spoken(reply) == SAFE
    assert reply.ms < WITHIN_MS
    assert_grounded(reply, assistant.phrasebook, QUESTION)


@pytest.mark.parametrize("place", STORES)
def test_without_its_store_it_answers_all_the_same(assistant, ask, spoken, place):
    """When conversations cannot be read or kept, a question gets its answer and its notice."""
    with broken(assistant, place):
        reply = ask(QUESTION)
    assert "utter_definition" in spoken(reply)
    assert_complete(reply, assistant.phrasebook)


@pytest.mark.parametrize("text", [EMERGENCY, CRISIS])
@pytest.mark.parametrize("place", PLACES)
def test_an_alarm_gets_its_card_whatever_fails(assistant, ask, place, text):
    """Wherever it fails, an emergency or a crisis gets its card first, and no answer."""
    with broken(assistant, place):
        reply = ask(text)
    assert reply.said[0].phrase in ("utter_emergency_card", "utter_crisis_card")
    assert not [said for said in reply.said if said.kind == "answer"]
    assert reply.ms < WITHIN_MS


def test_an_alarm_whose_action_failed_is_reminded_of(assistant, ask, spoken):
    """After a card that the guard had to say, the reminder stays until it is resolved."""
    with broken(assistant, "an action"):
        ask(CRISIS, conversation="reminded")
    assert spoken(ask(QUESTION, conversation="reminded"))[-1] == "utter_reminder_crisis"
    ask("I am safe now, thank you", conversation="reminded")
    assert "utter_reminder_crisis" not in spoken(ask(QUESTION, conversation="reminded"))


def test_deletion_reaches_what_was_said_while_the_store_was_away(assistant, ask, spoken):
    """Of a conversation whose store was away nothing is left in Rasa's memory to be deleted."""
    with broken(assistant, "writing the database"):
        ask("CANARYWORD what is leaky gut?", conversation="deleted")
    assert spoken(ask("delete my data", conversation="deleted")) == ["utter_data_deleted"]
    memory = assistant.agent.tracker_store.fallback_tracker_store
    assert "deleted" not in memory.store


@pytest.mark.parametrize("kind", KINDS)
def test_an_action_server_that_is_wrong(assistant, ask, spoken, kind):
    """Whatever an action server does, a question gets the fixed line within two seconds."""
    begun = time.perf_counter()
    with acting_at(assistant, kind):
        reply = ask(QUESTION, conversation=f"wrong {kind}")
        took_ms = (time.perf_counter() - begun) * 1000
    assert spoken(reply) == SAFE
    assert took_ms < WITHIN_MS
    assert "bleach" not in everything_stored(assistant).lower()


@pytest.mark.parametrize("kind", KINDS)
def test_an_emergency_waits_for_no_action_server(assistant, ask, spoken, kind):
    """Whatever an action server does, an emergency gets its card within two seconds."""
    with acting_at(assistant, kind):
        reply = ask(EMERGENCY)
    assert spoken(reply) == ["utter_emergency_card"]
    assert reply.ms < WITHIN_MS


def test_after_a_failure_it_answers_again(assistant, ask, spoken):
    """A conversation in which a turn failed goes on when the fault is gone."""
    with broken(assistant, "an action"):
        ask(QUESTION, conversation="mended")
    assert "utter_definition" in spoken(ask(QUESTION, conversation="mended"))


@pytest.mark.parametrize("place", PLACES)
def test_the_error_is_told_to_nobody(assistant, ask, place):
    """What a fault says reaches no reply and no store."""
    with broken(assistant, place):
        reply = ask(QUESTION)
    assert "bleach" not in (repr(reply) + everything_stored(assistant)).lower()


@pytest.mark.parametrize("place", PLACES)
def test_no_record_holds_what_was_typed(assistant, ask, caplog, place):
    """When a turn fails, no log record of any library holds what was typed."""
    caplog.set_level(logging.INFO)
    with broken(assistant, place):
        ask("CANARYWORD what is leaky gut?")
    told = [record.getMessage() + str(record.exc_text) for record in caplog.records]
    assert not [line for line in told if "CANARYWORD" in line]


@pytest.mark.parametrize("text", [EMERGENCY, CRISIS])
@pytest.mark.parametrize("layer", sorted(LAYERS))
def test_each_layer_alone_gives_the_card(assistant, ask, layer, text):
    """With any two of the three safety layers off, an alarm gets its card and no answer."""
    reply = ask(text, brain=gate_with(assistant, {layer}))
    assert reply.said[0].phrase in ("utter_emergency_card", "utter_crisis_card")
    assert not [said for said in reply.said if said.kind == "answer"]


@pytest.mark.parametrize("layer", ["matcher", "guard"])
@pytest.mark.parametrize("place", PLACES)
def test_a_layer_outside_rasa_needs_no_rasa(assistant, ask, layer, place):
    """The matcher hands its finding on and the guard speaks: the guard alone needs no Rasa."""
    with broken(assistant, place):
        reply = ask(EMERGENCY, brain=gate_with(assistant, {layer, "guard"}))
    assert reply.said[0].phrase == "utter_emergency_card"


def test_many_turns_with_faults(assistant, ask, request, capsys):
    """Over many turns with a fault in most, none is silent, incomplete or without its card."""
    chance = random.Random(20)
    texts = [QUESTION, EMERGENCY, CRISIS, "does it get worse?", "why?", "2", "say that again", ""]
    with contextlib.ExitStack() as servers:
        urls = {kind: servers.enter_context(serving(kind)) for kind in KINDS}
        met = Counter()
        for number in range(TURNS):
            text = chance.choice(texts)
            conversation = f"faults-{number // 10}"
            with fault_of(assistant, chance, urls) as fault:
                reply = ask(text, conversation=conversation)
            assert_grounded(reply, assistant.phrasebook, text)
            assert_complete(reply, assistant.phrasebook)
            if text in (EMERGENCY, CRISIS):
                assert reply.said[0].phrase in ("utter_emergency_card", "utter_crisis_card")
            met[fault] += 1
    assert set(met) == {"none", *PLACES, *KINDS}, "some fault was never met"
    told = f"{TURNS} turns, nothing missing; faults met: {dict(met.most_common())}"
    with capsys.disabled():
        request.config.get_terminal_writer().line(told)


@contextlib.contextmanager
def fault_of(assistant, chance, urls):
    """Break something by chance, or nothing; give the name of what is broken."""
    fault = chance.choice(["none", *PLACES, *KINDS])
    processor = assistant.agent.processor
    here = processor.action_endpoint
    with broken(assistant, fault) if fault in PLACES else contextlib.nullcontext():
        if fault in urls:
            waited = {"timeout_s": SHORTLY_S} if fault in SLOW else {}
            processor.action_endpoint = RemoteActions(urls[fault], assistant.phrasebook, **waited)
        try:
            yield fault
        finally:
            processor.action_endpoint = here
