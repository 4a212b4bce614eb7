"""How an answer came about, for people who maintain the assistant."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker
from rich.console import Console
from rich.markup import escape

from gutfaq.assistant import Assistant
from gutfaq.conversations.plans import read_plans
from gutfaq.conversations.turn import TurnResult
from gutfaq.nlu.decision import Limits
from gutfaq.project import here
from gutfaq.reply import Reply
from gutfaq.yaml import read_yaml


async def explain(assistant: Assistant, conversation: str, reply: Reply) -> None:
    """Print what was understood, what was chosen, and where each sentence stands."""
    console = Console(highlight=False, soft_wrap=True)
    tracker = await assistant.store.retrieve(conversation)
    message = tracker.latest_message if tracker else None
    parsed: dict[str, Any] = dict(message.parse_data) if message and message.parse_data else {}
    console.print(f"[bold]Verdict[/]  {', '.join(reply.verdict)}   ({reply.ms} ms)")
    if reply.safety.tier:
        safety = reply.safety
        console.print(f"[bold]Safety[/]   {safety.tier}, {safety.context}, {safety.family}")
    for number, part in enumerate(parsed.get("parts") or [], start=1):
        _explain_part(console, number, part)
    if not parsed.get("parts"):
        console.print(f"[bold]Intent[/]   {reply.intent}  {reply.confidence}")
    limits = ", ".join(f"{name} {value}" for name, value in limits_in_use().items())
    console.print(f"[bold]Limits[/]   {limits}  (config.yml, docs/understanding.md)")
    if tracker:
        _explain_choice(console, tracker)
    lines = assistant.phrasebook.sentences
    for said in reply.said:
        console.print(f"\n[bold]{said.phrase}[/]  ({said.voice} voice)")
        for cited in said.sentences:
            line = next(s.line for s in lines if (s.seed, s.start) == (cited.seed, cited.start))
            console.print(f"  seeds/{cited.seed}.txt line {line}: {escape(cited.text)}")
        if not said.sentences:
            console.print(f"  {escape(said.text)}")
    if reply.buttons:
        console.print(f"\n[bold]Buttons[/]  {' | '.join(button.title for button in reply.buttons)}")


def limits_in_use() -> dict[str, float]:
    """Return the limits of the decision, by name: the defaults, and what config.yml changes."""
    limits: dict[str, float] = asdict(Limits())
    for component in read_yaml(here().root / "config.yml")["pipeline"]:
        limits |= {name: component[name] for name in limits if name in component}
    return limits


def _explain_choice(console: Console, tracker: DialogueStateTracker) -> None:
    """Print which rule or story led to which action."""
    events = tuple(event.as_dict() for event in tracker.events)
    plans, turn = read_plans(here().root), TurnResult(events=events)
    rules, stories = plans.rules_of(turn)[:1], plans.stories_of([turn])[:1]
    for kind, names in (("Rule", rules), ("Story", stories)):
        for name in names:
            console.print(f"[bold]{kind:8}[/] {escape(name)}")
    for event in events:
        if event["event"] == "action" and event.get("policy"):
            console.print(f"[bold]Action[/]   {event['name']}  (by {event['policy']})")


def _explain_part(console: Console, number: int, part: dict[str, Any]) -> None:
    console.print(f"[bold]Part {number}[/]   {escape(str(part.get('text')))}")
    console.print(f"         {part.get('intent')}  {part.get('confidence')}")
    for one in part.get("ranking") or []:
        console.print(f"           {one['confidence']:.3f}  {one['name']}")
    if part.get("specifics"):
        console.print(f"         names {', '.join(map(str, part['specifics']))}")
    if part.get("reason"):
        console.print(f"         because {escape(str(part['reason']))}")
