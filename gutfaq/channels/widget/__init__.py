"""The web widget's channel; `credentials.yml` names `gutfaq.channels.widget.WidgetChannel`."""

from gutfaq.channels.widget.channel import WidgetChannel
from gutfaq.channels.widget.server import WidgetServer
from gutfaq.channels.widget.settings import WidgetSettings, settings_from

__all__ = ["WidgetChannel", "WidgetServer", "WidgetSettings", "settings_from"]
