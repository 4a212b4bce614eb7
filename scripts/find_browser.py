"""Prints the path of a Chromium for the browser tests, fetching one when there is none.

Usage: python scripts/find_browser.py

Looked for, in this order: GUTFAQ_CHROMIUM, a browser on the path, Playwright's own in the user's
cache; then fetched: Playwright's download into the user's cache, else, as root, Debian's package.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REMEDY = (
    "No Chromium for the browser tests, and none could be fetched. Install one "
    "(sudo apt-get install chromium) or set GUTFAQ_CHROMIUM to one."
)


def find() -> str | None:
    """Return the path of a browser that is already here."""
    given = os.environ.get("GUTFAQ_CHROMIUM")
    if given:
        return given if shutil.which(given) else None
    return next(filter(None, map(shutil.which, NAMES)), None) or _playwrights_own()


def fetch() -> str | None:
    """Fetch a browser and return its path."""
    _run(sys.executable, "-m", "playwright", "install", "chromium")
    if not _playwrights_own() and os.geteuid() == 0 and shutil.which("apt-get"):
        _run("apt-get", "update", "-qq")
        _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
    return find()


def _playwrights_own() -> str | None:
    """Return Playwright's browser when it was downloaded before, and starts."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _run(*command: str) -> None:
    """Run the command, its output on standard error; a failure shows in what is found after it."""
    subprocess.run(command, check=False, stdout=sys.stderr, timeout=600)


def main() -> int:
    """Print the path, or what to do."""
    path = find()
    if path is None and not os.environ.get("GUTFAQ_CHROMIUM"):
        sys.stderr.write("No browser found; fetching one. This happens once.\n")
        path = fetch()
    if path is None:
        sys.stderr.write(REMEDY + "\n")
        return 1
    sys.stdout.write(path + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
