"""What to say to each question of a message, as names of phrases. Pure: no Rasa, no words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gutfaq.phrasebook import Phrasebook

MAX_ANSWERS = 3  # of one message; more is a wall of text
_AFTER = re.compile(r"\b(?:after|follows?)\b", re.I)
FIRST, LEADING = "1", "0"  # the first question; what goes before all questions


@dataclass(frozen=True, slots=True)
class Line:
    """One phrase to say.

    Attributes:
        phrase: Its name, `utter_...`.
        part: Which question it answers, from "1"; "0" goes before all of them.
        heard: That question's words.
        offers: Answers to offer as buttons, besides those that the phrase itself offers.
    """

    phrase: str
    part: str = FIRST
    heard: str = ""
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the message, as it was understood."""

    intent: str
    text: str = ""
    ranking: tuple[str, ...] = ()


def questions(message: Mapping[str, Any]) -> list[Question]:
    """Return the questions of Rasa's latest message, in order; at least one."""
    parts = message.get("parts") or []
    found = [
        Question(
            intent=str(part.get("intent") or "nlu_fallback"),
            text=str(part.get("text") or ""),
            ranking=tuple(str(one.get("name")) for one in part.get("ranking") or ()),
        )
        for part in parts
        if isinstance(part, Mapping)
    ]
    intent = str((message.get("intent") or {}).get("name") or "nlu_fallback")
    if len(found) > 1 and intent == "several_questions":
        return found
    ranking = tuple(str(one.get("name")) for one in message.get("intent_ranking") or ())
    return [Question(intent, str(message.get("text") or ""), ranking)]


def answered(names: Iterable[str]) -> list[str]:
    """Return the phrase names of these answers, each once."""
    return [f"utter_{name}" for name in dict.fromkeys(names)]


def plan(asked: Sequence[Question], phrasebook: Phrasebook, *, disclaimed: bool) -> list[Line]:
    """Return the lines for all questions, with one notice after the last answer.

    Args:
        asked: In the order in which they were asked.
        phrasebook: Everything sayable.
        disclaimed: Whether the disclaimer was said in full in this conversation.
    """
    lines: list[Line] = []
    said: list[str] = []
    for number, heard in enumerate(asked, start=1):
        before = asked[number - 2].text if number > 1 else ""
        part, question = str(number), _stepped(heard, before, said, phrasebook)
        answer = f"utter_{question.intent.removeprefix('ask_')}"
        if question.intent.startswith("ask_") and answer in phrasebook.answers:
            if answer not in said and len(said) == MAX_ANSWERS:
                lines.append(Line("utter_more_questions", part, question.text))
                continue
            lines += _answer(answer, part, question.text, phrasebook, lines)
            said.append(answer)
        else:
            lines += _reply(question, part, phrasebook, alone=len(asked) == 1)
    return _with_notice(lines, said, phrasebook, disclaimed=disclaimed)


def _stepped(
    question: Question, before: str, said: Sequence[str], phrasebook: Phrasebook
) -> Question:
    """Return "and what comes before it" as the question for the stage before the last answer's.

    After "what comes after this" the "it" is this, and not the stage that was said.
    """
    last = phrasebook.answers[said[-1]] if said else None
    if last and question.intent == "previous_stage" and _AFTER.search(before):
        last = phrasebook.answers.get(f"utter_{last.previous}")
    steps = {"next_stage": last.next, "previous_stage": last.previous} if last else {}
    name = steps.get(question.intent)
    return replace(question, intent=f"ask_{name}") if name else question


def answer_lines(names: Sequence[str], phrasebook: Phrasebook, *, disclaimed: bool) -> list[Line]:
    """Return the lines that say these answers again, with their notice."""
    asked = [Question(f"ask_{name}") for name in names]
    return [
        Line(line.phrase, FIRST, line.heard, line.offers)
        for line in plan(asked, phrasebook, disclaimed=disclaimed)
    ]


def _answer(
    phrase: str, part: str, heard: str, phrasebook: Phrasebook, before: Sequence[Line]
) -> list[Line]:
    lead = f"utter_{phrasebook.answers[phrase].lead or 'from_the_text'}"
    lines = [] if any(line.phrase == lead for line in before) else [Line(lead, part, heard)]
    return [*lines, Line(phrase, part, heard)]


def _reply(question: Question, part: str, phrasebook: Phrasebook, *, alone: bool) -> list[Line]:
    """Return what is said to a question that the seed does not answer."""
    intent = question.intent
    if intent.startswith("seek_"):
        phrase = f"utter_refer_{intent.removeprefix('seek_')}"
    elif intent == "ask_not_in_text" and not alone:
        phrase = "utter_part_not_in_text"
    else:
        phrase = f"utter_{intent}"
    if phrase not in phrasebook:
        phrase = "utter_nlu_fallback"
    lines = [Line(phrase, part, question.text)]
    if phrasebook.verdict(phrase) == "not_in_text":
        lines.append(Line("utter_not_in_text_referral", part, question.text))
    return lines


def _with_notice(
    lines: list[Line], said: Sequence[str], phrasebook: Phrasebook, *, disclaimed: bool
) -> list[Line]:
    if not said:
        return lines
    last = max(i for i, line in enumerate(lines) if line.phrase in said)
    notices: dict[str, bool] = {}
    for phrase in said:
        answer = phrasebook.answers[phrase]
        name = f"utter_{answer.notice}"
        notices[name] = notices.get(name, False) or answer.in_full or not disclaimed
    for name, in_full in notices.items():
        short = phrasebook.notices[name].short
        wording = name if in_full or not short else f"utter_{short}"
        lines.append(Line(wording, lines[last].part, lines[last].heard))
    return lines
