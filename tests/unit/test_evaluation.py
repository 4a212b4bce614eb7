"""The evaluation counts right what is right, and notices cases that were trained on."""

import pytest

from gutfaq.evaluation.cases import Case, UnreadableCase, read_cases
from gutfaq.evaluation.leaks import overlaps
from gutfaq.evaluation.page import BEGIN, END, UnmarkedPage, renew
from gutfaq.evaluation.report import as_html
from gutfaq.evaluation.running import run
from gutfaq.evaluation.scoring import score
from gutfaq.evaluation.summary import summarise

LEANING = {"It then ends.": ["It begins."]}
ANSWER = {"verdicts": ["answer"], "any": ["It then ends."]}
REFUSED = {"verdicts": ["not_in_text", "refer"]}


def reply(verdicts, *sentences, **more):
    """Return a reply that says these sentences in one phrase."""
    said = [{"text": " ".join(sentences), "sentences": [{"text": s} for s in sentences]}]
    return {"verdict": list(verdicts), "said": said if sentences else [], **more}


@pytest.mark.parametrize(
    ("expect", "given", "outcome"),
    [
        (ANSWER, reply(["answer"], "It then ends."), "right"),
        (ANSWER, reply(["answer"], "It begins.", "It then ends."), "right"),
        (ANSWER, reply(["answer"], "It then ends.", "Tea is hot."), "imprecise"),
        (ANSWER, reply(["answer"], "Tea is hot."), "wrong"),
        (ANSWER, reply(["not_in_text"]), "refused"),
        (ANSWER, reply(["answer"], "It then ends.", error="Boom"), "wrong"),
        (REFUSED, reply(["answer"], "It begins."), "wrong"),
        (REFUSED, reply(["refer"]), "right"),
        (REFUSED | {"tolerable": ["It begins."]}, reply(["answer"], "It begins."), "right"),
        ({"never": ["emergency"]}, reply(["emergency"]), "wrong"),
        ({"never_said": ["<script"]}, reply(["about"], "a <SCRIPT> b"), "wrong"),
        ({"free": True}, reply([]), "free"),
    ],
)
def test_a_turn_is_scored(expect, given, outcome):
    """Sentences, verdicts, errors and forbidden words decide, leaning sentences are excused."""
    assert score(expect, given, LEANING).outcome == outcome


def test_every_part_must_be_right():
    """A message of two questions is right when each gets what it should, in order."""
    given = reply(["answer", "not_in_text"], "It begins.")
    given["parts"] = [{"verdict": "answer", "said": [0]}, {"verdict": "not_in_text", "said": []}]
    first = {"verdicts": ["answer"], "any": ["It begins."]}
    assert score({"parts": [first, REFUSED]}, given, {}).outcome == "right"
    assert score({"parts": [REFUSED, first]}, given, {}).outcome == "wrong"


def test_a_question_that_was_not_heard_is_wrong():
    """Fewer parts than questions is wrong when one of them should be refused."""
    given = reply(["answer"], "It begins.") | {"parts": [{"verdict": "answer", "said": [0]}]}
    assert score({"parts": [ANSWER, REFUSED]}, given, {}).outcome == "wrong"


def case(text, case_id="a", **more):
    """Return a case of one turn."""
    turn = {"text": text, "expect": ANSWER}
    return Case(case_id, more.pop("set", "inscope"), "kind", [turn], **more)


def test_a_long_case_that_was_trained_on_leaks():
    """The same or nearly the same long wording is a leak, a short one a coincidence."""
    examples = ["does my aunt's green tea really make you sleepy", "what is tea"]
    found = overlaps(
        [
            case("Does my aunts green tea really make you sleepy?", "near"),
            case("What is tea?", "short"),
            case("why is green tea so very popular with my aunt", "fresh"),
        ],
        examples,
    )
    assert [(overlap.case_id, overlap.leak) for overlap in found] == [
        ("near", True),
        ("short", False),
    ]


async def test_results_become_figures():
    """A run gives counts by set, the loss of disturbed questions, and the misses with reasons."""

    async def ask(turns):
        good = turns[0]["text"] == "clean"
        return [reply(["answer"], "It then ends.") if good else reply(["not_in_text"])]

    cases = [case("clean", "c"), case("cleen", "d", set="perturbed", clean_id="c")]
    summary = summarise(await run(cases, ask, LEANING))
    assert summary["sets"]["inscope"]["right"] == 1
    assert summary["loss"]["all"] == {"turns": 1, "clean": 100.0, "disturbed": 0.0}
    assert [miss["case_id"] for miss in summary["misses"]] == ["d"]


def test_the_report_escapes_what_people_wrote():
    """A case's text cannot put markup into the report."""
    miss = {"case_id": "a", "outcome": "wrong", "text": "<b>", "intent": None, "why": ""}
    summary = summarise([]) | {"misses": [miss | {"confidence": None}]}
    assert "&lt;b&gt;" in as_html(summary)
    assert "<b>" not in as_html(summary)


def test_a_page_without_marks_is_refused(tmp_path):
    """The table has a place of its own in the page, or none is written."""
    page = tmp_path / "page.md"
    page.write_text("words", encoding="utf-8")
    with pytest.raises(UnmarkedPage, match="no place for the table"):
        renew(page, summarise([]))
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter", encoding="utf-8")
    renew(page, summarise([]))
    text = page.read_text(encoding="utf-8")
    assert "old" not in text
    assert text.startswith("before")
    assert text.endswith("after")


def test_a_broken_row_is_named(tmp_path):
    """A row that is no case is refused with its file and line."""
    (tmp_path / "x.jsonl").write_text('{"id": 1}\n', encoding="utf-8")
    with pytest.raises(UnreadableCase, match="line 1"):
        read_cases(tmp_path)
