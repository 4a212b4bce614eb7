"""The safety voice's lines and the contacts that are put into them."""

import datetime
import hashlib
import re
import warnings
from pathlib import Path

import pytest
import yaml

from gutfaq.safety.contacts import Contact, Contacts, fill, read_contacts
from gutfaq.safety.errors import BadContacts

DATA = Path(__file__).parents[2] / "data"
LINES = {
    name: said
    for path in sorted(DATA.glob("notices*.yml"))
    for name, said in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"].items()
    if said[0].get("metadata", {}).get("voice") == "safety"
}
CONTACTS = read_contacts(DATA / "contacts.yml")
TODAY = datetime.date(2026, 11, 23)
CARDS = [name for name in LINES if re.search("card|soft|conditional|reminder_crisis", name)]
FORBIDDEN = (
    r"commit\w* suicide|successful|failed attempt|(?<!whether )you have\b(?! not)|you should take"
    r"|nothing serious|don't worry|it's nothing|you are fine|\bdiagnos(e|ed)\b|\bcure"
)


def text_of(name):
    """Return a line as it is said, contacts filled in."""
    return fill(LINES[name][0]["text"], CONTACTS)


@pytest.mark.parametrize("name", LINES)
def test_a_line_is_pinned_and_marked(name):
    """Every line has one wording, the safety voice, and the hash of its text before filling."""
    (line,) = LINES[name]
    assert line["metadata"]["voice"] == "safety"
    assert hashlib.sha256(line["text"].encode()).hexdigest() == line["metadata"]["sha256"]
    assert line["text"].startswith("Safety note, not from the text. ")


@pytest.mark.parametrize("name", LINES)
def test_a_line_is_short_and_plain(name):
    """No line is longer than 90 words or harder to read than eighth grade, contacts included."""
    words = re.findall(r"[A-Za-z0-9'.]+", text_of(name))
    assert len(words) <= 90
    assert grade(LINES[name][0]["text"]) <= 8


@pytest.mark.parametrize("name", LINES)
def test_a_line_never_judges(name):
    """No line diagnoses, doses, reassures, or uses words that crisis lines advise against."""
    assert not re.search(FORBIDDEN, text_of(name), re.IGNORECASE)


@pytest.mark.parametrize("name", CARDS)
def test_a_card_has_a_contact(name):
    """Every card, soft and conditional line gives a number or an address."""
    text = text_of(name)
    assert any(one.number in text for one in (*CONTACTS.emergency, *CONTACTS.crisis))


@pytest.mark.parametrize("name", LINES)
def test_the_operator_is_shown_when_set(name):
    """Every line shows the operator's own contact once it is set."""
    operator = Contact("here", "Front desk", "555 0100", TODAY)
    own = Contacts(CONTACTS.emergency, CONTACTS.crisis, operator)
    assert "Front desk: 555 0100" in fill(LINES[name][0]["text"], own)
    assert "{" not in fill(LINES[name][0]["text"], own)


def test_nothing_is_left_over_without_an_operator():
    """Without an operator's contact no brace and no double blank remains."""
    for name in LINES:
        assert not re.search(r"[{}]|  |\s$", text_of(name))


def test_the_disclaimer_says_all_four_things():
    """The first disclaimer: one short text, no author, no advice, no established diagnosis, ask."""
    text = text_of("utter_not_medical_advice")
    for words in ("one short text", "author or references", "not medical advice"):
        assert words in text
    assert "not an established diagnosis" in text


def test_contacts_are_not_stale():
    """A contact that nobody has checked for 180 days raises a warning, not a failure."""
    for contact in CONTACTS.stale(datetime.date.today()):
        warnings.warn(f"data/contacts.yml: check {contact.name}, then its date", stacklevel=1)


def test_a_contact_grows_stale():
    """A contact is stale from the 181st day on."""
    checked = TODAY - datetime.timedelta(days=180)
    one = Contact("x", "Line", "1", checked)
    both = Contacts((one,), (one,))
    assert both.stale(TODAY) == ()
    assert both.stale(TODAY + datetime.timedelta(days=1)) == (one, one)


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        ("[]", "has no keys"),
        ("emergency: []\ncrisis: []", "lists nobody under `emergency:`"),
        ("emergency: [{region: x}]", "A contact has region, name, number, verified_on"),
        (
            "emergency: [{region: x, name: y, number: 1, verified_on: 2026-01-01}]",
            "needs text for number",
        ),
        (
            "emergency: [{region: x, name: y, number: '1', verified_on: soon}]",
            "Write it as 2026-01-31",
        ),
        (
            "emergency: [{region: x, name: '{y}', number: '1', verified_on: 2026-01-01}]",
            "holds a brace",
        ),
        ("a: [", "Restore it from git"),
    ],
)
def test_bad_contacts_are_refused_in_one_line(tmp_path, content, remedy):
    """A contacts file that cannot be used is refused in one line that says what to do."""
    path = tmp_path / "contacts.yml"
    path.write_text(content)
    with pytest.raises(BadContacts, match=remedy) as refused:
        read_contacts(path)
    assert "\n" not in str(refused.value)


def grade(text):
    """Return the Flesch-Kincaid grade, fixed label and placeholders left out."""
    text = re.sub(r"\{\w+\}", "", text.removeprefix("Safety note, not from the text. "))
    sentences = max(1, len(re.findall(r"[.?!](\s|$)", text)))
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(
        max(1, len(re.findall(r"[aeiouy]+", w.lower().removesuffix("e")))) for w in words
    )
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59
