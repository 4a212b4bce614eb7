"""Where the project's files stand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Project:
    """The folders of one assistant."""

    root: Path

    @property
    def seeds(self) -> Path:
        """The facts."""
        return self.root / "seeds"

    @property
    def data(self) -> Path:
        """Answers, notices, examples, rules, stories, red flags, contacts."""
        return self.root / "data"

    @property
    def models(self) -> Path:
        """Trained models; the newest is used."""
        return self.root / "models"

    @property
    def state(self) -> Path:
        """What a running assistant keeps: conversations, the signing secret."""
        return Path(os.environ.get("GUTFAQ_STATE", self.root / ".gutfaq"))


def here() -> Project:
    """Return the project in `GUTFAQ_HOME`, else the one this code stands in, else the folder."""
    home = os.environ.get("GUTFAQ_HOME")
    if home:
        return Project(Path(home).resolve())
    beside = Path(__file__).resolve().parent.parent
    return Project(beside if (beside / "domain.yml").is_file() else Path.cwd())
