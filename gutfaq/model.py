"""Training, only when something changed that the model is made from."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

from rasa.model import get_latest_model

from gutfaq.errors import Refused
from gutfaq.nlu import ahead
from gutfaq.project import Project

_MADE_FROM = ("config.yml", "domain.yml", "seeds/*", "data/**/*.yml", "gutfaq/nlu/**/*.py")
_ALSO = (
    "gutfaq/importer.py",
    "gutfaq/seed.py",
    "gutfaq/answers.py",
    "gutfaq/notices.py",
    "gutfaq/phrasebook.py",
    "gutfaq/topic.py",
    "gutfaq/safety/component.py",
)
_KEPT_MODELS = 2
_NOT_AUGMENTED = {"augmentation_factor": 0}
"""Stories are not glued together: policies that remember one turn ignore what that makes."""
_CODE = Path(__file__).resolve().parent.parent  # may stand elsewhere than the project


def fingerprint(project: Project) -> str:
    """Return the SHA-256 of everything that a model is made from: seeds, data, config, code."""
    digest = hashlib.sha256(version("rasa").encode())
    for pattern in (*_MADE_FROM, *_ALSO):
        root = _CODE if pattern.startswith("gutfaq/") else project.root
        for file in sorted(root.glob(pattern)):
            if file.is_file():
                digest.update(str(file.relative_to(root)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def is_current(project: Project) -> bool:
    """Return whether the newest model was made from what stands here."""
    model = get_latest_model(str(project.models))
    try:
        note = json.loads(_note(project).read_text())
    except (OSError, ValueError):
        return False
    return bool(model) and note == {"model": Path(model).name, "from": fingerprint(project)}


def train(project: Project) -> Path:
    """Train a model and return its file.

    Raises:
        Refused: Something is ungrounded, or Rasa trained nothing.
    """
    from rasa.model_training import train as rasa_train

    made_from = fingerprint(project)
    ahead.begin(project.data)
    try:
        with contextlib.redirect_stdout(sys.stderr):  # ours is for answers; Rasa prints to it
            result = rasa_train(
                domain=str(project.root / "domain.yml"),
                config=str(project.root / "config.yml"),
                training_files=[str(project.data)],
                output=str(project.models),
                core_additional_arguments=_NOT_AUGMENTED,
            )
    finally:
        ahead.finish()  # where Rasa refused the data, or had learned it before
    if result.code != 0 or not result.model:
        raise Refused("Rasa trained no model. Run `make check`, then `make train` to see why.")
    model = Path(result.model)
    _note(project).write_text(json.dumps({"model": model.name, "from": made_from}))
    for old in sorted(project.models.glob("*.tar.gz"), key=lambda file: file.stat().st_mtime)[
        :-_KEPT_MODELS
    ]:
        old.unlink()
    return model


def _note(project: Project) -> Path:
    return project.models / "made_from.json"
