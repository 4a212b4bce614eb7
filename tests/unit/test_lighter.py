"""TensorFlow is left out of a process that has no use for it, and only there."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gutfaq.lighter import needs_tensorflow

IMPORTED = """
import sys
from pathlib import Path
from gutfaq.lighter import without_tensorflow
without_tensorflow(Path(sys.argv[1]))
import rasa.core.agent, rasa.engine.recipes.default_components
from rasa.core.policies.policy import Policy
import tensorflow
print(getattr(tensorflow, "__file__", "left out"))
try:
    tensorflow.keras.layers.Dense(3)
except Exception as refusal:
    print(refusal)
"""


@pytest.fixture
def config(tmp_path):
    """Return a function that writes a configuration of one component and returns its file."""

    def write(component):
        file = tmp_path / "config.yml"
        file.write_text(f"pipeline:\n- name: {component}\n", encoding="utf-8")
        return file

    return write


def test_rasa_loads_without_tensorflow(config):
    """Rasa and all of its components import, none of TensorFlow does, and its use says so."""
    command = [sys.executable, "-W", "ignore", "-c", IMPORTED, str(config("RulePolicy"))]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[0] == "left out"
    assert "which is left out to save memory" in said


@pytest.mark.parametrize("component", ["DIETClassifier", "rasa.core.policies.TEDPolicy"])
def test_neural_components_need_it(config, component):
    """A configuration that names a neural component keeps TensorFlow."""
    assert needs_tensorflow(config(component))


def test_a_comment_needs_nothing(config):
    """A neural component in a comment is no reason to load TensorFlow."""
    assert not needs_tensorflow(config("RulePolicy  # not TEDPolicy"))


def test_no_configuration_needs_nothing(tmp_path):
    """Where there is no configuration, nothing can need TensorFlow."""
    assert not needs_tensorflow(tmp_path / "config.yml")
