"""A tiny project about tea, so that a unit test needs neither the real seed text nor a model."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ruamel.yaml import YAML

from gutfaq.project import Project

SEED = """Tea in the Evening
Green tea comes from young leaves. It tastes of grass. Black tea is dried longer.
Some people drink tea late. The result can be poor sleep. Some people add milk.
"""

ANSWERS = {
    "title": (["Tea in the Evening"], {"title": "The title", "lead": "only_a_heading"}),
    "green": (
        ["Green tea", "It tastes"],
        {"title": "Green tea", "next": "black", "related": ["black", "sleep", "milk", "title"]},
    ),
    "black": (["Black tea"], {"title": "Black tea", "previous": "green", "why": "green"}),
    "sleep": (
        ["Some people drink", "The result"],
        {"title": "Tea late", "in_full": True, "related": ["milk", "green"]},
    ),
    "milk": (["Some people add"], {"title": "Milk", "related": ["sleep"]}),
}

ASSISTANT = {
    "from_the_text": ("In the words of the text:", {}),
    "only_a_heading": ("Only a heading:", {}),
    "greet": ("Hello.", {"verdict": "small_talk", "offers": ["green", "black"]}),
    "gibberish": ("I could not read that.", {"verdict": "not_understood"}),
    "too_long": ("That is too much at once.", {"verdict": "not_understood"}),
    "nlu_fallback": ("What do you mean?", {"verdict": "not_understood", "offers": ["green"]}),
    "ask_not_in_text": ("The text does not say.", {"verdict": "not_in_text"}),
    "part_not_in_text": ("Not that part.", {"verdict": "not_in_text"}),
    "more_questions": ("Please ask the rest again.", {}),
    "data_deleted": ("It is deleted.", {"verdict": "control"}),
}

SAFETY = {
    "not_medical_advice": ("Ask a doctor. {operator_contact}", {"short": "advice_short"}),
    "advice_short": ("Ask someone.", {}),
    "safe_fallback": ("Call {emergency_contacts}.", {"verdict": "not_understood"}),
    "emergency_card": ("Call {emergency_contacts} now.", {"verdict": "emergency"}),
    "crisis_card": ("Talk to {crisis_contacts}.", {"verdict": "crisis"}),
    "urgent_referral": ("See a doctor today.", {"verdict": "urgent"}),
    "emergency_past": ("If it happens again, call.", {}),
    "refer_dose": ("Ask a pharmacist.", {"verdict": "refer"}),
    "not_in_text_referral": ("Ask a dietitian.", {}),
    "reminder_emergency": ("Call, if you have not.", {}),
}

CONTACTS = """
emergency:
- {region: EU, name: Emergency, number: "112", verified_on: 2026-01-31}
crisis:
- {region: UK, name: Samaritans, number: "116 123", verified_on: 2026-01-31}
operator: {region: Here, name: The front desk, number: "555 0100", verified_on: 2026-01-31}
"""

TOPICS = """
lines: [tea, people]
titles: [green, black, milk, late]
red_flags: [bleed, poison]
"""

CONFIG = """
recipe: default.v1
assistant_id: tea
language: en
importers: [{name: gutfaq.importer.GroundedImporter}]
pipeline: [{name: KeywordIntentClassifier}]
policies: [{name: RulePolicy}]
"""

DOMAIN = """
version: "3.1"
intents: [greet]
actions: [action_answer]
"""


def dump(file: Path, content: object) -> None:
    """Write YAML."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as out:
        YAML(typ="safe", pure=True).dump(content, out)


def answer_content(name, quotes, metadata):
    """Return what an answer file holds."""
    told = {"notice": "not_medical_advice", **metadata}
    return {
        "version": "3.1",
        "nlu": [{"intent": f"ask_{name}", "examples": f"- what of {name}\n- tell me of {name}\n"}],
        "responses": {f"utter_{name}": [{"custom": {"quotes": quotes}, "metadata": told}]},
        "rules": [
            {"rule": name, "steps": [{"intent": f"ask_{name}"}, {"action": "action_answer"}]}
        ],
    }


def line(text, voice, metadata):
    """Return one wording of a fixed line, pinned if it is a safety line."""
    told = {"voice": voice, **metadata}
    if voice == "safety":
        told["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    return [{"text": text, "metadata": told}]


def write_project(root: Path) -> Project:
    """Write the tiny project into a folder."""
    data = root / "data"
    (root / "seeds").mkdir(parents=True)
    (root / "seeds" / "tea.txt").write_text(SEED, encoding="utf-8")
    for name, (quotes, metadata) in ANSWERS.items():
        dump(data / "answers" / f"{name}.yml", answer_content(name, quotes, metadata))
    for voice, lines in (("assistant", ASSISTANT), ("safety", SAFETY)):
        responses = {f"utter_{n}": line(text, voice, told) for n, (text, told) in lines.items()}
        dump(data / f"notices_{voice}.yml", {"version": "3.1", "responses": responses})
    (data / "contacts.yml").write_text(CONTACTS)
    (data / "topics.yml").write_text(TOPICS)
    (root / "config.yml").write_text(CONFIG)
    (root / "domain.yml").write_text(DOMAIN)
    return Project(root)
