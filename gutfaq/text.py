"""What is typed, made harmless on its way in. What it means is for the pipeline."""

from __future__ import annotations

import re

MAX_TEXT = 2000  # characters; longer messages block the process for seconds

# Control characters, byte-order marks and unpaired surrogates; tabs and line breaks stay.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ud800-\udfff]")


def neutralise(text: str) -> str:
    """Return the text without what Rasa or a database would obey or choke on.

    Rasa obeys typed `/restart` and `/intent{"slot": "..."}`; here they are plain words.
    """
    plain = _UNPRINTABLE.sub("", text)
    while plain.strip().startswith("/"):
        plain = plain.strip().lstrip("/")
    return plain
