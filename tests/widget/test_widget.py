"""What people get from the widget, in a real browser."""

import json
import re

import pytest
from chat_page import ChatPage
from scripted_brain import EMERGENCY, NOTICE, SEED, UNKNOWN

pytestmark = pytest.mark.browser


def test_is_defined(chat):
    """The element is defined, and announces that it is ready."""
    assert chat.page.evaluate("customElements.get('gut-faq').name") == "GutFaq"
    assert chat.launcher.is_visible()
    assert chat.launcher.get_attribute("aria-label") == "Ask a question"


def test_notice_before_the_first_message(chat):
    """The safety notice is visible, word for word, before the first message."""
    chat.open()
    notice = chat.page.locator("gut-faq #notice p")
    assert notice.inner_text() == NOTICE
    assert notice.is_visible()


def test_notice_stays(chat):
    """The safety notice stays in view while people talk, and can be unfolded."""
    chat.open().ask("symptoms?")
    notice = chat.page.locator("gut-faq #notice p")
    assert notice.is_visible()
    folded = notice.bounding_box()["height"]
    chat.page.get_by_role("button", name="The whole safety notice").click()
    assert notice.bounding_box()["height"] > folded


def test_answer_is_a_quotation_with_its_source(chat):
    """An answer is shown as a quotation of the very words, with a link to its place."""
    reply = chat.open().ask("does it get worse, has it stages?")
    quote = reply.locator("blockquote").inner_text()
    start = SEED.index("Unmanaged")
    assert quote == SEED[start : start + len(quote)]
    link = reply.get_by_role("link", name="Show it in the text")
    assert re.search(
        r"/source/leaky_gut#\d+-\d+,\d+-\d+,\d+-\d+,\d+-\d+$", link.get_attribute("href")
    )


def test_one_click_shows_the_sentence_in_the_text(chat):
    """One click on the source opens the text with exactly the quoted sentences marked."""
    reply = chat.open().ask("stages?")
    with chat.context.expect_page() as opened:
        reply.get_by_role("link", name="Show it in the text").click()
    page = opened.value
    page.wait_for_selector("mark")
    marked = " ".join(page.locator("mark").all_inner_texts())
    assert marked == reply.locator("blockquote").inner_text()
    assert page.locator("mark").first.is_visible()


def test_related_questions_are_buttons(chat):
    """A press of a related question asks it, and reaches the assistant as a press."""
    reply = chat.open().ask("symptoms?")
    reply.get_by_role("button", name="What causes it?").click()
    chat.replies.nth(1).wait_for()
    assert chat.server.brain.turns[-1].press == "/press{causes}"
    assert "What causes it?" in chat.mine.nth(1).inner_text()


def test_emergency_looks_and_sounds_different(chat):
    """An emergency is announced at once, is labelled, and its numbers can be called."""
    reply = chat.open().ask("there is blood")
    card = reply.get_by_role("alert")
    assert "Safety note, not from the text" in card.inner_text()
    assert EMERGENCY in " ".join(card.inner_text().split())  # each number is a button of its own
    links = [link.get_attribute("href") for link in card.get_by_role("link").all()]
    assert links == ["tel:112", "tel:911"]
    assert reply.locator("blockquote").count() == 0


def test_safety_voice_is_labelled(chat):
    """A notice in the safety voice is labelled as not from the text."""
    reply = chat.open().ask("symptoms?")
    assert "Safety note, not from the text" in reply.locator(".safety").inner_text()


def test_thumbs_reach_the_store(chat):
    """Thumbs down with a reason is stored by phrase; a reason is not required."""
    reply = chat.open().ask("causes?")
    reply.get_by_role("button", name="Not helpful").click()
    reason = reply.get_by_label("What was wrong? (optional)")
    reason.fill("I asked something else")
    reason.press("Enter")
    chat.page.wait_for_timeout(150)
    votes = [rating[1:] for rating in chat.server.brain.ratings]
    assert votes == [
        ("utter_causes", "down", None),
        ("utter_causes", "down", "I asked something else"),
    ]
    assert reply.get_by_role("button", name="Not helpful").get_attribute("aria-pressed") == "true"


def test_start_over(chat):
    """Start over empties the panel and begins a conversation of its own."""
    chat.open().ask("symptoms?")
    chat.menu("Start over")
    chat.page.get_by_text("A new conversation.").wait_for()
    assert chat.replies.count() == 0
    chat.ask("causes?")
    assert len({turn.conversation for turn in chat.server.brain.turns}) == 2


def test_delete_really_deletes(chat):
    """Delete asks first, then empties the panel, the browser's storage and the server's store."""
    chat.open().ask("symptoms?")
    chat.menu("Start over")
    chat.ask("causes?")
    chat.menu("Delete my conversation")
    chat.page.get_by_role("button", name="Delete", exact=True).click()
    chat.page.get_by_text("Your conversation is deleted.").wait_for()
    chat.page.wait_for_timeout(150)
    asked = {turn.conversation for turn in chat.server.brain.turns}
    assert asked <= set(chat.server.brain.forgotten)
    stored = chat.page.evaluate("JSON.stringify({...sessionStorage})")
    assert "allergic-level" not in stored
    assert "causes?" not in stored


def test_delete_can_be_cancelled(chat):
    """Cancel keeps the conversation and returns the focus."""
    chat.open().ask("symptoms?")
    chat.menu("Delete my conversation")
    chat.page.get_by_role("button", name="Cancel").click()
    assert chat.replies.count() == 1
    assert chat.server.brain.forgotten == []
    focused = "document.querySelector('gut-faq').shadowRoot.activeElement.ariaLabel"
    assert chat.page.evaluate(focused) == "More"


def test_transcript(chat, tmp_path):
    """The transcript holds both sides, the notice, and each quotation's address."""
    chat.open().ask("causes?")
    with chat.page.expect_download() as download:
        chat.menu("Download transcript")
    text = (download.value.save_as(tmp_path / "t.txt"), (tmp_path / "t.txt").read_text())[1]
    assert NOTICE in text
    assert "You: causes?" in text
    assert re.search(r"“The weakening .*”\nFrom the text: http.*/source/leaky_gut#\d+-\d+", text)


def test_copy_an_answer(chat):
    """Copy puts the quotation with its address on the clipboard."""
    chat.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reply = chat.open().ask("causes?")
    reply.get_by_role("button", name="Copy").click()
    chat.page.get_by_text("Copied").wait_for()
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“The weakening of the gut walls")
    assert "/source/leaky_gut#" in copied


def test_history_survives_a_reload(chat):
    """After a reload the panel is open again, with the conversation in it and no request for it."""
    chat.open().ask("causes?")
    chat.page.reload()
    chat.replies.first.wait_for()
    assert "weakening" in chat.replies.first.inner_text()
    chat.ask("symptoms?")
    assert len({turn.conversation for turn in chat.server.brain.turns}) == 1


def test_nothing_moves_when_a_conversation_comes_back(browser, server):
    """A page with the chat in it stands still while an earlier conversation is drawn."""
    chat = ChatPage(browser, server, viewport={"width": 1200, "height": 800}).goto("/")
    chat.ask("causes?")
    chat.page.reload()
    chat.replies.first.wait_for()
    chat.page.wait_for_timeout(300)
    chat.finish()


def test_history_stays_in_the_tab(chat):
    """Unless the site asks for it, another tab knows nothing, and nothing is kept for later."""
    chat.open().ask("causes?")
    assert chat.page.evaluate("Object.keys(localStorage).length") == 0
    other = ChatPage(None, chat.server, context=chat.context).goto("/launcher").open()
    assert other.mine.count() == 0
    other.finish()


def test_long_text_is_stopped_at_the_field(chat):
    """The field takes no more than the server does, and counts down."""
    chat.open()
    chat.field.fill("x" * 450)
    assert chat.page.locator("gut-faq #left").inner_text() == "50 characters left"
    assert chat.field.get_attribute("maxlength") == "500"


def test_refused_message_can_be_sent_again(chat):
    """A message that failed says so, and one click sends it again."""
    chat.open().send("boom")
    chat.page.get_by_text("Not sent.").wait_for()
    chat.server.brain.says = lambda _: UNKNOWN
    chat.page.get_by_role("button", name="Try again").click()
    chat.replies.first.wait_for()


def test_typing_is_shown_when_it_takes_a_while(chat):
    """A slow answer shows that it is being looked for, until it comes."""
    chat.server.brain.delay_s = 3
    chat.open().send("causes?")
    chat.page.get_by_text("Looking in the text").wait_for()
    chat.replies.first.wait_for()
    assert chat.status.inner_text() == ""


def test_rate_limit_is_waited_out(serve, browser):
    """Messages beyond the rate are sent by themselves when they may be."""
    server = serve(burst=1, messages_per_minute=60)
    chat = ChatPage(browser, server).goto("/launcher").open()
    chat.send("causes?")
    chat.send("symptoms?")
    chat.page.get_by_text("A little slower, please.").wait_for()
    chat.replies.nth(1).wait_for()
    chat.finish()


def test_events_carry_no_words_of_the_person(chat):
    """The page hears of replies by phrase and verdict; what was typed is in no event."""
    chat.page.evaluate(
        """window.heard = []; for (const name of ["open", "sent", "reply", "status", "close"])
        addEventListener("gut-faq-" + name, (event) => heard.push([name, event.detail]))"""
    )
    chat.open().ask("my secret symptoms")
    chat.page.keyboard.press("Escape")
    heard = chat.page.evaluate("window.heard")
    assert {name for name, _ in heard} >= {"open", "sent", "reply", "close"}
    assert "secret" not in json.dumps(heard)
    assert next(detail for name, detail in heard if name == "reply")["verdict"] == ["answer"]


def test_methods(chat):
    """A page can open, ask, start over, delete and close."""
    chat.page.evaluate("document.querySelector('gut-faq').ask('causes?')")
    chat.replies.first.wait_for()
    chat.page.evaluate("document.querySelector('gut-faq').startOver()")
    chat.page.get_by_text("A new conversation.").wait_for()
    chat.page.evaluate("document.querySelector('gut-faq').deleteConversation()")
    chat.page.get_by_text("Your conversation is deleted.").wait_for()
    chat.page.evaluate("document.querySelector('gut-faq').close()")
    assert not chat.panel.is_visible()


def test_expired_session_goes_on(chat):
    """When a session has ended, the next message starts a new one, and the person is told."""
    chat.open().ask("causes?")
    key = "Object.keys(sessionStorage).find((key) => !/open|size/.test(key))"
    chat.page.evaluate(
        f"""{{ const key = {key}; const state = JSON.parse(sessionStorage[key]);
        state.token = "0".repeat(32) + ".abc.def"; sessionStorage[key] = JSON.stringify(state) }}"""
    )
    chat.page.reload()
    chat.page.get_by_text("The earlier conversation has ended").wait_for()
    chat.ask("symptoms?")


def test_removed_element_leaves_nothing_behind(chat):
    """An element that is taken off the page closes its connection."""
    chat.open().ask("causes?")
    chat.page.evaluate("document.querySelector('gut-faq').remove()")
    chat.page.wait_for_timeout(300)
    assert chat.server.open_sockets() == 0
