"""Reading YAML 1.2, as Rasa does: `yes` is a text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from gutfaq.errors import Refused


def read_yaml(file: Path) -> dict[str, Any]:
    """Return the file's top-level mapping; an empty file is an empty mapping.

    Raises:
        Refused: The file cannot be read, is not YAML, or is no mapping.
    """
    try:
        content = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        what = " ".join(str(error).split())
        raise Refused(
            f"{file} cannot be read: {what[:160]}. Mend it, then run `make check`."
        ) from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise Refused(
            f"{file} holds a {type(content).__name__}, not keys with values. Mend it, then run "
            "`make check`."
        )
    return content
