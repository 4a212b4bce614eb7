"""YAML 1.2 with line numbers: `yes` is a text, and every value knows where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from gutfaq.conversations.script import BadScript

MORE = "docs/conversations.md shows the format."


class Located:
    """A value of a YAML file that knows its line.

    Attributes:
        line: Counted from 1.
    """

    def __init__(self, node: Node, path: Path) -> None:
        self._node = node
        self.path = path
        self.line: int = node.start_mark.line + 1

    def refuse(self, what: str) -> BadScript:
        """Return the refusal of this value, in one line, for the caller to raise."""
        return BadScript(f"{self.path}:{self.line}: {what} {MORE}")

    @property
    def is_mapping(self) -> bool:
        """Whether this is a mapping of keys to values."""
        return isinstance(self._node, MappingNode)

    @property
    def is_list(self) -> bool:
        """Whether this is a list."""
        return isinstance(self._node, SequenceNode)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is written here: an empty value, `null` or `~`."""
        return isinstance(self._node, ScalarNode) and self._node.tag.endswith(":null")

    def items(self, what: str) -> list[Located]:
        """Return the entries of a list; `what` says in the refusal what should stand here."""
        if not self.is_list:
            raise self.refuse(f"{what} must be a list, each entry beginning with a dash.")
        return [Located(node, self.path) for node in self._node.value]

    def mapping(
        self, what: str, keys: Iterable[str] | None = None
    ) -> dict[str, tuple[int, Located]]:
        """Return the line and value of each key; a key outside `keys` is refused."""
        if not self.is_mapping:
            raise self.refuse(f"{what} must be a mapping, `key: value`.")
        allowed = None if keys is None else tuple(keys)
        found: dict[str, tuple[int, Located]] = {}
        for key_node, value_node in self._node.value:
            key = Located(key_node, self.path)
            name = key.text("a key")
            if name in found:
                raise key.refuse(f"{name!r} stands twice in {what}.")
            if allowed is not None and name not in allowed:
                raise key.refuse(unknown(name, allowed, f"no key of {what}"))
            found[name] = (key.line, Located(value_node, self.path))
        return found

    def pair(self, what: str) -> tuple[str, Located]:
        """Return the key and value of a mapping of one key."""
        found = self.mapping(what)
        if len(found) != 1:
            keys = ", ".join(found) or "none"
            raise self.refuse(f"{what} must have exactly one key; this has {len(found)}: {keys}.")
        ((name, (_, value)),) = found.items()
        return name, value

    def text(self, what: str) -> str:
        """Return the text as it is written, `yes` and `4` and `1.0` included."""
        if not isinstance(self._node, ScalarNode):
            raise self.refuse(f"{what} must be a text.")
        if self.is_nothing:
            raise self.refuse(f'{what} is missing. An empty text is written "".')
        return str(self._node.value)

    def plain(self) -> Any:
        """Return the value as Python's own; a date stays the text that is written."""
        if self.is_mapping:
            return {name: value.plain() for name, (_, value) in self.mapping("a mapping").items()}
        if self.is_list:
            return [item.plain() for item in self.items("a list")]
        return _scalar(self._node.tag.rsplit(":", 1)[-1], str(self._node.value))


def read(path: Path) -> Located | None:
    """Return the file's value, or None when the file is empty.

    Raises:
        BadScript: The file is not YAML.
    """
    reader = YAML(typ="safe")
    text = path.read_text(encoding="utf-8")
    try:
        node = reader.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise BadScript(f"{path}:{line}: this is not YAML: {error.problem}. {MORE}") from None
    return None if node is None else Located(node, path)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like this one, if any is like it."""
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.5)), None)


def unknown(name: str, known: Iterable[str], is_no: str) -> str:
    """Return the sentence that refuses a name and tells the nearest right one, or all."""
    known = sorted(known)
    near = nearest(name, known)
    if near:
        return f"{name!r} is {is_no}. Nearest: {near!r}."
    some = ", ".join(known[:20]) + (", ..." if len(known) > 20 else "")
    return f"{name!r} is {is_no}. There are: {some}."


def _scalar(kind: str, text: str) -> Any:
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int":
        return _integer(text)
    if kind == "float":
        return float(text.replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
    return text


def _integer(text: str) -> int:
    digits = text.replace("_", "").lower()
    bases = {"0x": 16, "0o": 8}
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    return sign * int(digits, bases.get(digits[:2], 10))
