"""Networks that Keras saves on the spot, read and held against its states; runs by ``make oracle`` only."""

import os
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np
import pytest

from app.readers import Source, read
from app.trace import run
from tests.readers.keras_networks import CELLS, EXTRAS, SHAPES, Network, expected, randomise, walk

# Keras warns of NumPy's next version and of its own older format.
pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("ignore")]

UNITS, INPUTS, STEPS = 24, 10, 20


@pytest.mark.parametrize("end", ["keras", "weights.h5", "h5"])
@pytest.mark.parametrize(("cell", "shape"), list(product(CELLS, SHAPES)))
def test_every_state_of_a_new_network(cell: str, shape: str, end: str, tmp_path: Path) -> None:
    model, layers = network(cell, shape)
    path = tmp_path / f"network.{end}"
    (model.save_weights if end == "weights.h5" else model.save)(path)
    found = read(Source(path.read_bytes(), path.name))
    (stack,) = found.stacks
    if (cell, shape, end) == ("gru-before", "no-bias", "weights.h5"):
        # Without biases nothing in the file says where the reset gate stands: the reader of the page chooses.
        assert [one.option for one in found.undecided] == ["recurrent_activation", "reset_after"]
        stack = replace(stack, options={"reset_after": False})
    x = np.random.default_rng(len(cell)).normal(size=(STEPS, INPUTS)).astype("f4")
    trace = run(stack, x)
    worst = 0.0
    for index, layer in enumerate(layers):
        (directions,) = walk(layer, x)
        for one in (one for one in trace.layers if one.index == index):
            for name, states in directions[one.direction].items():
                worst = max(worst, float(np.abs(one.channels[name] - states).max()))
        x = np.concatenate([states["hidden_state"] for states in directions.values()], axis=1)
    assert worst <= 1e-6


def network(cell: str, shape: str) -> tuple[Any, list[Any]]:
    """A larger network of one of the twenty kinds."""
    keras.backend.clear_session()
    options = {"use_bias": False} if shape == "no-bias" else {}
    kinds = {"lstm": keras.layers.LSTM, "rnn": keras.layers.SimpleRNN}
    if cell.startswith("gru"):
        options["reset_after"] = cell == "gru"
    layers = [
        kinds.get(cell, keras.layers.GRU)(UNITS - 7 * index, return_sequences=True, **options)
        for index in range(2 if shape.startswith("two") else 1)
    ]
    if shape.endswith("both"):
        layers = [keras.layers.Bidirectional(layer) for layer in layers]
    model = keras.Sequential([keras.layers.Input((None, INPUTS)), *layers])
    randomise(model, len(shape), 0.3)
    return model, layers


@pytest.mark.parametrize("make", EXTRAS, ids=lambda make: make.__name__)
def test_every_state_of_the_others(make: Callable[[Any], Network], tmp_path: Path) -> None:
    keras.backend.clear_session()
    made = make(keras)
    randomise(made.model, 1)
    path = tmp_path / "network.keras"
    made.model.save(path)
    stacks = {stack.name: stack for stack in read(Source(path.read_bytes())).stacks}
    wanted = dict(expected(made))
    traces = {name: run(stack, wanted[f"{name}|inputs"]) for name, stack in stacks.items()}
    for name, trace in traces.items():
        for layer in trace.layers:
            for state in ("hidden_state", "cell_state"):
                states = wanted.get(f"{name}|{layer.index}|{layer.direction}|{state}")
                if states is not None:
                    assert np.abs(layer.channels[state] - states).max() <= 1e-6
