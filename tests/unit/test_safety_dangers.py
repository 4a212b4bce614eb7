"""People in danger whose words stand in figures of speech, titles and jokes too."""

from __future__ import annotations

from pathlib import Path

import pytest

from gutfaq.safety.matcher import load

DANGERS = """
every single day i think of suicide
single mum took an overdose
i'm a single mum with heart attack symptoms
failed my exams and took an overdose
during the exam my friend had a seizure
my dissertation is due and my nan just had a stroke
id rather jump off a bridge than go on living
i want to jump off the bridge than listen to him hitting mum again
lost my career going to jump off a cliff
I want to end it all tonight with my phone off
I want to hang myself a light cord is ready
call of duty is over i want to kill myself
self harm is how my brain says i should cope
i drank battery acid at work
my toddler drank acid at home
my son ate something poisonous for dogs
he had a fit when i found him
she had a fit about an hour after they gave the jab
he would have a fit all night and not stop
my dad ate cake and collapsed
she is in bed collapsed
the roof collapsed and i'm trapped bleeding
during cricket batting he collapsed
need first aid my son is choking
my toddler is choking on his dummy
my baby is choking on dust
I think my mum has had a stroke nurse please help
mum had a stroke physio says call
he had two strokes already this morning
my son drank two stroke petrol
he had seizure in the car engine running
newborn vomit green
my baby's vomit green
it can only be described as faecal vomit
viendo una pelicula a mi marido le dio un ictus
beim film hat mein mann einen schlaganfall bekommen
watching telly my old man collapsed
he got stabbed with a zombie knife and he is bleeding badly
dogs jaws locked on her arm she is bleeding heavily
while making a video he got shot in the leg
I know who poisoned him and he is dying
keep passing out day after day
either end nothing for four days, belly swollen
nan had a stroke ward is closed
breathless at the top of the stairs and my chest hurts
out of breath just lying here lips are blue
my son plays panto and he is not breathing
what symptoms would mean i need help, i am vomiting blood
iron tablets on the floor and my toddler ate the lot
does the text say anything about bleeding, because i am bleeding heavily from behind
belly like a drum and no gas for three days
end it all with coffee and a bottle of pills
self harm at its finest, fresh cuts on my arms tonight
what symptoms would mean I should worry, I'm vomiting blood
what pain would mean a heart attack mine is crushing and down my arm
I want to end it all with coffee and sleeping tablets
shop keeper has collapsed
zoo keeper collapsed, he's blue
breathless just reading aloud, lips are blue
says nothing about bleeding but I'm soaking a towel every hour
"""


@pytest.fixture(scope="module")
def matcher():
    """Return the matcher of the project's own data."""
    return load(Path(__file__).parents[2] / "data" / "safety")


@pytest.mark.parametrize("message", DANGERS.strip().splitlines())
def test_no_figure_of_speech_hides_it(matcher, message):
    """Each gets its card, whatever harmless wording shares a word with it."""
    assert matcher.assess(message).card, matcher.assess(message)


@pytest.mark.parametrize(
    ("message", "context"),
    [
        ("belly distended, vomiting everything, I had an operation years ago", "affirmed"),
        ("chest pain and sweating, he had a stent years ago", "affirmed"),
        ("I had chest pain, we had a baby years ago", "past"),
        ("chest pain, I had it years ago", "past"),
    ],
)
def test_what_is_over_is_not_what_goes_on(matcher, message, context):
    """An operation of years ago makes no sign of today a thing of the past."""
    assert matcher.assess(message).context == context
