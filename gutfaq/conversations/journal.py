"""What the conversations of a run did, as plain data that crosses from worker to controller."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gutfaq.conversations import prose
from gutfaq.conversations.bench import Bench
from gutfaq.conversations.plans import Plans
from gutfaq.conversations.runner import Held, Playback, Played

Entry = dict[str, Any]
KINDS = ("answers", "notices", "responses", "rules", "stories", "sentences")


@dataclass
class Journal:
    """The entries of a run, and how many there are of each kind of thing to reach.

    Attributes:
        totals: By kind, the names of all there is; empty until a driver was loaded.
    """

    entries: list[Entry] = field(default_factory=list)
    totals: dict[str, list[str]] = field(default_factory=dict)

    def reached(self) -> dict[str, set[str]]:
        """Return by kind what the conversations reached."""
        found: dict[str, set[str]] = {kind: set() for kind in KINDS}
        for each in self.entries:
            for kind, names in each["reached"].items():
                found[kind].update(names)
        return found

    def to_reach(self) -> dict[str, list[str]]:
        """Return the totals, but for rules and stories when the door showed nothing of them."""
        hidden = () if any(each["sees_events"] for each in self.entries) else ("rules", "stories")
        return {kind: names for kind, names in self.totals.items() if kind not in hidden}

    def missed(self, kind: str) -> list[str]:
        """Return what no conversation reached, by name."""
        return sorted(set(self.to_reach().get(kind, ())) - self.reached()[kind])

    def coverage(self) -> str:
        """Return one line: how much of each kind of thing the conversations reached."""
        reached = self.reached()
        shown = [
            f"{len(reached[kind] & set(names))} of {len(names)} {_human(kind)}"
            for kind, names in self.to_reach().items()
            if names
        ]
        return ", ".join(shown)

    def pace(self) -> str:
        """Return one line: turns, and how many a second, with what the playing itself costs."""
        times = [turn["ms"] for each in self.entries for turn in each["turns"] if turn["ms"]]
        total = sum(each["took"] for each in self.entries)
        if not times:
            return "no turns"
        middle = sorted(times)[len(times) // 2]
        return f"{len(times)} turns, {len(times) / total:.0f} a second, median {middle:.1f} ms"

    def unseen(self) -> str:
        """Return which expectations the door could not show, or nothing."""
        kinds = Counter(
            held["kind"]
            for each in self.entries
            for turn in each["turns"]
            for held in turn["held"]
            if held["unseen"]
        )
        return ", ".join(f"{kind} ({count})" for kind, count in kinds.most_common())


def entry(playback: Playback, bench: Bench) -> Entry:
    """Return what one conversation did."""
    case, root = playback.case, bench.settings.root
    return {
        "where": prose.where(case.path, case.line, root),
        "name": case.name,
        "failed": playback.failed is not None,
        "took": playback.took,
        "sees_events": any(each.result.sees_events for each in playback.played),
        "turns": [_turn(each, bench.plans) for each in playback.played],
        "reached": _reached(playback, bench.plans),
    }


def totals(bench: Bench) -> dict[str, list[str]]:
    """Return by kind the names of all that a conversation could reach."""
    project, plans = bench.project, bench.plans
    own = {
        "answers": project.answers,
        "notices": project.phrases - project.answers,
        "sentences": project.sentences,
    }
    kinds: Mapping[str, Iterable[str]] = own if project.answers else {"responses": project.phrases}
    named = {kind: sorted(names) for kind, names in kinds.items()}
    named["rules"] = sorted({plan.name for plan in plans.rules})
    named["stories"] = sorted({plan.name for plan in plans.stories})
    return named


def _reached(playback: Playback, plans: Plans) -> dict[str, list[str]]:
    results = [each.result for each in playback.played if each.step.does != "wait"]
    said = [phrase for result in results if result.reply for phrase in result.reply["said"]]
    names = {
        "answers": {each["phrase"] for each in said if each["kind"] == "answer"},
        "notices": {each["phrase"] for each in said if each["kind"] == "notice"},
        "sentences": {cited["text"] for each in said for cited in each["sentences"]},
        "responses": {each.name for result in results for each in result.utterances if each.name},
        "rules": {rule for result in results for rule in plans.rules_of(result)},
        "stories": set(plans.stories_of(results)),
    }
    return {kind: sorted(found) for kind, found in names.items()}


def _turn(played: Played, plans: Plans) -> dict[str, Any]:
    result = played.result
    reply = result.reply or {}
    return {
        "does": played.step.does,
        "text": played.step.text,
        "line": played.step.line,
        "said": [_said(each, reply, number) for number, each in enumerate(result.utterances)],
        "buttons": [str(button["title"]) for button in result.buttons],
        "verdict": list(reply.get("verdict", ())),
        "safety": dict(reply.get("safety") or {}),
        "trace": prose.trace(result, plans),
        "ms": result.ms,
        "trouble": played.trouble,
        "held": [_held(each) for each in played.held],
    }


def _said(utterance: Any, reply: Mapping[str, Any], number: int) -> dict[str, Any]:
    own = reply["said"][number] if reply else {}
    return {
        "name": utterance.name,
        "text": utterance.text,
        "voice": own.get("voice"),
        "kind": own.get("kind"),
        "sentences": [dict(each) for each in own.get("sentences", ())],
    }


def _held(held: Held) -> dict[str, Any]:
    mismatch = held.mismatch
    return {
        "kind": held.expectation.kind,
        "value": held.expectation.value,
        "line": held.expectation.line,
        "unseen": held.unseen,
        "expected": mismatch.expected if mismatch else [],
        "got": mismatch.got if mismatch else [],
        "failed": mismatch is not None,
    }


def _human(kind: str) -> str:
    return "seed sentences" if kind == "sentences" else kind
