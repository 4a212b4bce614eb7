"""Installing the app in several workspaces, and in a whole organisation."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from cryptography.fernet import Fernet
from fakeslack import FakeSlack
from fakeslack import payloads as say
from world import SECOND, make_world

from gutfaq.channels.slack.installations import Installed
from gutfaq.channels.slack.oauth import StoredInstallations

KEY = Fernet.generate_key().decode()


@pytest.fixture
async def shared(settings, tmp_path):
    """Yield a world into which workspaces install the app themselves."""
    several = replace(
        settings,
        bot_token="",
        client_id="1.2",
        client_secret="hush",
        token_keys=(KEY,),
        public_url="http://127.0.0.1",
        installations=f"sqlite:///{tmp_path}/installed.sqlite",
    )
    slack = FakeSlack(second=SECOND)
    for team in ("T1", "T2"):
        slack.tokens[f"xoxb-{team}"] = {"team_id": team, "user_id": f"UBOT{team}", "bot_id": "B"}
        slack.codes[f"code-{team}"] = granted(team)
    async with make_world(several, slack=slack) as world:
        yield world


def granted(team: str) -> dict:
    """Return what Slack says to the code of an installation."""
    return {
        "ok": True,
        "access_token": f"xoxb-{team}",
        "token_type": "bot",
        "bot_user_id": f"UBOT{team}",
        "team": {"id": team, "name": "somewhere"},
        "enterprise": None,
        "is_enterprise_install": False,
    }


async def install(world, code: str, *, cookie: bool = True) -> int:
    """Go through an installation as a browser does; return the last status."""
    base = world.sender.urls[0].removesuffix("webhook")
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        async with session.get(base + "install", allow_redirects=False) as off:
            state = parse_qs(urlsplit(off.headers["Location"]).query)["state"][0]
            given = {name: morsel.value for name, morsel in off.cookies.items()}
        async with session.get(
            base + "oauth_redirect",
            params={"state": state, "code": code},
            headers={"Cookie": "; ".join(f"{k}={v}" for k, v in given.items())} if cookie else {},
        ) as back:
            return back.status


async def test_two_workspaces(shared):
    """Each workspace that installed the app is answered with its own token."""
    for team in ("T1", "T2"):
        assert await install(shared, f"code-{team}") == 200
        ts = shared.slack.say(f"D{team}", "U1", "leaky gut?")
        body = say.direct(ts, "leaky gut?", channel=f"D{team}") | {"team_id": team}
        body["authorizations"][0]["team_id"] = team
        await shared.sender.event(body)
        await shared.settled()
        assert shared.slack.posts(f"D{team}")[0]["team"] == team


async def test_token_at_rest(shared, tmp_path):
    """The stored token is not readable without the key."""
    await install(shared, "code-T1")
    (stored,) = sqlite3.connect(tmp_path / "installed.sqlite").execute(
        "select token from slack_installations"
    )
    assert "xoxb" not in stored[0]
    assert Fernet(KEY).decrypt(stored[0].encode()) == b"xoxb-T1"


async def test_another_browser(shared):
    """An installation that another browser began is refused."""
    assert await install(shared, "code-T1", cookie=False) == 400
    assert await shared.door.installations.find("T1") is None


async def test_wrong_code(shared):
    """A code that Slack does not know is refused in one line."""
    assert await install(shared, "code-T9") == 400


@pytest.mark.parametrize(
    "event",
    [
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"bot": ["UBOTT1"]}},
        {"type": "team_access_revoked", "team_ids": ["T1"]},
    ],
)
async def test_revoked(shared, event):
    """When the app is removed from a workspace its token is deleted, and no other."""
    for team in ("T1", "T2"):
        await install(shared, f"code-{team}")
    done = await shared.sender.event(say.callback(event))
    assert done.statuses == [200]
    assert await shared.door.installations.find("T1") is None
    assert await shared.door.installations.find("T2") is not None


async def test_enterprise(shared):
    """An installation for an organisation is kept by its enterprise id, and serves its teams."""
    whole = {"enterprise": {"id": "E1", "name": "all"}, "is_enterprise_install": True}
    shared.slack.codes["code-E1"] = granted("T1") | {"team": None} | whole
    await install(shared, "code-E1")
    ts = shared.slack.say("D7", "U1", "leaky gut?")
    body = say.direct(ts, "leaky gut?", channel="D7") | {"team_id": "T7", "enterprise_id": "E1"}
    body["authorizations"][0] |= {"enterprise_id": "E1", "is_enterprise_install": True}
    await shared.sender.event(body)
    await shared.settled()
    assert len(shared.slack.posts("D7")) == 1


async def test_shared_channel(shared):
    """In a channel shared with another organisation the authorized workspace answers."""
    await install(shared, "code-T1")
    ts = shared.slack.say("C1", "U9", "<@UBOTT1> leaky gut?")
    body = say.mention(ts, "<@UBOTT1> leaky gut?", user="U9")
    await shared.sender.event(body | {"team_id": "T9", "is_ext_shared_channel": True})
    await shared.settled()
    assert [post["team"] for post in shared.slack.posts("C1")] == ["T1"]


async def test_installed_through_another_process(tmp_path):
    """A workspace that was unknown a moment ago is known once another process installed it."""
    url = f"sqlite:///{tmp_path}/installed.sqlite"
    one, other = [await StoredInstallations.open(url, (KEY,)) for _ in range(2)]
    assert await one.find("T1") is None
    await other.save("T1", Installed("xoxb-T1", "UBOT", "B"))
    assert (await one.find("T1")).token == "xoxb-T1"
    for store in (one, other):
        await store.close()
