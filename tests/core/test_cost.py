"""What a turn costs: little more than an empty Rasa bot's, and the same at turn five hundred."""

from __future__ import annotations

import statistics
import time

import pytest

pytestmark = [pytest.mark.model, pytest.mark.slow]

CONFIG = """
recipe: default.v1
assistant_id: empty
language: en
pipeline: [{name: KeywordIntentClassifier}]
policies: [{name: RulePolicy}]
"""
DOMAIN = """
version: "3.1"
intents: [hello, bye]
responses: {utter_hello: [{text: Hello.}]}
"""
DATA = """
version: "3.1"
nlu:
- {intent: hello, examples: "- hello\\n- hi there\\n"}
- {intent: bye, examples: "- bye\\n- see you\\n"}
rules:
- rule: hello
  steps: [{intent: hello}, {action: utter_hello}]
- rule: bye
  steps: [{intent: bye}, {action: utter_hello}]
"""
QUESTIONS = ["what is leaky gut?", "what causes it?", "does it get worse?", "can I take zinc?"]


@pytest.fixture(scope="module")
def empty_bot(tmp_path_factory, loop, assistant):
    """Return a function that asks an empty Rasa bot: keywords, rules and one response."""
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
    from rasa.core.policies.rule_policy import RulePolicy
    from rasa.model_training import train
    from rasa.shared.core.events import Event

    from gutfaq import cheaper

    root = tmp_path_factory.mktemp("empty")
    for name, text in (("config.yml", CONFIG), ("domain.yml", DOMAIN), ("data.yml", DATA)):
        (root / name).write_text(text)
    ours, our_keys = Event.resolve_by_type, RulePolicy._get_possible_keys
    files = str(root / "domain.yml"), str(root / "config.yml"), str(root / "data.yml")
    model = train(*files, output=str(root / "models")).model
    agent = Agent.load(model)

    def asked(number):
        message = UserMessage("hello", CollectingOutputChannel(), f"empty-{number}")
        # A stock bot has none of gutfaq.cheaper.
        Event.resolve_by_type = staticmethod(ours.__wrapped__)
        RulePolicy._get_possible_keys = cheaper._stock_possible_keys
        try:
            loop.run_until_complete(agent.handle_message(message))
        finally:
            Event.resolve_by_type = staticmethod(ours)
            RulePolicy._get_possible_keys = our_keys
        return message.output_channel.messages

    return asked


def took_ms(function, *given, **told):
    """Return how many milliseconds of processor time a call takes, whatever else is running."""
    begun = time.process_time()
    function(*given, **told)
    return (time.process_time() - begun) * 1000


def test_a_warm_turn_costs_little_more_than_an_empty_bots(ask, empty_bot):
    """A warm turn takes at most four times that of an empty Rasa bot in the same run."""
    assert empty_bot("warm")[0]["text"] == "Hello."
    ours, theirs = [], []
    for number in range(60):  # in turns, so that a busy machine slows both
        text = QUESTIONS[number % 4]
        theirs.append(took_ms(empty_bot, number // 4))
        ours.append(took_ms(ask, text, conversation=f"cost-{number // 4}"))
    ratio = statistics.median(ours[10:]) / statistics.median(theirs[10:])
    assert ratio <= 4, f"{statistics.median(ours):.1f} ms, {statistics.median(theirs):.1f} ms"


def test_turn_five_hundred_costs_what_turn_five_does(ask):
    """In one conversation turn 500 takes at most 1.3 times what turn 5 does."""
    for number in range(500):
        ask(QUESTIONS[number % 4], conversation="long")
    early, late = [], []
    for number in range(24):  # a fifth turn and a five hundredth, in turns
        name = f"short-{number}"
        for before in range(4):
            ask(QUESTIONS[before], conversation=name)
        early.append(took_ms(ask, QUESTIONS[number % 4], conversation=name))
        late.append(took_ms(ask, QUESTIONS[number % 4], conversation="long"))
    ratio = statistics.median(late) / statistics.median(early)
    assert ratio <= 1.3, f"{statistics.median(late):.1f} ms, {statistics.median(early):.1f} ms"
