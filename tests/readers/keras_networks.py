"""Small networks in the words that Keras 2 and Keras 3 share, and their states step by step.

Nothing here imports ``app`` or a framework: ``tests/oracle/make_keras.py`` and ``make_keras2.py`` hand
theirs in.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

STEPS, INPUTS = 9, 3
CELLS = ("lstm", "gru", "gru-before", "rnn")
SHAPES = ("one", "two", "both", "two-both", "no-bias")


@dataclass(frozen=True)
class Network:
    """A model, and of each stack that a reader should find the layers, and what they are given.

    ``stacks`` maps a stack's name to its layers and inputs [T, D]. With ``tokens`` [T], what the whole model
    makes of them is stored too.
    """

    name: str
    model: Any
    stacks: dict[str, tuple[list[Any], Array]]
    tokens: Array | None = None


def randomise(model: Any, seed: int, bound: float = 0.9) -> None:
    """Give all arrays numbers that tell gates, units and biases apart."""
    generator = np.random.default_rng(seed)
    arrays = [np.asarray(array) for array in model.get_weights()]
    model.set_weights(
        [generator.uniform(-bound, bound, a.shape) if a.dtype.kind == "f" else a for a in arrays]
    )


def values(seed: int, size: int = INPUTS) -> Array:
    """A sequence [T, size] in float32, of few decimals."""
    return (np.random.default_rng(seed).uniform(-2, 2, (STEPS, size)) * 64).round().astype("f4") / 64


def layer(keras: Any, cell: str, units: int, **options: Any) -> Any:
    """A recurrent layer that hands on every step."""
    options = {"return_sequences": True, **options}
    if cell == "lstm":
        return keras.layers.LSTM(units, **options)
    if cell == "rnn":
        return keras.layers.SimpleRNN(units, **options)
    return keras.layers.GRU(units, reset_after=cell == "gru", **options)


def sequential(keras: Any, *layers: Any, size: int | None = INPUTS) -> Any:
    """A model of layers in a row, reading values or, where size is None, token ids."""
    start = keras.layers.Input((None, size)) if size else keras.layers.Input((None,), dtype="int32")
    return keras.Sequential([start, *layers])


def plain(keras: Any, cell: str, shape: str) -> Network:
    """One of the twenty: a cell and a shape. The upper of two layers has fewer units."""
    options = {"use_bias": False} if shape == "no-bias" else {}
    depth = 2 if shape.startswith("two") else 1
    layers = [layer(keras, cell, 4 - index, **options) for index in range(depth)]
    if shape.endswith("both"):
        layers = [keras.layers.Bidirectional(one) for one in layers]
    model = sequential(keras, *layers)
    return Network(f"{cell}-{shape}", model, {layers[0].name: (layers, values(1))})


def hard(keras: Any) -> Network:
    """hard_sigmoid gates, a ReLU candidate, and dropout between the layers."""
    options = {"recurrent_activation": "hard_sigmoid", "activation": "relu", "dropout": 0.1}
    layers = [keras.layers.LSTM(3, return_sequences=True, **options) for _ in range(2)]
    model = sequential(keras, layers[0], keras.layers.Dropout(0.5), layers[1])
    return Network("hard", model, {layers[0].name: (layers, values(2) / 4)})


def soft(keras: Any) -> Network:
    """Other activations of a GRU and of a plain layer."""
    gru = keras.layers.GRU(3, return_sequences=True, activation="elu", recurrent_activation="softsign")
    rnn = keras.layers.SimpleRNN(3, activation="relu")
    model = sequential(keras, gru, rnn)
    return Network("soft", model, {gru.name: ([gru], values(3)), rnn.name: ([rnn], output(gru, values(3)))})


def classifier(keras: Any) -> Network:
    """Token ids, vectors, two directions, and a softmax on the last state."""
    table = keras.layers.Embedding(7, 3, mask_zero=True)
    lstm = keras.layers.Bidirectional(keras.layers.LSTM(4))
    model = sequential(
        keras,
        table,
        keras.layers.SpatialDropout1D(0.2),
        lstm,
        keras.layers.Dropout(0.2),
        keras.layers.Dense(2),
        keras.layers.Activation("softmax"),
        size=None,
    )
    return Network("classifier", model, {lstm.name: ([lstm], values(4))})


def letters(keras: Any) -> Network:
    """The next token at every step."""
    table = keras.layers.Embedding(7, 3)
    lstm = keras.layers.LSTM(4, return_sequences=True)
    model = sequential(keras, table, lstm, keras.layers.Dense(7, activation="softmax"), size=None)
    return Network("letters", model, {lstm.name: ([lstm], values(12))}, np.arange(STEPS) * 3 % 7)


def branches(keras: Any) -> Network:
    """Two inputs, a shared layer behind each, a model within the model, and an output that reads both."""
    layers = keras.layers
    a, b = layers.Input((None, 3), name="a"), layers.Input((None, 2), name="b")
    low = layers.LSTM(4, return_sequences=True, name="low")
    high = layers.LSTM(2, name="high")
    deep = layers.SimpleRNN(3, return_sequences=True, name="deep")
    inner = keras.Sequential([layers.Input((None, 2)), deep], name="inner")
    gru = layers.GRU(3, name="side")
    each = layers.TimeDistributed(layers.Dense(2, activation="sigmoid"), name="each")
    read = inner(b)
    joined = layers.Concatenate(name="join")([high(low(a)), gru(read)])
    model = keras.Model([a, b], [layers.Dense(1, name="out")(joined), each(read)])
    x, y = values(5), values(6, 2)
    stacks = {"low": ([low, high], x), "inner/deep": ([deep], y), "side": ([gru], output(deep, y))}
    return Network("branches", model, stacks)


def pictures(keras: Any) -> Network:
    """A convolution in front, a normalisation behind, dense layers at the end."""
    layers = keras.layers
    lstm = layers.LSTM(3, name="lstm")
    model = sequential(
        keras,
        layers.Conv1D(4, 3, padding="same", name="conv"),
        lstm,
        layers.BatchNormalization(name="norm"),
        layers.Dense(5, activation="relu", name="hidden"),
        layers.Dense(2, activation="softmax", name="out"),
    )
    return Network("pictures", model, {"lstm": ([lstm], values(7, 4))})


def translator(keras: Any) -> Network:
    """An encoder whose states start a decoder; each with its vectors."""
    layers = keras.layers
    one, two = layers.Input((None,), dtype="int32"), layers.Input((None,), dtype="int32")
    encoder = layers.LSTM(3, return_state=True, name="encoder")
    decoder = layers.LSTM(3, return_sequences=True, name="decoder")
    _, h, c = encoder(layers.Embedding(5, 2, name="source")(one))
    read = decoder(layers.Embedding(6, 4, name="target")(two), initial_state=[h, c])
    model = keras.Model([one, two], layers.Dense(6, activation="softmax", name="word")(read))
    stacks = {"encoder": ([encoder], values(8, 2)), "decoder": ([decoder], values(9, 4))}
    return Network("translator", model, stacks)


def reversed_(keras: Any) -> Network:
    """A layer that reads from the end, and one that reads what it hands on."""
    below = keras.layers.GRU(3, return_sequences=True, go_backwards=True, name="back")
    above = keras.layers.GRU(2, return_sequences=True, name="above")
    return Network("reversed", sequential(keras, below, above), {"back": ([below, above], values(10))})


def cells(keras: Any) -> Network:
    """Cells in a list inside one layer, and a single one in both directions."""
    layers = keras.layers
    stacked = layers.RNN([layers.LSTMCell(3), layers.LSTMCell(2)], return_sequences=True, name="stacked")
    both = layers.Bidirectional(
        layers.RNN(layers.GRUCell(2, reset_after=False), return_sequences=True), name="both"
    )
    x = values(11)
    network = sequential(keras, stacked, both)
    return Network("cells", network, {"stacked": ([stacked], x), "both": ([both], output(stacked, x))})


def networks(keras: Any, cells: Iterable[str] = CELLS, extras: bool = True) -> Iterator[Network]:
    """Every network, of random weights."""
    makers: list[Callable[[Any], Network]] = [
        partial(plain, cell=cell, shape=shape) for cell, shape in product(cells, SHAPES)
    ]
    for seed, make in enumerate([*makers, *(EXTRAS if extras else ())]):
        # Names count up in a session: lstm, lstm_1.
        keras.backend.clear_session()
        network = make(keras)
        randomise(network.model, seed)
        yield network


EXTRAS: tuple[Callable[[Any], Network], ...] = (
    hard, soft, classifier, letters, branches, pictures, translator, reversed_, cells,
)  # fmt: skip


def output(one: Any, x: Array) -> Array:
    """What a layer hands on at every step, [T, P]; the framework's own run where the layer gives it."""
    return np.concatenate([states["hidden_state"] for states in walk(one, x)[-1].values()], axis=1)


def walk(one: Any, x: Array) -> list[dict[str, dict[str, Array]]]:
    """The states of each layer in a layer (a list of cells makes several), by direction and position."""
    if hasattr(one, "forward_layer"):
        forward, backward = _steps(one.forward_layer.cell, x), _steps(one.backward_layer.cell, x[::-1])
        turned = {name: array[::-1] for name, array in backward.items()}
        return [{"forward": forward, "backward": turned}]
    found = []
    for cell in getattr(one.cell, "cells", [one.cell]):
        found.append({"forward": _steps(cell, x)})
        x = found[-1]["forward"]["hidden_state"]
    return found


def _steps(cell: Any, x: Array) -> dict[str, Array]:
    """The framework's own cell, one step after the other."""
    try:
        start = cell.get_initial_state(batch_size=1, dtype="float32")
    except TypeError:
        start = cell.get_initial_state(batch_size=1)
    states, rows = _listed(start), []
    for row in x:
        states = _listed(cell(row[np.newaxis], states)[1])
        rows.append([np.asarray(plain_array(state))[0] for state in states])
    names = ("hidden_state", "cell_state")
    return {name: np.stack(column) for name, column in zip(names, zip(*rows, strict=True), strict=False)}


def _listed(states: Any) -> list[Any]:
    return list(states) if isinstance(states, (list, tuple)) else [states]


def plain_array(tensor: Any) -> Any:
    """A framework's tensor as something that NumPy takes."""
    return tensor.detach().numpy() if hasattr(tensor, "detach") else tensor


def check(network: Network) -> None:
    """Hold the walk against the layers' own outputs: what is stored is the framework's own run too."""
    for layers, x in network.stacks.values():
        for one in layers:
            backwards = getattr(one, "go_backwards", False) and not hasattr(one, "forward_layer")
            own = one((x[::-1] if backwards else x)[np.newaxis].copy())
            own = np.asarray(plain_array(own[0] if isinstance(own, (list, tuple)) else own))[0]
            walked = output(one, x)
            if own.ndim == 1:
                half = len(own) // 2
                ends = (
                    [walked[-1, :half], walked[0, half:]] if hasattr(one, "forward_layer") else [walked[-1]]
                )
                walked = np.concatenate(ends)
            worst = float(np.abs(own - walked).max())
            if worst > 1e-6:
                raise SystemExit(f"{network.name}: {one.name} differs from its own walk by {worst}")
            x = output(one, x)


def pack(path: Path, files: dict[str, bytes]) -> None:
    """Write files into one zip: HDF5 pads each to many times the size of its numbers."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name, content in sorted(files.items()):
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    print(f"{path.name}: {len(files)} files, {path.stat().st_size:,} bytes")


def npz(arrays: Iterable[tuple[str, Array]]) -> bytes:
    """Arrays by name as the bytes of a .npz file."""
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **dict(arrays))
    return packed.getvalue()


def expected(network: Network) -> Iterator[tuple[str, Array]]:
    """Inputs and states of every stack, layer and direction, as ``<stack>|<layer>|<direction>|<state>``."""
    for name, (layers, x) in network.stacks.items():
        yield f"{name}|inputs", x
        index = 0
        for one in layers:
            for directions in walk(one, x):
                for direction, states in directions.items():
                    for state, array in states.items():
                        yield f"{name}|{index}|{direction}|{state}", array.astype("f4")
                x = np.concatenate([states["hidden_state"] for states in directions.values()], axis=1)
                index += 1
    if network.tokens is not None:
        yield "model|tokens", network.tokens
        made = plain_array(network.model(network.tokens[np.newaxis].astype("i4")))
        yield "model|predictions", np.asarray(made)[0]
