"""Turns a real conversation into a script: of a Gut FAQ's replies, or of any Rasa tracker."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from gutfaq.conversations.turn import Event, TurnResult
from gutfaq.reply import Reply, Turn, as_json

Assertions = list[dict[str, Any]]


def write_script(
    file: str | Path, turns: Sequence[tuple[Turn, Reply]], *, name: str | None = None
) -> None:
    """Write a conversation with a Gut FAQ as a script of one case, or add it to a script.

    Args:
        file: Made when it is not there yet.
        turns: What was typed or pressed, and the reply.
        name: By default, the first thing that was typed; numbered when the file has that case.
    """
    steps: list[dict[str, Any]] = []
    before: Reply | None = None
    for turn, reply in turns:
        steps.append(_act(turn, before) | {"assertions": assertions_of(as_json(reply))})
        before = reply
    if steps:
        _add(Path(file), name or str(next(iter(steps[0].values()))) or "says nothing", steps)


def write_tracker(file: str | Path, events: Iterable[Event], *, name: str | None = None) -> None:
    """Write a conversation from any Rasa tracker's events as a script ("save as test")."""
    steps: list[dict[str, Any]] = []
    for turn in _turns(events):
        text = turn[0].get("text") or ""
        steps.append({"user": text, "assertions": list(_assertions(TurnResult(tuple(turn))))})
    if steps:
        _add(Path(file), name or steps[0]["user"] or "says nothing", steps)


def assertions_of(reply: Mapping[str, Any]) -> Assertions:
    """Return the assertions that hold of a Gut FAQ's reply, and of no reply with other words."""
    said = reply["said"]
    names = {
        kind: [each["phrase"].removeprefix("utter_") for each in said if each["kind"] == kind]
        for kind in ("answer", "notice")
    }
    safety = reply["safety"]
    found: Assertions = [{"verdict": _one_or_many(reply["verdict"])}] if reply["verdict"] else []
    if safety["tier"] is not None:
        seen = {key: safety[key] for key in ("tier", "context") if safety[key] is not None}
        found.append({"safety": seen})
    if names["answer"]:
        found.append({"answers": _one_or_many(names["answer"])})
        quoted = [cited["text"] for each in said for cited in each["sentences"]]
        found.append({"quotes": [_opening(text) for text in quoted]})
    if names["notice"]:
        found.append({"notice": _one_or_many(names["notice"])})
    return [*found, {"says_nothing_else": True}]


def main(arguments: Sequence[str]) -> int:
    """Turn a tracker's JSON into a script: `TRACKER.json SCRIPT.yml`."""
    if len(arguments) != 2:
        sys.stderr.write("Usage: python -m gutfaq.conversations.record TRACKER.json SCRIPT.yml\n")
        return 2
    tracker = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    write_tracker(arguments[1], tracker["events"] if isinstance(tracker, dict) else tracker)
    return 0


def _act(turn: Turn, before: Reply | None) -> dict[str, Any]:
    if turn.press is None:
        return {"user": turn.text}
    offered = before.buttons if before else ()
    titles = [button.title for button in offered if button.payload == turn.press]
    return {"press": titles[0] if titles else turn.press}


def _turns(events: Iterable[Event]) -> list[list[Event]]:
    turns: list[list[Event]] = []
    for event in events:
        if event["event"] == "user":
            turns.append([])
        if turns:
            turns[-1].append(event)
    return turns


def _assertions(result: TurnResult) -> Iterator[dict[str, Any]]:
    yield from ({"action_executed": name} for name in _custom(result.actions))
    slots = [each for each in result.events if each["event"] == "slot" and _is_set(each)]
    for event in slots:
        yield {"slot_was_set": [{"name": event["name"], "value": event["value"]}]}
    for said in result.utterances:
        uttered: dict[str, Any] = {"utter_name": said.name} if said.name else {}
        if said.text and not said.name:
            uttered["text_matches"] = said.text
        if uttered:
            yield {"bot_uttered": uttered}
    yield {"says_nothing_else": True}


def _custom(actions: Iterable[str]) -> Iterator[str]:
    yield from (name for name in actions if not name.startswith(("utter_", "action_listen")))


def _is_set(event: Event) -> bool:
    return event["value"] is not None and event["name"] != "requested_slot"


def _opening(sentence: str) -> str:
    words = sentence.split()
    return " ".join(words[:4])


def _one_or_many(names: Sequence[str]) -> str | list[str]:
    return names[0] if len(names) == 1 else list(names)


def _add(file: Path, name: str, steps: list[dict[str, Any]]) -> None:
    writer = YAML()
    writer.width = 100
    writer.default_flow_style = False
    script = writer.load(file.read_text(encoding="utf-8")) if file.exists() else CommentedMap()
    cases = script.setdefault("test_cases", CommentedSeq())
    taken = {case["test_case"] for case in cases}
    cases.append({"test_case": _free(name, taken), "steps": steps})
    out = io.StringIO()
    writer.dump(script, out)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(out.getvalue(), encoding="utf-8")


def _free(name: str, taken: set[str]) -> str:
    numbered = (f"{name} ({number})" for number in range(2, len(taken) + 3))
    return next(each for each in (name, *numbered) if each not in taken)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
