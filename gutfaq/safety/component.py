"""The second safety layer: red flags as intents, inside Rasa's pipeline."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from gutfaq.project import here
from gutfaq.safety import Matcher, load


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyClassifier(GraphComponent, IntentClassifier):
    """Sets `safety` on each message, and the intent where a card is due.

    Stands first in the pipeline; a later classifier keeps an intent of confidence 1 that it finds.
    What the channel's matcher found comes along in the message's metadata and is not read twice.
    """

    def __init__(self, config: dict[str, Any], matcher: Matcher) -> None:
        self._config = config
        self._matcher = matcher

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyClassifier:
        """See parent class."""
        directory = Path(config.get("directory") or here().data / "safety")
        return cls(config, load(directory))

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return `directory`: where the red flags stand; by default the project's."""
        return {"directory": None}

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message (see parent class)."""
        for message in messages:
            self._read(message)
        return messages

    def _read(self, message: Message) -> None:
        text = message.get(TEXT)
        metadata = message.get("metadata") or {}
        if not text or "nlu" in (metadata.get("without") or ()):
            return
        safety = metadata.get("safety") or asdict(self._matcher.assess(text))
        message.set("safety", safety, add_to_output=True)
        if safety.get("tier") in ("crisis", "emergency") and safety.get("card"):
            intent = {"name": f"report_{safety['tier']}", "confidence": 1.0}
            message.set(INTENT, intent, add_to_output=True)
