"""The pytest plugin: options, and the hooks that collect scripts and tell of the run.

Nothing of Rasa is imported until a script is played, so that other test runs stay as they are.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from gutfaq.conversations.items import ScriptFile

_HAS_CASES = re.compile(r"^test_cases\s*:", re.MULTILINE)
_TOLD = {
    "project": "folder of the Rasa project (default: pytest's root folder)",
    "scripts": "folder in which every YAML file is a script (default: tests/conversations)",
    "model": "model file, or the folder that holds the newest (default: models)",
    "endpoints": "Rasa's endpoints file, for the NLG and action endpoints (default: endpoints.yml)",
    "actions": "module of custom actions to run in-process (default: actions); "
    "'endpoint' calls the action server of the endpoints file",
    "driver": "rasa, gutfaq, auto (default) or module:function that returns a driver",
    "url": "talk to the server at this address instead of loading a model",
    "door": "door of the server: json, rest, socket or one of an entry point (default: by the URL)",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, and an ini key for each that is true of a project, not of a run."""
    group = parser.getgroup("gutfaq", "scripted conversations")
    for name, text in _TOLD.items():
        group.addoption(f"--gutfaq-{name}", dest=f"gutfaq_{name}", metavar=name.upper(), help=text)
        parser.addini(f"gutfaq_{name}", help=text, default="")
    group.addoption(
        "--gutfaq-html",
        dest="gutfaq_html",
        metavar="FILE",
        help="write a transcript of every conversation that was played, for people to read",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker of scripted conversations."""
    config.addinivalue_line("markers", "conversation: a scripted conversation, from a YAML file")
    if hasattr(config, "workerinput"):
        return
    # An xdist controller collects nothing, so it would never meet a script that asks for it.
    if config.getoption("numprocesses", default=None):
        _register(config)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ScriptFile | None:
    """Collect a YAML file that holds test cases, and any that lies in the folder of scripts."""
    if file_path.suffix not in (".yml", ".yaml") or file_path.name == "conftest.yml":
        return None
    told = parent.config.getoption("gutfaq_scripts") or parent.config.getini("gutfaq_scripts")
    scripts = parent.config.rootpath / (told or "tests/conversations")
    if not file_path.is_relative_to(scripts) and not _has_cases(file_path):
        return None
    from gutfaq.conversations.items import ScriptFile

    _register(parent.config)
    return ScriptFile.from_parent(parent, path=file_path)


def _register(config: pytest.Config) -> None:
    """Have the run told of, once."""
    if not config.pluginmanager.has_plugin("gutfaq_reporter"):
        from gutfaq.conversations.reporter import Reporter

        config.pluginmanager.register(Reporter(config), "gutfaq_reporter")


def _has_cases(path: Path) -> bool:
    try:
        return _HAS_CASES.search(path.read_text(encoding="utf-8")) is not None
    except (OSError, UnicodeDecodeError):
        return False
