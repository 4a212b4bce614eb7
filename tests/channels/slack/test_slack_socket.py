"""Socket Mode: no public address, and the same promises."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from fakeslack import payloads as say
from fakeslack.delivery import by_socket, event_by_socket
from world import make_world


async def test_socket_mode(settings):
    """Over Socket Mode an envelope is acknowledged, and its repetition not answered again."""
    async with make_world(replace(settings, app_token="xapp-test")) as world:
        ts = world.slack.say("D1", "U1", "leaky gut?")
        for attempt in range(2):
            body = say.direct(ts, "leaky gut?")
            (link,) = world.slack.sockets
            ack = await by_socket(link, "events_api", body, retry_attempt=attempt)
            assert set(ack) <= {"envelope_id", "payload"}
        await world.settled()
        assert len(world.slack.answers_to("D1", ts)) == 1


async def test_socket_refresh(settings):
    """When Slack refreshes or drops the connection, the door connects again."""
    async with make_world(replace(settings, app_token="xapp-test")) as world:
        first = world.slack.sockets[0]
        await first.ws.send_json({"type": "disconnect", "reason": "refresh_requested"})
        while first in world.slack.sockets or not world.slack.sockets:
            await asyncio.sleep(0.02)
        second = world.slack.sockets[-1]
        await second.ws.close()
        while second in world.slack.sockets or not world.slack.sockets:
            await asyncio.sleep(0.02)
        ts = world.slack.say("D1", "U1", "leaky gut?")
        await by_socket(world.slack.sockets[-1], "events_api", say.direct(ts, "leaky gut?"))
        await world.settled()
        assert len(world.slack.answers_to("D1", ts)) == 1


async def test_socket_command(settings):
    """A slash command over Socket Mode is acknowledged and answered to its asker."""
    async with make_world(replace(settings, app_token="xapp-test")) as world:
        hook = world.slack.hook()
        command = say.command("what causes it", hook)
        await by_socket(world.slack.sockets[0], "slash_commands", command)
        await world.settled()
        assert len(world.slack.whispers) == 1


async def test_envelope_that_is_not_taken_in(settings):
    """An envelope that cannot be kept is not acknowledged, and answered when it comes again."""
    async with make_world(replace(settings, app_token="xapp-test")) as world:
        keep, away = world.door._inbox.put, iter([True])

        async def put(*args, **more):
            if next(away, False):
                raise ConnectionError("the database is away")
            return await keep(*args, **more)

        world.door._inbox.put = put
        ts = world.slack.say("D1", "U1", "leaky gut?")
        body, first = say.direct(ts, "leaky gut?"), lambda sockets: sockets[0]
        assert await event_by_socket(world.slack, body, first, second=0.001, within=0.5)
        await world.settled()
        assert next(away, None) is None
        assert len(world.slack.answers_to("D1", ts)) == 1
