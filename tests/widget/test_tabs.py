"""One conversation in several tabs, where the site asks for it: shared, and never lost."""

from __future__ import annotations

import pytest
from chat_page import ChatPage, page_with

pytestmark = pytest.mark.browser

KEPT = "Object.entries(localStorage).find(([key]) => key.startsWith('gut-faq:'))"
WRITE = "([key, text]) => localStorage.setItem(key, text)"


@pytest.fixture
def tabs(serve, browser):
    """Two tabs of one conversation with one answer, and what the first one kept then."""
    server = page_with(serve, "<gut-faq storage=local></gut-faq>")
    one = ChatPage(browser, server).goto("/page").open()
    one.ask("causes?")
    kept = one.page.evaluate(KEPT)
    two = ChatPage(browser, server, context=one.context).goto("/page").open()
    two.replies.first.wait_for()
    yield one, two, kept
    two.finish()
    one.finish()


def test_what_one_asks_the_other_shows(tabs):
    """A question in one tab and its answer stand in both; it is one conversation."""
    one, two, _ = tabs
    two.ask("symptoms?")
    one.replies.nth(1).wait_for()
    assert one.mine.count() == 2
    assert len({turn.conversation for turn in one.server.brain.turns}) == 1


def test_late_write_of_another_tab_loses_nothing(tabs):
    """A tab that knew less and wrote last is corrected by the one that knows more."""
    one, two, kept = tabs
    two.ask("symptoms?")
    one.replies.nth(1).wait_for()
    one.page.evaluate(WRITE, kept)
    one.page.wait_for_function(f"{KEPT}[1].includes('symptoms?')")
    one.page.reload()
    one.replies.nth(1).wait_for()


def test_late_write_does_not_bring_a_deleted_conversation_back(tabs):
    """What one tab deleted stays so when another, that had not heard of it, writes."""
    one, two, kept = tabs
    two.menu("Delete my conversation")
    two.page.get_by_role("button", name="Delete", exact=True).click()
    one.page.get_by_text("Your conversation is deleted.").wait_for()
    one.page.evaluate(WRITE, kept)
    one.page.wait_for_function(f"!{KEPT}[1].includes('causes?')")
    assert two.replies.count() == 0
