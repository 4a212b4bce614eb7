"""The embedding model's multiplications in int8, as its weights are stored.

The published file stores int8 weights and scales, turned into floats when it is loaded: each
message then reads 43 MB of them, and memory is what a short message waits for. onnxruntime's
`MatMulNBits` multiplies the stored integers. It rounds what comes in too, each block of each token
by itself (cosine to the floats' vector: 0.9988 or more), so that a text has the same vector alone
and in a batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import GraphProto, NodeProto, TensorProto, helper, numpy_helper

BLOCK = 128
"""Numbers that share a scale; a power of two that divides every layer's width."""
_DOMAIN = "com.microsoft"
_INT8 = 4  # onnxruntime's `accuracy_level`: what comes in is rounded to int8
_ZERO = 128  # what onnxruntime stores for a weight of nought


def multiply_integers(model: Path) -> bytes:
    """Return the model of this file, with each product with stored int8 weights as one node."""
    loaded = onnx.load(str(model))
    graph = loaded.graph
    stored = {tensor.name: tensor for tensor in graph.initializer}
    made_by = {name: node for node in graph.node for name in node.output}
    nodes = [
        _product(graph, node, *weights) if (weights := _stored(node, made_by, stored)) else node
        for node in graph.node
    ]
    del graph.node[:]
    graph.node.extend(_needed(nodes, {value.name for value in graph.output}))
    read = {name for node in graph.node for name in node.input}
    kept = [tensor for tensor in graph.initializer if tensor.name in read]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    loaded.opset_import.append(helper.make_opsetid(_DOMAIN, 1))
    return bytes(loaded.SerializeToString())


def _stored(
    node: NodeProto, made_by: dict[str, NodeProto], stored: dict[str, TensorProto]
) -> tuple[NDArray[np.int8], NDArray[np.float32]] | None:
    """Return the weights (in, out) and scales (1, out) of a product: Cast, Mul, then MatMul."""
    scaled = made_by.get(node.input[1]) if node.op_type == "MatMul" else None
    cast = made_by.get(scaled.input[0]) if scaled is not None and scaled.op_type == "Mul" else None
    if scaled is None or cast is None or cast.input[0] not in stored:
        return None
    weights = numpy_helper.to_array(stored[cast.input[0]])
    return weights, numpy_helper.to_array(stored[scaled.input[1]])


def _product(
    graph: GraphProto, node: NodeProto, weights: NDArray[np.int8], scales: NDArray[np.float32]
) -> NodeProto:
    """Return the node for this product; its weights are put into the graph."""
    wide, out = weights.shape
    blocks = wide // BLOCK
    shifted = (weights.T.astype(np.int16) + _ZERO).astype(np.uint8).reshape(out, blocks, BLOCK)
    names = node.output[0] + "_int8", node.output[0] + "_scales"
    for name, values in zip(names, (shifted, np.repeat(scales.ravel(), blocks)), strict=True):
        graph.initializer.append(numpy_helper.from_array(values, name))
    told = {"K": wide, "N": out, "bits": 8, "block_size": BLOCK, "accuracy_level": _INT8}
    inputs = [node.input[0], *names]
    return helper.make_node("MatMulNBits", inputs, node.output, domain=_DOMAIN, **told)


def _needed(nodes: list[NodeProto], wanted: set[str]) -> Iterator[NodeProto]:
    """Return, in their order, the nodes that the wanted values are made by."""
    kept = []
    for node in reversed(nodes):
        if wanted.intersection(node.output):
            wanted = wanted | set(node.input)
            kept.append(node)
    return reversed(kept)
