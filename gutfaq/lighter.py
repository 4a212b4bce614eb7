"""Packages left out: Rasa imports them for classes that this assistant never makes.

Rasa's memoization and rule policies share a module with its neural ones, and so import TensorFlow:
350 MB and several seconds for names that only stand in annotations and as parents of classes. Its
other channels and stores bring their services' clients in the same way. `leave_out` puts empty
classes in their place. Who names such a component, channel or store in `config.yml`,
`credentials.yml` or `endpoints.yml` gets the real one.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from gutfaq.errors import Refused

_NEEDED_BY = {
    ("tensorflow", "keras"): r"DIETClassifier|TEDPolicy|UnexpecTEDIntentPolicy|ResponseSelector|"
    r"ConveRTFeaturizer|LanguageModelFeaturizer",
    ("sklearn",): r"DIETClassifier|TEDPolicy|UnexpecTEDIntentPolicy|ResponseSelector|"
    r"CountVectorsFeaturizer|SklearnIntentClassifier|LogisticRegressionClassifier|"
    r"CRFEntityExtractor",
    ("aiogram",): r"telegram",
    ("fbmessenger",): r"facebook",
    ("twilio",): r"twilio\w*",
    ("webexteamssdk",): r"webexteams",
    ("boto3", "botocore"): r"dynamo|DynamoTrackerStore",
    ("pymongo",): r"mongod|MongoTrackerStore",
}
_SETTINGS = ("config.yml", "credentials.yml", "endpoints.yml")


class LeftOut(Refused):
    """Something used a package in a process that leaves it out."""


def left_out(root: Path) -> frozenset[str]:
    """Return the packages that no line of a project's settings needs.

    `GUTFAQ_KEEP_PACKAGES` names those that code of the project's own needs, with commas.
    """
    files = [root / name for name in _SETTINGS]
    lines = "\n".join(file.read_text(encoding="utf-8") for file in files if file.is_file())
    lines = re.sub(r"(?:^|\s)#.*", "", lines, flags=re.M)
    kept = {name.strip() for name in os.environ.get("GUTFAQ_KEEP_PACKAGES", "").split(",")}
    unneeded = [
        packages
        for packages, names in _NEEDED_BY.items()
        if not re.search(rf"\b(?:{names})\b", lines)
    ]
    return frozenset(package for packages in unneeded for package in packages) - kept


def leave_out(root: Path) -> None:
    """Let the imports of `left_out(root)` find empty classes.

    To be called before Rasa's agent is imported. Changes nothing of what is already imported.
    """
    packages = left_out(root) - sys.modules.keys()
    sys.meta_path.insert(0, _Finder(packages))


class _Empty(type):
    """A class that has every class inside it; all are empty."""

    package = ""

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _empty(name, cls.package)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if "package" in vars(cls):
            raise LeftOut(
                f"A setting uses {cls.package}'s {cls.__name__}, which is left out to save memory. "
                "Name the setting that needs it in gutfaq/lighter.py. See docs/cost.md."
            )
        return super().__call__(*args, **kwargs)


def _empty(name: str, package: str) -> type:
    return _Empty(name, (), {"package": package})


class _Module(ModuleType):
    """A module that has every class; all are empty."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _empty(name, self.__name__.split(".")[0])


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the packages that are left out, and every module of them."""

    def __init__(self, packages: frozenset[str]) -> None:
        self._packages = packages

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """See parent class."""
        if fullname.split(".")[0] not in self._packages:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """See parent class."""
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: there is nothing in it."""
