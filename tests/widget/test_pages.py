"""What a browser fetches."""

import dataclasses
import gzip
import re
import urllib.error
import urllib.request

import pytest
from scripted_brain import NOTICE, ROOT, SEED, cite

from gutfaq.channels.library import slim
from gutfaq.channels.pages import Pages, headers_of_page, source_page
from gutfaq.phrasebook import read_phrasebook
from gutfaq.project import Project

EAGER = ("panel", "chat", "wire", "store", "dom", "style", "strings/en")


@pytest.fixture(scope="module")
def library():
    """The files as they are served by an operator with a long name and number."""
    project = Project(ROOT)
    book = read_phrasebook(project)
    desk = dataclasses.replace(
        book.contacts.emergency[0],
        name="the front desk of the Springfield Clinic for Digestive Health",
        number="+44 20 7946 0123, Monday to Friday from 8 to 18",
    )
    contacts = dataclasses.replace(book.contacts, operator=desk)
    pages = Pages.of(project, dataclasses.replace(book, contacts=contacts))
    assert desk.number in pages.notice
    return pages.library("/socket.io")


def get(url, **headers):
    """Return the response to a GET, whatever its status."""
    try:
        return urllib.request.urlopen(urllib.request.Request(url, headers=headers))
    except urllib.error.HTTPError as error:
        return error


def test_weight(library):
    """What is fetched before the first message can be sent weighs at most 12,000 bytes gzipped."""
    weights = {name: len(library.files[f"{name}.js"].packed) for name in EAGER}
    weights["gut-faq"] = len(library.script.packed)
    assert sum(weights.values()) <= 12_000, weights


def test_weighed_is_what_the_script_loads(library):
    """The modules that are weighed are those that the script fetches."""
    listed = re.search(r"const MODULES = \[(.*?)\]", library.script.body.decode()).group(1)
    assert tuple(re.findall(r'"([^"]+)"', listed)) == EAGER


def test_script_is_short_lived_and_modules_are_not(server):
    """The script is cached for minutes; the modules of the folder that it names, for a year."""
    script = get(server.url + "/gut-faq.js")
    assert "max-age=300" in script.headers["Cache-Control"]
    folder = re.search(rb'"\./(widget/[0-9a-f]{12}/)"', script.read()).group(1).decode()
    module = get(f"{server.url}/{folder}panel.js")
    assert "immutable" in module.headers["Cache-Control"]
    assert module.headers["Access-Control-Allow-Origin"] == "*"


def test_script_of_a_version_before_still_works(server):
    """A page that holds yesterday's script gets today's modules, which are not kept."""
    module = get(server.url + "/widget/000000000000/panel.js")
    assert (module.status, module.headers["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize(
    "path", ["/widget/x/../../pyproject.toml", "/widget/x/%2e%2e/gutfaq/cli.py", "/source/x", "/x"]
)
def test_nothing_else_is_served(server, path):
    """What is no file of the widget's and no seed is not found."""
    assert get(server.url + path).status == 404


def test_compressed_for_those_who_can(server):
    """Files come gzipped to those who accept it, and plain to others."""
    packed = get(server.url + "/gut-faq.js", **{"Accept-Encoding": "gzip, br"})
    plain = get(server.url + "/gut-faq.js", **{"Accept-Encoding": "identity"})
    assert gzip.decompress(packed.read()) == plain.read()


def test_not_fetched_twice(server):
    """A file that did not change is not sent again."""
    first = get(server.url + "/gut-faq.js")
    again = get(server.url + "/gut-faq.js", **{"If-None-Match": first.headers["ETag"]})
    assert again.status == 304


@pytest.mark.parametrize("path", ["/", "/launcher", "/source/leaky_gut"])
def test_policy(server, path):
    """Each page forbids everything but this server's own files, and scripts made of text."""
    policy = get(server.url + path).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy


def test_policy_takes_no_hostile_host():
    """A Host header that is no host does not reach the policy."""
    policy = headers_of_page("a; script-src *")["Content-Security-Policy"]
    assert "script-src *" not in policy


def test_notice_is_on_the_page(server):
    """The demo page shows the safety notice without any script."""
    html = get(server.url + "/").read().decode()
    assert NOTICE in html
    assert "program" in html


def test_source_page_holds_the_text_exactly():
    """The source page shows every character of the seed, each line with its offset in the file."""
    html = source_page("{{text}}", SEED, "v")
    lines = re.findall(r'data-start="(\d+)">([^<]*)<', html)
    assert [SEED[int(at) : int(at) + len(words)] for at, words in lines] == [w for _, w in lines]
    assert "".join(words for _, words in lines) == SEED.replace("\n", "").replace("\r", "")


def test_source_page_keeps_hostile_text_text():
    """Markup in a seed is shown as text."""
    assert "&lt;script&gt;" in source_page("{{text}}", "<script>.\nb\n", "v")


def test_windows_line_ends_keep_offsets():
    """Offsets count carriage returns, as the file does."""
    html = source_page("{{text}}", "Title\r\nOne.\r\n", "v")
    assert 'data-start="7">One.<' in html


def test_slim_drops_only_comments_and_indentation():
    """The served modules lose comments and indentation, and nothing of the code."""
    source = (
        "/** Doc.\n * more */\nfunction f() {\n  // why\n  const a = /** @type {X} */ (b);\n}\n"
    )
    assert slim(source) == "function f() {\nconst a = (b);\n}\n"


def test_citations_of_the_script_are_exact():
    """The tests' own citations are spans of the seed."""
    sentence = cite("Unmanaged Leaky Gut")
    assert SEED[sentence.start : sentence.end] == sentence.text
    assert sentence.text.endswith("stages.")
