"""Reads `data/safety/`: word classes, context cues, idioms, signs and red-flag families."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import yaml

from gutfaq.safety.assessment import TIERS, Context, Tier
from gutfaq.safety.errors import BadSafetyData

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
KINDS = (*get_args(Context), "nothing")


@dataclass(frozen=True, slots=True)
class Example:
    """A message in a family's file and how the matcher has to read it."""

    text: str
    expect: str
    family: str
    tier: Tier | None


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of red flag.

    Attributes:
        name: The file's name without its ending.
        patterns: Each alone makes the family fire.
        together: Signs that make it fire when all of a row stand in one message.
        also: A second tier whose card is said as well.
        unless: Signs in the presence of which its patterns mean nothing.
        language: True where the words are not English: read without context.
        always: Contexts that do not apply: the full card is said regardless.
        asked: True where the patterns are questions about a red flag, and nobody's own.
        named: True where the patterns only name it: the models may find that nobody has it.
        examples: The family's own tests.
    """

    name: str
    tier: Tier
    patterns: tuple[str, ...]
    together: tuple[tuple[str, ...], ...] = ()
    also: Tier | None = None
    unless: tuple[str, ...] = ()
    language: bool = False
    always: tuple[str, ...] = ()
    asked: bool = False
    named: bool = False
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class SafetyData:
    """All files of the directory, checked for form."""

    words: dict[str, str]
    cues: dict[str, tuple[str, ...]]
    idioms: tuple[str, ...]
    planned: tuple[str, ...]
    signs: dict[str, tuple[str, ...]]
    families: tuple[Family, ...]
    benign: tuple[Example, ...]


def read(directory: Path) -> SafetyData:
    """Return everything that `directory` holds.

    Raises:
        BadSafetyData: A file is missing, is not YAML of the agreed form, or names what is not.
    """
    paths = sorted(directory.glob("*.yml"))
    if not paths:
        raise BadSafetyData(f"{directory} holds no safety patterns (*.yml). Restore it from git.")
    found = {path.stem: _yaml(path) for path in paths}
    shared: dict[str, dict[str, Any]] = {"words": {}, "cues": {}, "signs": {}}
    for content in found.values():
        for key, values in shared.items():
            values.update(content.get(key) or {})
    families = tuple(_family(name, content) for name, content in found.items() if "tier" in content)
    return SafetyData(
        words={name: str(line) for name, line in shared["words"].items()},
        cues={name: tuple(lines) for name, lines in shared["cues"].items()},
        signs={name: tuple(lines) for name, lines in shared["signs"].items()},
        idioms=tuple(line for content in found.values() for line in content.get("idioms") or ()),
        planned=tuple(line for content in found.values() for line in content.get("planned") or ()),
        families=families,
        benign=tuple(
            Example(str(text), "nothing", name, None)
            for name, content in found.items()
            if "tier" not in content
            for text in (content.get("examples") or {}).get("nothing", ())
        ),
    )


def _yaml(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.YAMLError as error:
        line = " ".join(str(error).split())
        raise BadSafetyData(f"{path} is not YAML: {line}. Mend that line.") from error
    if not isinstance(content, dict):
        raise BadSafetyData(f"{path} has no keys. See docs/safety.md for the form of a family.")
    return content


def _family(name: str, content: dict[str, Any]) -> Family:
    tier = content["tier"]
    if tier not in TIERS:
        raise BadSafetyData(f"data/safety/{name}.yml has tier {tier!r}. Use {', '.join(TIERS)}.")
    examples = content.get("examples") or {}
    unknown = set(examples) - set(KINDS)
    if unknown:
        raise BadSafetyData(
            f"data/safety/{name}.yml has examples of kind {sorted(unknown)}. "
            f"Use {', '.join(KINDS)}."
        )
    return Family(
        name=name,
        tier=tier,
        patterns=tuple(str(line) for line in content.get("patterns") or ()),
        together=tuple(tuple(row) for row in content.get("together") or ()),
        also=content.get("also"),
        unless=tuple(content.get("unless") or ()),
        language=bool(content.get("language", False)),
        always=tuple(content.get("always") or ()),
        asked=bool(content.get("asked", False)),
        named=bool(content.get("named", False)),
        examples=tuple(
            Example(str(text), kind, name, tier)
            for kind, texts in examples.items()
            for text in texts or ()
        ),
    )
