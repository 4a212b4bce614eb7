"""What is told and only to be confirmed is taken as a question, and nothing else is."""

import pytest

from gutfaq.nlu.claims import claimed

CONCEPTS = ("tea", "sleep", "nerves")


def names(words):
    """Return whether words name a concept of a text on tea."""
    return any(concept in words.lower() for concept in CONCEPTS)


def names_tea(words):
    """Return whether words name what that text is about."""
    return "tea" in words.lower()


def is_strange(words):
    """Return whether the text could not be about these words."""
    return words.lower() in ("dogs", "surgery", "teenagers")


def claims(text):
    """Return the claims of a message, bare; None where it asks something else."""
    found = claimed(text, names, names_tea, is_strange)
    lead = "is it true that "
    return None if found is None else [p.text.removeprefix(lead).rstrip("?") for p in found]


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        ("My aunt says tea spoils sleep. Is she right?", "tea spoils sleep"),
        ("Tea calms the nerves, says my aunt. Is there truth in that?", "Tea calms the nerves"),
        ("my boss reckons tea keeps you up, true or not", "tea keeps you up"),
        ("Correct me if I'm wrong, but tea spoils sleep", "tea spoils sleep"),
        ("Please confirm that tea is good for the nerves.", "tea is good for the nerves"),
        ("I lost my hat. A man said tea spoils sleep. I'd like to have that confirmed.",)
        + ("tea spoils sleep",),
        ("They do say tea spoils sleep, don't they? Is it true what they say?", "tea spoils sleep"),
        ("I have read that with tea the nerves are calm. Is this correct?",)
        + ("with tea the nerves are calm",),
        ("tea calms you they say. Does it?", "tea calms you they say"),
        ("The trainee was sure that tea spoils when it is cold. thoughts?",)
        + ("tea spoils when it is cold",),
    ],
)
def test_a_claim_is_taken_out(message, claim):
    """Who made it, what else was told and how it is asked are left out."""
    assert claims(message) == [claim]


@pytest.mark.parametrize(
    ("message", "both"),
    [
        (
            "She says tea spoils sleep and that tea calms. Both right?",
            ["tea spoils sleep", "tea calms"],
        ),
        (
            "tea makes you calm and makes you tall. True?",
            ["tea makes you calm", "tea makes you tall"],
        ),
        ("Tea spoils sleep. Rum cures it. True?", ["Tea spoils sleep", "Rum cures it"]),
        (
            "tea calms the nerves, everyone knows one. Right?",
            ["tea calms the nerves", "everyone knows one"],
        ),
        ("Tea spoils sleep. Tea calms the nerves. Is it all true?",)
        + (["Tea spoils sleep", "Tea calms the nerves"],),
    ],
)
def test_two_claims_are_two_questions(message, both):
    """Each is asked for itself."""
    assert claims(message) == both


@pytest.mark.parametrize(
    "message",
    [
        "My aunt drinks coffee. She says it spoils sleep. Is she right?",
        "My aunt has gout and says tea causes it. Is she right?",
        "My aunt has gout. She says tea is behind it. Is she right?",
        "My son has a cold. The nurse told us it ends soon. Could you confirm?",
        "In dogs it is tea that spoils sleep. True?",
        "After surgery it is tea that calms the nerves. Is that correct?",
    ],
)
def test_what_the_text_cannot_be_about_is_no_claim_of_it(message):
    """Another subject that "it" means, or some people only: nothing is left to ask."""
    assert claims(message) == []


@pytest.mark.parametrize(
    "message",
    [
        "What is tea?",
        "Tea spoils sleep. Why is that true?",
        "Tea spoils sleep. Is it right for my son?",
        "Does tea spoil sleep? Is that right?",
        "Tea spoils sleep.",
        "is it true that tea spoils sleep, and does coffee",
    ],
)
def test_other_messages_are_left_alone(message):
    """Questions, statements and stories of one's own are read as ever."""
    assert claims(message) is None


def test_what_one_tells_of_oneself_is_read_as_it_stands():
    """It is no claim of anybody's about tea."""
    assert claims("I drink tea. Is that wrong?") == ["I drink tea."]


def test_small_talk_is_no_claim():
    """Somebody has to say it, or it has to name something of the text."""
    assert claims("So you are a doctor, right?") is None
