"""A stateful stand-in for Slack: its Web API, its deliveries and its Socket Mode, over loopback.

Every rule names the page of Slack's documentation that states it. One second of Slack's time lasts
`second` seconds here, so that retries after five minutes can be waited for.
"""

from fakeslack.delivery import Delivery, Sender
from fakeslack.server import FakeSlack

__all__ = ["Delivery", "FakeSlack", "Sender"]
