"""Refusals of safety data."""

from gutfaq.errors import Refused


class BadSafetyData(Refused):
    """A file of patterns, word lists or examples that cannot be used."""


class BadContacts(Refused):
    """The list of emergency numbers and lines cannot be used."""
