"""What stock Rasa computes anew at every turn and is the same every time: computed once.

For processes in which every action endpoint is one of ours (`gutfaq.endpoints`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event


def compute_once() -> None:
    """Replace the repeated work in this process; a second call changes nothing.

    - An action's result is not checked again: `only_names` made it, with no more than names.
      (Stock Rasa also checks its own constant schema, at every action: three quarters of a turn.)
    - The class of an event is looked up by its name once, not among all classes at every event.
    """
    RemoteAction._validate_action_result = _already_checked
    if not hasattr(Event.resolve_by_type, "cache_info"):
        Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(Event.resolve_by_type))


def _already_checked(_action: RemoteAction, _result: dict[str, Any]) -> bool:
    return True
