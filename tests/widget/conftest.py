"""A real browser and a real server for the widget's tests."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import npm  # noqa: E402
from chat_page import ChatPage  # noqa: E402
from fake_client import Room  # noqa: E402
from scripted_brain import ROOT  # noqa: E402
from served import Served  # noqa: E402

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items):
    """Refuse a module with both browser tests and coroutines; see `browser`."""
    driven = {item.path for item in items if "browser" in getattr(item, "fixturenames", ())}
    mixed = [
        item.nodeid
        for item in items
        if item.path in driven and inspect.iscoroutinefunction(getattr(item, "function", None))
    ]
    if mixed:
        raise pytest.UsageError(f"{mixed[0]}: move it to a module without browser tests.")


@pytest.fixture(scope="module")
def browser():
    """A headless Chromium; without one the tests fail, with what to do.

    Of one module: while it is open, Playwright's event loop runs in this thread, and no test that
    is a coroutine can.
    """
    found = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "find_browser.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode:
        pytest.fail(found.stderr.strip().splitlines()[-1], pytrace=False)
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.stdout.strip(), args=FLAGS + sandbox
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def node():
    """Node, with the locked packages of package.json beside it; fetched on first use."""
    try:
        npm.install()
    except npm.NotFetched as failure:
        pytest.fail(str(failure), pytrace=False)
    return npm.NODE


@pytest.fixture
def serve(tmp_path):
    """Makes servers, and stops them after the test."""
    servers = []

    def make(brain=None, **options):
        servers.append(Served(tmp_path / str(len(servers)), brain, **options))
        return servers[-1]

    yield make
    for server in servers:
        server.stop()


@pytest.fixture
def server(serve):
    """A server with an assistant that follows the script."""
    return serve()


@pytest.fixture
def chat(browser, server):
    """The demo page's launcher variant, opened in a fresh browser context.

    Console errors, refused resources and layout shifts fail the test at its end.
    """
    page = ChatPage(browser, server)
    page.goto("/launcher")
    yield page
    page.finish()


@pytest.fixture
def room(tmp_path):
    """A server without a transport."""
    room = Room(tmp_path)
    yield room
    room.outbox.close()
