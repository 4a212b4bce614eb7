"""Emergency numbers, crisis lines and the operator's own contact, put into the safety lines."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from gutfaq.safety.errors import BadContacts

STALE_AFTER = datetime.timedelta(days=180)
_FIELDS = ("region", "name", "number", "verified_on")


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone to call or write to, and when a person last checked that it is right."""

    region: str
    name: str
    number: str
    verified_on: datetime.date


@dataclass(frozen=True, slots=True)
class Contacts:
    """All of `data/contacts.yml`. `operator` is the contact of whoever runs the assistant."""

    emergency: tuple[Contact, ...]
    crisis: tuple[Contact, ...]
    operator: Contact | None = None

    def stale(self, today: datetime.date) -> tuple[Contact, ...]:
        """Return the contacts that were checked more than 180 days before `today`."""
        everyone = (*self.emergency, *self.crisis, *((self.operator,) if self.operator else ()))
        return tuple(one for one in everyone if today - one.verified_on > STALE_AFTER)


def read_contacts(path: Path) -> Contacts:
    """Return the contacts in a file.

    Raises:
        BadContacts: The file cannot be read, or a contact lacks a field or a real date.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        line = " ".join(str(error).split())
        raise BadContacts(f"{path} cannot be read: {line}. Restore it from git.") from error
    if not isinstance(content, dict):
        raise BadContacts(f"{path} has no keys. It needs `emergency:` and `crisis:` lists.")
    operator = content.get("operator")
    return Contacts(
        emergency=_list(content, "emergency", path),
        crisis=_list(content, "crisis", path),
        operator=_contact(operator, "operator", path) if operator else None,
    )


def _list(content: Mapping[str, Any], key: str, path: Path) -> tuple[Contact, ...]:
    rows = content.get(key)
    if not isinstance(rows, list) or not rows:
        raise BadContacts(f"{path} lists nobody under `{key}:`. A card needs at least one contact.")
    return tuple(_contact(row, key, path) for row in rows)


def _contact(row: Any, key: str, path: Path) -> Contact:
    if not isinstance(row, dict) or set(row) != set(_FIELDS):
        raise BadContacts(
            f"{path}, `{key}:` has {row!r}. A contact has {', '.join(_FIELDS)} and nothing else."
        )
    checked = row["verified_on"]
    if not isinstance(checked, datetime.date) or isinstance(checked, datetime.datetime):
        raise BadContacts(f"{path}, `{key}:` has verified_on {checked!r}. Write it as 2026-01-31.")
    words = {field: row[field] for field in _FIELDS[:3]}
    wrong = [f for f, value in words.items() if not isinstance(value, str) or not value.strip()]
    if wrong:
        raise BadContacts(f"{path}, `{key}:` needs text for {wrong[0]}. Put it in quotes.")
    if any(mark in value for value in words.values() for mark in "{}\n"):
        raise BadContacts(f"{path}, `{key}:` holds a brace or a line break. Take it out.")
    return Contact(**words, verified_on=checked)


def fill(text: str, contacts: Contacts) -> str:
    """Return a safety line with its contacts named; an empty operator leaves no trace."""
    operator = contacts.operator
    named = f"You can also reach {operator.name}: {operator.number}." if operator else ""
    filled = (
        text.replace("{emergency_contacts}", _emergency(contacts.emergency))
        .replace("{crisis_contacts}", _crisis(contacts.crisis))
        .replace("{operator_contact}", named)
    )
    return " ".join(filled.split(" ")).replace("  ", " ").strip()


def _emergency(contacts: tuple[Contact, ...]) -> str:
    return _either([f"{one.number} ({one.region})" for one in contacts])


def _crisis(contacts: tuple[Contact, ...]) -> str:
    return _either([f"{one.name}, {one.number} ({one.region})" for one in contacts], mark="; ")


def _either(names: list[str], *, mark: str = ", ") -> str:
    return names[0] if len(names) == 1 else f"{mark.join(names[:-1])}{mark.rstrip()} or {names[-1]}"
