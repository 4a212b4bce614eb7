"""The door's routes, the same in Rasa's server and in a gateway."""

from __future__ import annotations

from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json, redirect, text

from gutfaq.channels.slack.door import SlackDoor
from gutfaq.channels.slack.gate import LARGEST_BODY
from gutfaq.channels.slack.oauth import STATE_SECONDS, InstallRefused
from gutfaq.channels.slack.sender import NotSent

COOKIE = "gutfaq_slack_install"
_COOKIE_RULES = {
    "httponly": True,
    "secure": True,
    "samesite": "Lax",
    "path": "/webhooks/slack",
    "max-age": STATE_SECONDS,
}


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

    blueprint = Blueprint("slack_webhook")
    if door.settings.oauth:
        _add_installation(blueprint, door)
    blueprint.add_route(webhook, "/webhook", methods=["POST"], stream=True)
    blueprint.add_route(health, "/health", methods=["GET"])
    _open_with_the_server(blueprint, door)
    return blueprint


def _open_with_the_server(blueprint: Blueprint, door: SlackDoor) -> None:
    async def start(_app: Sanic, _loop: object) -> None:
        await door.start()

    async def stop(_app: Sanic, _loop: object) -> None:
        await door.stop()

    blueprint.listener("after_server_start")(start)
    blueprint.listener("before_server_stop")(stop)


def _add_installation(blueprint: Blueprint, door: SlackDoor) -> None:
    """Add the two pages of an installation over OAuth.

    Bolt's own adapter sets cookies in a way that this Sanic does not know.
    """

    async def install(_: Request) -> HTTPResponse:
        """Send an administrator to Slack, to allow the app into a workspace."""
        if door.installer is None:
            return _not_ready()
        url, cookie = door.installer.begin()
        response = redirect(url)
        response.cookies[COOKIE] = cookie
        response.cookies[COOKIE].update(_COOKIE_RULES)
        return response

    async def installed(request: Request) -> HTTPResponse:
        """Take the administrator back, with the code for a token."""
        if door.installer is None:
            return _not_ready()
        state, code = request.args.get("state", ""), request.args.get("code", "")
        cookie = request.cookies.get(COOKIE, "")
        try:
            await door.installer.finish(state=state, cookie=cookie, code=code)
        except InstallRefused:
            return text("Not installed. Begin again at /webhooks/slack/install.", status=400)
        except NotSent as error:
            return text(f"Not installed: Slack says {error.code}. Begin again.", status=400)
        return text("Installed. You can close this page and write to the app in Slack.")

    blueprint.add_route(install, "/install", methods=["GET"])
    blueprint.add_route(installed, "/oauth_redirect", methods=["GET"])


def _not_ready() -> HTTPResponse:
    return text("The Slack door is not ready.", status=503)


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
