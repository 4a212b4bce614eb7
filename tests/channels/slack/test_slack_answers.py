"""What people get: each question one message, whole, where they asked."""

from __future__ import annotations

from fakeslack import payloads as say
from scripted import ABOUT, CARD, DISCLAIMER, answer

from gutfaq.channels.slack.mrkdwn import unescape


def texts(blocks: list[dict], kind: str) -> list[str]:
    """Return the texts of the rich text elements of one kind."""
    return [
        "".join(piece.get("text", "") for piece in element["elements"])
        for block in blocks
        if block["type"] == "rich_text"
        for element in block["elements"]
        if element["type"] == kind
    ]


async def test_direct_message(world):
    """A direct message gets one answer, in the thread under it."""
    ts = world.slack.say("D1", "U1", "What is leaky gut?")
    await world.sender.event(say.direct(ts, "What is leaky gut?"))
    await world.settled()
    assert len(world.slack.answers_to("D1", ts)) == 1
    assert len(world.slack.posts()) == 1


async def test_answer_is_the_seed(world):
    """The quoted block holds the seed's sentence byte for byte, the fallback text too."""
    post = await world.ask("What is leaky gut?")
    words = answer("definition").text
    assert texts(post["blocks"], "rich_text_quote") == [words]
    assert words in unescape(post["text"])


async def test_source_and_disclaimer_in_the_same_message(world):
    """Source and disclaimer stand in context blocks of the answer's own message."""
    post = await world.ask("What is leaky gut?")
    contexts = [b["elements"][0]["text"] for b in post["blocks"] if b["type"] == "context"]
    assert "leaky_gut" in contexts[0]
    assert contexts[1] == DISCLAIMER.text
    assert DISCLAIMER.text in post["text"]


async def test_emergency(world):
    """An emergency card stands alone: bold, between lines, without buttons or feedback."""
    post = await world.ask("I have chest pain")
    assert [b["type"] for b in post["blocks"]] == ["divider", "rich_text", "divider"]
    pieces = post["blocks"][1]["elements"][0]["elements"]
    assert pieces[-1] == {"type": "text", "text": CARD.text, "style": {"bold": True}}


async def test_mention_in_a_channel(world):
    """A mention in a channel is answered in its thread, without the mention in the question."""
    ts = world.slack.say("C1", "U1", "<@UBOT> what is leaky gut")
    await world.sender.event(say.mention(ts, "<@UBOT> what is leaky gut"))
    await world.settled()
    assert len(world.slack.answers_to("C1", ts)) == 1
    assert world.brain.turns[0].text == "what is leaky gut"


async def test_follow_up_without_a_mention(world):
    """In a thread that it is part of, the assistant answers without being mentioned."""
    ts = world.slack.say("C1", "U1", "<@UBOT> leaky gut?")
    await world.sender.event(say.mention(ts, "<@UBOT> leaky gut?"))
    later = world.slack.say("C1", "U1", "and what causes it?", thread=ts)
    await world.sender.event(say.in_channel(later, "and what causes it?", thread_ts=ts))
    await world.settled()
    assert len(world.slack.answers_to("C1", ts)) == 2
    assert len({turn.conversation for turn in world.brain.turns}) == 1


async def test_command(world):
    """The slash command is answered to its asker alone."""
    hook = world.slack.hook()
    done = await world.sender.form(say.command("what causes it", hook))
    await world.settled()
    assert (done.statuses, done.body) == ([200], "")
    assert [w["response_type"] for w in world.slack.whispers] == ["ephemeral"]
    assert not world.slack.posts()


async def test_empty_command_is_help(world):
    """The slash command alone says what can be asked."""
    hook = world.slack.hook()
    await world.sender.form(say.command("", hook))
    await world.settled()
    assert ABOUT.text in world.slack.whispers[0]["text"]


async def test_shortcut(world):
    """Asking about a message asks what the message says, for the asker's eyes."""
    hook = world.slack.hook()
    message = {"type": "message", "ts": "1.1", "user": "U2", "text": "what is a leaky gut?"}
    await world.sender.interaction(say.shortcut(message, hook))
    await world.settled()
    assert answer("definition").text in unescape(world.slack.whispers[0]["text"])


async def test_home(world):
    """The Home tab says what can be asked, and the disclaimer; its conversation is forgotten."""
    await world.sender.event(say.home_opened("home"))
    await world.settled()
    shown = str(world.slack.views["U1"])
    assert ABOUT.text in shown
    assert DISCLAIMER.text in shown
    assert world.brain.forgotten == [world.brain.turns[0].conversation]


async def test_messages_tab(world):
    """The messages tab offers suggested prompts, which the assistant understands."""
    await world.sender.event(say.home_opened("messages"))
    await world.settled()
    assert world.slack.prompts["D1"][0]["message"] == "What is leaky gut?"


async def test_status_while_thinking(world):
    """A direct message shows a status, and the answer takes it away."""
    await world.ask("What is leaky gut?")
    assert "assistant.threads.setStatus" in [call.method for call in world.slack.calls]
    assert not world.slack.statuses


async def test_pressed_button(world):
    """A pressed button is answered in the thread, and vanishes from its message."""
    post = await world.ask("What is leaky gut?")
    button = [b for b in post["blocks"] if b["type"] == "actions"][0]["elements"][0]
    await world.sender.interaction(say.click(post, button, channel="D1"))
    await world.settled()
    assert world.brain.turns[-1].press == button["value"]
    assert len(world.slack.answers_to("D1", post["thread_ts"])) == 2
    left = [b for b in post["blocks"] if b["type"] == "actions"][0]["elements"]
    assert button["action_id"] not in [element["action_id"] for element in left]


async def test_double_click(world):
    """A button that is clicked twice is answered once."""
    post = await world.ask("What is leaky gut?")
    button = [b for b in post["blocks"] if b["type"] == "actions"][0]["elements"][0]
    for _ in range(2):
        await world.sender.interaction(say.click(post, button, channel="D1"))
    await world.settled()
    assert len(world.slack.posts("D1")) == 2


async def test_feedback(world):
    """A vote is stored by phrase, under the voter's conversation."""
    post = await world.ask("What is leaky gut?")
    block = [b for b in post["blocks"] if b["type"] == "context_actions"][0]["elements"][0]
    action = {"type": "feedback_buttons", "action_id": block["action_id"]}
    action["value"] = block["positive_button"]["value"]
    done = await world.sender.interaction(say.click(post, action, channel="D1"))
    await world.settled()
    conversation = world.brain.turns[0].conversation
    assert done.statuses == [200]
    assert world.brain.votes == [(conversation, "utter_definition", "up")]


async def test_typed_commands_are_text(world):
    """`/restart` and a typed payload reach the assistant as text, never as a press."""
    for text in ("/restart", '/ask_causes{"x":"y"}'):
        await world.ask(text)
    assert [turn.press for turn in world.brain.turns] == [None, None]
    assert world.brain.turns[0].text == "/restart"


async def test_no_unfurling(world):
    """Links in an answer are not unfurled."""
    await world.ask("What is leaky gut?")
    call = [c for c in world.slack.calls if c.method == "chat.postMessage"][0]
    assert call.args["unfurl_links"] in (False, "0", "false")
    assert call.args["unfurl_media"] in (False, "0", "false")


async def test_blocks_that_slack_refuses(world):
    """An answer whose blocks Slack refuses comes as text: quote, source and disclaimer."""
    faults = iter(["invalid_blocks"])
    world.slack.fault = lambda method: next(faults, None) if method == "chat.postMessage" else None
    post = await world.ask("What is leaky gut?")
    assert not post.get("blocks")
    for words in (answer("definition").text, "Quoted word for word", DISCLAIMER.text):
        assert words in unescape(post["text"])


async def test_response_address_that_is_used_up(world):
    """A private answer that Slack takes no more is given up; the next one comes."""
    world.slack.hooks["old"] = -1e9
    gone = f"http://127.0.0.1:{world.slack.port}/hook/old"
    for hook in (gone, world.slack.hook()):
        await world.sender.form(say.command("what causes it", hook))
    await world.settled()
    assert [whisper["hook"] for whisper in world.slack.whispers] == ["one"]
