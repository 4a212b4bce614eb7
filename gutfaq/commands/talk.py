"""`gutfaq talk`: a chat in the terminal."""

from __future__ import annotations

import argparse
import asyncio
import uuid
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gutfaq.reply import Reply, Turn


def add(subparsers: Any) -> None:
    """Add the verb."""
    verb = subparsers.add_parser("talk", help="chat in the terminal")
    verb.add_argument("--record", metavar="FILE", help="keep the chat as a scripted conversation")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Chat until the input ends."""
    from gutfaq.commands.train import ensure_model

    ensure_model()
    return asyncio.run(_talk(options.record))


async def _talk(record: str | None) -> int:
    from rich.console import Console

    from gutfaq.assistant import Assistant

    console = Console(highlight=False)
    assistant = Assistant.load(database="sqlite://")
    conversation, turns = uuid.uuid4().hex, []
    reply: Reply | None = None
    console.print("Ask about the text. A number presses a button; an empty line ends.\n")
    while True:
        try:
            typed = (await asyncio.to_thread(console.input, "[bold]> [/]")).strip()
        except EOFError:
            break
        if not typed:
            break
        turn = _turn(conversation, typed, reply)
        reply = await assistant.ask(turn)
        turns.append((turn, reply))
        _show(console, reply)
    if record:
        from gutfaq.conversations.record import write_script

        write_script(record, turns)
        console.print(f"Kept in {record}.")
    return 0


def _turn(conversation: str, typed: str, reply: Reply | None) -> Turn:
    from gutfaq.reply import Turn

    buttons = reply.buttons if reply else ()
    if typed.isdigit() and 0 < int(typed) <= len(buttons):
        return Turn(conversation, press=buttons[int(typed) - 1].payload)
    return Turn(conversation, text=typed)


def _show(console: Any, reply: Reply) -> None:
    from rich.markup import escape

    for said in reply.said:
        for cited in said.sentences:
            console.print(f"  [italic]“{escape(cited.text)}”[/]")
        if said.sentences:
            console.print(f"  [dim]— {said.sentences[0].seed}.txt[/]")
        elif said.voice == "safety":
            console.print(f"  [yellow]{escape(said.text)}[/]")
        else:
            console.print(f"  {escape(said.text)}")
    for number, button in enumerate(reply.buttons, start=1):
        console.print(f"  [dim]{number}[/] {escape(button.title)}")
    console.print()
