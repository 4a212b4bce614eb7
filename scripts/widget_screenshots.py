"""Pictures the widget in each state, with a scripted assistant.

Usage: python scripts/widget_screenshots.py FOLDER
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "widget"))

from chat_page import ChatPage  # noqa: E402
from served import Served  # noqa: E402

DESK = {"viewport": {"width": 1120, "height": 780}, "reduced_motion": "reduce"}
PHONE = {
    "viewport": {"width": 390, "height": 800},
    "device_scale_factor": 2,
    "reduced_motion": "reduce",
}
SHOTS: dict[str, tuple[str, dict[str, Any], tuple[str, ...]]] = {
    "home": ("/", DESK, ("does it have stages?",)),
    "closed": ("/launcher", DESK, ()),
    "open": ("/launcher", DESK, ("",)),
    "answer": ("/launcher", DESK, ("what are the causes?",)),
    "emergency": ("/launcher", DESK, ("i see blood",)),
    "not-in-text": ("/launcher", DESK, ("does it cause hair loss?",)),
    "urgent": ("/launcher", DESK, ("i have had it for weeks",)),
    "error": ("/launcher", DESK, ("boom",)),
    "dark": ("/launcher", {**DESK, "color_scheme": "dark"}, ("causes?", "i see blood")),
    "forced-colours": ("/launcher", {**DESK, "forced_colors": "active"}, ("causes?",)),
    "phone": ("/launcher", PHONE, ("what are the symptoms?",)),
    "phone-emergency": ("/launcher", PHONE, ("i see blood",)),
    "320": ("/launcher", {**PHONE, "viewport": {"width": 320, "height": 600}}, ("causes?",)),
    "zoomed": ("/launcher", {**PHONE, "viewport": {"width": 320, "height": 256}}, ("causes?",)),
    "source": ("/source/leaky_gut#918-977,978-1041", DESK, ()),
}


def picture(browser: Any, server: Served, folder: Path, name: str) -> None:
    """Bring a page into the state and save its picture."""
    path, options, texts = SHOTS[name]
    chat = ChatPage(browser, server, **options).goto(path)
    if texts and path == "/launcher":
        chat.open()
    for text in filter(None, texts):
        before = chat.mine.count()
        chat.send(text)
        chat.mine.nth(before).wait_for()
        chat.page.wait_for_timeout(800)
    chat.page.wait_for_timeout(500)
    chat.page.screenshot(path=folder / f"{name}.png")
    chat.close()


def special(browser: Any, server: Served, folder: Path) -> None:
    """Picture what takes more than a message: offline, menu, right to left."""
    chat = ChatPage(browser, server, **DESK).goto("/launcher").open()
    chat.ask("causes?")
    chat.context.set_offline(True)
    chat.page.get_by_text("You are offline.").wait_for()
    chat.send("what are the symptoms?")
    chat.page.get_by_text("Waiting to be sent").wait_for()
    chat.page.screenshot(path=folder / "offline.png")
    chat.context.set_offline(False)
    chat.page.get_by_role("button", name="More", exact=True).click()
    chat.page.get_by_role("button", name="Start over").wait_for()
    chat.page.screenshot(path=folder / "menu.png")
    chat.close()
    chat = ChatPage(browser, server, **DESK)
    chat.page.add_init_script(
        "addEventListener('DOMContentLoaded', () => {"
        "document.documentElement.lang = 'ar'; document.documentElement.dir = 'rtl'; })"
    )
    chat.goto("/launcher").open()
    chat.ask("causes?")
    chat.page.wait_for_timeout(500)
    chat.page.screenshot(path=folder / "right-to-left.png")
    chat.close()


def main(folder: Path) -> None:
    """Picture every state."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, str(ROOT / "scripts" / "find_browser.py")]
    path = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    with tempfile.TemporaryDirectory() as state, sync_playwright() as playwright:
        server = Served(Path(state))
        sandbox = [] if os.geteuid() else ["--no-sandbox"]
        browser = playwright.chromium.launch(
            executable_path=path, args=["--disable-gpu", "--no-first-run", *sandbox]
        )
        for name in SHOTS:
            picture(browser, server, folder, name)
        special(browser, server, folder)
        browser.close()
        server.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
