"""Layers of a Keras file that holds weights alone: what each is, from the shapes of its arrays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.readers.hdf5.values import Dataset
from app.readers.keras.cells import fits, is_fused
from app.readers.keras.layers import Graph, Layer
from app.readers.keras.stacks import usual

__all__ = ["chain", "guess"]

_CLASSES = {"lstm": "LSTM", "gru": "GRU", "rnn": "SimpleRNN"}
_RECURRENT = {"Bidirectional", *_CLASSES.values(), "CuDNNLSTM", "CuDNNGRU"}


def guess(
    key: str, hint: str, arrays: Sequence[Dataset], version: str, *, directions: int = 1, cells: int = 1
) -> Layer:
    """Say what a layer is.

    Parameters
    ----------
    key : str
        Its name.
    hint : str
        What the file calls it, often its class in small letters: "embedding_1".
    arrays : sequence of Dataset
        In Keras' order.
    version : str
        Version of Keras that wrote the file.
    directions : int
        2 for a layer with a forward and a backward part, whose arrays follow each other.
    cells : int
        More than 1 for a layer that holds a list of cells.

    Returns
    -------
    Layer
        Of an unknown configuration (``known`` is False); of class "" when it is none that can be told.
    """
    shapes = [array.shape for array in arrays]
    parts = directions * cells
    size = len(shapes) // parts
    for cell, name in _CLASSES.items():
        if size and all(fits(cell, shapes[at * size : (at + 1) * size]) for at in range(parts)):
            fused = is_fused(cell, shapes)
            name = f"CuDNN{name}" if fused else name
            settings = {} if fused else usual(cell, version)
            config = {"name": key, "return_sequences": True, **settings}
            if directions == 2:
                inner = {"class_name": name, "config": config}
                config, name = {"name": key, "merge_mode": "concat", "layer": inner}, "Bidirectional"
            elif cells > 1:
                one = {"class_name": f"{name}Cell", "config": config}
                listed = {"class_name": "StackedRNNCells", "config": {"cells": [one] * cells}}
                config, name = {"name": key, "return_sequences": True, "cell": listed}, "RNN"
            return Layer(key, name, config, tuple(arrays), known=False)
    return Layer(key, _other(hint, shapes), {"name": key}, tuple(arrays), known=False)


def _other(hint: str, shapes: Sequence[tuple[int, ...]]) -> str:
    if len(shapes) == 2 and len(shapes[0]) == 2 and shapes[1] == shapes[0][1:]:
        return "Dense"
    if len(shapes) == 1 and len(shapes[0]) == 2:
        return "Dense" if re.search("dense|linear|logits|output", hint, re.IGNORECASE) else "Embedding"
    return ""


def chain(graph: Graph, below: str | None, layer: Layer) -> Layer:
    """Let a recurrent layer read the one before it where their sizes chain.

    Parameters
    ----------
    graph : Graph
        With the layer below in it.
    below : str or None
        The recurrent layer that may feed this one.
    layer : Layer
        The next one.

    Returns
    -------
    Layer
        With a call that reads ``below``, or as it was.
    """
    source = graph.layers.get(below or "")
    if source is None or source.class_name != layer.class_name or layer.class_name not in _RECURRENT:
        return layer
    directions = 2 if layer.class_name == "Bidirectional" else 1
    units = source.arrays[1].shape[0]
    fed = directions * units == layer.arrays[0].shape[0]
    return replace(layer, calls=(((source.key, 0),),)) if fed else layer
