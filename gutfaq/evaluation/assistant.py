"""The assistant under evaluation: whole, as people meet it, and what it was trained on."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from gutfaq.evaluation.running import Ask
from gutfaq.project import here
from gutfaq.reply import Reply, Turn, as_json
from gutfaq.seed import read_seeds


def ask_assistant() -> Ask:
    """Return how to ask the newest model; each call is a fresh conversation, forgotten after."""
    from gutfaq.assistant import Assistant

    assistant = Assistant.load(database="sqlite://")

    async def ask(turns: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        conversation = uuid.uuid4().hex
        replies: list[Mapping[str, Any]] = []
        previous: Reply | None = None
        for turn in turns:
            previous = await assistant.ask(_turn(conversation, turn, previous))
            replies.append(as_json(previous))
        await assistant.gate.forget(conversation)
        return replies

    return ask


def _turn(conversation: str, turn: Mapping[str, Any], previous: Reply | None) -> Turn:
    if "press" in turn:
        offered = previous.buttons if previous else ()
        payloads = {button.title: button.payload for button in offered}
        return Turn(conversation, press=payloads.get(str(turn["press"]), ""))
    return Turn(conversation, text=str(turn.get("text") or ""))


def leaning_sentences() -> dict[str, list[str]]:
    """Return, for each sentence of the seed that leans, those before it that it leans on."""
    leaning: dict[str, list[str]] = {}
    before: list[str] = []
    for sentence in read_seeds(here().seeds):
        if sentence.leans and before:
            leaning[sentence.words] = [*leaning.get(before[-1], []), before[-1]]
        before.append(sentence.words)
    return leaning


def training_examples() -> list[tuple[str, str]]:
    """Return every example of every intent and that intent, as the stock importer reads them."""
    from rasa.shared.nlu.constants import INTENT, TEXT

    examples = _training_data().intent_examples
    return [(str(example.get(TEXT)), str(example.get(INTENT))) for example in examples]


def quoted_sentences() -> dict[str, list[str]]:
    """Return, for each intent with an answer, the sentences that it quotes."""
    from gutfaq.nlu.component import quoted

    return quoted(_training_data().responses, here().seeds)


def _training_data() -> Any:
    from rasa.shared.importers.rasa import RasaFileImporter

    return RasaFileImporter(training_data_paths=[str(here().data)]).get_nlu_data()
