"""Conversation tokens."""

import os
import stat

import pytest
from fake_client import SECRET, Clock

from gutfaq.channels.tokens import ExpiredToken, ForgedToken, Tokens, secret_in
from gutfaq.errors import RefusedMessage


@pytest.fixture
def clock():
    """A clock that stands."""
    return Clock()


@pytest.fixture
def tokens(clock):
    """Tokens that live for an hour."""
    return Tokens(SECRET, 3600, clock=clock)


def test_reads_what_it_issued(tokens):
    """A token leads back to the conversation that it was issued for."""
    conversation, token = tokens.issue()
    assert tokens.read(token) == conversation


def test_ids_are_long_and_differ(tokens):
    """Conversation ids have 128 random bits."""
    ids = {tokens.issue()[0] for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(conversation) == 32 for conversation in ids)


def test_expires(tokens, clock):
    """A token is refused once it is older than its age limit."""
    _, token = tokens.issue()
    clock.now += 3601
    with pytest.raises(ExpiredToken, match="expired"):
        tokens.read(token)


def test_from_the_future_is_refused(tokens, clock):
    """A token that claims to be signed later than now is refused."""
    _, token = tokens.issue()
    clock.now -= 60
    with pytest.raises(RefusedMessage):
        tokens.read(token)


@pytest.mark.parametrize("at", range(0, 90, 7))
def test_any_change_is_noticed(tokens, at):
    """A token with one character changed is refused, wherever it was changed."""
    _, token = tokens.issue()
    at = min(at, len(token) - 2)
    other = "A" if token[at] != "A" else "B"
    with pytest.raises(RefusedMessage):
        tokens.read(token[:at] + other + token[at + 1 :])


def test_another_secret_is_noticed(tokens, clock):
    """A token that was signed with another secret is refused."""
    _, token = Tokens("another secret of 32 characters.", clock=clock).issue()
    with pytest.raises(ForgedToken):
        tokens.read(token)


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "ü", "x" * 5000, "a" * 32])
def test_what_is_no_token_is_refused(tokens, token):
    """Anything that is no token is refused, not an error."""
    with pytest.raises(ForgedToken):
        tokens.read(token)


def test_renewed_token_lives_longer(tokens, clock):
    """A conversation signed again outlives its first token."""
    conversation, _ = tokens.issue()
    clock.now += 3000
    fresh = tokens.sign(conversation)
    clock.now += 3000
    assert tokens.read(fresh) == conversation


def test_short_secret_is_refused():
    """A secret that could be guessed is refused, with the command that makes a good one."""
    with pytest.raises(RefusedMessage, match="openssl rand"):
        Tokens("short")


def test_secret_is_made_once_and_is_private(tmp_path, monkeypatch):
    """Without GUTFAQ_SECRET one is kept in the folder, readable by its owner alone."""
    monkeypatch.delenv("GUTFAQ_SECRET", raising=False)
    secret = secret_in(tmp_path / "state")
    assert secret == secret_in(tmp_path / "state")
    assert len(secret) == 64
    mode = stat.S_IMODE(os.stat(tmp_path / "state" / "secret").st_mode)
    assert mode == 0o600


def test_secret_of_the_environment_counts_first(tmp_path, monkeypatch):
    """GUTFAQ_SECRET is used as it is, and nothing is written."""
    monkeypatch.setenv("GUTFAQ_SECRET", SECRET)
    assert secret_in(tmp_path / "state") == SECRET
    assert not (tmp_path / "state").exists()
