"""What the widget's channel sends: a reply as one event, readable by Rasa's own widgets too."""

from __future__ import annotations

from typing import Any

from gutfaq.channels.widget.outbox import Kept
from gutfaq.reply import Reply, as_json

# Rasa's own names
SESSION_CONFIRM = "session_confirm"
BOT_UTTERED = "bot_uttered"
# and ours, which its widgets ignore
SESSION_READY = "session_ready"
MESSAGE_ACK = "message_ack"
BOT_TYPING = "bot_typing"
FEEDBACK_ACK = "feedback_ack"
DELETED = "conversation_deleted"
ERROR = "error"


def bot_uttered(reply: Reply, message_id: str) -> dict[str, Any]:
    """Return the reply as one event: quotes, citations, notices and buttons together.

    `text` and `quick_replies` say the same once more for clients of Rasa's own channel.
    """
    return {
        "text": "\n\n".join(said.text for said in reply.said),
        "quick_replies": [
            {"content_type": "text", "title": button.title, "payload": button.payload}
            for button in reply.buttons
        ],
        "reply_to": message_id,
        "verdict": list(reply.verdict),
        "said": as_json(reply.said),
        "buttons": as_json(reply.buttons),
        "safety": as_json(reply.safety),
    }


def numbered(kept: Kept, *, replayed: bool = False) -> dict[str, Any]:
    """Return the event with its number, and whether the client may have it already."""
    return {**kept.body, "seq": kept.seq, "replayed": replayed}


def offers(replies: list[Kept], payload: str) -> bool:
    """Return whether one of the replies had a button with the payload."""
    return any(button["payload"] == payload for kept in replies for button in kept.body["buttons"])


def says(replies: list[Kept], phrase: str) -> bool:
    """Return whether one of the replies said the phrase."""
    return any(said["phrase"] == phrase for kept in replies for said in kept.body["said"])
