"""The channel without its transport: sessions, messages, what is lost and what is doubled."""

import asyncio

import pytest
from fake_client import FakeClient, settle


async def test_session_is_issued(room):
    """A client without a session gets one, and is told that it is new."""
    client = await room.client()
    (token,) = client.all("session_confirm")
    assert room.tokens.read(token) == client.conversation
    assert client.all("session_ready")[0]["state"] == "new"


async def test_stock_request_without_data(room):
    """A session_request with nothing in it, as Rasa's own client sends, is served."""
    client = FakeClient(room.server)
    await client.send("session_request", None)
    assert client.all("session_confirm")


async def test_one_event_an_answer(room):
    """An answer is one event: quote with its places, notice and buttons together."""
    client = await room.client()
    await client.send("user_uttered", {"message": "symptoms?", "message_id": "m1"})
    (body,) = client.all("bot_uttered")
    assert [said["phrase"] for said in body["said"]] == [
        "utter_from_the_text",
        "utter_symptoms",
        "utter_not_medical_advice",
    ]
    assert len(body["said"][1]["sentences"]) == 4
    assert [button["title"] for button in body["buttons"]] == [
        "Does it get worse?",
        "What causes it?",
    ]
    assert body["reply_to"] == "m1"


async def test_readable_by_stock_clients(room):
    """The event also has the text and quick replies that clients of Rasa's own channel show."""
    client = await room.client()
    await client.send("user_uttered", {"message": "causes?"})
    (body,) = client.all("bot_uttered")
    assert "The weakening of the gut walls" in body["text"]
    assert body["quick_replies"] == [
        {
            "content_type": "text",
            "title": "What are the symptoms?",
            "payload": "/press{symptoms}",
        }
    ]


async def test_ack_and_typing(room):
    """A message is acknowledged before it is answered, and typing starts and stops around it."""
    client = await room.client()
    await client.send("user_uttered", {"message": "causes?", "message_id": "m1"})
    names = [name for name, _ in client.got if name in ("message_ack", "bot_typing", "bot_uttered")]
    assert sorted(names[:2]) == ["bot_typing", "message_ack"]
    assert names[2:] == ["bot_typing", "bot_uttered"]
    assert [body["on"] for body in client.all("bot_typing")] == [True, False]


async def test_sent_again_is_answered_once(room):
    """A message that is sent again gets the same reply, and the assistant is not asked again."""
    client = await room.client()
    for _ in range(3):
        await client.send("user_uttered", {"message": "causes?", "message_id": "m1"})
    assert len(room.brain.turns) == 1
    assert len({body["seq"] for body in client.all("bot_uttered")}) == 1


async def test_sent_again_while_it_is_answered(room):
    """A message that is sent again while it is being answered is answered once."""
    room.brain.delay_s = 0.05
    client = await room.client()
    for _ in range(3):
        await room.server.receive(client, "user_uttered", {"message": "causes?", "message_id": "m"})
    await settle(room.server)
    assert len(room.brain.turns) == len(client.all("bot_uttered")) == 1


async def test_order_is_kept(room):
    """Messages that come at once are answered in the order in which they came."""
    room.brain.delay_s = 0.005
    client = await room.client()
    for n in range(8):
        await room.server.receive(
            client, "user_uttered", {"message": str(n), "message_id": f"m{n}"}
        )
    await settle(room.server)
    assert [body["reply_to"] for body in client.all("bot_uttered")] == [f"m{n}" for n in range(8)]
    seqs = [body["seq"] for body in client.all("bot_uttered")]
    assert seqs == sorted(set(seqs))


async def test_two_tabs_both_hear(room):
    """Every open socket of a conversation gets the answer."""
    one = await room.client()
    two = await room.client(one.token)
    await one.send("user_uttered", {"message": "causes?"})
    assert len(two.all("bot_uttered")) == 1


async def test_button_of_this_conversation(room):
    """A press of a button that was offered reaches the assistant as a press."""
    client = await room.client()
    await client.send("user_uttered", {"message": "causes?"})
    await client.send("user_uttered", {"press": "/press{symptoms}"})
    assert room.brain.turns[-1].press == "/press{symptoms}"


async def test_stock_clients_send_a_press_as_text(room):
    """A text that is the payload of an offered button is a press."""
    client = await room.client()
    await client.send("user_uttered", {"message": "causes?"})
    await client.send("user_uttered", {"message": "/press{symptoms}"})
    assert (room.brain.turns[-1].press, room.brain.turns[-1].text) == ("/press{symptoms}", "")


async def test_payload_that_was_not_offered(room):
    """A press that was not offered is refused, and as a text it is only a text."""
    client = await room.client()
    await client.send("user_uttered", {"press": "/restart"})
    assert client.errors == ["not_offered"]
    await client.send("user_uttered", {"message": "/restart"})
    assert (room.brain.turns[0].press, room.brain.turns[0].text) == (None, "/restart")


async def test_brain_that_raises(room):
    """When the assistant breaks its promise the client is told which message to send again."""
    client = await room.client()
    await client.send("user_uttered", {"message": "boom", "message_id": "m1"})
    assert client.all("error")[0] == {"code": "failed", "text": "Not answered.", "message_id": "m1"}
    assert client.all("bot_typing")[-1] == {"on": False}


async def test_feedback_reaches_the_assistant(room):
    """A vote on a phrase that was said is stored with its conversation and acknowledged."""
    client = await room.client()
    await client.send("user_uttered", {"message": "causes?"})
    await client.send(
        "feedback", {"phrase": "utter_causes", "vote": "down", "reason": "not what I asked"}
    )
    assert room.brain.ratings == [(client.conversation, "utter_causes", "down", "not what I asked")]
    assert client.all("feedback_ack") == [{"phrase": "utter_causes", "vote": "down"}]


@pytest.mark.parametrize(
    "vote",
    [
        {"phrase": "utter_never_said", "vote": "up"},
        {"phrase": "utter_causes", "vote": "sideways"},
        {"phrase": 7, "vote": "up"},
        {"vote": "up"},
        [],
        {"phrase": "utter_causes", "vote": "up", "reason": "x" * 301},
    ],
)
async def test_feedback_on_nothing(room, vote):
    """A vote on a phrase that was not said, or of another form, is refused."""
    client = await room.client()
    await client.send("user_uttered", {"message": "causes?"})
    await client.send("feedback", vote)
    assert room.brain.ratings == []
    assert len(client.errors) == 1


async def test_delete_deletes(room):
    """After a deletion the assistant forgot, the outbox is empty, and the token is void."""
    client = await room.client()
    token, conversation = client.token, client.conversation
    await client.send("user_uttered", {"message": "causes?"})
    await client.send("delete_conversation")
    assert room.brain.forgotten == [conversation]
    assert room.outbox.replies(conversation) == []
    assert client.all("conversation_deleted") == [{}]
    back = await room.client(token, last_seen=0)
    assert back.all("session_ready")[0]["state"] == "deleted"
    assert back.conversation != conversation


async def test_nothing_of_it_is_left_in_the_file(room, tmp_path):
    """The words of a deleted conversation are gone from the database's files, too."""
    client = await room.client()
    await client.send("user_uttered", {"message": "causes?"})
    files = list(tmp_path.iterdir())
    assert any(b"weakening" in file.read_bytes() for file in files)
    await client.send("delete_conversation")
    assert not any(b"weakening" in file.read_bytes() for file in files if file.exists())


async def test_delete_earlier_ones_too(room):
    """Conversations before a fresh start are deleted with the one at hand, by their tokens."""
    before, client = await room.client(), await room.client()
    both = {before.conversation, client.conversation}
    await client.send("delete_conversation", {"also": [before.token, "forged.token.x"]})
    assert set(room.brain.forgotten) == both


async def test_delete_while_an_answer_is_made(room):
    """An answer in the making when its conversation is deleted is stopped, not stored."""
    room.brain.delay_s = 0.05
    client = await room.client()
    conversation = client.conversation
    await room.server.receive(client, "user_uttered", {"message": "causes?"})
    await client.send("delete_conversation")
    await asyncio.sleep(0.08)
    assert room.outbox.replies(conversation) == []
    assert client.all("bot_uttered") == []


async def test_typed_wish_to_delete(room):
    """When the assistant says that it deleted the conversation, the channel's part goes as well."""
    client = await room.client()
    token, conversation = client.token, client.conversation
    await client.send("user_uttered", {"message": "causes?"})
    await client.send("user_uttered", {"message": "delete my data"})
    assert client.all("bot_uttered")[-1]["said"][0]["phrase"] == "utter_data_deleted"
    assert client.all("conversation_deleted") == [{}]
    assert room.outbox.replies(conversation) == []
    assert (await room.client(token)).all("session_ready")[0]["state"] == "deleted"


async def test_old_replies_are_swept(room):
    """Replies are dropped once they are older than the retention."""
    client = await room.client()
    await client.send("user_uttered", {"message": "causes?"})
    room.clock.now += 25 * 3600
    await room.client()
    assert room.outbox.replies(client.conversation) == []


async def test_numbers_rise_after_a_sweep(room):
    """A reply after a sweep has a higher number than those that were swept."""
    kept = room.outbox.put("c", "m1", {"n": 1})
    room.clock.now += 10
    room.outbox.sweep(replies_s=1, deleted_s=1)
    assert room.outbox.put("c", "m2", {"n": 2}).seq > kept.seq


async def test_another_process_was_first(room):
    """A reply that another process kept first is the one that counts."""
    first = room.outbox.put("c", "m1", {"n": 1})
    assert room.outbox.put("c", "m1", {"n": 2}) == first


async def test_token_is_renewed_with_use(room):
    """A conversation that goes on past half of its token's life gets a fresh token."""
    client = await room.client()
    room.clock.now += 2000
    await client.send("user_uttered", {"message": "causes?"})
    room.clock.now += 2000
    assert room.tokens.read(client.all("session_confirm")[-1]) == client.conversation
