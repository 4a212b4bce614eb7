"""The understanding as a Rasa component: it sets intent, ranking, entities and `parts`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from gutfaq.nlu import abroad, experts, knowledge
from gutfaq.nlu.decision import Limits
from gutfaq.nlu.embedding import Encoder
from gutfaq.nlu.experts import Strengths
from gutfaq.nlu.reader import Reader
from gutfaq.nlu.reading import ALARMS, HARMLESS, NO_ALARM, NOT_IN_TEXT, Alarm, Reading
from gutfaq.nlu.training import Example, learn
from gutfaq.safety.assessment import Assessment
from gutfaq.safety.policy import decide
from gutfaq.seed import find, read_seeds

BUTTON = "/"
"""How a pressed button arrives: Rasa's own message handler reads it, not this component."""
SURE_ALARM = 0.4
"""Probability from which the model alone raises an alarm. docs/safety.md has the figures."""
WARY = 0.3
"""The same while an alarm of the conversation is open."""
SURE_PAST = 0.9
"""The same for a crisis that the patterns found asked about, or past without "well since"."""
SURE_IDIOM = 0.9
"""The same beside a wording that the patterns know to be harmless: "kill the lights"."""
_BARE = frozenset(
    ("off_topic", "other_language", "chitchat", "greet", "goodbye", "thank", "insult", "gibberish")
)
_SURE = 0.999
_NOT_GRAVE = (None, "routine")
_AS_IT_IS = (None, "affirmed", "past")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class QuestionReader(GraphComponent, IntentClassifier):
    """Reads a message as questions, each with an intent that may be answered or must not be.

    An intent of confidence 1 that stands before it, a safety card's, is kept. `topic` in the
    message's metadata, the answer the conversation is about, helps to read "and acne?".
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        reader: Reader | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._reader = reader

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return what can be set in `config.yml`.

        `seeds`: the folder of the seed texts. The rest: see `Strengths` and `Limits`.
        """
        return {"seeds": "seeds", **asdict(Strengths()), **asdict(Limits())}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Return what Rasa cannot know of: changed code here asks for training anew."""
        digest = hashlib.sha256()
        for file in sorted(Path(__file__).parent.glob("*.py")):
            digest.update(file.read_bytes())
        return digest.hexdigest()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> QuestionReader:
        """See parent class."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> QuestionReader:
        """See parent class."""
        with model_storage.read_from(resource) as directory:
            learned = knowledge.load(directory / "knowledge.json")
            models, letters = experts.load(directory), abroad.load(directory)
            reader = Reader(learned, models, Encoder(), _limits(config), letters)
        return cls(config, model_storage, resource, reader)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples, synonyms and responses (see parent class)."""
        examples = [_example(message) for message in training_data.intent_examples]
        encoder = Encoder(threads=os.cpu_count() or 1)
        learned, models, letters = learn(
            examples,
            training_data.entity_synonyms,
            quoted(training_data.responses, Path(self._config["seeds"])),
            encoder,
            Strengths(**{name: self._config[name] for name in asdict(Strengths())}),
        )
        with self._model_storage.write_to(self._resource) as directory:
            learned.save(directory / "knowledge.json")
            models.save(directory)
            letters.save(directory)
        self._reader = Reader(learned, models, encoder, _limits(self._config), letters)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Return the data as it came: nothing after this component learns from its output."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message (see parent class)."""
        for message in messages:
            text = message.get(TEXT)
            if self._reader is not None and text and not text.startswith(BUTTON):
                topic = (message.get(METADATA) or {}).get("topic")
                reading = self._reader.read(text, topic, _alarm(message))
                named = bool((message.get("safety") or {}).get("named"))
                _write(message, reading, nobodys=named and self._reader.is_nobodys(text))
        return messages


def _example(message: Message) -> Example:
    """Return the example; its `metadata` may hold `tier`, `english: false`, `asks: false`."""
    told = (message.get(METADATA) or {}).get("intent") or {}
    intent = message.get(INTENT)
    tier = intent.removeprefix("report_") if intent in ALARMS else HARMLESS
    return Example(message.get(TEXT), intent, **{"tier": tier, **told})


def _alarm(message: Message) -> Alarm:
    """Return which alarms the model may raise on its own.

    The patterns of data/safety/ read before it. A crisis that they judged to be denied or long over
    it does not judge again; one of the past, or that is asked about, it must be surer of. Where
    they judged so of another sign, only a crisis counts. Beside a figure of speech it must be
    surer, unless an alarm is open.
    """
    if "nlu" in ((message.get(METADATA) or {}).get("without") or ()):
        return NO_ALARM
    safety = message.get("safety") or {}
    limit = WARY if (message.get(METADATA) or {}).get("alarm") else SURE_ALARM
    alarm = Alarm(limit, both=0.0) if limit == WARY else Alarm(limit)
    if safety.get("context") is None:
        figure = safety.get("idiom") and limit != WARY
        return Alarm(SURE_IDIOM) if figure else alarm
    if safety["context"] in ("negated", "past", "hypothetical") and safety["tier"] != "routine":
        crisis = str(safety.get("family") or "").startswith("crisis")
        if crisis and (safety["context"] == "negated" or safety.get("over")):
            return NO_ALARM
        over = safety["tier"] is None and bool(safety.get("over"))
        sure = SURE_PAST if crisis else limit
        return replace(alarm, limit=sure, of=ALARMS[:1], over=over)
    return alarm


def _write(message: Message, reading: Reading, *, nobodys: bool) -> None:
    if nobodys:
        reading = replace(reading, doubt="emergency")
        message.set("safety", None, add_to_output=True)
    _grade(message, reading)
    _doubt(message, reading)
    reading = _spoken(reading)
    parts = [part.as_dict() for part in reading.parts]
    message.set("parts", parts, add_to_output=True)
    message.set(ENTITIES, list(reading.entities), add_to_output=True)
    before = message.get(INTENT) or {}
    if (before.get("confidence") or 0.0) >= _SURE and not nobodys:
        return
    intent = {"name": reading.intent, "confidence": reading.confidence}
    message.set(INTENT, intent, add_to_output=True)
    message.set(INTENT_RANKING_KEY, reading.ranking, add_to_output=True)


def _grade(message: Message, reading: Reading) -> None:
    """Let what the model finds grave be said first, where the patterns found nothing of it."""
    safety = message.get("safety") or {}
    tier = reading.tier
    if tier == "urgent" and safety.get("context") == "past" and safety.get("tier") is None:
        outcome = decide("emergency", "past")
        found = Assessment("emergency", "past", note=outcome.note)
        message.set("safety", asdict(found), add_to_output=True)
    elif tier and safety.get("tier") in _NOT_GRAVE and safety.get("context") in _AS_IT_IS:
        outcome = decide(tier, "affirmed")
        found = Assessment(tier, "affirmed", card=outcome.card, note=outcome.note)
        message.set("safety", asdict(found), add_to_output=True)


def _spoken(reading: Reading) -> Reading:
    """Return the reading; as a question where a line is due: bare replies say none of their own."""
    bare = len(reading.parts) == 1 and reading.intent in _BARE
    if not bare or not (reading.tier or reading.doubt):
        return reading
    return replace(reading, parts=(replace(reading.parts[0], intent=NOT_IN_TEXT),))


def _doubt(message: Message, reading: Reading) -> None:
    """Let a line say what to do if it is one, where nothing else was found in the message."""
    safety = message.get("safety") or {}
    if reading.doubt is None or safety.get("context") or safety.get("tier") not in _NOT_GRAVE:
        return
    outcome = decide(reading.doubt, "hypothetical")
    found = Assessment(reading.doubt, "hypothetical", note=outcome.note)
    message.set("safety", asdict(found), add_to_output=True)


def _limits(config: dict[str, Any]) -> Limits:
    return Limits(**{name: config[name] for name in asdict(Limits())})


def quoted(responses: dict[str, Any], seeds: Path) -> dict[str, list[str]]:
    """Return, for each intent with an answer, the sentences that its response quotes."""
    by_intent: dict[str, list[str]] = {}
    for name, variations in responses.items():
        custom = variations[0].get("custom") or {}
        openings: Iterable[str] = custom.get("quotes") or ()
        # Our importer gives the sentences too; the stock one only the words that they open with.
        found = custom.get("sentences") or [
            find(opening, read_seeds(seeds), asked_by=name).words for opening in openings
        ]
        if found:
            by_intent[f"ask_{name.removeprefix('utter_')}"] = found
    return by_intent
