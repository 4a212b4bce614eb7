"""Tries everything that a Slack set-up needs, and says of each in one line what to mend."""

from __future__ import annotations

import asyncio
import email.utils
import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from gutfaq.channels.internal import RemoteBrain
from gutfaq.channels.slack.inbox import open_inbox
from gutfaq.channels.slack.manifest import WEBHOOK, is_address, scopes
from gutfaq.channels.slack.oauth import locksmith
from gutfaq.channels.slack.sender import NotSent, Sender
from gutfaq.channels.slack.settings import PREFIX, SlackSettings, from_environment
from gutfaq.errors import Refused

MOST_SECONDS_OFF = 60.0
TIMEOUT = 10.0
CHALLENGE = "gutfaq-check"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was tried, whether it is right, and one line: what was found, or what to mend."""

    what: str
    ok: bool
    line: str


async def check(env: Mapping[str, str]) -> list[Finding]:
    """Return a finding for each part of the set-up that the environment describes."""
    try:
        settings = from_environment(env)
    except Refused as error:
        return [Finding("settings", False, str(error))]
    missing = settings.missing()
    if missing:
        line = f"set {', '.join(missing)}; docs/slack.md says where each is found"
        return [Finding("settings", False, line)]
    sender = Sender(settings.api_url, timeout=TIMEOUT)
    try:
        tried = [_secrets(settings), await _inbox(settings)]
        tried += _keys(settings) if settings.oauth else await _token(settings, sender)
        tried += await _socket(settings, sender) if settings.app_token else []
        tried += await _reach(settings) if settings.public_url else _not_reached(settings)
        tried += await _assistants(settings) if settings.assistants else []
    finally:
        await sender.close()
    return [finding for finding in tried if finding is not None]


def _secrets(settings: SlackSettings) -> Finding | None:
    """Signing secrets are 32 hexadecimal digits; a client secret is mistaken for one easily."""
    if not settings.signing_secrets:
        return None
    odd = [s for s in settings.signing_secrets if len(s) != 32 or set(s) - set("0123456789abcdef")]
    line = (
        f"{PREFIX}SIGNING_SECRET does not look like one (32 digits 0-9a-f): copy it from "
        "Basic Information > App Credentials > Signing Secret"
    )
    return Finding("signing secret", not odd, line if odd else "has the right form")


async def _inbox(settings: SlackSettings) -> Finding:
    try:
        inbox = await open_inbox(settings.inbox, owner="check", lease=1.0, keep=settings.keep)
        waiting = await inbox.waiting()
        await inbox.close()
    except Refused as error:
        return Finding("inbox", False, str(error))
    return Finding("inbox", True, f"opens; {waiting} waiting")


def _keys(settings: SlackSettings) -> list[Finding]:
    try:
        locksmith(settings.token_keys)
    except Refused as error:
        return [Finding("token key", False, str(error))]
    return [Finding("token key", True, "is one")]


async def _token(settings: SlackSettings, sender: Sender) -> list[Finding]:
    """The token, its scopes and the clock, all from one call of auth.test."""
    try:
        found = await sender.call(sender.client(settings.bot_token).auth_test())
    except NotSent as error:
        remedy = (
            f"{_said('auth.test', error, settings.bot_token, 'xoxb-')}copy the Bot User OAuth "
            f"Token (xoxb-) from OAuth & Permissions to {PREFIX}BOT_TOKEN"
        )
        return [Finding("bot token", False, _unreached(error, settings) or remedy)]
    headers = {name.lower(): value for name, value in found.headers.items()}
    return [
        Finding("bot token", True, f"is valid in {found.get('team') or found.get('team_id')}"),
        _scopes(settings, headers.get("x-oauth-scopes")),
        _clock(headers.get("date")),
    ]


def _scopes(settings: SlackSettings, granted: str | None) -> Finding:
    has = {scope.strip() for scope in (granted or "").split(",")}
    wanted = scopes(history=settings.history)
    lacks = [scope for scope in wanted if scope not in has]
    if lacks:
        return Finding("scopes", False, f"add {', '.join(lacks)} and reinstall the app")
    extra = sorted(has - set(scopes(history=True)) - {""})
    line = f"all are there; not needed: {', '.join(extra)}" if extra else "exactly what is needed"
    if not settings.history:
        line += f"; without {PREFIX}HISTORY=1 channels need a mention each time"
    return Finding("scopes", True, line)


def _clock(date: str | None) -> Finding:
    try:
        slacks = email.utils.parsedate_to_datetime(date or "").timestamp()
    except (TypeError, ValueError):
        return Finding("clock", True, "Slack's answer has no date to compare with")
    off = time.time() - slacks
    if abs(off) > MOST_SECONDS_OFF:
        return Finding("clock", False, f"is {off:+.0f} s off Slack's: set it, or signatures fail")
    return Finding("clock", True, f"agrees with Slack's within {abs(off):.0f} s")


async def _socket(settings: SlackSettings, sender: Sender) -> list[Finding]:
    opening = sender.client("").apps_connections_open(app_token=settings.app_token)
    try:
        await sender.call(opening)
    except NotSent as error:
        remedy = (
            f"{_said('apps.connections.open', error, settings.app_token, 'xapp-')}make an "
            "App-Level Token (xapp-) with connections:write under Basic Information for "
            f"{PREFIX}APP_TOKEN, turn Socket Mode on"
        )
        return [Finding("app token", False, _unreached(error, settings) or remedy)]
    return [Finding("app token", True, "opens a Socket Mode connection")]


def _unreached(error: NotSent, settings: SlackSettings) -> str | None:
    """Return what to mend when it was not Slack that refused; None when it was."""
    if re.fullmatch("[a-z][a-z_]*", error.code):
        return None
    return (
        f"{settings.api_url} gives no answer ({error.code}): check the network, a proxy "
        f"(HTTPS_PROXY) and {PREFIX}API_URL"
    )


def _said(method: str, error: NotSent, token: str, begins: str) -> str:
    other = "" if token.startswith(begins) else f" and the token does not begin with {begins}"
    return f"{method} says {error.code}{other}: "


async def _reach(settings: SlackSettings) -> list[Finding]:
    """Send ourselves what Slack sends to verify an address, signed with each of our secrets."""
    if not is_address(settings.public_url):
        line = f"{PREFIX}PUBLIC_URL is to be scheme and host alone, as https://faq.example.org"
        return [Finding("reachability", False, line)]
    url = settings.public_url.rstrip("/") + WEBHOOK
    body = json.dumps({"type": "url_verification", "challenge": CHALLENGE}).encode()
    return [await _challenge(url, body, secret) for secret in settings.signing_secrets]


def _not_reached(settings: SlackSettings) -> list[Finding]:
    if settings.app_token:
        return []  # Socket Mode needs no address
    return [Finding("reachability", True, f"not tried: set {PREFIX}PUBLIC_URL to try it")]


async def _challenge(url: str, body: bytes, secret: str) -> Finding:
    stamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }
    try:
        status, said = await _post(url, body, headers)
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
        line = f"{url} does not answer ({type(error).__name__}): is the door running and public?"
        return Finding("reachability", False, line)
    if status == 401:
        line = f"{url} runs with another signing secret: restart it with this environment"
        return Finding("reachability", False, line)
    if (status, said) != (200, CHALLENGE):
        return Finding("reachability", False, f"{url} answers {status}: is it the Slack door?")
    return Finding("reachability", True, f"{url} answers with the same signing secret")


async def _post(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
    limit = aiohttp.ClientTimeout(total=TIMEOUT)
    async with (
        aiohttp.ClientSession(timeout=limit, trust_env=True) as session,
        session.post(url, data=body, headers=headers) as response,
    ):
        return response.status, await response.text()


async def _assistants(settings: SlackSettings) -> list[Finding]:
    return [await _assistant(url, settings.internal_secret) for url in settings.assistants]


async def _assistant(url: str, secret: str) -> Finding:
    if not secret:
        line = "set GUTFAQ_INTERNAL_SECRET to the same long secret here and at each assistant"
        return Finding("assistant", False, line)
    if not is_address(url):
        line = f"{PREFIX}ASSISTANTS has {url!r}: write it as http://host:5005"
        return Finding("assistant", False, line)
    brain: Any = RemoteBrain([url], secret, timeout=TIMEOUT)
    try:
        await brain.forget("slack-check")
    except Refused:
        line = f"{url} does not answer, or has another GUTFAQ_INTERNAL_SECRET"
        return Finding("assistant", False, line)
    finally:
        await brain.close()
    return Finding("assistant", True, f"{url} answers")
