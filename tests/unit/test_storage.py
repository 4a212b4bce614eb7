"""Conversations in a real SQLite file: bounded, deletable, and slots survive."""

from __future__ import annotations

import sqlite3

import pytest
from rasa.shared.core.constants import SESSION_START_METADATA_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from gutfaq.storage import KEPT_REPLIES, KEPT_TURNS, Conversations, ConversationStore, default_url

DAY = 86400.0
DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [greet]
slots:
  alarm: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  answers: {type: list, influence_conversation: false, mappings: [{type: custom}]}
"""
)


class Clock:
    """A clock that stands still until it is set."""

    now = 1_000_000.0

    def __call__(self):
        """Return the time in seconds."""
        return self.now


@pytest.fixture
def url(tmp_path):
    """Return the URL of a SQLite file in a folder that does not exist yet."""
    return f"sqlite:///{tmp_path / 'kept' / 'conversations.db'}"


@pytest.fixture
def kept(url):
    """Return the tables in a real file."""
    clock = Clock()
    tables = Conversations(url, clock=clock)
    tables.clock = clock
    return tables


@pytest.fixture
def store(url):
    """Return Rasa's tracker store over a real file."""
    return ConversationStore(DOMAIN, url=url)


def words_in(url):
    """Return everything that the SQLite file holds, as text."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        return "\n".join(connection.iterdump())


async def say(store, turns, conversation="x"):
    """Have so many turns of a conversation, each read from and saved to the store."""
    for number in range(turns):
        tracker = await store.retrieve(conversation) or DialogueStateTracker(
            conversation, DOMAIN.slots
        )
        tracker.update(UserUttered(f"words {number}", {"name": "greet"}))
        tracker.update(ActionExecuted("action_answer"))
        told = {"phrase": "utter_greet", "offers": ["green"], "heard": "secret"}
        tracker.update(BotUttered("Spoken words.", metadata=told))
        tracker.update(SlotSet("answers", [f"answer {number}"]))
        tracker.update(ActionExecuted("action_listen"))
        await store.save(tracker)


async def test_a_conversation_is_kept(store):
    """What was said and set is there at the next turn."""
    await say(store, 1)
    tracker = await store.retrieve("x")
    assert tracker.latest_message.text == "words 0"
    assert tracker.get_slot("answers") == ["answer 0"]


async def test_an_unknown_conversation_is_none(store):
    """A conversation that was never saved is not there."""
    assert await store.retrieve("nobody") is None


async def test_another_process_finds_it(store, url):
    """A conversation outlives the process that kept it."""
    await say(store, 2)
    again = await ConversationStore(DOMAIN, url=url).retrieve("x")
    assert again.latest_message.text == "words 1"


async def test_history_is_bounded(store):
    """A long conversation keeps its last few turns only."""
    await say(store, 30)
    typed = [e.text for e in (await store.retrieve("x")).events if isinstance(e, UserUttered)]
    assert typed == [f"words {n}" for n in range(30 - KEPT_TURNS, 30)]


async def test_what_is_kept_does_not_grow(store):
    """Turn thirty keeps as many events as turn ten."""
    await say(store, 10)
    tenth = len((await store.retrieve("x")).events)
    await say(store, 20)
    assert len((await store.retrieve("x")).events) == tenth


async def test_slots_survive_the_bound(store):
    """A slot that was set once is still set after the turn that set it is dropped."""
    tracker = DialogueStateTracker("x", DOMAIN.slots)
    tracker.update(SlotSet("alarm", "crisis"))
    await store.save(tracker)
    await say(store, 12)
    assert (await store.retrieve("x")).get_slot("alarm") == "crisis"


async def test_a_slot_that_was_emptied_stays_empty(store):
    """A slot that was set and then emptied comes back empty."""
    tracker = DialogueStateTracker("x", DOMAIN.slots)
    tracker.update(SlotSet("alarm", "crisis"))
    tracker.update(SlotSet("alarm", None))
    await store.save(tracker)
    assert (await store.retrieve("x")).get_slot("alarm") is None


async def test_what_was_made_of_the_first_message_is_not_kept(store, url):
    """What the safety matcher made of a session's first message is not kept with the slots."""
    slots = [*DOMAIN.slots, AnySlot(SESSION_START_METADATA_SLOT, [{}])]
    tracker = DialogueStateTracker("x", slots)
    tracker.update(SlotSet(SESSION_START_METADATA_SLOT, {"safety": {"family": "crisis_ideation"}}))
    await store.save(tracker)
    assert "crisis_ideation" not in words_in(url)


async def test_a_slot_of_an_older_domain_is_dropped(store, url):
    """A stored slot that the domain no longer has does not stop a conversation."""
    store.conversations.write("x", {"slots": {"gone": 1, "alarm": "crisis"}, "events": []})
    assert (await store.retrieve("x")).get_slot("alarm") == "crisis"


async def test_spoken_words_are_not_stored(store, url):
    """Of what the assistant said only names are stored."""
    await say(store, 2)
    assert "utter_greet" in words_in(url)
    assert "Spoken words." not in words_in(url)
    assert "secret" not in words_in(url)


async def test_what_was_offered_is_kept(store):
    """Names of what was offered stay, so that "the second one" can be understood."""
    await say(store, 1)
    spoken = [e for e in (await store.retrieve("x")).events if isinstance(e, BotUttered)]
    assert spoken[0].metadata == {"phrase": "utter_greet", "offers": ["green"]}


async def test_conversations_are_apart(store):
    """One conversation knows nothing of another."""
    await say(store, 2, "x")
    await say(store, 1, "y")
    assert (await store.retrieve("y")).latest_message.text == "words 0"
    assert sorted(await store.keys()) == ["x", "y"]


async def test_forgetting_leaves_nothing(store, url):
    """A forgotten conversation leaves no word and no id in the file."""
    await say(store, 2, "number-one")
    store.conversations.keep_reply("number-one", "m1", {"said": "kept"})
    store.conversations.rate("number-one", "utter_greet", "down", "unkind")
    store.conversations.forget("number-one")
    assert await store.retrieve("number-one") is None
    assert "number-one" not in words_in(url)


async def test_while_the_database_is_away_nothing_is_kept(store, monkeypatch, caplog):
    """A failing database neither raises, so that Rasa keeps no copy, nor logs what was typed."""

    def away(*_given):
        raise OSError("CANARYWORD")

    monkeypatch.setattr(store.conversations, "write", away)
    await say(store, 1)
    assert "OSError" in caplog.text
    assert "CANARYWORD" not in caplog.text


def test_slots_are_set_beside_the_others(kept):
    """Setting one slot keeps the other slots and the events of the conversation."""
    kept.write("x", {"slots": {"answers": ["green"]}, "events": [1]})
    kept.set_slots("x", alarm="crisis")
    assert kept.read("x") == {"slots": {"answers": ["green"], "alarm": "crisis"}, "events": [1]}


def test_forgetting_one_leaves_the_others(kept):
    """To forget one conversation touches no other."""
    for name in ("x", "y"):
        kept.write(name, {})
        kept.keep_reply(name, "m", {})
    kept.forget("x")
    assert (kept.all(), kept.before("y", "m")[1]) == (["y"], {})


def test_old_conversations_are_forgotten(kept):
    """A conversation unchanged for longer than the retention is deleted, a newer one is not."""
    kept.write("old", {})
    kept.clock.now += 20 * DAY
    kept.write("new", {})
    kept.clock.now += 11 * DAY
    assert (kept.forget_old(30), kept.all()) == (1, ["new"])


def test_a_change_keeps_a_conversation(kept):
    """Retention counts from the last change."""
    kept.write("x", {})
    kept.clock.now += 29 * DAY
    kept.write("x", {"slots": {}})
    kept.clock.now += 2 * DAY
    assert kept.forget_old(30) == 0


def test_replies_and_votes_of_nobody_are_forgotten_too(kept, url):
    """What was kept of a conversation that has no state of its own does not stay for ever."""
    kept.keep_reply("number-one", "m", {})
    kept.rate("number-two", "utter_greet", "up", "because")
    kept.clock.now += 31 * DAY
    kept.forget_old(30)
    assert "number-" not in words_in(url)


def test_fresh_votes_of_nobody_stay(kept):
    """A vote is not deleted before its time because its conversation has no state."""
    kept.rate("x", "utter_greet", "up", None)
    kept.forget_old(30)
    assert kept.ratings() == [("utter_greet", "up", 1)]


def test_replies_are_kept_by_message(kept):
    """A reply is found by conversation and message, and by nothing else."""
    kept.keep_reply("x", "m1", {"a": 1})
    assert kept.before("x", "m1")[1] == {"a": 1}
    assert kept.before("x", "m2")[1] is None
    assert kept.before("y", "m1")[1] is None


def test_only_the_last_replies_are_kept(kept):
    """Of many replies the last few stay."""
    for number in range(KEPT_REPLIES + 5):
        kept.keep_reply("x", f"m{number}", {})
    assert kept.before("x", "m4")[1] is None
    assert kept.before("x", "m5")[1] == {}


def test_a_new_vote_replaces_the_old(kept):
    """A conversation has one vote on a phrase, its last."""
    kept.rate("x", "utter_greet", "up", None)
    kept.rate("x", "utter_greet", "down", "unkind")
    kept.rate("y", "utter_greet", "down", None)
    assert kept.ratings() == [("utter_greet", "down", 2)]


def test_a_reason_is_cut(kept, url):
    """A reason is cut to five hundred characters."""
    kept.rate("x", "utter_greet", "down", "a" * 501)
    assert "a" * 500 in words_in(url)
    assert "a" * 501 not in words_in(url)


def test_the_place_can_be_set(tmp_path, monkeypatch):
    """Conversations are kept in `GUTFAQ_DATABASE_URL`, else in the state folder."""
    monkeypatch.setenv("GUTFAQ_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("GUTFAQ_DATABASE_URL", raising=False)
    assert default_url() == f"sqlite:///{tmp_path / 'state' / 'conversations.db'}"
    monkeypatch.setenv("GUTFAQ_DATABASE_URL", "sqlite://")
    assert default_url() == "sqlite://"
