"""The door's routes, the same in Rasa's server and in a gateway."""

from __future__ import annotations

from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json, text

from gutfaq.channels.slack.door import SlackDoor
from gutfaq.channels.slack.gate import LARGEST_BODY


def routes(door: SlackDoor) -> Blueprint:
    """Return a blueprint that opens the door with the server and closes it with it."""

    async def webhook(request: Request) -> HTTPResponse:
        """Take in what Slack delivers: events, commands, shortcuts, pressed buttons."""
        body = await _read(request)
        if body is None:
            return text("too large", status=413, headers={"Connection": "close"})
        said = await door.receive(_lower(request), body)
        return HTTPResponse(
            said.body, status=said.status, content_type=said.content_type, headers=said.headers
        )

    async def health(_: Request) -> HTTPResponse:
        """Say whether the door is open, and if not, why."""
        if door.reason is None:
            return json({"status": "ok"})
        return json({"status": "not ready", "reason": door.reason}, status=503)

    async def start(_app: Sanic, _loop: object) -> None:
        await door.start()

    async def stop(_app: Sanic, _loop: object) -> None:
        await door.stop()

    blueprint = Blueprint("slack_webhook")
    blueprint.add_route(webhook, "/webhook", methods=["POST"], stream=True)
    blueprint.add_route(health, "/health", methods=["GET"])
    blueprint.listener("after_server_start")(start)
    blueprint.listener("before_server_stop")(stop)
    return blueprint


def _lower(request: Request) -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


async def _read(request: Request) -> bytes | None:
    """Return the body, None as soon as it is known to be too large."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdigit() or int(announced) > LARGEST_BODY:
        return None
    body = bytearray()
    while True:
        piece = await request.stream.read()
        if piece is None:
            return bytes(body)
        body += piece
        if len(body) > LARGEST_BODY:
            return None
