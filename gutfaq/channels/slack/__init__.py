"""Questions asked in Slack, each answered exactly once.

The way of an event: `gate` (signature and size, on raw bytes) -> Bolt (`listeners`) -> `inbox`,
written before the acknowledgement -> `worker` -> a `Brain` -> `render` -> one post. `door` holds it
together; `channel` mounts it in Rasa's server and `gateway` in a process of its own.
"""

from typing import Any


def __getattr__(name: str) -> Any:
    """Return `SlackChannel`, loaded only when it is asked for: a gateway has no need of Rasa."""
    if name == "SlackChannel":
        from gutfaq.channels.slack.channel import SlackChannel

        return SlackChannel
    raise AttributeError(name)
