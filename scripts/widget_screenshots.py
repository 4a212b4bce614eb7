"""Pictures the widget in each state, on a desktop and on a phone, light and dark.

Usage: python scripts/widget_screenshots.py FOLDER [NAME ...]

The words are the phrasebook's; which of them are said follows a small script, so that no model is
needed. NAMES, all when left out, are parts of the pictures' names.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from gutfaq.channels.pages import Pages
from gutfaq.phrasebook import Phrasebook, read_phrasebook
from gutfaq.project import Project
from gutfaq.reply import Reply, Safety, Turn

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "widget"))

from chat_page import ChatPage  # noqa: E402
from served import Served  # noqa: E402

STILL = {"reduced_motion": "reduce"}
DESK = {**STILL, "viewport": {"width": 1120, "height": 780}}
PHONE = {**STILL, "viewport": {"width": 360, "height": 720}, "device_scale_factor": 2}
PLACES = {
    "desktop": DESK,
    "desktop-dark": {**DESK, "color_scheme": "dark"},
    "phone": PHONE,
    "phone-dark": {**PHONE, "color_scheme": "dark"},
}
NOT_ADVICE = "utter_not_medical_advice"
# A word of the question -> verdict, card, phrases; the buttons follow from the phrases.
SCRIPT: dict[str, tuple[str, str | None, tuple[str, ...]]] = {
    "symptoms": ("answer", None, ("utter_from_the_text", "utter_symptoms", NOT_ADVICE)),
    "worse": ("answer", None, ("utter_from_the_text", "utter_stages", NOT_ADVICE)),
    "hair": ("not_in_text", None, ("utter_ask_not_in_text", "utter_not_in_text_referral")),
    "blood": ("emergency", "utter_emergency_card", ("utter_emergency_card",)),
    "die": ("crisis", "utter_crisis_card", ("utter_crisis_card",)),
    "weeks": (
        "urgent",
        "utter_urgent_referral",
        ("utter_urgent_referral", "utter_from_the_text", "utter_symptoms_gut", NOT_ADVICE),
    ),
}


def said(book: Phrasebook, turn: Turn) -> Reply:
    """Return the reply of the script."""
    rows = [row for word, row in SCRIPT.items() if word in turn.text.lower()]
    if not rows:
        raise RuntimeError("The script knows no answer, which pictures a message that failed.")
    verdict, card, phrases = rows[0]
    buttons = [book.button(name) for name in book.offers((phrase, ()) for phrase in phrases)]
    return Reply(
        (verdict,),  # type: ignore[arg-type]
        tuple(book.say(phrase) for phrase in phrases),
        buttons=() if card else tuple(buttons),
        safety=Safety(verdict, card=card) if card else Safety(),  # type: ignore[arg-type]
    )


def asked(*questions: str) -> Callable[[ChatPage], None]:
    """Return a step that opens the panel and asks."""

    def step(chat: ChatPage) -> None:
        if chat.launcher.count():
            chat.open()
        for question in questions:
            before = chat.mine.count()
            chat.send(question)
            chat.mine.nth(before).wait_for()
            chat.page.wait_for_timeout(800)

    return step


def offline(chat: ChatPage) -> None:
    """Lose the connection, and write on."""
    asked("Does it get worse?")(chat)
    chat.context.set_offline(True)
    chat.page.get_by_text("You are offline.").wait_for()
    chat.send("What are the symptoms?")
    chat.page.get_by_text("Waiting to be sent").wait_for()


def menu(chat: ChatPage) -> None:
    """Open the menu."""
    asked("Does it get worse?")(chat)
    chat.page.get_by_role("button", name="More", exact=True).click()
    chat.page.get_by_role("button", name="Start over").wait_for()


def deleting(chat: ChatPage) -> None:
    """Be asked about the deletion."""
    asked("Does it get worse?")(chat)
    chat.menu("Delete my conversation")


def reason(chat: ChatPage) -> None:
    """Vote an answer down."""
    asked("Does it get worse?")(chat)
    chat.page.get_by_role("button", name="Not helpful").click()
    chat.page.get_by_label("What was wrong?").wait_for()


def end(chat: ChatPage) -> None:
    """Scroll to the end of an answer."""
    asked("What are the symptoms?")(chat)
    chat.page.locator("gut-faq #log").evaluate("log => { log.scrollTop = log.scrollHeight }")


def marked(chat: ChatPage) -> None:
    """Follow an answer's link to its place in the text."""
    asked("Does it get worse?")(chat)
    link = chat.page.get_by_role("link", name="Show it in the text")
    chat.page.goto(str(link.get_attribute("href")))
    chat.page.wait_for_selector("mark")


STATES: dict[str, tuple[str, Callable[[ChatPage], None]]] = {
    "home": ("/", lambda _: None),
    "home-answer": ("/", asked("Does it get worse?")),
    "closed": ("/launcher", lambda _: None),
    "open": ("/launcher", asked()),
    "answer": ("/launcher", asked("What are the symptoms?")),
    "answer-end": ("/launcher", end),
    "not-in-text": ("/launcher", asked("Does it cause hair loss?")),
    "urgent": ("/launcher", asked("I have had it for weeks")),
    "emergency": ("/launcher", asked("I am vomiting blood")),
    "crisis": ("/launcher", asked("I want to die")),
    "error": ("/launcher", asked("boom")),
    "offline": ("/launcher", offline),
    "menu": ("/launcher", menu),
    "deleting": ("/launcher", deleting),
    "reason": ("/launcher", reason),
    "source": ("/launcher", marked),
}
LOOKS: dict[str, dict[str, Any]] = {
    "forced-colours": {**DESK, "forced_colors": "active"},
    "more-contrast": {**DESK, "contrast": "more"},
    "320": {**STILL, "viewport": {"width": 320, "height": 600}},
    "zoomed-400": {**STILL, "viewport": {"width": 320, "height": 256}},
    "right-to-left": DESK,
}
TURNED = """addEventListener("DOMContentLoaded", () => {
  document.documentElement.lang = "ar"; document.documentElement.dir = "rtl"; })"""


def picture(file: Path, chat: ChatPage, state: str) -> None:
    """Bring a page into the state and save its picture."""
    path, step = STATES[state]
    chat.goto(path)
    chat.page.wait_for_timeout(300)
    step(chat)
    chat.page.wait_for_timeout(400)
    chat.page.screenshot(path=file)
    chat.close()


def pictures(browser: Any, server: Served, folder: Path, names: list[str]) -> None:
    """Picture every state in every place, and some in each look."""
    shots = [(f"{s}-{place}", s, o) for place, o in PLACES.items() for s in STATES]
    shots += [(f"{s}-{look}", s, o) for look, o in LOOKS.items() for s in ("answer", "emergency")]
    for name, state, options in shots:
        if names and not any(part in name for part in names):
            continue
        chat = ChatPage(browser, server, **options)
        if "right-to-left" in name:
            chat.page.add_init_script(TURNED)
        picture(folder / f"{name}.png", chat, state)


def main(folder: Path, names: list[str]) -> None:
    """Start a server and a browser, and picture."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, str(ROOT / "scripts" / "find_browser.py")]
    path = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    project = Project(ROOT)
    book = read_phrasebook(project)
    with tempfile.TemporaryDirectory() as state, sync_playwright() as playwright:
        server = Served(Path(state), pages=Pages.of(project, book))
        server.brain.says = lambda turn: said(book, turn)
        sandbox = [] if os.geteuid() else ["--no-sandbox"]
        browser = playwright.chromium.launch(
            executable_path=path, args=["--disable-gpu", "--no-first-run", *sandbox]
        )
        pictures(browser, server, folder, names)
        browser.close()
        server.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
