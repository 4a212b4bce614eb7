"""Where custom actions run: in this process, or on a remote action server.

Rasa hands its action request to an `EndpointConfig`. Both of ours let through only names of
phrases and plain events: words that an action returns are dropped before a tracker stores them.
"""

from __future__ import annotations

import asyncio
import json
import logging
from types import MappingProxyType
from typing import Any

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor

from gutfaq.guard import CARDS
from gutfaq.phrasebook import Phrasebook

logger = logging.getLogger(__name__)

REMOTE_TIMEOUT_S = 1.5  # the person gets the fixed line within 2 s
# Slots that actions set, and what they hold besides names of answers and cards (see domain.yml).
_SLOTS = ("place", "answers", "disclaimed", "alarm", "cards")
_KINDS = ("start", "answer", "unclear", "alarm", "emergency", "crisis")


def only_names(result: Any, phrasebook: Phrasebook) -> dict[str, Any]:
    """Return the action's result without any words: names of known phrases, and slot events.

    Raises:
        ValueError: It is not the result of an action at all.
    """
    if not isinstance(result, dict):
        raise ValueError(f"an action server answered with a {type(result).__name__}")
    responses, events = result.get("responses"), result.get("events")
    if not isinstance(responses, list) or not isinstance(events, list):
        raise ValueError("an action server answered without lists of responses and events")
    return {
        "responses": [_only_name(response, phrasebook) for response in responses],
        "events": [event for event in events if _is_plain(event, phrasebook)],
    }


def _only_name(response: Any, phrasebook: Phrasebook) -> dict[str, Any]:
    name = response.get("response") if isinstance(response, dict) else None
    if name not in phrasebook:
        # Not left out but refused: half of what an action meant to say is not said.
        raise ValueError("an action answered with words or an unknown phrase")
    kept: dict[str, Any] = {"response": name}
    part, heard, offers = (response.get(key) for key in ("part", "heard", "offers"))
    if isinstance(part, str) and part.isdecimal():
        kept["part"] = part
    if isinstance(heard, str):  # shown only as far as the person typed it: gutfaq.compose
        kept["heard"] = heard
    if isinstance(offers, list):
        kept["offers"] = [one for one in offers if _is_answer(one, phrasebook)]
    return kept


def _is_answer(name: Any, phrasebook: Phrasebook) -> bool:
    return isinstance(name, str) and f"utter_{name}" in phrasebook.answers


def _is_plain(event: Any, phrasebook: Phrasebook) -> bool:
    """Return whether this sets one of the actions' slots, to names only."""
    if not isinstance(event, dict) or event.get("event") != "slot" or "value" not in event:
        return False
    value = event["value"]
    values = value if isinstance(value, list) else [value]
    return event.get("name") in _SLOTS and all(
        one is None
        or isinstance(one, bool)
        or one in _KINDS
        or (isinstance(one, str) and one in CARDS)
        or _is_answer(one, phrasebook)
        for one in values
    )


class InProcessActions(EndpointConfig):
    """Runs the project's actions in this process, as an action server would."""

    def __init__(self, phrasebook: Phrasebook, *, package: str = "actions") -> None:
        super().__init__(url="in-process")
        self._phrasebook = phrasebook
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(self, method: str = "post", **kwargs: Any) -> Any:
        """Return what the action answers, names only (see parent class)."""
        # An action may not reach into the tracker or the domain that it is shown: the tracker goes
        # through JSON, as to a server. The domain is large and the same every time, so it is not
        # copied but closed at its top.
        shown = {**kwargs["json"], "tracker": json.loads(json.dumps(kwargs["json"]["tracker"]))}
        shown["domain"] = MappingProxyType(shown.get("domain") or {})
        result = await self._executor.run(shown)
        return only_names(result, self._phrasebook)


class RemoteActions(EndpointConfig):
    """Asks an action server, for a short time only, and lets through names only."""

    def __init__(
        self, url: str, phrasebook: Phrasebook, timeout_s: float = REMOTE_TIMEOUT_S
    ) -> None:
        super().__init__(url=url)
        self._phrasebook = phrasebook
        self._timeout_s = timeout_s

    async def request(self, method: str = "post", **kwargs: Any) -> Any:
        """Return what the action server answers, names only (see parent class).

        Raises:
            ValueError: It answered something else than an action does.
            asyncio.TimeoutError: It did not answer in time.
        """
        try:
            result = await asyncio.wait_for(
                super().request(method=method, **kwargs), timeout=self._timeout_s
            )
        except ClientResponseError as error:
            # Rasa takes status 400 as "choose another action", and asks again for seconds.
            raise ValueError(f"an action server answered with status {error.status}") from None
        return only_names(result, self._phrasebook)


def action_endpoint(phrasebook: Phrasebook, url: str | None) -> EndpointConfig:
    """Return the remote endpoint when there is a URL, else the one in this process."""
    return RemoteActions(url, phrasebook) if url else InProcessActions(phrasebook)
