"""The generator: Rasa asks it for words, and it knows none but the phrasebook's."""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from gutfaq.phrasebook import SAFE_FALLBACK, Phrasebook, phrasebook_of
from gutfaq.project import here

logger = logging.getLogger(__name__)

# The slot in which a model carries the fingerprint of the phrasebook that it was trained from.
FINGERPRINT_SLOT = "phrasebook"


class PhrasebookGenerator(NaturalLanguageGenerator):
    """Says phrases by name; any other name, and any given words, end in the fixed safe line.

    Built by Rasa from `endpoints.yml` before a model is loaded, with an empty domain; so it reads
    its own files.
    """

    def __init__(
        self,
        endpoint_config: EndpointConfig | None = None,
        domain: Domain | None = None,
        *,
        phrasebook: Phrasebook | None = None,
    ) -> None:
        self.phrasebook = phrasebook or phrasebook_of(here().root)

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Return the phrase's words as a Rasa message (see parent class).

        What the caller passes along (template variables, texts) changes no word.
        """
        phrase = utter_action
        if phrase not in self.phrasebook or self._stale(tracker):
            logger.warning("The phrase %s is not sayable; the safe line is said.", phrase)
            phrase = SAFE_FALLBACK
        said = self.phrasebook.say(phrase)
        intent = tracker.latest_message.intent if tracker.latest_message else {}
        return {
            "text": said.text,
            "utter_action": phrase,
            "phrase": phrase,
            "intent": intent.get("name"),
            "confidence": intent.get("confidence"),
        }

    def _stale(self, tracker: DialogueStateTracker) -> bool:
        slot = tracker.slots.get(FINGERPRINT_SLOT)
        return slot is not None and slot.initial_value != self.phrasebook.fingerprint
