"""A server for the bench: `bench_server.py stock|ours|assistant <port> <api url>`.

All three have the same assistant: the trained one, or with `BENCH_BURN` a scripted one that costs
so many seconds of computing a question.
"""

from __future__ import annotations

import functools
import os
import sys
from typing import Any

from gutfaq.quiet import be_quiet

be_quiet()


def make_app(kind: str, api_url: str) -> Any:
    """Return the Sanic application of one kind."""
    from rasa.core.channels.channel import register
    from sanic import Sanic

    app = Sanic(f"bench_{kind}", configure_logging=False)
    app.config.ACCESS_LOG = False
    brain, handle = _scripted() if os.environ.get("BENCH_BURN") else _trained()
    if kind == "assistant":
        from gutfaq.channels.internal import internal_routes

        app.blueprint(internal_routes(brain, "between us"))
        return app
    app.ctx.agent = type("Agent", (), {"handle_message": staticmethod(handle)})
    door = _stock(api_url) if kind == "stock" else _ours(brain)
    register([door], app, route="/webhooks/")
    return app


def _scripted() -> tuple[Any, Any]:
    from scripted import ScriptedBrain

    from gutfaq.reply import Turn

    brain = ScriptedBrain(burn=float(os.environ["BENCH_BURN"]))

    async def handle(message: Any) -> None:
        reply = await brain.ask(Turn(message.sender_id, message.text or ""))
        for said in reply.said:
            await message.output_channel.send_text_message(message.sender_id, said.text)

    return brain, handle


def _trained() -> tuple[Any, Any]:
    from gutfaq.assistant import Assistant

    assistant = Assistant.load(database="sqlite://")
    return assistant.gate, assistant.agent.handle_message


def _stock(api_url: str) -> Any:
    from rasa.core.channels import slack

    slack.AsyncWebClient = functools.partial(slack.AsyncWebClient, base_url=api_url)
    credentials = {"slack_token": "xoxb-test", "slack_signing_secret": "shhh", "use_threads": True}
    return slack.SlackInput.from_credentials(credentials)


def _ours(brain: Any) -> Any:
    from gutfaq.channels.slack.channel import SlackChannel
    from gutfaq.channels.slack.settings import from_environment

    return SlackChannel(from_environment(os.environ), brain)


if __name__ == "__main__":
    made = make_app(sys.argv[1], sys.argv[3])
    made.run(host="127.0.0.1", port=int(sys.argv[2]), access_log=False, motd=False)
