"""The importer: the stock one, with the answers' intents declared and their quotes checked."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from gutfaq.cheaper import merge_once
from gutfaq.errors import UngroundedAnswer
from gutfaq.nlg import FINGERPRINT_SLOT
from gutfaq.nlu.reading import ALARMS, ASKED, HARMLESS
from gutfaq.phrasebook import read_phrasebook
from gutfaq.project import Project
from gutfaq.safety.assessment import CONTEXTS
from gutfaq.safety.families import Example as SafetyExample
from gutfaq.safety.families import read as read_safety
from gutfaq.safety.policy import GRAVE
from gutfaq.safety.proof import examples


class GroundedImporter(RasaFileImporter):
    """Reads ordinary Rasa files; refuses to train what is not grounded in the seed.

    Adds to the responses of answers the sentences that they quote: the pipeline learns from them,
    and a seed that changed is training data that changed. Adds the red flags of `data/safety/` to
    the examples. Adds to the domain, so that one file an answer is enough:

    - the intent of every answer,
    - the fingerprint of the phrasebook, as the initial value of a slot, so that a running
      assistant can refuse a model that was trained from other seeds, answers or notices.
    """

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        **kwargs: Any,
    ) -> None:
        merge_once()
        super().__init__(config_file, domain_path, training_data_paths)
        root = Path(config_file).resolve().parent if config_file else Path.cwd()
        self._project = Project(root)
        self.phrasebook = read_phrasebook(self._project)

    def get_domain(self) -> Domain:
        """Return the domain with the answers' intents declared (see parent class)."""
        declared = {
            "intents": [f"ask_{answer.name}" for answer in self.phrasebook.answers.values()],
            "slots": {
                FINGERPRINT_SLOT: {
                    "type": "any",
                    "influence_conversation": False,
                    "initial_value": self.phrasebook.fingerprint,
                    "mappings": [{"type": "custom"}],
                }
            },
        }
        return super().get_domain().merge(Domain.from_dict(declared))

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return the data with the sentences beside their quotes (see parent class)."""
        return self._nlu_data()  # not by language: Rasa asks with and without one, and reads twice

    @cached_method
    def _nlu_data(self) -> TrainingData:
        data: TrainingData = super().get_nlu_data()
        for answer in self.phrasebook.answers.values():
            words = [sentence.words for sentence in answer.sentences]
            for response in data.responses.get(answer.phrase, ()):
                response["custom"] = {**response["custom"], "sentences": words}
        asked = {example.get(TEXT).lower() for example in data.intent_examples}
        return data.merge(TrainingData(training_examples=self._red_flags(asked)))

    def _red_flags(self, asked: Container[str]) -> list[Message]:
        """Return the English wordings that test the safety patterns: the model learns them.

        Those of an alarm are intents of their own. From the others, and from what must raise no
        alarm, it learns how grave they are, and not what they ask; what is `asked` is an example
        already.
        """
        directory = self._project.data / "safety"
        if not directory.is_dir():
            return []
        data = read_safety(directory)
        english = {family.name for family in data.families if not family.language}
        flags = [row for row in examples(data) if row.tier is None or row.family in english]
        messages = [message for row in flags if (message := _red_flag(row)) is not None]
        return [
            message
            for message in messages
            if message.get(INTENT) in ALARMS or message.get(TEXT).lower() not in asked
        ]

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Return the stories; refuse those that put words in the assistant's mouth.

        Raises:
            UngroundedAnswer: A story has a `bot:` step.
        """
        stories = super().get_stories(exclusion_percentage)
        for step in stories.story_steps:
            for event in step.events:
                for one in event if isinstance(event, list) else [event]:
                    _refuse_spoken_words(one, step.block_name, step.source_name)
        return stories


def _red_flag(row: SafetyExample) -> Message | None:
    affirmed = row.expect in CONTEXTS[:3]
    if affirmed and row.tier in ("crisis", "emergency"):
        return Message.build(text=row.text, intent=f"report_{row.tier}")
    if row.tier == "crisis" and row.expect != "nothing":
        return None  # a denial never deletes it: the model learns nothing from one
    if row.tier == "emergency" and row.expect == "hypothetical":
        tier: str | None = ASKED
    else:
        tier = row.tier if affirmed and row.tier in GRAVE else HARMLESS
    told = {"tier": tier, "asks": False}
    return Message.build(text=row.text, intent="off_topic", intent_metadata=told)


def _refuse_spoken_words(event: Any, story: str, file: str | None) -> None:
    spoken = isinstance(event, ActionExecuted) and event.action_text
    typed = isinstance(event, UserUttered) and event.text and not event.intent_name
    if spoken or typed:
        raise UngroundedAnswer(
            f"{file}, {story!r}: a story may not hold words (`bot:` or `user:` text), which would "
            "go around the phrasebook. Name an intent and an action. See docs/rasa.md."
        )
