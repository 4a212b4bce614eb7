"""What a browser fetches: the widget's script, the demo page, and the text with a sentence marked.

The script's address never changes; it is small, cached for minutes, and imports modules from a
folder named after their contents, which are cached for a year.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from sanic import Blueprint
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse

from gutfaq.channels.library import File, Library
from gutfaq.phrasebook import Phrasebook
from gutfaq.project import Project
from gutfaq.topic import read_topic

_HTML = "text/html; charset=utf-8"
_MINUTES = "public, max-age=300, stale-while-revalidate=86400"
_YEAR = "public, max-age=31536000, immutable"
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9a-f:]+\](:\d+)?")


@dataclass(frozen=True, slots=True)
class Pages:
    """What the pages are made of.

    Attributes:
        widget: The folder with the modules and the templates of the pages.
        seeds: Name of a seed -> its file, shown at /source/<name>.
        notice: The safety notice that everyone sees before the first message, word for word.
        heading: What the assistant is called.
        topic: What the text is about.
        starters: Questions that the empty panel offers.
    """

    widget: Path
    seeds: Mapping[str, Path]
    notice: str
    heading: str = "Gut FAQ"
    topic: str = "the text"
    starters: tuple[str, ...] = ()

    @classmethod
    def of(cls, project: Project, book: Phrasebook) -> Pages:
        """Return the pages of a project: its own widget folder, else the one that comes with us."""
        own, ours = project.root / "widget", Path(__file__).resolve().parents[2] / "widget"
        starters = book.offers([("utter_greet", ())])
        return cls(
            widget=own if own.is_dir() else ours,
            seeds={file.stem: file for file in sorted(project.seeds.glob("*.txt"))},
            notice=book.say("utter_not_medical_advice").text,
            topic=read_topic(project.data).name,
            starters=tuple(book.button(name).title for name in starters),
        )

    def library(self, socketio_path: str) -> Library:
        """Return the widget's files, with what the operator set written in."""
        site = {"notice": self.notice, "heading": self.heading, "socket": socketio_path}
        return Library(self.widget, {**site, "starters": self.starters})


def headers_of_page(host: str) -> dict[str, str]:
    """Return the headers of a page: nothing but this server's own files may run or be fetched."""
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        f"connect-src 'self'{sockets}; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-cache",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def source_page(template: str, text: str, version: str) -> str:
    """Return the page of a seed: each line an element that knows its offset in the file."""
    lines, at, is_first = [], 0, True
    for line in text.splitlines(keepends=True):
        words = line.rstrip("\r\n")
        if words.strip():
            is_heading = words.rstrip()[-1] not in ".?!:;\"')"
            tag = ("h1" if is_first else "h2") if is_heading else "p"
            lines.append(f'<{tag} data-start="{at}">{escape(words)}</{tag}>')
            is_first = False
        at += len(line)
    return fill(template, text="\n".join(lines), version=version)


def fill(template: str, **values: str) -> str:
    """Return the template with each `{{name}}` replaced; values are HTML already."""
    for name, value in values.items():
        template = template.replace("{{" + name + "}}", value)
    return template


def add_pages(blueprint: Blueprint, pages: Pages, *, socketio_path: str = "/socket.io") -> None:
    """Add /gut-faq.js, /widget/<version>/<file>, / and /source/<seed> to the blueprint."""
    library = pages.library(socketio_path)
    templates = {
        name: (pages.widget / name).read_text(encoding="utf-8")
        for name in ("index.html", "launcher.html", "source.html")
    }
    words = {"notice": escape(pages.notice), "heading": escape(pages.heading)}
    words["version"], words["topic"] = library.version, escape(pages.topic)
    words["seed"] = escape(next(iter(pages.seeds), ""))
    seeds = {
        name: source_page(templates["source.html"], _exactly(path), library.version)
        for name, path in pages.seeds.items()
    }

    async def script(request: Request) -> HTTPResponse:
        return _send(request, library.script, _shared(_MINUTES))

    async def module(request: Request, version: str, name: str) -> HTTPResponse:
        if name not in library.files:
            raise NotFound("No such file.")
        # A page that holds the script of a version before gets today's modules, uncached.
        cache = _YEAR if version == library.version else "no-store"
        return _send(request, library.files[name], _shared(cache))

    async def page(request: Request) -> HTTPResponse:
        name = "launcher.html" if request.path.endswith("launcher") else "index.html"
        html = File.of(fill(templates[name], **words), _HTML)
        return _send(request, html, headers_of_page(request.host))

    async def source(request: Request, seed: str) -> HTTPResponse:
        if seed not in seeds:
            raise NotFound("No such text.")
        return _send(request, File.of(seeds[seed], _HTML), headers_of_page(request.host))

    for handler, uri in (
        (script, "/gut-faq.js"),
        (module, "/widget/<version:str>/<name:path>"),
        (page, "/"),
        (page, "/launcher"),
        (source, "/source/<seed:str>"),
    ):
        route = f"page_{uri.split('/')[1] or 'home'}".replace(".", "_").replace("-", "_")
        blueprint.add_route(handler, uri, methods=["GET"], name=route)


def _exactly(path: Path) -> str:
    """Return the file's characters, line ends as they are, so that offsets hold."""
    return path.read_bytes().decode("utf-8")


def _shared(cache: str) -> dict[str, str]:
    """Return the headers of a file that any site may use: it holds nothing about anyone."""
    return {
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": cache,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Content-Type-Options": "nosniff",
    }


def _send(request: Request, file: File, headers: dict[str, str]) -> HTTPResponse:
    tag = f'"{hashlib.sha256(file.body).hexdigest()[:16]}"'
    headers = {**headers, "ETag": tag, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == tag:
        return HTTPResponse(status=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return HTTPResponse(file.packed, headers=headers, content_type=file.type)
    return HTTPResponse(file.body, headers=headers, content_type=file.type)
