"""Times the widget beside deep-chat and rasa-webchat: same page, same server, a slow phone.

Usage: python scripts/widget_bench.py [RUNS]

A slow phone: processor 4 times slower, 1.6 Mbit/s, 150 ms of latency, 412 px, an empty cache.
Ready: the launcher (or the field, when there is no launcher) is visible. Medians of the runs.
deep-chat has no launcher, so the widget is timed inline, field against field, as well.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "widget"))

import npm  # noqa: E402
from served import Served  # noqa: E402

# npm's package -> version, file of the browser bundle, sha512 of the package
OTHERS = {
    "deep-chat": (
        "2.4.2",
        "dist/deepChat.bundle.js",
        "wQNd6Z6HDoH7OMeoQKpmxDm9XdWrRjMkBJ2yl5tsYND9Dz2UCv/BdGVM8vK2V0mhO1u+OniHYPWDGvjlNxjCeQ==",
    ),
    "rasa-webchat": (
        "1.0.1",
        "lib/index.js",
        "Ld1zVJvTAaTrs6A5p8t70agNNrKYRyXlvqXZRgBoDvKKUXbA0jhJKECi5bdPGlaR6jsmqWtVylHS+YqIqo0x8w==",
    ),
}
PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>A page</title>'
    '<link rel="icon" href="data:,"><h1>A page</h1><p>Some words.</p>'
)
PAGES = {
    "nothing": PAGE,
    "gut-faq": PAGE + '<script type="module" src="/gut-faq.js"></script><gut-faq></gut-faq>',
    "gut-faq-inline": PAGE
    + '<script type="module" src="/gut-faq.js"></script><gut-faq mode="inline"></gut-faq>',
    "deep-chat": PAGE + '<script type="module" src="/deep-chat.js"></script>'
    '<deep-chat demo="true" style="width:380px;height:500px"></deep-chat>',
    "rasa-webchat": PAGE + '<div id="rw"></div><script src="/rasa-webchat.js"></script><script>'
    'WebChat.default({selector: "#rw", socketUrl: location.origin, socketPath: "/socket.io/",'
    'customData: {}, title: "A"}, null)</script>',
}
READY = {
    "nothing": "document.querySelector('h1')",
    "gut-faq": "document.querySelector('gut-faq')?.shadowRoot?.querySelector('#launcher')",
    "gut-faq-inline": "document.querySelector('gut-faq')?.shadowRoot?.querySelector('textarea')",
    "deep-chat": "document.querySelector('deep-chat')?.shadowRoot?.querySelector('#text-input')",
    "rasa-webchat": "document.querySelector('.rw-launcher')",
}
WATCH = """(() => { const look = () => { const element = %s;
  if (element && element.getBoundingClientRect().width) window.readyAt = performance.now();
  else requestAnimationFrame(look); }; look(); })()"""


def bundle(name: str, folder: Path) -> bytes:
    """Return the package's browser bundle, gzipped; the package is checked against its hash."""
    version, path, wanted = OTHERS[name]
    file = npm.run("pack", "--silent", f"{name}@{version}", folder=folder)
    packed = (folder / file.split()[-1]).read_bytes()
    found = base64.b64encode(hashlib.sha512(packed).digest()).decode()
    if found != wanted:
        raise SystemExit(f"npm's {name} {version} is not what was measured before; not run.")
    with tarfile.open(folder / file.split()[-1]) as archive:
        member = archive.extractfile(f"package/{path}")
        if member is None:
            raise SystemExit(f"npm's {name} {version} has no {path}.")
        return gzip.compress(member.read(), 9)


def add_pages(app: Sanic, scripts: dict[str, bytes]) -> None:
    """Add each candidate's page and script to the widget's own server."""

    async def page(_request: Request, name: str) -> HTTPResponse:
        body = gzip.compress(PAGES[name].encode(), 9)
        return HTTPResponse(
            body, headers={"Content-Encoding": "gzip"}, content_type="text/html; charset=utf-8"
        )

    def sender(packed: bytes) -> Any:
        async def script(_request: Request) -> HTTPResponse:
            headers = {"Content-Encoding": "gzip"}
            return HTTPResponse(packed, headers=headers, content_type="text/javascript")

        return script

    app.add_route(page, "/bench/<name:str>", name="bench_page")
    for name, packed in scripts.items():
        app.add_route(sender(packed), f"/{name}.js", name=f"bench_{name}")


def measure(browser: Any, url: str, name: str) -> tuple[float, int]:
    """Return the milliseconds until the candidate was ready, and the bytes it took."""
    context = browser.new_context(viewport={"width": 412, "height": 823}, is_mobile=True)
    page = context.new_page()
    page.add_init_script(WATCH % READY[name])
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    speed = 1.6e6 / 8
    slow = {"latency": 150, "downloadThroughput": speed, "uploadThroughput": speed / 2}
    session.send("Network.emulateNetworkConditions", {"offline": False, **slow})
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(f"{url}/bench/{name}", wait_until="commit")
    page.wait_for_function("window.readyAt", timeout=60_000)
    ready = page.evaluate("window.readyAt")
    page.wait_for_load_state("networkidle")
    context.close()
    return ready, int(sum(received))


def main(runs: int) -> int:
    """Print the table; fail when the widget is not 1.5 times as fast as the best of the others."""
    command = [sys.executable, str(ROOT / "scripts" / "find_browser.py")]
    path = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        scripts = {name: bundle(name, Path(folder)) for name in OTHERS}
        server = Served(Path(folder), extend=lambda app: add_pages(app, scripts))
        sandbox = [] if os.geteuid() else ["--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=path, args=["--disable-gpu", *sandbox])
        found: dict[str, list[tuple[float, int]]] = {name: [] for name in PAGES}
        for _ in range(runs):  # in turn, so that other load on the machine meets all alike
            for name in PAGES:
                found[name].append(measure(browser, server.url, name))
        browser.close()
        server.stop()
    return report(found)


def report(found: dict[str, list[tuple[float, int]]]) -> int:
    """Print medians and return 0 when the goal is met."""
    medians = {name: statistics.median(ready for ready, _ in of) for name, of in found.items()}
    table = Table("candidate", "ready, ms (median)", "all runs", "bytes")
    for name, of in found.items():
        each = " ".join(f"{ready:.0f}" for ready, _ in of)
        table.add_row(name, f"{medians[name]:.0f}", each, f"{of[0][1]:,}")
    best = min(medians[name] for name in OTHERS)
    console = Console()
    console.print(table)
    for name in ("gut-faq", "gut-faq-inline"):
        times = best / medians[name]
        console.print(f"{name}: {times:.2f} times as fast as the best of the others")
    return 0 if best / medians["gut-faq"] >= 1.5 else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
