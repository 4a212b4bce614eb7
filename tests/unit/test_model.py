"""A model is current as long as nothing changed that it is made from."""

from __future__ import annotations

import json

import pytest

from gutfaq.model import fingerprint, is_current
from gutfaq.nlu import component


@pytest.fixture
def trained(project, monkeypatch):
    """Return the tiny project, code and all, with a model that was made from what is there."""
    monkeypatch.setattr("gutfaq.model._CODE", project.root)
    project.models.mkdir()
    (project.models / "1.tar.gz").write_bytes(b"")
    note = {"model": "1.tar.gz", "from": fingerprint(project)}
    (project.models / "made_from.json").write_text(json.dumps(note))
    return project


def test_nothing_changed(trained):
    """A model is current when nothing changed."""
    assert is_current(trained)


@pytest.mark.parametrize(
    "file",
    [
        "seeds/tea.txt",
        "config.yml",
        "domain.yml",
        "data/answers/green.yml",
        "data/notices_safety.yml",
        "data/contacts.yml",
    ],
)
def test_a_change_makes_it_stale(trained, file):
    """A change of seed, configuration, domain or data makes a model stale."""
    with (trained.root / file).open("a") as out:
        out.write("\n")
    assert not is_current(trained)


@pytest.mark.parametrize(
    "file", ["seeds/more.txt", "data/more.yml", "data/nlu/more.yml", "gutfaq/nlu/reader.py"]
)
def test_a_new_file_makes_it_stale(trained, file):
    """A new file of data, or of the code that learns, makes a model stale."""
    (trained.root / file).parent.mkdir(parents=True, exist_ok=True)
    (trained.root / file).write_text("")
    assert not is_current(trained)


def test_a_renamed_file_makes_it_stale(trained):
    """The same words in a file of another name are another project."""
    (trained.seeds / "tea.txt").rename(trained.seeds / "coffee.txt")
    assert not is_current(trained)


def test_other_files_do_not_matter(trained):
    """What a model is not made from does not make it stale."""
    (trained.root / "README.md").write_text("tea")
    assert is_current(trained)


@pytest.mark.parametrize("note", ["", "{}", "[]", '{"model": "0.tar.gz"}'])
def test_an_unknown_model_is_stale(trained, note):
    """A model without a note of what it was made from is stale."""
    (trained.models / "made_from.json").write_text(note)
    assert not is_current(trained)


def test_no_model_is_stale(trained):
    """Without a model there is nothing current."""
    (trained.models / "1.tar.gz").unlink()
    assert not is_current(trained)


def test_changed_code_of_understanding_is_learned_with_anew(tmp_path, monkeypatch):
    """Rasa keeps what a component learned; its code is part of what that depends on."""
    monkeypatch.setattr(component, "__file__", str(tmp_path / "component.py"))
    (tmp_path / "wording.py").write_text("WORDS = 2\n")
    before = component.QuestionReader.fingerprint_addon({})
    assert component.QuestionReader.fingerprint_addon({}) == before
    (tmp_path / "wording.py").write_text("WORDS = 3\n")
    assert component.QuestionReader.fingerprint_addon({}) != before
