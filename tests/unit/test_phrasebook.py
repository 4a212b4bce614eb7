"""The phrasebook: everything the assistant may say, checked as one."""

from __future__ import annotations

import pytest

from gutfaq.errors import UngroundedAnswer, UnknownPhrase, UnquotedSentence
from gutfaq.phrasebook import phrasebook_of, read_phrasebook


def test_an_answer_is_said_verbatim(book):
    """An answer's words are the seed's, in the seed's voice, with their place."""
    said = book.say("utter_green")
    assert said.text == "Green tea comes from young leaves. It tastes of grass."
    assert (said.kind, said.voice, said.title) == ("answer", "seed", "Green tea")
    assert [(one.seed, one.start, one.end) for one in said.sentences] == [
        ("tea", 19, 53),
        ("tea", 54, 73),
    ]


def test_a_notice_is_said_with_contacts(book):
    """A notice is said in its own voice, with the contacts put in."""
    said = book.say("utter_not_medical_advice")
    assert said.text == "Ask a doctor. You can also reach The front desk: 555 0100."
    assert (said.kind, said.voice, said.sentences) == ("notice", "safety", ())


@pytest.mark.parametrize("phrase", ["utter_grean", "green", "", "Drink bleach.", "utter_"])
def test_an_unknown_phrase_is_not_said(book, phrase):
    """Asked for anything but the name of a phrase, the phrasebook refuses."""
    assert phrase not in book
    with pytest.raises(UnknownPhrase):
        book.say(phrase)


def test_the_nearest_phrase_is_told(book):
    """The refusal of an unknown phrase names the nearest one and the command."""
    with pytest.raises(UnknownPhrase, match="Nearest: 'utter_green'.*`make answers`"):
        book.say("utter_grean")


def test_a_button_asks_for_an_answer(book):
    """A button of an unknown answer is refused."""
    with pytest.raises(UnknownPhrase):
        book.button("nothing")


def test_a_notice_with_a_title_has_a_button(real_book):
    """A fixed line that can be asked for has a button, and only such a one."""
    assert real_book.button("something_else").payload == "/something_else"
    with pytest.raises(UnknownPhrase):
        real_book.button("greet")


@pytest.mark.parametrize(
    ("payload", "title"),
    [
        ("/ask_causes", "What causes it"),
        ("/something_else", "Something else"),
        ("/ask_something_else", None),
        ("/causes", None),
        ("/greet", None),
        ("/restart", None),
        ("", None),
    ],
)
def test_only_what_can_be_offered_can_be_pressed(real_book, payload, title):
    """A payload that no button carries presses nothing."""
    button = real_book.pressed(payload)
    assert (button.title if button else None) == title


def test_who_gets_no_answer_is_told_what_to_ask(real_book):
    """Every line that declines or did not understand offers questions, but for one that failed."""
    declined = {"not_in_text", "refer", "not_understood"}
    without = [
        notice.name
        for notice in real_book.notices.values()
        if notice.verdict in declined and not notice.offers
    ]
    assert without == ["safe_fallback"]


def test_offers_are_those_of_what_was_said(book):
    """Offers are an answer's related ones, or a notice's own."""
    assert book.offers([("utter_sleep", ())]) == ["milk", "green"]
    assert book.offers([("utter_greet", ())]) == ["green", "black"]


def test_what_was_just_said_is_not_offered(book):
    """An answer that is part of the reply is not offered beside it."""
    assert "green" not in book.offers([("utter_green", ()), ("utter_sleep", ())])


def test_offers_are_few_and_each_once(book):
    """At most four buttons, none twice, and only of answers that exist."""
    offers = book.offers([("utter_green", ("milk", "nothing", "black"))])
    assert offers == ["milk", "black", "sleep", "title"]


def test_offers_besides_come_first(book):
    """What an action offers besides comes before what the phrase itself offers."""
    assert book.offers([("utter_greet", ("sleep",))]) == ["sleep", "green", "black"]


@pytest.mark.parametrize(
    ("phrase", "verdict"),
    [
        ("utter_green", "answer"),
        ("utter_greet", "small_talk"),
        ("utter_refer_dose", "refer"),
        ("utter_from_the_text", None),
        ("nothing", None),
    ],
)
def test_a_verdict_rests_on_a_phrase(book, phrase, verdict):
    """An answer's verdict is `answer`; a notice's is what its file says, or none."""
    assert book.verdict(phrase) == verdict


def test_one_name_one_phrase(project, change):
    """An answer and a notice of one name are refused, with both files."""
    change("data/notices_assistant.yml", "utter_greet:", "utter_green:")
    with pytest.raises(UngroundedAnswer, match=r"notices_assistant\.yml .*answers/green\.yml"):
        read_phrasebook(project)


@pytest.mark.parametrize(
    ("file", "phrase"),
    [
        ("notices_safety", "utter_safe_fallback"),
        ("notices_assistant", "utter_too_long"),
        ("notices_assistant", "utter_gibberish"),
    ],
)
def test_there_is_always_something_to_say(project, change, file, phrase):
    """Without a line that is said beside Rasa the phrasebook does not exist."""
    change(f"data/{file}.yml", f"{phrase}:", "utter_other:")
    with pytest.raises(UngroundedAnswer, match=f"no {phrase}"):
        read_phrasebook(project)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("answers/green.yml", "sleep, milk", "slept, milk"),
        ("answers/green.yml", "next: black", "next: blakc"),
        ("answers/black.yml", "previous: green", "previous: gren"),
        ("answers/black.yml", "why: green", "why: geen"),
        ("answers/black.yml", "notice: not_medical", "notice: medical"),
        ("answers/title.yml", "lead: only_a", "lead: a"),
        ("notices_assistant.yml", "green, black", "green, blak"),
        ("notices_safety.yml", "short: advice_short", "short: advice"),
    ],
)
def test_what_is_named_exists(project, change, file, old, new):
    """A name of no answer or notice is refused with the file and the nearest name."""
    change(f"data/{file}", old, new)
    with pytest.raises(UnknownPhrase, match=f"data/{file} names .*Nearest"):
        read_phrasebook(project)


def test_every_sentence_can_be_got(project):
    """A sentence that no answer quotes is refused, with its place."""
    seed = project.seeds / "tea.txt"
    seed.write_text(seed.read_text() + "Some add honey.\n")
    with pytest.raises(UnquotedSentence, match=r"tea\.txt line 4: 'Some add honey\.'"):
        read_phrasebook(project)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("seeds/tea.txt", "of grass", "of hay"),
        ("seeds/tea.txt", "\nGreen", "\n\nGreen"),
        ("data/answers/sleep.yml", "Tea late", "Late tea"),
        ("data/answers/sleep.yml", "in_full: true", "in_full: false"),
        ("data/notices_assistant.yml", "Hello.", "Hello!"),
    ],
)
def test_the_fingerprint_is_of_everything_sayable(project, change, file, old, new):
    """A change of seed, answer or notice changes the fingerprint."""
    before = read_phrasebook(project).fingerprint
    change(file, old, new)
    assert read_phrasebook(project).fingerprint != before


def test_the_fingerprint_is_stable(project):
    """The same files give the same fingerprint."""
    assert read_phrasebook(project).fingerprint == read_phrasebook(project).fingerprint


def test_a_phrasebook_is_read_once(project):
    """Generator, actions and importer of one process share one phrasebook."""
    assert phrasebook_of(project.root) is phrasebook_of(project.root)


def test_this_projects_phrasebook_exists(real_book):
    """This project's seed, answers and notices hold together."""
    assert {s for a in real_book.answers.values() for s in a.sentences} == set(real_book.sentences)
