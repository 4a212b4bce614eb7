"""Nothing is lost and nothing comes twice, whatever the connection does."""

import os
import random

import pytest
from chat_page import ChatPage, page_with, strict
from scripted_brain import line

from gutfaq.reply import Reply

pytestmark = pytest.mark.browser
DISCONNECTS = 1000 if os.environ.get("GUTFAQ_PROOF") else 60
NO_WEBSOCKETS = """
window.WebSocket = class {
  constructor() { setTimeout(() => this.onclose?.(), 5); } send() {} close() {}
};
"""


def echo(turn):
    """Return a reply that can be told from all others."""
    return Reply(("small_talk",), (line("utter_echo", f"reply to {turn.text}"),))


@pytest.mark.timeout(900)
def test_forced_disconnects(browser, server):
    """Over many cuts at random moments nothing is lost, doubled or out of order."""
    chat = ChatPage(browser, server).goto("/launcher").open()
    server.brain.says, server.brain.delay_s = echo, 0.01
    chance = random.Random(7)
    for n in range(DISCONNECTS):
        chat.page.evaluate(f"document.querySelector('gut-faq').ask('n{n}')")
        chat.page.wait_for_timeout(chance.choice((0, 5, 15, 30, 300)))
        server.drop_clients()
    chat.replies.nth(DISCONNECTS - 1).wait_for(timeout=60_000)
    texts = chat.page.locator("gut-faq .bot p").all_inner_texts()
    assert texts == [f"reply to n{n}" for n in range(DISCONNECTS)]
    assert [turn.text for turn in server.brain.turns] == [f"n{n}" for n in range(DISCONNECTS)]
    chat.finish(may_be_away=True)


def test_typed_while_the_server_is_down(chat):
    """What is typed while the server is down waits, is announced, and is answered afterwards."""
    chat.open().ask("causes?")
    chat.server.stop()
    chat.page.get_by_text("You are offline.").wait_for()
    chat.send("symptoms?")
    chat.page.get_by_text("Waiting to be sent").wait_for()
    chat.server.start()
    chat.replies.nth(1).wait_for(timeout=15_000)
    assert chat.status.inner_text() == ""
    assert chat.page.get_by_text("Waiting to be sent").count() == 0
    assert len({turn.conversation for turn in chat.server.brain.turns}) == 1
    chat.errors.clear()


def test_more_waits_than_is_kept(chat):
    """Messages that wait are kept, however many; only answered ones make room."""
    chat.open().ask("causes?")
    chat.server.brain.says = echo
    chat.server.stop()
    chat.page.get_by_text("You are offline.").wait_for()
    for n in range(230):
        chat.page.evaluate(f"document.querySelector('gut-faq').ask('n{n}')")
    chat.server.start()
    chat.replies.nth(230).wait_for(timeout=60_000)
    chat.page.evaluate("window.shifts = 0")  # no hand types two hundred messages at once
    asked = [turn.text for turn in chat.server.brain.turns]
    assert asked == ["causes?", *(f"n{n}" for n in range(230))]
    chat.errors.clear()


def test_queue_survives_a_reload(browser, serve):
    """What waits to be sent survives a reload, even one without the server."""
    bot = serve()
    site = page_with(serve, "<gut-faq></gut-faq>", bot=bot.url, policy=strict(bot.url[7:]))
    bot.stop()
    bot.allow(site.url)
    bot.start()
    chat = ChatPage(browser, site).goto("/page").open()
    chat.ask("causes?")
    bot.stop()
    chat.page.get_by_text("You are offline.").wait_for()
    chat.send("symptoms?")
    chat.page.reload()
    chat.mine.nth(1).wait_for()
    bot.start()
    chat.replies.nth(1).wait_for(timeout=20_000)
    assert [turn.text for turn in bot.brain.turns] == ["causes?", "symptoms?"]
    chat.finish(may_be_away=True)


def test_answer_made_while_the_page_was_away(chat):
    """An answer that was made during a reload is shown after it, once."""
    chat.server.brain.delay_s = 0.5
    chat.open().send("causes?")
    chat.page.wait_for_timeout(150)
    chat.page.reload()
    chat.replies.first.wait_for()
    chat.page.wait_for_timeout(500)
    assert chat.replies.count() == 1
    assert len(chat.server.brain.turns) == 1


def test_deleted_while_offline(chat):
    """A deletion that was asked for offline empties the panel at once and the server later."""
    chat.open().ask("causes?")
    chat.menu("Start over")
    chat.page.get_by_text("A new conversation.").wait_for()
    chat.ask("symptoms?")
    chat.server.stop()
    chat.page.get_by_text("You are offline.").wait_for()
    chat.menu("Delete my conversation")
    chat.page.get_by_role("button", name="Delete", exact=True).click()
    chat.page.get_by_text("Deleted here.").wait_for()
    chat.server.start()
    chat.page.get_by_text("Your conversation is deleted.").wait_for(timeout=15_000)
    asked = {turn.conversation for turn in chat.server.brain.turns}
    assert asked <= set(chat.server.brain.forgotten)
    chat.errors.clear()


def test_where_websockets_are_blocked(browser, server):
    """Without WebSockets the conversation goes on by long-polling."""
    chat = ChatPage(browser, server)
    chat.page.add_init_script(NO_WEBSOCKETS)
    chat.goto("/launcher").open()
    chat.ask("causes?")
    chat.ask("symptoms?")
    urls = chat.page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    assert any("transport=polling" in url for url in urls)
    assert any(url.endswith("/poll.js") for url in urls)
    chat.finish()


def test_long_polling_survives_a_restart(browser, server):
    """By long-polling, too, a message typed while the server is down is answered afterwards."""
    chat = ChatPage(browser, server)
    chat.page.add_init_script(NO_WEBSOCKETS)
    chat.goto("/launcher").open()
    chat.ask("causes?")
    server.stop()
    chat.page.get_by_text("You are offline.").wait_for()
    chat.send("symptoms?")
    server.start()
    chat.replies.nth(1).wait_for(timeout=20_000)
    chat.finish(may_be_away=True)


def test_half_open_connection(chat):
    """A connection that is silently dead is noticed by the missing receipt, and replaced."""
    chat.open().ask("causes?")
    chat.page.evaluate(
        """{ const send = WebSocket.prototype.send; let dead = null;
        WebSocket.prototype.send = function (data) {
          dead ??= this; if (this !== dead) send.call(this, data); } }"""
    )
    chat.send("symptoms?")
    chat.replies.nth(1).wait_for(timeout=15_000)
    assert len(chat.server.brain.turns) == 2


def test_nothing_is_fetched_before_it_is_wanted(chat):
    """Long-polling, menus and languages are not fetched with the page, nor a socket opened."""
    chat.page.wait_for_timeout(400)
    urls = chat.page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    names = {url.rsplit("/", 1)[-1] for url in urls}
    assert names & {"poll.js", "extras.js", "tabs.js", "view.js", "de.js"} == set()
    assert chat.server.open_sockets() == 0
