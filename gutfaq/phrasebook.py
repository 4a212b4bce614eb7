"""The phrasebook: everything the assistant may say. It refuses to exist when it is ungrounded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from gutfaq.answers import Answer, read_answers
from gutfaq.errors import Refusals, UngroundedAnswer, UnknownPhrase, UnquotedSentence
from gutfaq.notices import Notice, read_notices
from gutfaq.project import Project
from gutfaq.reply import Button, Citation, Said
from gutfaq.safety.contacts import Contacts, fill, read_contacts
from gutfaq.seed import Sentence, read_seeds
from gutfaq.voices import read_concepts

# Said when something failed. Without it there would be silence, so a phrasebook must hold it.
SAFE_FALLBACK = "utter_safe_fallback"
TOO_LONG, NO_WORDS = "utter_too_long", "utter_gibberish"
BY_THE_GATE = {
    SAFE_FALLBACK: "when something fails",
    TOO_LONG: "to a message that is too long",
    NO_WORDS: "to a message without words",
}
"""The lines that are said before or without Rasa, and when."""
MAX_BUTTONS = 4


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Seeds, answers and notices, checked against each other.

    Attributes:
        sentences: All of the seed, in reading order.
        answers: By phrase name, `utter_<name>`.
        notices: By phrase name.
        contacts: Filled into the safety lines.
        fingerprint: SHA-256 of everything sayable; a model trained from another is refused.
    """

    sentences: tuple[Sentence, ...]
    answers: Mapping[str, Answer]
    notices: Mapping[str, Notice]
    contacts: Contacts
    fingerprint: str

    def __contains__(self, phrase: object) -> bool:
        """Return whether this is the name of a phrase."""
        return isinstance(phrase, str) and (phrase in self.answers or phrase in self.notices)

    def say(self, phrase: str) -> Said:
        """Return the words of a phrase, with where they stand.

        Raises:
            UnknownPhrase: There is none of this name.
        """
        answer = self.answers.get(phrase)
        if answer:
            return Said(
                phrase=phrase,
                kind="answer",
                voice="seed",
                text=answer.text,
                title=answer.title,
                sentences=tuple(_cite(sentence) for sentence in answer.sentences),
            )
        notice = self.notices.get(phrase)
        if notice:
            text = fill(notice.text, self.contacts)
            return Said(phrase=phrase, kind="notice", voice=notice.voice, text=text)
        raise UnknownPhrase(self._unknown(phrase))

    def button(self, name: str) -> Button:
        """Return the button that asks for an answer, or for a notice that has a title.

        Raises:
            UnknownPhrase: There is no answer, and no such notice, of this name.
        """
        answer, notice = self.answers.get(f"utter_{name}"), self.notices.get(f"utter_{name}")
        if answer:
            return Button(title=answer.title, payload=f"/ask_{name}")
        if notice and notice.title:
            return Button(title=notice.title, payload=f"/{name}")
        raise UnknownPhrase(self._unknown(f"utter_{name}"))

    def pressed(self, payload: str) -> Button | None:
        """Return the button that carries the payload; None when none does."""
        name = payload.removeprefix("/").removeprefix("ask_")
        button = self.button(name) if self._has_button(name) else None
        return button if button and button.payload == payload else None

    def _has_button(self, name: str) -> bool:
        notice = self.notices.get(f"utter_{name}")
        return f"utter_{name}" in self.answers or bool(notice and notice.title)

    def offers(self, spoken: Iterable[tuple[str, Iterable[str]]]) -> list[str]:
        """Return the names of what to offer after a reply, in the order of its buttons.

        Args:
            spoken: Each phrase of the reply, with answers offered besides its own.
        """
        said: set[str] = set()
        wanted: list[str] = []
        for phrase, besides in spoken:
            said.add(phrase)
            wanted += besides
            if phrase in self.answers:
                wanted += self.answers[phrase].related
            elif phrase in self.notices:
                wanted += self.notices[phrase].offers
        new = [name for name in dict.fromkeys(wanted) if f"utter_{name}" not in said]
        return [name for name in new if self._has_button(name)][:MAX_BUTTONS]

    def verdict(self, phrase: str) -> str | None:
        """Return what a reply that rests on the phrase is; None for a line that goes along."""
        if phrase in self.answers:
            return "answer"
        return self.notices[phrase].verdict if phrase in self.notices else None

    def _unknown(self, phrase: str) -> str:
        nearest = get_close_matches(phrase, [*self.answers, *self.notices], n=1, cutoff=0.0)
        hint = f" Nearest: {nearest[0]!r}." if nearest else ""
        return f"{phrase!r} is no phrase of the phrasebook.{hint} Run `make answers` to see them."


def _cite(sentence: Sentence) -> Citation:
    return Citation(sentence.seed, sentence.start, sentence.end, sentence.words)


def read_phrasebook(project: Project) -> Phrasebook:
    """Return everything sayable.

    Raises:
        Refused: Something is ungrounded; the message is one line with the remedy.
    """
    sentences = read_seeds(project.seeds)
    answers = read_answers(project.data / "answers", sentences)
    notices = read_notices(project.data)
    contacts = read_contacts(project.data / "contacts.yml")
    _check_names(answers, notices)
    _check_references(answers, notices)
    _check_voices(project.data, sentences, answers, notices)
    _check_every_sentence_quoted(sentences, answers)
    return Phrasebook(
        sentences=sentences,
        answers={answer.phrase: answer for answer in answers},
        notices={notice.phrase: notice for notice in notices},
        contacts=contacts,
        fingerprint=_fingerprint(sentences, answers, notices),
    )


@lru_cache(maxsize=4)
def phrasebook_of(root: Path) -> Phrasebook:
    """Return the project's phrasebook, read once per process."""
    return read_phrasebook(Project(root))


def _check_names(answers: Sequence[Answer], notices: Sequence[Notice]) -> None:
    owners: dict[str, str] = {}
    for phrase, file in [(a.phrase, a.file) for a in answers] + [
        (n.phrase, n.file) for n in notices
    ]:
        if phrase in owners:
            raise UngroundedAnswer(
                f"{file} defines {phrase}, which {owners[phrase]} defines too. Rename one. "
                "Run `make answers` to see all names."
            )
        owners[phrase] = file
    for phrase, when in BY_THE_GATE.items():
        if phrase not in owners:
            raise UngroundedAnswer(
                f"data/notices*.yml hold no {phrase}, the line that is said {when}. Add it. Run "
                "`make check` when it is mended."
            )


def _check_references(answers: Sequence[Answer], notices: Sequence[Notice]) -> None:
    answer_names = {answer.name for answer in answers}
    notice_names = {notice.name for notice in notices}
    for answer in answers:
        leads_to = [name for name in (answer.next, answer.previous, answer.why) if name]
        _check_known([*answer.related, *leads_to], answer_names, answer.file, "answer")
        lead = [answer.lead] if answer.lead else []
        _check_known([answer.notice, *lead], notice_names, answer.file, "notice")
    titled = {notice.name for notice in notices if notice.title}
    for notice in notices:
        _check_known(notice.offers, answer_names | titled, notice.file, "answer")
        _check_known([notice.short] if notice.short else [], notice_names, notice.file, "notice")


def _check_known(names: Sequence[str], known: set[str], file: str, what: str) -> None:
    for name in names:
        if name not in known:
            nearest = get_close_matches(name, sorted(known), n=1, cutoff=0.0) or ["none"]
            raise UnknownPhrase(
                f"{file} names {name!r}, which is no {what}. Nearest: {nearest[0]!r}. "
                "Run `make answers` to see them."
            )


def _check_voices(
    data: Path, sentences: Sequence[Sentence], answers: Sequence[Answer], notices: Sequence[Notice]
) -> None:
    concepts = read_concepts(data, sentences)
    refusals = Refusals()
    for answer in answers:
        with refusals.kept():
            concepts.check(answer.title, said_by=f"{answer.file} (title)", title=True)
    for notice in notices:
        if notice.voice == "assistant":
            with refusals.kept():
                words = f"{notice.text} {notice.title}"
                concepts.check(words, said_by=f"{notice.file}: {notice.phrase}")
    refusals.refuse()


def _check_every_sentence_quoted(sentences: Sequence[Sentence], answers: Sequence[Answer]) -> None:
    quoted = {sentence for answer in answers for sentence in answer.sentences}
    refused = [
        f"seeds/{sentence.seed}.txt line {sentence.line}: {sentence.words[:40]!r} is "
        "quoted by no answer, so nobody can get it. Quote it in a file of data/answers/. "
        "Run `make seeds` to see who quotes what."
        for sentence in sentences
        if sentence not in quoted
    ]
    if refused:
        raise UnquotedSentence("\n".join(refused))


def _fingerprint(
    sentences: Sequence[Sentence], answers: Sequence[Answer], notices: Sequence[Notice]
) -> str:
    digest = hashlib.sha256()
    for part in (*sentences, *answers, *notices):
        digest.update(repr(part).encode("utf-8"))
    return digest.hexdigest()
