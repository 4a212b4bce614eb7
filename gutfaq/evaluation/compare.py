"""Other ways to understand, on the same examples and cases: what ours has to beat.

Each takes a message whole, as one question, and gives the answer of the intent it finds; no
decision refuses anything but the classifier's own choice of an intent without an answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from gutfaq.evaluation.cases import Case
from gutfaq.evaluation.running import Ask, run
from gutfaq.evaluation.scoring import Json
from gutfaq.evaluation.stock import intents
from gutfaq.evaluation.summary import summarise
from gutfaq.nlu.embedding import Encoder

SETS = ("inscope", "near", "far")
"""What one question and one intent can be compared on."""
RETRIEVED = 0.45
"""Cosine from which on retrieval gives a sentence; about where near misses equal good ones."""

Classify = Callable[[str], Awaitable[str]]


def rivals(
    cases: Sequence[Case],
    examples: Sequence[tuple[str, str]],
    quoted: Mapping[str, Sequence[str]],
    leaning: Mapping[str, Sequence[str]],
    *,
    stock: tuple[Path, int] | None = None,
) -> dict[str, Any]:
    """Return, by rival, its counts by set.

    Args:
        cases: Those of other sets than `SETS` are left out.
        examples: Text and intent.
        quoted: For each intent with an answer, the sentences it quotes.
        leaning: See `scoring.score`.
        stock: The folder of the training data and DIET's epochs, to add the stock pipeline.
    """
    chosen = [case for case in cases if case.set in SETS]
    found = {
        "TF-IDF, logistic regression": asking(tfidf(examples), quoted),
        "embedding retrieval over the text's sentences": asking_sentences(quoted),
    }
    if stock:
        texts = sorted({text for case in chosen for text in case.texts})
        name = f"Rasa 3.6 default pipeline (DIET, {stock[1]} epochs)"
        found[name] = asking(known(dict(zip(texts, intents(*stock, texts), strict=True))), quoted)
    return {
        name: summarise(asyncio.run(run(chosen, ask, leaning)))["sets"]
        for name, ask in found.items()
    }


def asking(classify: Classify, quoted: Mapping[str, Sequence[str]]) -> Ask:
    """Return how to ask a classifier: it says what the answer of its intent quotes."""

    async def ask(turns: Sequence[Mapping[str, Any]]) -> list[Json]:
        intents = [await classify(str(turn.get("text") or "")) for turn in turns]
        return [_reply(intent, quoted.get(intent, ())) for intent in intents]

    return ask


def tfidf(examples: Sequence[tuple[str, str]]) -> Classify:
    """Return a logistic regression on words and pairs of words."""
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    model = LogisticRegression(C=10.0, max_iter=100)
    model.fit(vectorizer.fit_transform(text for text, _ in examples), [i for _, i in examples])

    async def classify(text: str) -> str:
        return str(model.predict(vectorizer.transform([text]))[0])

    return classify


def asking_sentences(quoted: Mapping[str, Sequence[str]]) -> Ask:
    """Return how to ask for the sentence of the text that is nearest to the question."""
    encoder = Encoder()
    sentences = sorted({sentence for found in quoted.values() for sentence in found})
    vectors = encoder.encode(sentences)

    async def ask(turns: Sequence[Mapping[str, Any]]) -> list[Json]:
        likeness = encoder.encode([str(turn.get("text") or "") for turn in turns]) @ vectors.T
        best = np.argmax(likeness, axis=1)
        return [
            _reply("sentence", [sentences[i]] if row[i] >= RETRIEVED else [])
            for i, row in zip(best, likeness, strict=True)
        ]

    return ask


def known(found: Mapping[str, str]) -> Classify:
    """Return a classifier that has already said what each text is taken for."""

    async def classify(text: str) -> str:
        return found[text]

    return classify


def _reply(intent: str, sentences: Sequence[str]) -> Json:
    verdict = "answer" if sentences else "not_understood"
    said = [{"text": "", "sentences": [{"text": sentence} for sentence in sentences]}]
    return {"verdict": [verdict], "said": said if sentences else [], "intent": intent}
