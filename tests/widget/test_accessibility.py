"""Everyone can use it: axe in every state, keyboard, small screens, zoom, colours, directions."""

import re

import pytest
from chat_page import ChatPage, page_with
from scripted_brain import ROOT

pytestmark = pytest.mark.browser
FOCUSED = "document.querySelector('gut-faq').shadowRoot.activeElement"
LANGUAGES = sorted(path.stem for path in (ROOT / "widget" / "strings").glob("*.js"))


def opened(chat):
    """Open."""
    chat.open()


def answered(chat):
    """Show an answer, a refusal to answer and an urgent card."""
    chat.open().ask("symptoms?")
    chat.ask("hair?")
    chat.ask("for weeks")


def emergency(chat):
    """Show an emergency."""
    chat.open().ask("blood")


def failed(chat):
    """Show a message that was not sent."""
    chat.open().send("boom")
    chat.page.get_by_text("Not sent.").wait_for()


def offline(chat):
    """Lose the connection."""
    chat.open().ask("causes?")
    chat.context.set_offline(True)
    chat.page.get_by_text("You are offline.").wait_for()
    chat.send("symptoms?")
    chat.page.get_by_text("Waiting to be sent").wait_for()


def menu(chat):
    """Open the menu."""
    chat.open().page.get_by_role("button", name="More", exact=True).click()
    chat.page.get_by_role("button", name="Start over").wait_for()


def deleting(chat):
    """Be asked about the deletion."""
    chat.open().ask("causes?")
    chat.menu("Delete my conversation")


def reason(chat):
    """Be asked why."""
    chat.open().ask("causes?").get_by_role("button", name="Not helpful").click()
    chat.page.get_by_label("What was wrong? (optional)").wait_for()


STATES = [lambda _: None, opened, answered, emergency, failed, offline, menu, deleting, reason]
STATES[0].__name__ = "closed"


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_in_each_state(browser, server, state):
    """Axe finds nothing, best practices included, in any state."""
    chat = ChatPage(browser, server, reduced_motion="reduce").goto("/launcher")
    state(chat)
    assert chat.violations() == []
    chat.context.set_offline(False)
    chat.finish(may_be_away=True)


LOOKS = {
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "more contrast": {"contrast": "more"},
    "320 px": {"viewport": {"width": 320, "height": 640}},
    "400 % zoom": {"viewport": {"width": 320, "height": 256}},
}


@pytest.mark.parametrize("look", LOOKS)
def test_axe_in_each_look(browser, server, look):
    """Axe finds nothing in any look, with an answer and with an emergency."""
    chat = ChatPage(browser, server, reduced_motion="reduce", **LOOKS[look]).goto("/launcher")
    answered(chat)
    chat.ask("blood")
    assert chat.violations() == []
    chat.finish()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_in_each_language(browser, serve, lang):
    """Axe finds nothing in any language, and the controls speak it."""
    server = page_with(serve, "<gut-faq></gut-faq>", lang=lang)
    chat = ChatPage(browser, server, reduced_motion="reduce").goto("/page").open()
    chat.ask("symptoms?")
    assert chat.violations() == []
    assert chat.panel.get_attribute("dir") == ("rtl" if lang == "ar" else None)
    strings = (ROOT / "widget" / "strings" / f"{lang}.js").read_text()
    hint = re.search(r'hint: "([^"]+)"', strings).group(1)
    assert chat.field.get_attribute("placeholder") == hint
    chat.finish()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_are_whole(lang):
    """Each language's table has the same keys as the English one."""
    keys = [
        re.findall(r"^  (\w+):", (ROOT / "widget/strings" / f"{name}.js").read_text(), re.MULTILINE)
        for name in ("en", lang)
    ]
    assert keys[0] == keys[1]


@pytest.mark.parametrize("path", ["/", "/source/leaky_gut#200-300"])
def test_axe_on_the_pages(browser, server, path):
    """Axe finds nothing on the demo page and on the source page."""
    chat = ChatPage(browser, server, reduced_motion="reduce").goto(path)
    if path == "/":
        chat.ask("symptoms?")
    assert chat.violations() == []
    chat.finish()


def test_keyboard_only(chat):
    """One can open, ask, follow a related question and close with the keyboard alone."""
    keyboard = chat.page.keyboard
    chat.page.get_by_role("link", name="Back to the assistant").focus()
    keyboard.press("Tab")
    keyboard.press("Enter")
    chat.panel.wait_for()
    assert chat.page.evaluate(f"{FOCUSED}.tagName") == "TEXTAREA"
    keyboard.type("causes?")
    keyboard.press("Enter")
    chat.replies.first.wait_for()
    for _ in range(3):
        keyboard.press("Shift+Tab")
        if chat.page.evaluate(f"{FOCUSED}.textContent") == "What are the symptoms?":
            break
    keyboard.press("Enter")
    chat.replies.nth(1).wait_for()
    keyboard.press("Escape")
    assert not chat.panel.is_visible()
    assert chat.page.evaluate(f"{FOCUSED}.id") == "launcher"


def test_no_trap(chat):
    """On a large screen, Tab leads out of the panel and back to the page."""
    chat.open()
    for _ in range(12):
        chat.page.keyboard.press("Shift+Tab")
        if chat.page.evaluate("document.activeElement.tagName") == "A":
            break
    assert chat.page.evaluate("document.activeElement.textContent") == "Back to the assistant"


def test_phone_is_modal(browser, server):
    """On a phone the panel covers the page, keeps the focus, and Escape still closes it."""
    phone = {"viewport": {"width": 390, "height": 800}, "reduced_motion": "reduce"}
    chat = ChatPage(browser, server, **phone).goto("/launcher").open()
    assert chat.panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 800}
    for _ in range(9):
        chat.page.keyboard.press("Tab")
        assert chat.page.evaluate("document.activeElement.tagName") in ("GUT-FAQ", "BODY")
    chat.page.keyboard.press("Escape")
    assert not chat.panel.is_visible()
    chat.finish()


def test_menu_by_keyboard(chat):
    """The menu opens on its first entry, arrows move, Escape closes it and only it."""
    chat.open()
    chat.page.get_by_role("button", name="More", exact=True).press("Enter")
    chat.page.get_by_role("button", name="Start over").wait_for()
    chat.page.keyboard.press("ArrowDown")
    assert chat.page.evaluate(f"{FOCUSED}.textContent") == "Download transcript"
    chat.page.keyboard.press("Escape")
    assert chat.page.evaluate(f"{FOCUSED}.ariaLabel") == "More"
    assert chat.panel.is_visible()


def test_live_regions(chat):
    """Replies come in a log, states in a status line, emergencies as an alert."""
    chat.open().ask("blood")
    log = chat.page.get_by_role("log", name="Conversation")
    assert log.get_by_role("alert").count() == 1
    assert chat.status.get_attribute("role") == "status"
    assert chat.panel.get_attribute("aria-label") == "Gut FAQ"


@pytest.mark.parametrize(("width", "height"), [(320, 640), (640, 400), (320, 256), (844, 390)])
def test_small_and_zoomed(browser, server, width, height):
    """Down to 320 px, at 200 % and 400 % zoom, nothing is cut off sideways and all is reachable."""
    chat = ChatPage(browser, server, viewport={"width": width, "height": height})
    chat.goto("/launcher").open()
    reply = chat.ask("symptoms?")
    wide = "element => element.scrollWidth - element.clientWidth"
    assert chat.panel.evaluate(wide) == 0
    assert chat.page.locator("gut-faq #log").evaluate(wide) == 0
    reply.get_by_role("link", name="Show it in the text").scroll_into_view_if_needed()
    chat.field.scroll_into_view_if_needed()
    box = chat.field.bounding_box()
    assert box["x"] >= 0
    assert box["y"] + box["height"] <= height
    chat.finish()


def test_targets_are_large_enough(browser, server):
    """Everything that can be pressed is at least 44 by 44 pixels, links in running text aside."""
    chat = ChatPage(browser, server, viewport={"width": 390, "height": 800}).goto("/launcher")
    sizes = [chat.launcher.bounding_box()]
    chat.open().ask("symptoms?")
    chat.ask("blood")
    pressed = "gut-faq button:visible, gut-faq figcaption a, gut-faq .alarm a"
    for button in chat.page.locator(pressed).all():
        sizes.append(button.bounding_box())
    small = [s for s in sizes if s and (round(s["width"]) < 44 or round(s["height"]) < 44)]
    assert small == []
    chat.finish()


def test_reduced_motion(browser, server):
    """Nothing moves for those who asked for no motion."""
    chat = ChatPage(browser, server, reduced_motion="reduce").goto("/launcher")
    server.brain.delay_s = 3
    chat.open().send("causes?")
    chat.page.get_by_text("Looking in the text").wait_for()
    moving = "document.querySelector('gut-faq').shadowRoot.getAnimations().length"
    assert chat.page.evaluate(moving) == 0
    chat.finish()


def test_resizing(chat):
    """On a large screen the panel is resized by dragging or by arrow keys, and stays so."""
    chat.page.set_viewport_size({"width": 1200, "height": 900})
    chat.open()
    chat.page.mouse.move(*[chat.panel.bounding_box()[side] + 40 for side in "xy"])
    grip = chat.page.get_by_role("button", name="Resize: drag, or use the arrow keys")
    before = chat.panel.bounding_box()
    grip.focus()
    chat.page.keyboard.press("ArrowLeft")
    chat.page.keyboard.press("ArrowUp")
    after = chat.panel.bounding_box()
    grown = (before["width"] + 24, before["height"] + 24)
    assert (after["width"], after["height"]) == pytest.approx(grown, abs=0.01)
    grip.hover()
    chat.page.mouse.down()
    chat.page.mouse.move(after["x"] - 60, after["y"] + 5)
    chat.page.mouse.up()
    assert chat.panel.bounding_box()["width"] > after["width"] + 30
    chat.page.keyboard.press("Escape")


def test_page_font_size_does_not_matter(browser, serve):
    """A page that sets its root to 62.5 % does not shrink the widget."""
    small = "<style>html { font-size: 62.5% }</style><gut-faq></gut-faq>"
    server = page_with(serve, small, policy="default-src * 'unsafe-inline'")
    chat = ChatPage(browser, server).goto("/page")
    assert chat.page.evaluate("getComputedStyle(document.documentElement).fontSize") == "10px"
    assert chat.launcher.bounding_box()["width"] == 60
    chat.finish()
