"""The channel without its transport: what happens to those whose connection went."""

import asyncio

from fake_client import FakeClient, settle


async def test_answer_made_while_away_is_replayed_once(room):
    """An answer made while the client was away comes on its return, and not again after that."""
    room.brain.delay_s = 0.02
    client = await room.client(last_seen=0)
    token = client.token
    await room.server.receive(client, "user_uttered", {"message": "causes?", "message_id": "m1"})
    await room.server.leave(client)
    await settle(room.server)
    back = await room.client(token, last_seen=0)
    (body,) = back.all("bot_uttered")
    assert body["replayed"] is True
    again = await room.client(token, last_seen=body["seq"])
    assert again.all("bot_uttered") == []


async def test_no_new_answer_between_replayed_ones(room):
    """An answer that is ready while older ones are replayed comes after them."""
    client = await room.client(last_seen=0)
    token, conversation = client.token, client.conversation
    await room.server.leave(client)
    for n in range(3):
        room.outbox.put(conversation, f"m{n}", {"said": [], "buttons": [], "reply_to": f"m{n}"})
    back = FakeClient(room.server)

    async def slow(event, body):
        back.got.append((event, body))
        if event == "session_ready":
            late = {"said": [], "buttons": [], "reply_to": "late"}
            kept = room.outbox.put(conversation, "late", late)
            await room.server._deliver(
                conversation, kept, room.server.sessions.clients(conversation)
            )

    back.emit = slow
    await back.send("session_request", {"session_id": token, "last_seen": 0})
    assert [b["reply_to"] for b in back.all("bot_uttered")] == ["m0", "m1", "m2", "late"]


async def test_stock_client_gets_what_it_missed_once(room):
    """A client that does not count replies gets, on its return, those never sent to anyone."""
    client = await room.client()
    token = client.token
    await client.send("user_uttered", {"message": "symptoms?"})
    room.brain.delay_s = 0.02
    await room.server.receive(client, "user_uttered", {"message": "causes?"})
    await room.server.leave(client)
    await settle(room.server)
    back = await room.client(token)
    assert ["weakening" in body["text"] for body in back.all("bot_uttered")] == [True]
    assert (await room.client(token)).all("bot_uttered") == []


async def test_message_and_goodbye_at_once(room):
    """A message whose socket closes with it is answered in its own conversation."""
    client = await room.client()
    conversation = client.conversation
    message = {"message": "causes?", "message_id": "m1"}
    await asyncio.gather(
        room.server.receive(client, "user_uttered", message), room.server.leave(client)
    )
    await settle(room.server)
    assert [turn.conversation for turn in room.brain.turns] == [conversation]


async def test_message_that_its_goodbye_overtook(room):
    """A message that is handled after its socket closed begins no conversation of its own."""
    client = await room.client()
    await room.server.leave(client)
    await client.send("user_uttered", {"message": "causes?", "message_id": "m1"})
    assert room.brain.turns == []
