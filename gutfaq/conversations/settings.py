"""What a run was told: the project, its model, and the door to talk through."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run was told, from options and ini keys.

    Attributes:
        root: The Rasa project: where config.yml, domain.yml and models/ are.
        scripts: The folder in which every YAML file is a script.
        model: A model file, or the folder that holds the newest.
        actions: The module of custom actions to run in this process; `endpoint` sends them to the
            action server of endpoints.yml instead.
        driver: `rasa`, `gutfaq`, `auto` to choose by the project, or `module:function`, a function
            of these settings that returns a driver.
        url: A running server to talk to, in place of a model in this process.
        door: Which of the server's doors; None chooses by the URL.
    """

    root: Path
    scripts: Path
    model: Path
    endpoints: Path
    actions: str = "actions"
    driver: str = "auto"
    url: str | None = None
    door: str | None = None

    @property
    def is_gutfaq(self) -> bool:
        """Whether the project under test is a Gut FAQ, by its answer files."""
        if self.driver != "auto":
            return self.driver == "gutfaq"
        return (self.root / "data" / "answers").is_dir()
