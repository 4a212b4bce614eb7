"""Chooses the driver: the model in this process, or a door of a running server."""

from __future__ import annotations

import importlib
from importlib.metadata import entry_points

from gutfaq.conversations.holding import Project
from gutfaq.conversations.located import unknown
from gutfaq.conversations.script import BadScript
from gutfaq.conversations.settings import Settings
from gutfaq.conversations.turn import Driver

GROUP = "gutfaq_conversations.doors"
"""Entry points of this group add doors: each names a function of the settings that returns one."""


async def load_driver(settings: Settings) -> tuple[Driver, Project]:
    """Return the driver that the settings ask for, and what is known of the project."""
    if settings.url is not None:
        return _door(settings)
    if ":" in settings.driver:
        return _named(settings)
    if settings.is_gutfaq:
        from gutfaq.conversations import gutfaq_driver

        own = await gutfaq_driver.load(settings)
        return own, own.project
    from gutfaq.conversations import rasa_driver

    any_rasa = rasa_driver.load(settings)
    return any_rasa, any_rasa.project


def _named(settings: Settings) -> tuple[Driver, Project]:
    module, _, function = settings.driver.partition(":")
    driver: Driver = getattr(importlib.import_module(module), function)(settings)
    return driver, getattr(driver, "project", Project())


def _door(settings: Settings) -> tuple[Driver, Project]:
    from gutfaq.conversations import url_driver

    url = settings.url or ""
    doors = {**url_driver.DOORS}
    doors |= {each.name: each.load() for each in entry_points(group=GROUP)}
    guess = "rest" if url.rstrip("/").endswith("/webhooks/rest/webhook") else "json"
    name = settings.door or guess
    if name not in doors:
        raise BadScript(unknown(name, doors, "no door; see --gutfaq-door"))
    return doors[name](settings), url_driver.project(settings)
