"""What the inbox keeps of one thing a person did in Slack, until it is answered."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Literal

Kind = Literal["ask", "rate", "home", "prompts"]
State = Literal["new", "sending"]


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do, and where.

    Attributes:
        key: What makes it one: two deliveries with the same key are one question.
        lane: Jobs of one lane are done one after the other: a channel, in general.
        workspace: Team id; enterprise id where the app is installed for the whole organisation.
        thread: The thread's root, where the answer goes.
        press: Payload of a pressed button; then `text` is ignored.
        votes: Phrases that were voted on.
        response_url: Where an answer goes that only the asker sees.
        state: `sending` means that a post may already stand in Slack.
        tries: How often it was put off.
        received: Seconds since the epoch.
    """

    key: str
    lane: str
    kind: Kind = "ask"
    workspace: str = ""
    channel: str = ""
    user: str = ""
    conversation: str = ""
    ts: str = ""
    thread: str = ""
    text: str = ""
    press: str | None = None
    vote: str = ""
    votes: tuple[str, ...] = ()
    response_url: str = ""
    direct: bool = False
    state: State = "new"
    tries: int = 0
    received: float = 0.0

    @property
    def mark(self) -> str:
        """Return the sign by which our own post is known again; it tells nobody anything."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:24]


def conversation_id(*names: str) -> str:
    """Return the assistant's id for a conversation; Slack's ids do not show in it."""
    return "slack-" + hashlib.sha256("\x1f".join(names).encode()).hexdigest()[:32]


def dump(job: Job) -> str:
    """Return the job as JSON text."""
    return json.dumps(asdict(job), ensure_ascii=False)


def load(text: str, *, state: State = "new", tries: int = 0) -> Job:
    """Return the job that `dump` wrote, with the state that the inbox has for it."""
    fields = json.loads(text)
    fields["votes"] = tuple(fields["votes"])
    return replace(Job(**fields), state=state, tries=tries)
