"""The web widget's channel; `credentials.yml` names `gutfaq.channels.widget.WidgetChannel`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gutfaq.channels.widget.channel import WidgetChannel

__all__ = ["WidgetChannel"]


def __getattr__(name: str) -> Any:
    """Return the channel, which takes the whole of Rasa to import, only when it is asked for."""
    if name != "WidgetChannel":
        raise AttributeError(name)
    from gutfaq.channels.widget.channel import WidgetChannel

    return WidgetChannel
