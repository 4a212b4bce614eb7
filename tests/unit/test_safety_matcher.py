"""The safety matcher: what it hears, in which context, and that nothing upsets it."""

import json
import re
import threading
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutfaq.nlu.lexicon import common_words
from gutfaq.safety import Assessment, load
from gutfaq.safety.errors import BadSafetyData
from gutfaq.safety.families import read
from gutfaq.safety.proof import examples, expected, prove

DATA = Path(__file__).parents[2] / "data" / "safety"
ROWS = examples(read(DATA))


@pytest.fixture(scope="module")
def matcher():
    """Return the matcher over the project's own patterns."""
    return load(DATA)


def test_endings_are_put_to_whole_words():
    """`stockpile+` also reads "stockpile"; `stockpil+` would not."""
    lines = "\n".join(path.read_text("utf-8") for path in sorted(DATA.glob("*.yml")))
    stems = set(re.findall(r"(?<![a-z_])([a-z]+)\+", lines))
    english = common_words()
    cut = {stem for stem in stems if english.get(stem + "e", -99.0) > english.get(stem, -99.0)}
    assert len(stems) > 100
    assert cut == set()


@pytest.mark.parametrize("family", sorted({row.family for row in ROWS}))
def test_every_example_gets_its_card(matcher, family):
    """Each example of a family's file gets exactly the card and the note that its kind asks for."""
    wrong = [
        f"{r.example.expect}: {r.example.text!r} got {r.assessment.card} {r.assessment.note}"
        for r in prove(matcher, [row for row in ROWS if row.family == family])
        if not r.right
    ]
    assert not wrong, "\n".join(wrong)


def test_there_are_enough_examples():
    """The data holds at least 1,500 examples, and every tier and context among them."""
    assert len(ROWS) >= 1500
    assert {row.tier for row in ROWS} >= {"crisis", "emergency", "urgent", "prompt", "routine"}
    assert len({row.expect for row in ROWS}) == 7


def test_no_example_stands_twice():
    """No message is an example of two things at once."""
    seen: dict[str, str] = {}
    for row in ROWS:
        key = row.text.lower()
        assert seen.setdefault(key, row.expect) == row.expect, row.text


@pytest.mark.parametrize("family", [f for f in read(DATA).families if not f.language])
def test_a_family_has_both_kinds_of_examples(family):
    """Every family shows what it hears and what it must leave alone."""
    kinds = {row.expect for row in family.examples}
    assert kinds & ({"hypothetical"} if family.asked else {"affirmed", "other_person"})
    assert "nothing" in kinds


@pytest.mark.parametrize(
    "text",
    [
        "I can't stop vomiting blood",
        "not only cramps, I am also vomiting blood",
        "it's not that I want to die, I just can't go on",
        "I can't deny I want to kill myself",
        "I doubt it's nothing, I have chest pain",
    ],
)
def test_a_pseudo_denial_never_takes_a_card_away(matcher, text):
    """Words that only look like a denial leave the full card standing."""
    assert matcher.assess(text).card in ("utter_emergency_card", "utter_crisis_card")


@pytest.mark.parametrize(
    "text",
    [
        "hi bot, I want to die",
        "I put my phone down, I want to die",
        "I'm driving and thinking of suicide",
        "after the exam my only way out is suicide",
        "I will hang myself on the door",
        "I lost weight by throwing up on purpose",
        "I lost everything and my plan is to kill myself",
        "my car died, I'm on the bridge ready to jump",
        "the dog is fine but my baby is limp",
        "drinking water, temperature 40.2 and shivering",
        "she hit the wall and has collapsed",
        "my daughter, aged 3, ate my tablets",
        "my son aged 5 is vomiting blood",
        "black tarry poo and I had no beetroot",
        "I could murder that man, I want to stab him",
        "stabbed in the back by a colleague",
        "dad beats me at home",
    ],
)
def test_a_figure_of_speech_hides_no_danger_beside_it(matcher, text):
    """Words of an idiom that stand near a red flag leave its card standing."""
    assert matcher.assess(text).card in (
        "utter_emergency_card",
        "utter_emergency_card_other",
        "utter_crisis_card",
        "utter_crisis_card_other",
    )


def test_what_was_planned_cancels_a_referral_only(matcher):
    """Weight lost as planned needs no doctor; said of it with a denial, it does."""
    assert matcher.assess("I lost ten pounds with my slimming club").card is None
    assert matcher.assess("I lost ten pounds, not on a diet").card == "utter_prompt_referral"


def test_a_denied_crisis_still_gets_a_soft_line(matcher):
    """A denial never deletes the way to help in a crisis."""
    found = matcher.assess("I am not suicidal")
    assert (found.card, found.note) == (None, "utter_crisis_soft")


def test_crisis_and_emergency_show_both(matcher):
    """An overdose is a crisis and an emergency, and both cards are named."""
    found = matcher.assess("I took thirty sleeping pills to end my life")
    assert (found.card, found.also) == ("utter_crisis_card", "utter_emergency_card")


def test_an_emergency_beside_a_question_wins(matcher):
    """A red flag inside an ordinary question is not read as part of the question."""
    found = matcher.assess("What are the symptoms of leaky gut? Also I just threw up blood.")
    assert found.card == "utter_emergency_card"


@pytest.mark.parametrize("spelling", ["vomitting bloood", "VOMITING BL00D", "vom​iting blood"])
def test_disguised_spellings_are_read(matcher, spelling):
    """Repeated letters, capitals, digits for letters and invisible characters hide nothing."""
    assert matcher.assess(f"i am {spelling}").card == "utter_emergency_card"


@pytest.mark.parametrize("word", ["depression", "anxiety", "fatigue", "cramps", "diarrhea"])
def test_a_word_of_the_seed_raises_nothing_alone(matcher, word):
    """The seed's own words for symptoms never raise a tier by themselves."""
    for text in (word, f"what about {word}?", f"does leaky gut cause {word}"):
        assert matcher.assess(text) in (Assessment(), Assessment(tier="routine"))


def test_the_seed_itself_raises_nothing(matcher):
    """The text that is quoted holds no red flag."""
    seed = (DATA.parents[1] / "seeds" / "leaky_gut.txt").read_text(encoding="utf-8")
    assert matcher.assess(seed[:2000]).card is None


def test_the_same_message_is_read_the_same_by_many_threads(matcher):
    """One matcher serves threads at once and gives each the same result every time."""
    results = []

    def ask():
        results.extend(matcher.assess("my dad can't breathe") for _ in range(25))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 100
    assert len(set(results)) == 1


def test_an_assessment_is_plain_json(matcher):
    """What the matcher returns can be written as JSON without help."""
    assert json.loads(json.dumps(asdict(matcher.assess("I want to die"))))["tier"] == "crisis"


def test_spans_point_into_the_message(matcher):
    """Spans are offsets of the message as it was typed, invisible characters included."""
    text = "hello… I ﬁnally vomit​ed blood"
    (start, end), *_ = matcher.assess(text).spans
    assert text[start:end] == "vomit​ed blood"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_no_string_raises(text):
    """Any string at all gets an assessment."""
    assert isinstance(_shared().assess(text), Assessment)


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "🩸" * 500, "'" * 2000, "a" * 100_000])
def test_odd_strings_raise_nothing(matcher, text):
    """Empty, broken, huge and wordless messages are assessed, and say nothing serious."""
    assert matcher.assess(text).card is None


def test_the_end_of_a_huge_message_is_read(matcher):
    """A red flag at the very end of a huge message is still heard."""
    assert matcher.assess("x " * 50_000 + "I want to kill myself").card == "utter_crisis_card"


def test_words_of_the_person_are_not_kept(matcher):
    """Words that no pattern knows leave no trace in the matcher's vocabulary."""
    matcher.assess("zyxxqwv told me about Quetzaflorble")
    assert "quetzaflorble" not in matcher._reader._vocab.strings


def test_a_message_costs_little(matcher):
    """An ordinary message costs under 5 ms of processor time, 99 times of 100."""
    texts = [row.text for row in ROWS[::4]]
    for text in texts:
        matcher.assess(text)
    spent = sorted(_cost(matcher, text) for text in texts)
    assert spent[int(len(spent) * 0.99)] < 0.005


def test_an_unknown_tier_is_refused(tmp_path):
    """A family with a tier that does not exist is refused, and the tiers are named."""
    (tmp_path / "odd.yml").write_text("tier: grave\npatterns: [x]\n")
    with pytest.raises(BadSafetyData, match="odd.yml has tier 'grave'. Use crisis, emergency"):
        load(tmp_path)


def test_an_unknown_word_class_is_refused(tmp_path):
    """A pattern that names a class nobody defines is refused."""
    (tmp_path / "odd.yml").write_text('tier: urgent\npatterns: ["[nothing] x"]\n')
    with pytest.raises(BadSafetyData, match=r"no word class \[nothing\]"):
        load(tmp_path)


def test_an_empty_directory_is_refused(tmp_path):
    """Without patterns there is no matcher, and the line says what to restore."""
    with pytest.raises(BadSafetyData, match="Restore it from git"):
        load(tmp_path)


def test_a_kind_decides_the_card():
    """An example's kind and its family's tier say what must be said, by the policy's table."""
    row = next(r for r in ROWS if r.tier == "emergency" and r.expect == "past")
    assert expected(row).note == "utter_emergency_past"


def _shared(kept=[]):  # noqa: B006 - one matcher for all of hypothesis' calls
    if not kept:
        kept.append(load(DATA))
    return kept[0]


def _cost(matcher, text):
    begun = time.thread_time()
    matcher.assess(text)
    return time.thread_time() - begun


@pytest.mark.parametrize(
    "text",
    [
        "my mum died two years ago, I want to die",
        "I tried to kill myself two years ago and I want to do it, I want to end my life",
        "I had a heart attack three years ago and I have chest pain",
        "I had a colonoscopy two years ago, I am vomiting blood",
    ],
)
def test_an_old_story_hides_nothing_new(matcher, text):
    """What a clause of its own says of the present is not long past."""
    assert matcher.assess(text).context != "past"
    assert matcher.assess(text).card in ("utter_crisis_card", "utter_emergency_card")


def test_what_is_over_stays_over(matcher):
    """The past of the clause that tells the sign counts, also behind a comma."""
    assert matcher.assess("two years ago, I vomited blood").context == "past"


@pytest.mark.parametrize(
    "text",
    [
        "mum collapsed during the film",
        "my 80 year old grandmother collapsed at the panto",
        "my son drank bleach while playing a video game",
        "they were playing fortnite when he had a seizure",
        "no joke no film, she drank bleach",
        "end of story: she drank antifreeze",
        "he made a scene and cut his wrists",
        "customer collapsed in my book shop",
    ],
)
def test_a_film_or_a_game_hides_nobody_real(matcher, text):
    """A word of fiction beside somebody's own family, or denied, or in another sense, is none."""
    assert matcher.assess(text).card, text


@pytest.mark.parametrize(
    "text",
    ["in the film the hero's mum vomits blood", "in my story the girl's dad has a heart attack"],
)
def test_family_of_somebody_invented_is_nobody(matcher, text):
    """What befalls the relatives of a hero befalls nobody."""
    assert matcher.assess(text).card is None, text


@pytest.mark.parametrize("text", ["xq" * 1000, "x-y " * 500, "a " * 1000, "'" * 1940])
def test_no_message_takes_the_processor_for_itself(matcher, text):
    """One long word, or letters that are joined to one, is compared with nothing."""
    began = time.process_time()
    matcher.assess(text)
    assert time.process_time() - began < 1
