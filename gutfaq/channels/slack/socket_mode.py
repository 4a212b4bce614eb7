"""Socket Mode: Slack's events over a connection that we open, so no public address is needed.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from gutfaq.channels.slack.logs import quiet_logger
from gutfaq.channels.slack.sender import Sender
from gutfaq.channels.slack.settings import SlackSettings

PING_SECONDS = 5.0
Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]


class Socket(AsyncSocketModeHandler):
    """Bolt's handler, with the door's own dispatch: acknowledged only once it is in the inbox."""

    def __init__(
        self, app: AsyncApp, settings: SlackSettings, sender: Sender, dispatch: Dispatch
    ) -> None:
        super().__init__(
            app,
            settings.app_token,
            logger=quiet_logger("socket"),
            web_client=sender.client(""),
            ping_interval=PING_SECONDS,
        )
        self._dispatch = dispatch

    async def connect(self) -> None:
        """Open the connection; it reconnects by itself from then on."""
        await self.client.connect_to_new_endpoint()

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Dispatch an envelope and acknowledge it; without a 200 Slack sends it again."""
        request = AsyncBoltRequest(mode="socket_mode", body=req.payload, headers={})
        await send_async_response(client, req, await self._dispatch(request), 0.0)

    async def close(self) -> None:
        """Close the connection for good."""
        await self.client.close()  # type: ignore[no-untyped-call]
