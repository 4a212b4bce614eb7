"""The widget's files as they are served: slimmed, compressed once, named after their contents."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
_DOC = re.compile(r"/\*\*(?:(?!\*/).)*\*/[ \t]*", re.DOTALL)
_LINE_COMMENT = re.compile(r"^[ \t]*//[^\n]*\n", re.MULTILINE)
_CSS_SPACE = re.compile(r"\s*([{};])\s*|(?<=[:,])\s+")
_INDENT = re.compile(r"^[ \t\n]+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent: compressed once, at start."""

    body: bytes
    packed: bytes
    type: str

    @classmethod
    def of(cls, text: str, type_: str) -> File:
        """Return the file of a text."""
        body = text.encode("utf-8")
        return cls(body, gzip.compress(body, 9, mtime=0), type_)


class Library:
    """The widget's files, read once.

    Args:
        widget: The folder with the modules.
        site: What the operator set, written into the script.
    """

    def __init__(self, widget: Path, site: Mapping[str, Any]) -> None:
        sources = {
            path.relative_to(widget).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(widget.rglob("*"))
            if path.suffix in _TYPES
        }
        listed = json.dumps(sources, sort_keys=True).encode("utf-8")
        self.version = hashlib.sha256(listed).hexdigest()[:12]
        self.files = {
            name: File.of(_as_served(name, text), _TYPES[Path(name).suffix])
            for name, text in sources.items()
        }
        self.script = File.of(
            _filled_script(sources["gut-faq.js"], f"./widget/{self.version}/", site),
            _TYPES[".js"],
        )


def slim(source: str) -> str:
    """Return the module without doc comments, comment lines, blank lines and indentation.

    Line by line, with no knowledge of JavaScript: the widget's strings hold none of these.
    """
    return _INDENT.sub("", _LINE_COMMENT.sub("", _DOC.sub("", source)))


def _as_served(name: str, text: str) -> str:
    """Return the file's text as it is sent; style modules, all CSS, lose its spaces."""
    if not name.endswith(".js"):
        return text
    text = slim(text)
    return _CSS_SPACE.sub(lambda m: m[1] or "", text) if name.startswith("style") else text


def _filled_script(source: str, folder: str, site: Mapping[str, Any]) -> str:
    """Return the script with the folder of its modules and what the operator set written in."""
    text = slim(source)
    for old, new in (
        ('new URL("./", import.meta.url)', f'new URL("{folder}", import.meta.url)'),
        ("const site = {};", f"const site = {json.dumps(site)};"),
    ):
        if text.count(old) != 1:
            raise ValueError(f"widget/gut-faq.js must hold {old!r} once, for the server to fill.")
        text = text.replace(old, new)
    return text
