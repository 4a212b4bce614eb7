"""Ways to spoil a Gut FAQ, one at a time, that its scripted conversations must notice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from gutfaq.conversations.plans import Plan, read_plans

KINDS = ("quotes", "notice", "policy", "rule", "story", "safety", "threshold")

LIMITS: Mapping[str, Mapping[str, float]] = {
    "every question is answered": {"answer": 0.0},
    "no question is answered": {"answer": 1.1},
    "no answer gives way to one that names what was asked": {"rival": 1.1},
    "every reading is ambiguous": {"margin": 1.1},
    "no reading is ambiguous": {"margin": 0.0},
}
"""What happens when which limits of `gutfaq.nlu.decision` have a value that makes them useless."""


@dataclass(frozen=True)
class Mutant:
    """One change for the worse.

    Attributes:
        kind: One of `KINDS`.
        what: What was changed, in words.
        spoil: Changes the files of a copy of the project.
        near: Words of the scripts that should notice first; all are played in the end.
        gone: A rule or story that the trained policies are to forget.
        limits: Limits of the understanding, by name, that get other values.
    """

    kind: str
    what: str
    spoil: Callable[[Path], None] = lambda _root: None
    near: tuple[str, ...] = ()
    gone: Plan | None = None
    limits: Mapping[str, float] = field(default_factory=dict)


def all_mutants(root: Path) -> Iterator[Mutant]:
    """Yield every mutant of the project, in the order of `KINDS`."""
    answers = sorted(path.stem for path in (root / "data" / "answers").glob("*.yml"))
    yield from quote_mutants(answers, root)
    yield from notice_mutants(root)
    yield from policy_mutants(answers, root)
    plans = read_plans(root)
    for plan in plans.rules:
        yield Mutant("rule", f"without the rule {plan.name!r}", near=_words(plan), gone=plan)
    for plan in plans.stories:
        yield Mutant("story", f"without the story {plan.name!r}", near=_words(plan), gone=plan)
    yield from safety_mutants(root)
    yield from threshold_mutants(root)


def quote_mutants(answers: list[str], root: Path) -> Iterator[Mutant]:
    """Yield a mutant for each answer that says another one's sentences, and the other way round."""
    quotes = {name: _response(root, name)["custom"]["quotes"] for name in answers}
    for name, other in zip(answers, answers[1:] + answers[:1], strict=True):
        if quotes[name] != quotes[other]:
            swap = _swapping(name, other)
            yield Mutant("quotes", f"{name} and {other} swap their quotes", swap, (name, other))


def notice_mutants(root: Path) -> Iterator[Mutant]:
    """Yield a mutant for each fixed line that is gone."""
    for path in sorted((root / "data").glob("notices*.yml")):
        for phrase in _load(path)["responses"]:
            drop = _dropping(path.name, phrase)
            yield Mutant("notice", f"without {phrase}", drop, (phrase.removeprefix("utter_"),))


def policy_mutants(answers: list[str], root: Path) -> Iterator[Mutant]:
    """Yield a mutant for each answer whose disclaimer is no longer in full every time."""
    for name in answers:
        if _response(root, name)["metadata"].get("in_full"):
            spoil = _not_in_full(name)
            yield Mutant("policy", f"{name} without `in_full`", spoil, ("disclaimer", name))


def safety_mutants(root: Path) -> Iterator[Mutant]:
    """Yield a mutant for each family of red flags that has lost all patterns but its last.

    One with a single pattern loses its rows of signs in place of it.
    """
    for path in sorted((root / "data" / "safety").glob("*.yml")):
        family = _load(path)
        if isinstance(family, dict) and family.get("patterns") and family.get("tier"):
            lost = "its last pattern only" if len(family["patterns"]) > 1 else "no rows of signs"
            what = f"{path.stem} with {lost}"
            yield Mutant("safety", what, _weakening(path.name), (str(family["tier"]),))


def threshold_mutants(root: Path) -> Iterator[Mutant]:
    """Yield mutants of each limit of the understanding and each threshold of config.yml."""
    for what, limits in LIMITS.items():
        yield Mutant("threshold", what, limits=limits)
    lines = (root / "config.yml").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        found = re.match(r"\s*(\w*(?:threshold|margin|floor)\w*):\s*([\d.]+)", line)
        if found:
            for extreme in ("0.0", "1.0"):
                what = f"config.yml line {number + 1}: {found[1]} {found[2]} becomes {extreme}"
                yield Mutant("threshold", what, _setting(number, extreme))


def _swapping(name: str, other: str) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        paths = [root / "data" / "answers" / f"{each}.yml" for each in (name, other)]
        files = [_load(path) for path in paths]
        pair = [next(iter(file["responses"].values()))[0] for file in files]
        pair[0]["custom"], pair[1]["custom"] = pair[1]["custom"], pair[0]["custom"]
        for path, file in zip(paths, files, strict=True):
            _dump(path, file)

    return spoil


def _dropping(file_name: str, phrase: str) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        path = root / "data" / file_name
        file = _load(path)
        del file["responses"][phrase]
        _dump(path, file)

    return spoil


def _not_in_full(name: str) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        path = root / "data" / "answers" / f"{name}.yml"
        file = _load(path)
        del next(iter(file["responses"].values()))[0]["metadata"]["in_full"]
        _dump(path, file)

    return spoil


def _weakening(file_name: str) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        path = root / "data" / "safety" / file_name
        file = _load(path)
        if len(file["patterns"]) > 1:
            file["patterns"] = file["patterns"][-1:]
        else:
            file["together"] = []
        _dump(path, file)

    return spoil


def _setting(line: int, value: str) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        path = root / "config.yml"
        lines = path.read_text(encoding="utf-8").splitlines()
        lines[line] = re.sub(r":\s*[\d.]+", f": {value}", lines[line], count=1)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    return spoil


def _words(plan: Plan) -> tuple[str, ...]:
    """Return a plan's intents, actions and slots without their prefixes, to find its scripts by."""
    steps = {step for walk in plan.walks for step in walk}
    prefix = re.compile(r"^(intent:|slot:\w+=)?(ask_|seek_|action_|utter_)?")
    return tuple(sorted({prefix.sub("", step) for step in steps}))


def _response(root: Path, name: str) -> Any:
    file = _load(root / "data" / "answers" / f"{name}.yml")
    return next(iter(file["responses"].values()))[0]


def _load(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def _dump(path: Path, content: Any) -> None:
    writer = YAML()
    writer.width = 10_000  # pinned words stay on one line, so their hash stays
    with path.open("w", encoding="utf-8") as out:
        writer.dump(content, out)
