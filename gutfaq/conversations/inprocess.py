"""Runs custom actions, or what stands in for them, in the process of the tests."""

from __future__ import annotations

import copy
import importlib
from collections.abc import Mapping
from typing import Any

from rasa.core.actions.action import ActionExecutionRejection
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection as SdkRejection

from gutfaq.conversations.script import BadScript


class ActionsHere(EndpointConfig):
    """An action endpoint that calls custom actions directly, or answers with stubs.

    Rasa logs and drops whatever goes wrong in a custom action, and the person gets silence. Here it
    is kept in `raised`, so that the test fails.

    Attributes:
        stubs: What each action answers in the case that is played; None runs the real ones.
        called: The actions that were called since the list was last emptied.
        raised: One line for each action that went wrong since the list was last emptied.
    """

    def __init__(self, module: str | None, otherwise: EndpointConfig | None) -> None:
        super().__init__(url="in-process")
        self.stubs: Mapping[str, Any] | None = None
        self.called: list[str] = []
        self.raised: list[str] = []
        self._otherwise = otherwise
        self._executor = None if module is None else _executor(module)

    def begin(self) -> None:
        """Forget what was called and what went wrong, for a turn to begin."""
        self.called.clear()
        self.raised.clear()

    async def request(self, method: str = "post", **call: Any) -> Any:
        """See parent class."""
        name = call["json"]["next_action"]
        self.called.append(name)
        if self.stubs is not None:
            return self._stubbed(name)
        try:
            if self._executor is not None:
                return await self._executor.run(call["json"])
            if self._otherwise is not None:
                return await self._otherwise.request(method=method, **call)
        except SdkRejection as rejection:
            raise ActionExecutionRejection(rejection.action_name, str(rejection)) from None
        except Exception as error:
            self.raised.append(f"{name} raised {type(error).__name__}: {error}.")
            raise
        self.raised.append(f"{name} was called, but the project has no custom actions.")
        raise BadScript(self.raised[-1])

    def _stubbed(self, name: str) -> Any:
        assert self.stubs is not None
        if name not in self.stubs:
            line = f"{name} was called, but the script stubs {', '.join(self.stubs) or 'nothing'}."
            self.raised.append(f"{line} Once a file stubs an action, it must stub all it calls.")
            raise BadScript(line)
        return copy.deepcopy(dict(self.stubs[name]))


def _executor(module: str) -> ActionExecutor:
    importlib.import_module(module)
    executor = ActionExecutor()
    executor.register_package(module)
    return executor
