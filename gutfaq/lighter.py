"""TensorFlow left out: Rasa imports it for classes that this assistant never makes.

Rasa's memoization and rule policies share a module with its neural ones, and so import TensorFlow:
350 MB and several seconds for names that only stand in annotations and as parents of classes.
`without_tensorflow` puts empty classes in their place. Who names a neural component in
`config.yml` gets the real one: see `needs_tensorflow`.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from gutfaq.errors import Refused

_NEURAL = re.compile(
    r"^[^#\n]*\b(DIETClassifier|TEDPolicy|UnexpecTEDIntentPolicy|ResponseSelector|"
    r"ConveRTFeaturizer|LanguageModelFeaturizer)\b",
    re.M,
)


class TensorFlowLeftOut(Refused):
    """Something used TensorFlow in a process that leaves it out."""


def needs_tensorflow(config: Path) -> bool:
    """Return whether a configuration names one of Rasa's components that run on TensorFlow."""
    return config.is_file() and bool(_NEURAL.search(config.read_text(encoding="utf-8")))


def without_tensorflow(config: Path) -> None:
    """Let `import tensorflow` find empty classes, unless the configuration needs the real ones.

    To be called before Rasa's agent is imported. Changes nothing where TensorFlow is loaded.
    """
    if "tensorflow" not in sys.modules and not needs_tensorflow(config):
        sys.meta_path.insert(0, _Finder())


class _Empty(type):
    """A class that has every class inside it; all are empty."""

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Empty(name, (), {"__module__": "tensorflow"})

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls.__module__ == "tensorflow":
            raise TensorFlowLeftOut(
                f"config.yml uses TensorFlow's {cls.__name__}, which is left out to save memory. "
                "Name the component that needs it in gutfaq/lighter.py. See docs/cost.md."
            )
        return super().__call__(*args, **kwargs)


class _Module(ModuleType):
    """A module that has every class; all are empty."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Empty(name, (), {"__module__": "tensorflow"})


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds TensorFlow and every module of it."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """See parent class."""
        if fullname.split(".")[0] not in ("tensorflow", "keras"):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """See parent class."""
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: there is nothing in it."""
