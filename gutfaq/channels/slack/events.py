"""What a person did, read from what Slack delivered: a job, or nothing to do with us.

Payloads: https://docs.slack.dev/reference/events and
https://docs.slack.dev/reference/interaction-payloads
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gutfaq.channels.slack import labels
from gutfaq.channels.slack.jobs import Job, conversation_id
from gutfaq.channels.slack.mrkdwn import clean, mentions

Body = Mapping[str, Any]
CLICK_WINDOW = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A job and its thread.

    Attributes:
        job: What to do.
        engage: The thread that we become part of by this.
        only_in: The job counts only if we are part of this thread already.
    """

    job: Job
    engage: str | None = None
    only_in: str | None = None


def workspace_of(body: Body) -> str:
    """Return the enterprise id where the app is installed for all of it, else the team id.

    In a channel that organisations share an event may name another's team; its authorization names
    ours: https://docs.slack.dev/apis/events-api/#authorizations
    """
    ours = (body.get("authorizations") or [body])[0]
    enterprise = ours.get("enterprise_id") or (ours.get("enterprise") or {}).get("id")
    if ours.get("is_enterprise_install") in (True, "true") and enterprise:
        return str(enterprise)
    team = ours.get("team_id") or (ours.get("team") or {}).get("id") or body.get("team_id")
    return str(team or enterprise or "")


def message(body: Body, *, bot: str) -> Found | None:
    """Return the question in an `app_mention` or `message` event, None when it is not for us.

    Both events of one message give the same key, so whichever comes second is known already.
    """
    event = body["event"]
    channel, user, ts = event.get("channel"), event.get("user"), event.get("ts")
    if not (channel and user and ts) or not _is_a_persons(event, bot):
        return None
    named = mentions(event.get("text") or "")
    direct = event.get("channel_type") == "im" or channel.startswith("D")
    to_us = direct or event.get("type") == "app_mention" or bot in named
    follows = bool(event.get("thread_ts")) and event["thread_ts"] != ts
    if not to_us and (not follows or named):
        return None
    job = _question(event, workspace_of(body), bot=bot, direct=direct)
    place = f"{job.lane}:{job.thread}"
    engage = place if to_us and not direct else None
    return Found(job, engage=engage, only_in=None if to_us else place)


def _question(event: Body, workspace: str, *, bot: str, direct: bool) -> Job:
    channel, user, ts = event["channel"], event["user"], event["ts"]
    thread = event.get("thread_ts") or ts
    return Job(
        key=f"{workspace}:{channel}:{ts}",
        lane=f"{workspace}:{channel}",
        workspace=workspace,
        channel=channel,
        user=user,
        conversation=conversation_id("thread", workspace, channel, user, thread),
        ts=ts,
        thread=thread,
        text=clean(event.get("text") or "", bot=bot) or labels.HELP_QUESTION,
        direct=direct,
    )


def _is_a_persons(event: Body, bot: str) -> bool:
    if event.get("bot_id") or event.get("bot_profile") or event.get("app_id"):
        return False
    if event["user"] in (bot, "USLACKBOT") or event.get("hidden") or event.get("edited"):
        return False
    return event.get("subtype") in (None, "thread_broadcast")


def deleted(body: Body) -> str | None:
    """Return the key of a message that its author took back, None for any other event."""
    event = body["event"]
    if event.get("subtype") != "message_deleted":
        return None
    return f"{workspace_of(body)}:{event.get('channel')}:{event.get('deleted_ts')}"


def home(body: Body) -> Found | None:
    """Return the job that an opened tab of the app asks for."""
    event = body["event"]
    workspace, user = workspace_of(body), event.get("user")
    tab = event.get("tab")
    if not user or tab not in ("home", "messages"):
        return None
    channel = event.get("channel") or ""
    lane = f"{workspace}:{tab}:{user}"
    return Found(
        Job(
            key=f"{lane}:{event.get('event_ts') or body.get('event_id')}",
            lane=lane,
            kind="home" if tab == "home" else "prompts",
            workspace=workspace,
            channel=channel,
            user=user,
            conversation=conversation_id("home", workspace, user),
        )
    )


def command(body: Body) -> Found:
    """Return the question of a slash command; its answer is for the asker's eyes only."""
    return _private(body, body.get("text") or "", body["channel_id"], body["user_id"])


def shortcut(body: Body) -> Found:
    """Return the message that somebody wants to ask about, as that person's question."""
    text = (body.get("message") or {}).get("text") or ""
    return _private(body, text, body["channel"]["id"], body["user"]["id"])


def _private(body: Body, text: str, channel: str, user: str) -> Found:
    workspace = workspace_of(body)
    return Found(
        Job(
            key=f"{workspace}:{channel}:{body['trigger_id']}",
            lane=f"{workspace}:{channel}:{user}:private",
            workspace=workspace,
            channel=channel,
            user=user,
            conversation=conversation_id("private", workspace, channel, user),
            text=clean(text) or labels.HELP_QUESTION,
            response_url=body.get("response_url") or "",
        )
    )


def press(body: Body, action: Body) -> Found | None:
    """Return the question of a pressed button; a double click is one press."""
    place, value = _place(body), action.get("value")
    if place is None or not value:
        return None
    spot, own = f"{place.workspace}:{place.channel}", conversation_id("value", value)[-16:]
    key = f"{spot}:{place.ts}:press:{own}"
    if place.private:  # such a message cannot lose its button, so it may be pressed again later
        key += f":{place.user}:{int(float(action.get('action_ts') or 0)) // CLICK_WINDOW}"
    job = Job(
        key=key,
        lane=f"{spot}:{place.user}:private" if place.private else spot,
        workspace=place.workspace,
        channel=place.channel,
        user=place.user,
        conversation=place.conversation,
        ts=place.ts,
        thread=place.thread,
        press=value,
        response_url=(body.get("response_url") or "") if place.private else "",
        direct=place.channel.startswith("D"),
    )
    return Found(job, engage=None if place.private else f"{spot}:{place.thread}")


def vote(body: Body, action: Body) -> Found | None:
    """Return the job that a pressed feedback button asks for."""
    place = _place(body)
    try:
        given = json.loads(action.get("value") or "")
        direction, phrases = given["vote"], tuple(map(str, given["phrases"]))
    except (ValueError, TypeError, KeyError):
        return None
    if place is None or direction not in ("up", "down"):
        return None
    lane = f"{place.workspace}:{place.user}:votes"
    job = Job(
        key=f"{lane}:{place.ts}:{direction}:{action.get('action_ts')}",
        lane=lane,
        kind="rate",
        workspace=place.workspace,
        channel=place.channel,
        user=place.user,
        conversation=place.conversation,
        vote=direction,
        votes=phrases,
    )
    return Found(job)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a button was pressed, and by whom."""

    workspace: str
    channel: str
    user: str
    ts: str
    thread: str
    private: bool

    @property
    def conversation(self) -> str:
        if self.private:
            return conversation_id("private", self.workspace, self.channel, self.user)
        return conversation_id("thread", self.workspace, self.channel, self.user, self.thread)


def _place(body: Body) -> _Place | None:
    container = body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id")
    user, ts = (body.get("user") or {}).get("id"), container.get("message_ts")
    if not (channel and user and ts):
        return None
    inside = container.get("thread_ts") or (body.get("message") or {}).get("thread_ts")
    private = bool(container.get("is_ephemeral"))
    return _Place(workspace_of(body), channel, user, ts, inside or ts, private)
