"""`gutfaq run`: serve the page, the widget and every open door."""

from __future__ import annotations

import argparse
import os
import time
from typing import Any


def add(subparsers: Any) -> None:
    """Add the verb."""
    verb = subparsers.add_parser("run", help="serve page, widget and API on http://localhost:5005")
    verb.add_argument("--host", default=os.environ.get("GUTFAQ_HOST", "127.0.0.1"))
    verb.add_argument("--port", type=int, default=int(os.environ.get("GUTFAQ_PORT", "5005")))
    verb.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Train if needed, load, and serve until stopped."""
    begun = time.monotonic()
    from rich.console import Console

    from gutfaq.commands.train import ensure_model

    console = Console(stderr=True)
    ensure_model()
    with console.status("Loading the model ..."):
        from gutfaq.assistant import Assistant
        from gutfaq.project import here
        from gutfaq.server import make_app

        project = here()
        app = make_app(project, Assistant.load(project))
    host = "localhost" if options.host in ("127.0.0.1", "0.0.0.0") else options.host
    console.print(
        f"Gut FAQ is ready on http://{host}:{options.port} after {time.monotonic() - begun:.0f} s. "
        "Ctrl-C stops it."
    )
    app.run(host=options.host, port=options.port, workers=1, access_log=False, motd=False)
    return 0
