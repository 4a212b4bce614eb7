"""Action servers on a loopback port that are away, slow or wrong."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

JSON = "application/json"
WORDS = b'{"events": [], "responses": [{"text": "Drink bleach."}]}'
UNKNOWN = b'{"events": [], "responses": [{"response": "utter_bleach"}]}'
ALONE = b'{"events": [], "responses": [{"response": "utter_definition"}]}'
# Status, type and body of an answer. `ALONE` is an answer without its notice.
WRONG = {
    "500": (500, JSON, b'{"error": "Drink bleach."}'),
    "rejects": (400, JSON, b'{"action_name": "action_answer", "error": "Drink bleach."}'),
    "400 without json": (400, "text/html", b"Drink bleach."),
    "404": (404, JSON, b'{"error": "Drink bleach."}'),
    "html": (200, "text/html", b"<html>Drink bleach.</html>"),
    "html as json": (200, JSON, b"<html>Drink bleach.</html>"),
    "null": (200, JSON, b"null"),
    "a text": (200, JSON, b'"Drink bleach."'),
    "a list": (200, JSON, b"[]"),
    "empty": (200, JSON, b""),
    "no lists": (200, JSON, b'{"events": null, "responses": null}'),
    "not utf-8": (200, JSON, b"\xff\xfe{}"),
    "words": (200, JSON, WORDS),
    "an unknown phrase": (200, JSON, UNKNOWN),
    "an answer alone": (200, JSON, ALONE),
    "nothing": (200, JSON, b'{"events": [], "responses": []}'),
}


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        """Answer as the server's kind says."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind = self.server.kind
        if kind in ("hangs", "drips"):
            self._take_long(kind)
        elif kind == "half a body":
            self._answer(200, JSON, WORDS, length=len(WORDS) * 2)
        elif kind == "hangs up":
            self.connection.close()
        else:
            self._answer(*WRONG[kind])

    def _answer(self, status, content_type, body, *, length=None):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def _take_long(self, kind):
        with contextlib.suppress(OSError):
            if kind == "drips":
                self.send_response(200)
                self.send_header("Content-Type", JSON)
                self.send_header("Content-Length", "1000")
                self.end_headers()
            for _ in range(100):
                if self.server.stopped.wait(0.1):
                    return
                if kind == "drips":
                    self.wfile.write(b" ")
                    self.wfile.flush()

    def log_message(self, *_given):
        """Say nothing."""


@contextlib.contextmanager
def serving(kind):
    """Serve one kind of wrong answers; `away` is a port nobody listens on."""
    if kind == "away":
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        yield f"http://127.0.0.1:{port}/webhook"
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.kind, server.stopped = kind, threading.Event()
    server.handle_error = lambda *_given: None
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/webhook"
    finally:
        server.stopped.set()
        server.shutdown()
        server.server_close()
        time.sleep(0)


KINDS = ["away", "hangs", "drips", "half a body", "hangs up", *WRONG]
