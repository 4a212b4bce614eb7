"""What a browser fetches: the widget's script, the demo page, and the text with a sentence marked.

The script's address never changes; it is small, cached for minutes, and imports modules from a
folder named after their contents, which are cached for a year.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from sanic import Blueprint
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse

_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
_HTML = "text/html; charset=utf-8"
_MINUTES = "public, max-age=300, stale-while-revalidate=86400"
_YEAR = "public, max-age=31536000, immutable"
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9a-f:]+\](:\d+)?")
_DOC = re.compile(r"/\*\*(?:(?!\*/).)*\*/[ \t]*", re.DOTALL)
_LINE_COMMENT = re.compile(r"^[ \t]*//[^\n]*\n", re.MULTILINE)
_CSS_SPACE = re.compile(r"\s*([{};])\s*|(?<=[:,])\s+")
_INDENT = re.compile(r"^[ \t\n]+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pages:
    """What the pages are made of.

    Attributes:
        widget: The folder with the modules and the templates of the pages.
        seeds: Name of a seed -> its file, shown at /source/<name>.
        notice: The safety notice that everyone sees before the first message, word for word.
        heading: What the assistant is called.
        topic: What the text is about.
    """

    widget: Path
    seeds: Mapping[str, Path]
    notice: str
    heading: str = "Gut FAQ"
    topic: str = "the text"


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent: compressed once, at start."""

    body: bytes
    packed: bytes
    type: str

    @classmethod
    def of(cls, text: str, type_: str) -> File:
        """Return the file of a text."""
        body = text.encode("utf-8")
        return cls(body, gzip.compress(body, 9, mtime=0), type_)


class Library:
    """The widget's files, read once."""

    def __init__(self, pages: Pages, socketio_path: str) -> None:
        sources = {
            path.relative_to(pages.widget).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(pages.widget.rglob("*"))
            if path.suffix in _TYPES
        }
        listed = json.dumps(sources, sort_keys=True).encode("utf-8")
        self.version = hashlib.sha256(listed).hexdigest()[:12]
        self.files = {
            name: File.of(_as_served(name, text), _TYPES[Path(name).suffix])
            for name, text in sources.items()
        }
        site = {"notice": pages.notice, "heading": pages.heading, "socket": socketio_path}
        self.script = File.of(
            _filled_script(sources["gut-faq.js"], f"./widget/{self.version}/", site),
            _TYPES[".js"],
        )


def slim(source: str) -> str:
    """Return the module without doc comments, comment lines, blank lines and indentation.

    Line by line, with no knowledge of JavaScript: the widget's strings hold none of these.
    """
    return _INDENT.sub("", _LINE_COMMENT.sub("", _DOC.sub("", source)))


def _as_served(name: str, text: str) -> str:
    """Return the file's text as it is sent; style modules, all CSS, lose its spaces."""
    if not name.endswith(".js"):
        return text
    text = slim(text)
    return _CSS_SPACE.sub(lambda m: m[1] or "", text) if name.startswith("style") else text


def _filled_script(source: str, folder: str, site: Mapping[str, Any]) -> str:
    """Return the script with the folder of its modules and what the operator set written in."""
    text = slim(source)
    for old, new in (
        ('new URL("./", import.meta.url)', f'new URL("{folder}", import.meta.url)'),
        ("const site = {};", f"const site = {json.dumps(site)};"),
    ):
        if text.count(old) != 1:
            raise ValueError(f"widget/gut-faq.js must hold {old!r} once, for the server to fill.")
        text = text.replace(old, new)
    return text


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
    library = Library(pages, socketio_path)
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
