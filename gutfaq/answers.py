"""Answer files: ordinary Rasa training data whose response quotes sentences by opening words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gutfaq.errors import Refusals, UngroundedAnswer
from gutfaq.seed import Sentence, find
from gutfaq.yaml import read_yaml

PREFIX = "utter_"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one answer file says.

    Attributes:
        name: The file's name without its ending; the intent is `ask_<name>`.
        title: A short wording for buttons; the assistant's voice.
        notice: The notice that leaves with it.
        sentences: In reading order.
        related: Names of answers to offer next.
        next: The answer that follows in a tour, if this is a stop of one.
        previous: The answer before it in the tour.
        why: The answer to "why?" after this one, if the text has it.
        lead: The notice that introduces it, when it is not the usual one.
        in_full: Whether its notice is said in full each time.
        file: For errors.
    """

    name: str
    title: str
    notice: str
    sentences: tuple[Sentence, ...]
    related: tuple[str, ...]
    next: str | None
    previous: str | None
    why: str | None
    lead: str | None
    in_full: bool
    file: str

    @property
    def phrase(self) -> str:
        """The Rasa response's name."""
        return PREFIX + self.name

    @property
    def text(self) -> str:
        """The quoted sentences, in reading order."""
        return " ".join(sentence.words for sentence in self.sentences)


def read_answers(directory: Path, sentences: Sequence[Sentence]) -> tuple[Answer, ...]:
    """Return the answers of every `*.yml` in the directory, by name.

    Raises:
        UngroundedAnswer: Files quote what the seed does not say, or not in that way; a line each.
    """
    answers: list[Answer] = []
    refusals = Refusals()
    for file in sorted(directory.glob("*.yml")):
        with refusals.kept():
            answers.append(_read_answer(file, sentences))
    refusals.refuse()
    return tuple(answers)


def _read_answer(file: Path, sentences: Sequence[Sentence]) -> Answer:
    where = f"data/answers/{file.name}"
    name = file.stem
    response = _only_response(read_yaml(file), name, where)
    custom = response.get("custom") or {}
    metadata = response.get("metadata") or {}
    quotes = custom.get("quotes") or []
    if response.get("text") or not quotes:
        raise UngroundedAnswer(
            f"{where} must hold `custom: quotes:` (opening words) and no `text`: an answer only "
            "quotes. Run `make answers` to see examples."
        )
    quoted = tuple(find(opening, sentences, asked_by=where) for opening in quotes)
    _check_order(quoted, where)
    _check_leaning(quoted, sentences, custom.get("stands_alone") or {}, where)
    for key in ("title", "notice"):
        if not metadata.get(key):
            raise UngroundedAnswer(
                f"{where} has no `metadata: {key}:`. Add it; run `make answers` to see examples."
            )
    return Answer(
        name=name,
        title=metadata["title"],
        notice=metadata["notice"],
        sentences=quoted,
        related=tuple(metadata.get("related") or ()),
        next=metadata.get("next"),
        previous=metadata.get("previous"),
        why=metadata.get("why"),
        lead=metadata.get("lead"),
        in_full=bool(metadata.get("in_full")),
        file=where,
    )


def _only_response(content: Mapping[str, Any], name: str, where: str) -> Mapping[str, Any]:
    responses = content.get("responses") or {}
    variations = responses.get(PREFIX + name)
    intents = [item["intent"] for item in content.get("nlu") or [] if "intent" in item]
    if list(responses) != [PREFIX + name] or not variations or len(variations) != 1:
        raise UngroundedAnswer(
            f"{where} must hold exactly one response, `{PREFIX}{name}`, with one variation: the "
            "same question gets the same words. Run `make answers` to see examples."
        )
    if intents != [f"ask_{name}"]:
        raise UngroundedAnswer(
            f"{where} must hold the examples of exactly one intent, `ask_{name}`; it holds "
            f"{intents}. Run `make answers` to see examples."
        )
    response: Mapping[str, Any] = variations[0]
    return response


def _check_order(quoted: Sequence[Sentence], where: str) -> None:
    numbers = [sentence.number for sentence in quoted]
    if numbers != sorted(set(numbers)):
        raise UngroundedAnswer(
            f"{where} quotes sentences {numbers}, not each once and in reading order. Order them "
            f"{sorted(set(numbers))}. Run `make seeds` to see them all."
        )
    if len({sentence.heading for sentence in quoted}) > 1:
        raise UngroundedAnswer(
            f"{where} quotes a heading beside sentences; a heading is quoted only as a heading. "
            "Give it an answer of its own. Run `make seeds` to see which are headings."
        )


def _check_leaning(
    quoted: Sequence[Sentence],
    sentences: Sequence[Sentence],
    stands_alone: Mapping[str, str],
    where: str,
) -> None:
    before = {later: earlier for earlier, later in zip(sentences, sentences[1:], strict=False)}
    for opening, reason in stands_alone.items():
        if not str(reason or "").strip():
            raise UngroundedAnswer(
                f"{where} says that {opening!r} stands alone but gives no reason. Add one. "
                "Run `make seeds` to see which sentences lean."
            )
        find(opening, quoted, asked_by=f"{where} (stands_alone)")
    for sentence in quoted:
        excused = any(sentence.words.startswith(opening) for opening in stands_alone)
        if sentence.leans and not excused and before.get(sentence) not in quoted:
            leant_on = before[sentence].words[:30] if sentence in before else "nothing"
            raise UngroundedAnswer(
                f"{where} quotes {sentence.words[:30]!r} without the sentence it leans on. Quote "
                f"{leant_on!r} before it, or give `stands_alone: <reason>`. "
                "Run `make seeds` to see them all."
            )
