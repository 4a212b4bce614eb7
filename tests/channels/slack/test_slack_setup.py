"""Setting Slack up: the manifest and the check."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

import pytest
from fakeslack import payloads as say
from fakeslack.methods import HISTORY_OF, SCOPE_OF
from world import make_world

from gutfaq.channels.slack.check import check
from gutfaq.channels.slack.commands import add_commands
from gutfaq.channels.slack.manifest import manifest
from gutfaq.channels.slack.settings import SlackSettingsRefused

SECRET = "0123456789abcdef0123456789abcdef"
# https://docs.slack.dev/reference/events: the scope without which an event does not come.
SCOPE_OF_EVENT = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
}


async def scopes_used(world) -> set[str]:
    """Return the scopes of all calls that a tour of every surface makes."""
    post = await world.ask("leaky gut?")
    button = [b for b in post["blocks"] if b["type"] == "actions"][0]["elements"][0]
    await world.sender.interaction(say.click(post, button, channel="D1"))
    for tab in ("home", "messages"):
        await world.sender.event(say.home_opened(tab))
    for channel in ("C1", "G1", "D1"):
        faults = iter(["500 after"])
        world.slack.fault = lambda m, f=faults: next(f, None) if m == "chat.postMessage" else None
        ts = world.slack.say(channel, "U1", "<@UBOT> leaky gut")
        await world.sender.event(say.mention(ts, "<@UBOT> leaky gut", channel=channel))
        await world.settled()
    used = {SCOPE_OF[call.method] for call in world.slack.calls if call.method in SCOPE_OF}
    looked = [call for call in world.slack.calls if call.method == "conversations.replies"]
    return used | {HISTORY_OF[call.args["channel"][0]] for call in looked}


@pytest.mark.parametrize("history", [True, False])
async def test_least_scopes(settings, history):
    """The manifest asks for the scopes that calls, events and commands need, and no other."""
    made = manifest(public_url="https://faq.example.org", history=history)
    async with make_world(replace(settings, history=history)) as world:
        needed = await scopes_used(world)
    events = made["settings"]["event_subscriptions"]["bot_events"]
    needed |= {SCOPE_OF_EVENT[event] for event in events if event in SCOPE_OF_EVENT}
    needed |= {"commands"} if made["features"]["slash_commands"] else set()
    assert set(made["oauth_config"]["scopes"]["bot"]) == needed


def test_nothing_legacy():
    """The manifest has the agent surface of 2026 and no word of the assistant view before it."""
    text = json.dumps(manifest())
    assert "agent_view" in text
    assert "assistant_view" not in text
    assert "assistant_thread" not in text


def test_addresses():
    """With a public address every request goes to it; without one Socket Mode is on."""
    made = manifest(public_url="https://faq.example.org/")
    url = "https://faq.example.org/webhooks/slack/webhook"
    assert made["settings"]["event_subscriptions"]["request_url"] == url
    assert made["settings"]["interactivity"]["request_url"] == url
    assert made["features"]["slash_commands"][0]["url"] == url
    assert not made["settings"]["socket_mode_enabled"]
    assert manifest()["settings"]["socket_mode_enabled"]


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        ({"public_url": "faq.example.org"}, "https://faq.example.org"),
        ({"public_url": "http://faq.example.org"}, "https and a host"),
        ({"public_url": "https://faq.example.org/webhooks"}, "host alone"),
        ({"several_workspaces": True}, "needs --url"),
    ],
)
def test_manifest_that_slack_would_not_take(wrong, remedy):
    """An address that Slack would refuse is refused first, in one line with the right form."""
    with pytest.raises(SlackSettingsRefused, match=remedy):
        manifest(**wrong)


def test_events_of_an_organisation():
    """Only an app that organisations install hears of teams that leave one."""
    for several in (True, False):
        made = manifest(public_url="https://faq.example.org", several_workspaces=several)
        events = made["settings"]["event_subscriptions"]["bot_events"]
        assert ("team_access_revoked" in events) is several


def test_printed_manifest(capsys):
    """`gutfaq slack manifest` prints it as JSON."""
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    args = parser.parse_args(["slack", "manifest", "--history"])
    assert args.run(args) == 0
    assert json.loads(capsys.readouterr().out) == manifest(history=True)


async def checked(world, **changed: str) -> dict[str, tuple[bool, str]]:
    """Return what the check says of the world, with some of its settings changed."""
    url = world.sender.urls[0].removesuffix("/webhooks/slack/webhook")
    env = {
        "GUTFAQ_SLACK_SIGNING_SECRET": SECRET,
        "GUTFAQ_SLACK_BOT_TOKEN": "xoxb-test",
        "GUTFAQ_SLACK_APP_TOKEN": "xapp-test",
        "GUTFAQ_SLACK_API_URL": world.slack.api_url,
        "GUTFAQ_SLACK_INBOX": world.door.settings.inbox,
        "GUTFAQ_SLACK_PUBLIC_URL": url,
        "GUTFAQ_SLACK_HISTORY": "1",
        "GUTFAQ_INTERNAL_SECRET": "between us",
    }
    return {f.what: (f.ok, f.line) for f in await check(env | changed)}


@pytest.fixture
async def checkable(settings):
    """Yield a world with a signing secret of the right form."""
    async with make_world(replace(settings, signing_secrets=(SECRET,))) as world:
        yield world


async def test_check_of_a_good_set_up(checkable):
    """Of a set-up that is right the check finds nothing to mend."""
    found = await checked(checkable)
    assert [what for what, (ok, _) in found.items() if not ok] == []
    assert {"bot token", "app token", "scopes", "clock", "reachability", "inbox"} < set(found)


@pytest.mark.parametrize(
    ("variable", "value", "what", "remedy"),
    [
        ("BOT_TOKEN", "xoxb-wrong", "bot token", "OAuth & Permissions"),
        ("APP_TOKEN", "xapp-wrong", "app token", "connections:write"),
        ("SIGNING_SECRET", "f" * 32, "reachability", "another signing secret"),
        ("SIGNING_SECRET", "oops", "signing secret", "Basic Information"),
        ("PUBLIC_URL", "http://127.0.0.1:9", "reachability", "does not answer"),
        ("INBOX", "mysql://x", "inbox", "sqlite:, postgresql: or redis:"),
        ("ASSISTANTS", "http://127.0.0.1:9", "assistant", "has another GUTFAQ_INTERNAL_SECRET"),
        ("ASSISTANTS", "a:5005", "assistant", "http://host:5005"),
        ("BOT_TOKEN", "xapp-test", "bot token", "does not begin with xoxb-"),
        ("APP_TOKEN", "xoxb-test", "app token", "does not begin with xapp-"),
        ("API_URL", "http://127.0.0.1:9/api/", "bot token", "check the network"),
        ("PUBLIC_URL", "faq.example.org", "reachability", "https://faq.example.org"),
        ("PUBLIC_URL", "https://faq.example.org/webhooks", "reachability", "host alone"),
        ("PORT", "many", "settings", "no number"),
        ("PORT", "inf", "settings", "from 1 to 65535"),
        ("LEASE_SECONDS", "nan", "settings", "from 1 to 3600"),
        ("PACE_SECONDS", "-1", "settings", "from 0 to 60"),
        ("HISTORY", "maybe", "settings", "1 or not set"),
    ],
)
async def test_check_names_the_remedy(checkable, variable, value, what, remedy):
    """Of each thing that is wrong the check says in one line what to mend."""
    found = await checked(checkable, **{f"GUTFAQ_SLACK_{variable}": value})
    ok, line = found[what]
    assert not ok
    assert remedy in line
    assert "\n" not in line


async def test_check_of_scopes(checkable):
    """A scope that is missing is named, with the step that adds it."""
    checkable.slack.scopes.discard("commands")
    assert (await checked(checkable))["scopes"] == (False, "add commands and reinstall the app")


async def test_check_without_settings():
    """An empty environment is told what to set."""
    (found,) = await check({})
    assert "GUTFAQ_SLACK_BOT_TOKEN" in found.line
    assert (
        "GUTFAQ_SLACK_APP_TOKEN (Socket Mode) or GUTFAQ_SLACK_SIGNING_SECRET (HTTP)" in found.line
    )


async def test_check_of_assistants_without_a_secret(checkable):
    """A gateway's assistants without their secret: the variable to set is named."""
    env = {"GUTFAQ_SLACK_ASSISTANTS": "http://127.0.0.1:9", "GUTFAQ_INTERNAL_SECRET": ""}
    ok, line = (await checked(checkable, **env))["assistant"]
    assert (ok, "set GUTFAQ_INTERNAL_SECRET" in line) == (False, True)


async def test_check_says_what_it_did_not_try(checkable):
    """Over HTTP and without a public address the check says that nothing was reached."""
    changed = {"GUTFAQ_SLACK_PUBLIC_URL": "", "GUTFAQ_SLACK_APP_TOKEN": ""}
    ok, line = (await checked(checkable, **changed))["reachability"]
    assert (ok, line) == (True, "not tried: set GUTFAQ_SLACK_PUBLIC_URL to try it")
