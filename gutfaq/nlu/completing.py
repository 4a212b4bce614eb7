"""What a question leaves unsaid, taken from what stands before it: "acne?", "why is it good?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gutfaq.nlu.aspects import NAMED_ASPECT
from gutfaq.nlu.concepts import MASK
from gutfaq.nlu.knowledge import Knowledge
from gutfaq.nlu.openings import is_elliptical
from gutfaq.nlu.preparing import Preparation, Prepared
from gutfaq.nlu.splitting import Piece

LONGEST_STORY = 60
"""Words of what came before that are read with a question that leans on it."""

_LEADS = re.compile(
    r"^\W*(?:(?:and|or|also|plus|so|but|then|what about|how about|sorry|no|i meant?|is|are|does|"
    r"do|can|could|will|would|may|might)\b\W*)+",
    re.I,
)
_TRAILS = re.compile(r"\W*\b(?:too|one|ones|also|as well|either|then|please|pls)?\W*$", re.I)
_OURS = re.compile(r"^(?:our|my|your|the) ", re.I)
"""A synonym, "our food", of which the rest is enough after an answer that names the concept."""
_SAYS_SO = re.compile(r"^\W*(?:and|or|what about|how about|is|are|also)\b|\?\W*$", re.I)
_THOSE = re.compile(
    r"\b(?:(?:any|either|both|all|one|which|some) of )?(?:that|this|those|these|them|both)\b", re.I
)
_ONE = re.compile(
    r"^(?P<what>(?:(?:and|so|but|or|also|second|then)\b\W*)*(?:is|are|was)\b"
    r"(?!.*\b(?:this|that|it|last|first|next|other|which|same)\b) .{3,30}?|"
    r"(?P<whether>.*\b(?:if|whether) .{3,30}?) (?:is|are)|"
    r"(?:so |like |and |but )+(?P<says>\w[\w ]{2,25}?) (?:is|are)) "
    r"(?:one|part|among)(?: (?:of )?(?:them|those|these))?"
    r"(?: too| as well| then| yeah| yes| right)*\W*$",
    re.I,
)
_WHICH_ONE = re.compile(
    r"^(?P<what>.*\bthe (?:first|second|third|next|last|final|worst))(?: one)?\W*$", re.I
)
_PLACE = re.compile(
    r"^\W*(?:(?:and|or|also|then|separately|what about|how about)\b\W*)+"
    r"(?P<place>(?:in|inside|outside|beyond|elsewhere|away from)\b[\w ]{2,30}?)\W*$",
    re.I,
)
_STAGE = re.compile(r"\b(?:stage|phase|step)s?\b", re.I)
_KINDS = re.compile(
    r"\b(?:(?P<many>symptom|sign|trigger|stage|complication|cause)s|"
    r"(?:a|the|first|last|next|main) (?P<one>symptom|sign|trigger|stage|complication|cause))\b",
    re.I,
)
POINTS = re.compile(r"\b(?:it|that|this|these|those|they|them)\b", re.I)
"""Words that point to what stands before."""
_SHORT_STORY = 20
"""Words of a story that are read whole with what points to it: "white tongue, is it leaky gut"."""
_BLOOD = re.compile(r"\bblood", re.I)
"""A story of blood is no story of the bloodstream."""
_MEANT = re.compile(r"\bwhat(?:ever|'s|s)?(?: (?:is|does|was|exactly))*\s(?:it|that|this)\b", re.I)
"""Asks what a thing is that was named before."""
_IT = re.compile(r"\b(?:it|they|them|those|these)\b(?! is\b.*\bthat\b)", re.I)
_STEPS = re.compile(r"\b(?:before|after|next|follows?|precedes?)\b", re.I)
"""Goes from one stage to another: "what comes before it"."""
_ITS = re.compile(r"\b(?:its|their)\b", re.I)
_IS_SO = re.compile(
    r"^\W*(?:true|right|correct)\?\W*$|"
    r"^\W*(?:so |and |but |well )*(?:is|are|was) (?:that|this|it|those|they|these) "
    r"(?:really |actually |truly )?(?:right|true|correct|so|wrong|accurate|the case|a fact)\b"
    r".{0,20}$",
    re.I,
)
"""Asks whether all that was said is so, not what one word of it is."""
_LEANS = re.compile(
    r"^\W*(?:so |and |but )*(?:is|was|were|are|can|could|does|do|would|why|how|what)\b(?: \w+)?"
    r" (?:it|that|this|he|she|they|so|right|true)\b.{0,30}$",
    re.I,
)
_FROM = re.compile(
    r"^(?:so |and |is it |comes? |coming )*(?:from|because of|due to|caused by) (?:the |my |a )?",
    re.I,
)
_I_GET = re.compile(r"^(?:(?:so|well|ok|i get|i have|i've|i've got|got|i)\b[ ,]*)+", re.I)
_BEGINS_BARE = re.compile(
    r"^\W*(?:comes?|goes|gets|known|linked|caused|due|related|common|normal|part of|"
    r"(?:a )?(?:known |common )?(?:symptom|sign)s? of)\b",
    re.I,
)
"""Leaves out what was told of just before: "Comes from leaky gut?"."""
_WHAT_ARE = re.compile(
    r"^\W*(?:(?:and|so|but|or|also|ok) )*(?:what are|name|list) (?:they|those|these|them)"
    r"(?: then| exactly| all| please)?\W*$",
    re.I,
)
_THE_STAGES = re.compile(
    r"\b(?:each|every|the|its|these) stages?\b(?! of (?!leaky|it\b|the gut))", re.I
)
"""What "what are they" may mean: of symptoms or causes it is not sure whose they are."""
_ONLY_SUBJECT = re.compile(
    r"^\W*(?:(?:and|or|also|plus|so|but|oh)\b\W*)*(?P<asks>(?:does|do|can|could|will|may) "
    r"(?!(?:it|that|this|they|you|i|we)\b)[\w'-]+(?: [\w'-]+){0,2}?)(?: too| also| as well)?\W*$",
    re.I,
)
"""Leaves its verb to the question before it: "does infection?"."""
_CAUSES = re.compile(
    r"\b(?:does|do|can|could|will|may)\s(?!(?:it|they|this|that|(?:a )?leaky)\b)"
    r"(?:[\w'-]+ ){1,4}?(?P<rest>(?:cause|trigger|start|weaken|"
    r"harm|hurt|damage|count|belong|contribute|lead to|bring on|bring about|set off|"
    r"affect|upset|make|give)\b.*)$",
    re.I,
)
"""A verb whose subject another may take the place of; what "it" does is asked of the object."""
_OF_WHAT = re.compile(
    r"\b(?:symptoms?|signs?|causes?|triggers?|definition|meaning|stages)"
    r"(?: (?:too|as well|then))?\W*$",
    re.I,
)
_LINKED = re.compile(
    r"^\W*(?:and |or |so |but )*(?:is|are)\b(?! (?:it|that|this|they)\b)"
    r".{3,40}\b(?:linked|related|connected|tied)\W*$",
    re.I,
)
_DEFINED = re.compile(
    r"^\W*(?:so |and )?what(?:'s|s| is| are) (?P<what>(?:a |an |the )?[^,?]{3,30}?)\W*$", re.I
)
"""Asks what a thing is that no concept knows; "it" in the next question means that."""
_FILLS = re.compile(
    r",?\s+(?:in the first place|anyway|anyhow|at all|exactly|specifically|in particular)"
    r"(?=\W*$)|"
    r"^\W*(?:(?:so|ok|okay|well|like|and)\W+)*(?:first|second|third|last) of all\W+",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was typed, and the same prepared with what it leaves unsaid.

    Attributes:
        words: As typed.
        question: Complete.
        unknown: What a fragment names and no answerable question does, "hair loss"; else empty.
    """

    words: str
    question: Prepared
    unknown: str = ""


class Completion:
    """Completes questions with their neighbours and with the topic of the conversation."""

    def __init__(self, knowledge: Knowledge, words: Preparation) -> None:
        self._frames = knowledge.frames
        self._subjects = knowledge.subjects
        self._main = knowledge.main
        self._usual = frozenset(knowledge.answer_words)
        self._words = words
        self._says = knowledge.says
        self._loosely = {
            _OURS.sub("", way): concept
            for way, concept in knowledge.synonyms.items()
            if _OURS.match(way)
        }

    def complete(self, pieces: Sequence[Piece], topic: str | None) -> list[Asked]:
        """Return each question; `topic` is the answer that the conversation is about."""
        asked: list[Asked] = []
        for piece in pieces:
            before = asked[-1].question if asked else None
            asked.append(self._one(piece, before, topic))
        return asked

    def unknown(self, words: str) -> bool:
        """Return whether no answerable question uses any of the words."""
        doc = self._words.concepts.read(words)
        if self._words.concepts.find(doc):
            return False
        return all(token.norm_ not in self._usual for token in doc if token.is_alpha)

    def _one(self, piece: Piece, before: Prepared | None, topic: str | None) -> Asked:
        own = self._words.prepare(self._spelled_out(_FILLS.sub("", piece.text), before, topic))
        frame = self._frame(before, topic)
        core = _core(own.text)
        loosely = self._loosely.get(core, "")
        if frame and is_elliptical(own.text) and f"ask_{topic}" in self._says.get(loosely, ()):
            return Asked(piece.text, self._of_main(frame.replace(MASK, loosely)))
        if frame and is_elliptical(own.text) and self._fills(own, core):
            unknown = "" if own.mentions else core
            return Asked(piece.text, self._of_main(frame.replace(MASK, core)), unknown)
        if piece.before:
            own = self._recalled(piece, own)
        text = self._referred(own, before, topic) if piece.asks else own.text
        return Asked(piece.text, self._of_main(text))

    def _spelled_out(self, text: str, before: Prepared | None, topic: str | None) -> str:
        """Return a question with what it takes from the one before it, or from the topic.

        After one on symptoms "is eczema one of them" is "is eczema a symptom", "and outside the
        gut" is "which symptoms are outside the gut"; after one on stages "whats the last" is "whats
        the last stage". "Does infection?" takes the verb of a question in the same message.
        """
        said = before.text if before else self._frames.get(f"ask_{topic}", "") if topic else ""
        subject, verb = _ONLY_SUBJECT.match(text), _CAUSES.search(said)
        if before and subject and verb:
            return f"{subject['asks']} {verb['rest']}"
        if before and _WHAT_ARE.match(text) and _THE_STAGES.search(said):
            return "what are the stages"
        which, stage = _WHICH_ONE.match(text), _STAGE.search(said)
        if which and stage:
            return f"{which['what']} stage"
        kind, place = _KINDS.search(said), _PLACE.match(text)
        if kind and place:
            return f"which {kind['many'] or kind['one']}s are {place['place']}"
        one = _ONE.match(text)
        if not one or not kind:
            return text
        what = f"is {one['says']}" if one["says"] else one["what"]
        return f"{what} a {kind['many'] or kind['one']}"

    def _frame(self, before: Prepared | None, topic: str | None) -> str | None:
        """Return the question whose specific is to be replaced, with `MASK` in its place."""
        if before is None:
            return self._frames.get(f"ask_{topic}") if topic else None
        return before.masked if before.masked.count(MASK) == 1 else None

    def _fills(self, own: Prepared, core: str) -> bool:
        """Return whether the words are a specific, known or not, rather than an aspect."""
        if NAMED_ASPECT.search(core):
            return False
        if any(mention.concept not in self._words.concepts.topics for mention in own.mentions):
            return True
        return bool(core) and bool(_SAYS_SO.search(own.text)) and self.unknown(core)

    def _recalled(self, piece: Piece, own: Prepared) -> Prepared:
        """Return the question with what a pronoun of it, or no word, stands for in the story."""
        if self._words.specifics(own):
            return own
        story = self._words.prepare(" ".join(piece.before.split()[-LONGEST_STORY:]))
        if _IS_SO.match(own.text):
            return self._words.prepare(f"{story.text} {own.text}")
        named = self._words.specifics(story)
        if named and _BEGINS_BARE.match(own.text) and _is_one(story, _I_GET):
            return self._words.prepare(f"{named[0]} {own.text.lower()}")
        if named and _THOSE.search(own.text) and not _BLOOD.search(story.text):
            return self._words.prepare(_THOSE.sub(" and ".join(named), own.text, count=1))
        topics = {m.concept for m in story.mentions} & self._words.concepts.topics
        if len(topics) == 1 and not own.mentions and _MEANT.search(own.text):
            return self._words.prepare(_MEANT.sub(f"what is {topics.pop()}", own.text, count=1))
        if not own.mentions and _LEANS.match(own.text):
            return self._words.prepare(f"{story.text} {own.text}")
        short = len(story.text.split()) <= _SHORT_STORY
        if not topics and short and (POINTS.search(own.text) or _is_one(own, _FROM)):
            return self._words.prepare(f"{story.text.rstrip('. ')}, {own.text}")
        return own

    def _referred(self, own: Prepared, before: Prepared | None, topic: str | None) -> str:
        """Return the words with the subject in the place of "it", where that is not the main one.

        The main subject, which most questions are about, needs no name: examples say "it" for it.
        """
        unknown = before is not None and not before.mentions
        defined = _DEFINED.match(before.text) if before is not None and unknown else None
        if defined and _ITS.search(own.text):
            return _ITS.sub(f"{defined['what']}'s", own.text, count=1)
        if defined and _IT.search(own.text):
            return _IT.sub(defined["what"], own.text, count=1)
        if own.mentions or not _IT.search(own.text):
            return own.text
        subject = self._subjects.get(f"ask_{topic}") if before is None and topic else None
        if before is not None and not _IT.search(before.text):
            every = list(dict.fromkeys(mention.concept for mention in before.mentions))
            named = [concept for concept in every if concept in self._words.concepts.topics]
            named = named or (every if len(every) == 1 and not _STEPS.search(own.text) else [])
            subject = named[0] if named and self._main not in named else None
        return _IT.sub(subject, own.text, count=1) if subject else own.text

    def _of_main(self, text: str) -> Prepared:
        """Return "is eczema a symptom" with what it is a symptom of, when nothing else is said."""
        own = self._words.prepare(text)
        about = any(mention.concept in self._words.concepts.topics for mention in own.mentions)
        joined = "of" if _OF_WHAT.search(own.text) else "to" if _LINKED.search(own.text) else None
        if about or not self._main or joined is None:
            return own
        return self._words.prepare(f"{own.text.rstrip(' ?.!')} {joined} {self._main}")


def _core(text: str) -> str:
    """Return what a fragment names: "is eczema?" names "eczema"."""
    return _TRAILS.sub("", _LEADS.sub("", text))


def _is_one(own: Prepared, lead: re.Pattern[str]) -> bool:
    """Return whether the words are one concept and no more, behind such a lead: "from the gut?"."""
    bare = lead.sub("", own.text.strip(" ?!.,"))
    return len(own.mentions) == 1 and own.mentions[0].end - own.mentions[0].start >= len(bare)
