"""`gutfaq ask`: one question and how its answer came about, or JSON lines of conversations."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gutfaq.assistant import Assistant
    from gutfaq.reply import Reply, Turn


def add(subparsers: Any) -> None:
    """Add the verb."""
    verb = subparsers.add_parser("ask", help="ask one question, and see how the answer came about")
    verb.add_argument("question", nargs="?", help="what a person would type")
    verb.add_argument("--jsonl", action="store_true", help="read conversations, write replies")
    verb.add_argument(
        "--without",
        action="append",
        default=[],
        choices=["matcher", "nlu", "guard"],
        help="switch a safety layer off, for tests",
    )
    verb.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask; with --jsonl, exit 1 if any turn failed."""
    from gutfaq.commands.train import ensure_model

    if not options.jsonl and not options.question:
        print('Say what to ask: gutfaq ask "does it get worse?"', file=sys.stderr)
        return 2
    ensure_model()
    from gutfaq.assistant import Assistant
    from gutfaq.gate import LAYERS

    layers = LAYERS - set(options.without)
    assistant = Assistant.load(database="sqlite://", layers=frozenset(layers))
    if options.jsonl:
        return asyncio.run(_ask_lines(assistant, iter(sys.stdin)))
    return asyncio.run(_ask_one(assistant, options.question))


async def _ask_lines(assistant: Assistant, lines: Iterator[str]) -> int:
    failed = False
    for line in lines:
        if not line.strip():
            continue
        try:
            case = json.loads(line)
            turns = list(case["turns"])
        except (ValueError, KeyError, TypeError) as error:
            print(json.dumps({"id": None, "error": f"unreadable line: {error}"}), flush=True)
            failed = True
            continue
        async for number, reply in _converse(assistant, turns):
            print(json.dumps(_row(case.get("id"), number, reply), ensure_ascii=False), flush=True)
            failed = failed or reply.error is not None
    return 1 if failed else 0


async def _converse(assistant: Assistant, turns: list[Any]) -> Any:
    conversation = uuid.uuid4().hex
    previous: Reply | None = None
    for number, said in enumerate(turns):
        previous = await assistant.ask(_turn(conversation, said, previous))
        yield number, previous
    await assistant.gate.forget(conversation)


def _turn(conversation: str, said: Any, previous: Reply | None) -> Turn:
    from gutfaq.reply import Turn

    if isinstance(said, dict) and "press" in said:
        offered = previous.buttons if previous else ()
        payloads = {button.title: button.payload for button in offered}
        return Turn(conversation, press=payloads.get(str(said["press"]), ""))
    text = said.get("text", "") if isinstance(said, dict) else said
    return Turn(conversation, text=str(text))


def _row(case_id: Any, number: int, reply: Reply) -> dict[str, Any]:
    from gutfaq.reply import as_json

    row = {"id": case_id, "turn": number, **as_json(reply)}
    row["buttons"] = [button.title for button in reply.buttons]
    if row["error"] is None:
        del row["error"]
    return row


async def _ask_one(assistant: Assistant, question: str) -> int:
    from gutfaq.explain import explain
    from gutfaq.reply import Turn

    conversation = uuid.uuid4().hex
    reply = await assistant.ask(Turn(conversation, text=question))
    await explain(assistant, conversation, reply)
    return 0
