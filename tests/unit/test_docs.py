"""What the documentation names exists: commands, files, links; its code blocks can be read."""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path
from urllib.parse import unquote

import pytest
from ruamel.yaml import YAML

from gutfaq.cli import _VERBS
from gutfaq.reply import Turn

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]

# Made by a command or by the operator, so not in the repository.
_MADE = (".gutfaq/", ".venv/", "models/", "reports/")
_FENCE = re.compile(r"^([ ]*)```(\w*)\n(.*?)^[ ]*```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_FILE = re.compile(r"\.?\w[\w.*-]*(?:/[\w.*-]+)+/?|\.?\w[\w*-]*/")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def each_page():
    """Return the mark that runs a test for README.md and every page of docs/."""
    return pytest.mark.parametrize("page", PAGES, ids=NAMES)


def blocks(page: Path) -> list[tuple[str, str]]:
    """Return language and content of each fenced block, its indentation taken off."""
    found = _FENCE.findall(page.read_text(encoding="utf-8"))
    return [(name, re.sub(rf"^{indent}", "", code, flags=re.M)) for indent, name, code in found]


def prose(page: Path) -> str:
    """Return the page without its fenced blocks."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def commands(page: Path) -> list[str]:
    """Return lines of unnamed or shell blocks, and code in the prose, that may be commands."""
    lines = [
        line
        for name, code in blocks(page)
        if name in ("", "sh", "bash", "console")
        for line in code.splitlines()
    ]
    return [line.strip().removeprefix("$ ") for line in [*lines, *_CODE.findall(prose(page))]]


def anchors(page: Path) -> set[str]:
    """Return the addresses of the page's headings, as GitHub makes them."""
    headings = _HEADING.findall(prose(page))
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


@each_page()
def test_make_targets_exist(page):
    """Every `make` target that a page names stands in the Makefile."""
    makefiles = [ROOT / "Makefile", *sorted((ROOT / "make").glob("*.mk"))]
    known = set(re.findall(r"^([a-z][\w-]*):", "\n".join(f.read_text() for f in makefiles), re.M))
    named = {
        match[1] for line in commands(page) if (match := re.match(r"make ([a-z][\w-]*)", line))
    }
    assert named - known == set()


@each_page()
def test_verbs_exist(page):
    """Every `gutfaq` verb that a page names is one of the command line's."""
    lines = [line.removeprefix("uv run ") for line in commands(page)]
    named = {match[1] for line in lines if (match := re.match(r"gutfaq ([a-z][\w-]*)", line))}
    assert named - set(_VERBS) == set()


@each_page()
def test_links_lead_somewhere(page):
    """Every relative link leads to a file, and to a heading of it if it names one."""
    lost = []
    for link in _LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


@each_page()
def test_files_exist(page):
    """Every file or folder that a page names in backticks, with a slash, is in the repository."""
    named = {code for code in _CODE.findall(prose(page)) if _FILE.fullmatch(code)}
    lost = [name for name in sorted(named) if not _exists(name) and not name.startswith(_MADE)]
    assert lost == []


def _exists(name: str) -> bool:
    return (ROOT / name).exists() or ("*" in name and any(ROOT.glob(name.rstrip("/"))))


@each_page()
def test_code_blocks_can_be_read(page):
    """Every YAML and JSON block parses."""
    for name, code in blocks(page):
        if name in ("yaml", "yml"):
            YAML(typ="safe", pure=True).load(code)
        elif name == "json":
            json.loads(code)
        elif name == "jsonl":
            [json.loads(line) for line in code.splitlines()]


def readme_exchange() -> list[tuple[str, list[str]]]:
    """Return what is asked in the README's first block, and the lines that answer it."""
    found: list[tuple[str, list[str]]] = []
    for line in filter(None, map(str.strip, blocks(ROOT / "README.md")[0][1].splitlines())):
        if line.startswith("> "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def test_the_readme_shows_an_exchange():
    """The README's first block asks two questions, and each has lines that answer it."""
    assert [len(lines) > 0 for _, lines in readme_exchange()] == [True, True]


@pytest.mark.model
@pytest.mark.slow
async def test_the_readme_shows_what_is_said():
    """Every line of the README's exchange is said so; "..." leaves words out."""
    from gutfaq.assistant import Assistant

    assistant = Assistant.load(database="sqlite://")
    conversation = uuid.uuid4().hex
    for question, shown in readme_exchange():
        reply = await assistant.ask(Turn(conversation, text=question))
        quoted = [f"“{one.text}”" for said in reply.said for one in said.sentences]
        sources = [f"— {one.seed}.txt" for said in reply.said for one in said.sentences]
        spoken = " ".join([*(said.text for said in reply.said), *quoted, *sources[:1]])
        for line in shown:
            pieces = [re.escape(piece.strip()) for piece in line.split("...")]
            assert re.search(".*".join(pieces), spoken, re.DOTALL | re.IGNORECASE), line
