"""A message falls into its questions, and a story does not."""

import time

import pytest

from gutfaq.nlu.openings import is_elliptical
from gutfaq.nlu.splitting import MOST, split, unfolded


def questions(text):
    """Return the questions of a message, bare."""
    return [piece.text.strip(" ?.") for piece in split(unfolded(text))]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Where does it start? How does it end?", ["Where does it start", "How does it end"]),
        ("what is tea and what is coffee", ["what is tea", "what is coffee"]),
        ("what is tea n why drink it", ["what is tea", "why drink it"]),
        ("is tea hot; is milk cold", ["is tea hot", "is milk cold"]),
        ("what is tea, what is milk", ["what is tea", "what is milk"]),
        ("Tea: symptoms, cost?", ["Tea symptoms", "Tea cost"]),
        ("tell me the causes of tea, not the symptoms", ["tell me the causes of tea"]),
        ("not the causes, I'm after the symptoms", ["I'm after the symptoms"]),
        ("Tea starts where, and why is it good", ["Tea starts where", "why is it good"]),
        (
            "how is tea made, and after that comes what",
            ["how is tea made", "after that comes what"],
        ),
        ("when tea is cold do you drink it, also do you sell it",)
        + (["when tea is cold do you drink it", "do you sell it"],),
        ("seeing as tea is hot, would ice help, and is milk cold",)
        + (["seeing as tea is hot, would ice help", "is milk cold"],),
        ("tea and milk, does heat spoil each of those", ["does heat spoil tea, milk"]),
        ("tea, milk. what does heat do for each", ["what does heat do for tea, milk"]),
        ("I'd love the signs and then all the causes", ["I'd love the signs", "all the causes"]),
        ("Tea: is it a cause, is it also good?", ["is tea a cause", "is tea also good"]),
        ("tea, is it a trigger", ["is tea a trigger"]),
        ("is there a link between tea and how you sleep",)
        + (["is there a link between tea and how you sleep"],),
        ("milk yes or no and why is tea good", ["milk", "why is tea good"]),
        ("does tea matter or is that just talk", ["does tea matter"]),
        ("tea, milk: which of these is bad", ["which of these is bad"]),
        ("Mum, is it a symptom", ["Mum, is it a symptom"]),
        ("tell me of tea and, if there's time, of milk", ["tell me of tea", "tell me of milk"]),
        ("is it in tea, in milk and in juice", ["is it in tea", "is it in milk", "is it in juice"]),
        ("is it true that tea is hot, and that milk is cold",)
        + (["is it true that tea is hot", "is it true that milk is cold"],),
        (
            "is tea hot? No? Then at least the symptoms.",
            ["is tea hot", "Then at least the symptoms"],
        ),
        ("tell me what it is, where it goes and how to stop it",)
        + (["tell me what it is", "where it goes", "how to stop it"],),
        ("Mint tea: does heat bring that on?", ["does heat bring mint tea on"]),
        ("wen is tea hot an what is it for", ["when is tea hot", "what is it for"]),
        ("how does it begin, and once begun what follows", ["how does it begin", "what follows"]),
        ("not the symptoms but the causes of tea?", ["the causes of tea"]),
        ("is tea hot, and please recommend me a cup", ["is tea hot", "please recommend me a cup"]),
        ("is tea hot and also if milk is", ["is tea hot", "if milk is"]),
        ("green tea what for, black tea what for", ["green tea what for", "black tea what for"]),
        ("is tea hot? btw any good films on", ["is tea hot", "btw any good films on"]),
        ("tea symptoms and whats the weather", ["tea symptoms", "whats the weather"]),
        ("tell me about tea and about milk, because I have both",)
        + (["tell me about tea", "tell me about milk"],),
        ("green tea whats it for, black tea whats it for",)
        + (["green tea whats it for", "black tea whats it for"],),
        ("green tea whats the first cup whats the last",)
        + (["green tea whats the first cup", "whats the last"],),
        ("how is it made how does it taste is it hot",)
        + (["how is it made", "how does it taste", "is it hot"],),
        ("tea for sleep y/n and milk for nerves y/n", ["tea for sleep", "milk for nerves"]),
        ("is tea hot?? n does milk boil", ["is tea hot", "and does milk boil"]),
        (
            "I do not know what tea is, nor who sold it",
            ["I do not know what tea is", "who sold it"],
        ),
        ("Having read of it I still don't know what tea is, nor who drinks it",)
        + (["Having read of it I still don't know what tea is", "who drinks it"],),
        ("Supposing it is hot, what comes first, and what comes last",)
        + (["Supposing it is hot, what comes first", "what comes last"],),
        (
            "symptoms of tea? oh and the stages too pls",
            ["symptoms of tea", "oh and the stages too pls"],
        ),
        ("symptoms and causes of tea", ["symptoms of tea", "causes of tea"]),
        (
            "tea meaning / causes / symptoms",
            ["tea meaning", "tea causes", "tea symptoms"],
        ),
        ("1) what is tea 2) its price", ["what is tea", "its price"]),
        ("Tell me: (a) what leaks, (b) how it ends", ["what leaks", "how it ends"]),
        ("1. what is tea 2. its price", ["what is tea", "its price"]),
        ("what is tea\nis it hot", ["what is tea", "is it hot"]),
        ("green tea - does it wake you? black - does it?", ["does green tea wake you", "black"]),
        (
            "does tea help with a) sleep b) nerves",
            ["does tea help with sleep", "does tea help with nerves"],
        ),
        ("Two quick ones: define tea, and name its kinds", ["define tea", "name its kinds"]),
        ("Trying to sort this. What is tea? Is it hot?", ["What is tea", "Is it hot"]),
        ("Can't sleep. Does tea keep you awake?", ["Does tea keep you awake"]),
        (
            "What is tea? Also whether it can bring your mood down in the end",
            ["What is tea", "Also whether it can bring your mood down in the end"],
        ),
        ("- symptoms of tea\n- causes of tea", ["symptoms of tea", "causes of tea"]),
        ("both the causes and the symptoms of tea", ["causes of tea", "symptoms of tea"]),
        ("the causes of tea as well as its symptoms", ["the causes of tea", "the symptoms of tea"]),
        ("tell me about tea and about milk", ["tell me about tea", "tell me about milk"]),
        ("symptoms of tea, and how do they end", ["symptoms of tea", "how do they end"]),
        ("is it hot, and in what cup is it best", ["is it hot", "in what cup is it best"]),
        ("Two things: is it hot, and what is it", ["is it hot", "what is it"]),
        ("tea symptoms and coffee causes", ["tea symptoms", "coffee causes"]),
        ("symptoms of tea vs symptoms of milk", ["symptoms of tea", "symptoms of milk"]),
        ("I want two things: causes and symptoms of tea", ["causes of tea", "symptoms of tea"]),
        ("is it hot, and if so why does it cool", ["is it hot", "why does it cool"]),
        ("can tea cool and then like can it boil", ["can tea cool", "can it boil"]),
        ("what is it and second of all is it hot", ["what is it", "is it hot"]),
        ("what is it and can cats drink it", ["what is it", "can cats drink it"]),
        ("does it cool oh and taste", ["does it cool", "and taste"]),
        ("milk yes or no? tea yes or no?", ["milk", "tea"]),
        ("oolong, mate, malt: which are causes", ["are oolong, mate, malt causes"]),
        (
            "my nan wants to know the causes and my aunt wants to know the price",
            ["my nan wants to know the causes", "my aunt wants to know the price"],
        ),
        ("1 what is it 2 who drinks it", ["what is it", "who drinks it"]),
        (
            "causes symptoms treatment of tea",
            ["causes of tea", "symptoms of tea", "treatment of tea"],
        ),
        ("oolong? mate? does tea make these", ["does tea make oolong, mate"]),
        ("gin & rum, tea signs or not", ["gin & rum, tea signs or not"]),
        ("gas and rum, leaky gut signs or not", ["are gas and rum leaky gut signs"]),
        ("I ask two things first is it hot second can it cool", ["is it hot", "can it cool"]),
        (
            "hope you are well, can it boil, and should i drink",
            ["can it boil", "should i drink"],
        ),
        ("is it good for cats / for dogs", ["is it good for cats", "is it good for dogs"]),
        ("does it cool and also old milk", ["does it cool", "and also old milk"]),
        ("how does it begin what follows that", ["how does it begin", "what follows that"]),
        ("tell me about tea then about milk", ["tell me about tea", "about milk"]),
    ],
)
def test_questions_come_apart(message, expected):
    """Sentences, coordinated clauses, lists and shared stems become questions of their own."""
    assert questions(message) == expected


@pytest.mark.parametrize(
    "message",
    [
        "can milk be what causes it",
        "With the cold that I have had since ten years, is there a link to tea?",
        "what sort of pain does it cause",
        "in which cup is it best",
        "how do I know if it is tea",
        "why does my aunt think it is tea and not milk",
        "what leaks out n where to",
        "can it also do the opposite",
        "my heart sank when I read it - is it tea",
        "can bread and butter make you tired",
        "if I drink tea, what happens",
        "what is the difference between symptoms and causes",
        "I drank tea and it was cold and I was sad",
        "What is tea, Dr. Brown?",
        "back to causes, is there another one?",
        "I drank tea\nand it was cold,\nis that so bad?",
    ],
)
def test_one_question_stays_whole(message):
    """An "and" inside a question, a condition or a title does not cut it."""
    assert len(split(message)) == 1


def test_a_story_is_left_out():
    """What is told before the question is no question, but is kept for pronouns."""
    (piece,) = split("I have been tired since May. My boss is worried. Could that be tea?")
    assert piece.text == "Could that be tea?"
    assert piece.before == "I have been tired since May. My boss is worried."


def test_nothing_asked_is_one_piece():
    """A message that asks nothing is read whole."""
    assert questions("Tea is nice. Milk is white") == ["Tea is nice. Milk is white"]


def test_questions_are_capped():
    """Of very many questions only the first few are read."""
    assert len(split("is tea hot? " * 50)) == MOST


@pytest.mark.parametrize("fragment", ["is eczema?", "and hair loss?", "acne?", "what about tea"])
def test_fragments_are_known(fragment):
    """What only makes sense after another question is told apart from a question."""
    assert is_elliptical(fragment)


def test_a_whole_question_is_no_fragment():
    """A question that stands alone needs no neighbour."""
    assert not is_elliptical("what are the stages of it")


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "whats the first stage whats the last stage",
            ["whats the first stage", "whats the last stage"],
        ),
        ("WHAT IS IT. WHAT CAUSES IT.", ["WHAT IS IT.", "WHAT CAUSES IT."]),
        ("does it mention what is in the title", ["does it mention what is in the title"]),
        ("do you know what is the first stage", ["do you know what is the first stage"]),
        ("when it happens what does the body do", ["when it happens what does the body do"]),
    ],
)
def test_questions_without_a_mark_between_them(text, questions):
    """A second question word begins a second question, unless the first leads into it."""
    assert [piece.text for piece in split(unfolded(text))] == questions


def test_what_that_points_back_to_is_no_question_of_its_own():
    """A doubtful statement with a question mark is what "that" means."""
    (piece,) = split(unfolded("hi, a colleague said my gut may be leaking?? what is that"))
    assert piece.text == "what is that"
    assert "my gut may be leaking" in piece.before


@pytest.mark.parametrize(
    "message",
    ["haha" * 12 + " that's funny", "a-" * 40, "leaky-" * 12 + "gut is what", "a, " * 300],
)
def test_no_word_takes_long(message):
    """Long words and lists are split in no time: one message would block all others."""
    begun = time.thread_time()
    split(unfolded(message))
    assert time.thread_time() - begun < 0.5
