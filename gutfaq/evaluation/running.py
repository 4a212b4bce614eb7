"""Cases put to an assistant, and what came of each turn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gutfaq.evaluation.cases import Case
from gutfaq.evaluation.scoring import Json, Score, score

Ask = Callable[[Sequence[Mapping[str, Any]]], Awaitable[list[Json]]]
"""Takes the turns of a fresh conversation (`text` or `press`), returns a reply to each."""


@dataclass(frozen=True, slots=True)
class Result:
    """One turn, scored. `intent`, `confidence` and `ms` are the reply's, where it has them."""

    case_id: str
    set: str
    kind: str
    turn: int
    text: str
    outcome: str
    why: str
    verdicts: tuple[str, ...] = ()
    intent: str | None = None
    confidence: float | None = None
    ms: float | None = None
    clean_id: str | None = None
    heard: tuple[str, ...] = field(default=())

    @property
    def right(self) -> bool:
        """Whether it counts as right."""
        return self.outcome == "right"


async def run(
    cases: Sequence[Case],
    ask: Ask,
    leaning: Mapping[str, Sequence[str]],
    *,
    done: Callable[[int], None] = lambda count: None,
) -> list[Result]:
    """Return a result for each turn that has a right reply; `done` hears of each case finished."""
    results = []
    for count, case in enumerate(cases, start=1):
        replies = await ask(case.turns)
        for number, (turn, reply) in enumerate(zip(case.turns, replies, strict=True)):
            found = score(turn.get("expect") or {"free": True}, reply, leaning)
            if found.outcome != "free":
                results.append(_result(case, number, reply, found))
        done(count)
    return results


def _result(case: Case, number: int, reply: Json, found: Score) -> Result:
    return Result(
        case_id=case.id,
        set=case.set,
        kind=case.kind,
        turn=number,
        text=case.texts[number],
        outcome=found.outcome,
        why=found.why,
        verdicts=tuple(reply.get("verdict") or ()),
        intent=reply.get("intent"),
        confidence=reply.get("confidence"),
        ms=reply.get("ms"),
        clean_id=case.clean_id,
        heard=tuple(str(part.get("text")) for part in reply.get("parts") or ()),
    )
