"""What Rasa imports for nothing is left out of a process that has no use for it, and only there."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gutfaq.lighter import left_out

IMPORTED = """
import sys
from pathlib import Path
from gutfaq.lighter import leave_out
leave_out(Path(sys.argv[1]))
import rasa.core.agent, rasa.server, rasa.core.run, rasa.engine.recipes.default_components
from rasa.core.policies.policy import Policy
import tensorflow, boto3, pymongo, aiogram, twilio, sklearn
for module in (tensorflow, boto3, pymongo, aiogram, twilio, sklearn):
    print(getattr(module, "__file__", None) or "left out")
for use in (lambda: tensorflow.keras.layers.Dense(3), lambda: pymongo.MongoClient("db")):
    try:
        use()
    except Exception as refusal:
        print(refusal)
"""


@pytest.fixture
def project(tmp_path):
    """Return a function that writes one settings file and returns its folder."""

    def write(text, file="config.yml"):
        (tmp_path / file).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_rasa_loads_without_them(project):
    """Rasa, its server and all components import, none of the packages does, their use says so."""
    root = project("pipeline:\n- name: RulePolicy\n")
    command = [sys.executable, "-W", "ignore", "-c", IMPORTED, str(root)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert said[:6] == ["left out"] * 6
    assert "uses tensorflow's Dense, which is left out to save memory" in said[6]
    assert "uses pymongo's MongoClient" in said[7]


@pytest.mark.parametrize(
    ("text", "file", "package"),
    [
        ("pipeline:\n- name: DIETClassifier\n", "config.yml", "tensorflow"),
        ("policies:\n- name: rasa.core.policies.TEDPolicy\n", "config.yml", "keras"),
        ("pipeline:\n- name: LogisticRegressionClassifier\n", "config.yml", "sklearn"),
        ("telegram:\n  verify: x\n", "credentials.yml", "aiogram"),
        ("twilio_voice:\n", "credentials.yml", "twilio"),
        ("facebook:\n", "credentials.yml", "fbmessenger"),
        ("webexteams:\n", "credentials.yml", "webexteamssdk"),
        ("tracker_store:\n  type: mongod\n", "endpoints.yml", "pymongo"),
        ("tracker_store:\n  type: dynamo\n", "endpoints.yml", "boto3"),
    ],
)
def test_who_names_a_need_gets_it(project, text, file, package):
    """A component, a channel or a store that is named keeps its package."""
    assert package not in left_out(project(text, file))


def test_a_comment_needs_nothing(project):
    """A component in a comment is no reason to load its package."""
    assert "tensorflow" in left_out(project("pipeline:\n- name: RulePolicy  # not TEDPolicy\n"))


def test_no_settings_need_nothing(tmp_path):
    """Where there are no settings, nothing can need anything."""
    assert {"tensorflow", "sklearn", "boto3"} <= left_out(tmp_path)


def test_a_password_with_a_hash_hides_nothing(project):
    """A `#` inside a word begins no comment."""
    line = "tracker_store: {url: 'mongodb://u:p#w@h', type: mongod}\n"
    assert "pymongo" not in left_out(project(line, "endpoints.yml"))


def test_code_of_ones_own_may_keep_a_package(project, monkeypatch):
    """Who imports one of them in an action names it in the environment."""
    monkeypatch.setenv("GUTFAQ_KEEP_PACKAGES", "boto3, botocore")
    kept = left_out(project("pipeline: []\n"))
    assert "boto3" not in kept
    assert "pymongo" in kept
