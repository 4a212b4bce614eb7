"""Rasa's default pipeline, in a process of its own: TensorFlow is left out of the assistant's.

`python -m gutfaq.evaluation.stock DATA EPOCHS` trains on the examples in a folder, then reads a
JSON list of texts from standard input and writes the list of their intents.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from gutfaq.errors import Refused

_CONFIG = """recipe: default.v1
language: en
assistant_id: stock
pipeline:
- name: WhitespaceTokenizer
- name: RegexFeaturizer
- name: LexicalSyntacticFeaturizer
- name: CountVectorsFeaturizer
- {{name: CountVectorsFeaturizer, analyzer: char_wb, min_ngram: 1, max_ngram: 4}}
- {{name: DIETClassifier, epochs: {epochs}, constrain_similarities: true, random_seed: 1}}
- {{name: FallbackClassifier, threshold: 0.3, ambiguity_threshold: 0.1}}
"""


class StockFailed(Refused):
    """The stock pipeline did not train."""


def intents(data: Path, epochs: int, texts: Sequence[str]) -> list[str]:
    """Return what the stock pipeline takes each text for, trained for so many epochs.

    Raises:
        StockFailed: Its process ended badly.
    """
    command = [sys.executable, "-m", "gutfaq.evaluation.stock", str(data), str(epochs)]
    ended = subprocess.run(
        command, input=json.dumps(list(texts)), stdout=subprocess.PIPE, text=True, check=False
    )
    if ended.returncode:
        raise StockFailed(
            f"{' '.join(command[1:])} ended with {ended.returncode}. Its own lines stand above."
        )
    found: list[str] = json.loads(ended.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Train, classify and write; see the module."""
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    data, epochs = sys.argv[1:3]
    texts = json.load(sys.stdin)
    spoken, sys.stdout = sys.stdout, sys.stderr  # Rasa prints as it trains
    with TemporaryDirectory() as folder:
        config = Path(folder) / "config.yml"
        config.write_text(_CONFIG.format(epochs=int(epochs)), encoding="utf-8")
        agent = Agent.load(train_nlu(str(config), data, folder))

        async def classify() -> list[str]:
            return [str((await agent.parse_message(text))["intent"]["name"]) for text in texts]

        spoken.write(json.dumps(asyncio.run(classify())) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    main()
