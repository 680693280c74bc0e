"""The official test cases of the ONNX operators LSTM, GRU and RNN, as the onnx package makes them.

Their weights are inputs of the graph; a file that anyone would share has them inside, so here they are stored
first.
"""

import warnings
from functools import cache
from typing import Any

import numpy as np
import pytest
from onnx import numpy_helper

from app.readers.onnx.reader import load
from app.readers.reading import Reading, Source
from app.trace import run
from app.weights import Array

NAMES = (
    "test_lstm_defaults",
    "test_lstm_with_initial_bias",
    "test_lstm_with_peepholes",
    "test_lstm_batchwise",
    "test_lstm_reverse",
    "test_lstm_bidirectional",
    "test_gru_defaults",
    "test_gru_with_initial_bias",
    "test_gru_seq_length",
    "test_gru_batchwise",
    "test_gru_reverse",
    "test_gru_bidirectional",
    "test_simple_rnn_defaults",
    "test_simple_rnn_with_initial_bias",
    "test_rnn_seq_length",
    "test_simple_rnn_batchwise",
    "test_simple_rnn_reverse",
    "test_simple_rnn_bidirectional",
)


@cache
def cases() -> dict[str, Any]:
    """All recurrent cases by name."""
    with warnings.catch_warnings():
        # The cases of other operators overflow on purpose while they are made.
        warnings.simplefilter("ignore")
        from onnx.backend.test.case.node import collect_testcases

        found = collect_testcases(None)
    return {case.name: case for case in found if case.model.graph.node[0].op_type in ("LSTM", "GRU", "RNN")}


def test_no_official_case_is_left_out() -> None:
    assert set(cases()) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_official_case(name: str) -> None:
    case = cases()[name]
    content, X, wanted = _stored(case)
    assert "Y" in wanted or "Y_h" in wanted
    for sequence in range(X.shape[1]):
        for output, array in _outputs(load(Source(content)), X[:, sequence]).items():
            if output in wanted:
                there = wanted[output][..., sequence, :]
                np.testing.assert_allclose(array, there, rtol=case.rtol, atol=case.atol)
                # The case allows more than we need: float32 agrees to its last digits.
                assert np.abs(array - there).max() <= 1e-6 * max(1, np.abs(there).max())


def _stored(case: Any) -> tuple[bytes, Array, dict[str, Array]]:
    """The case's file with its weights inside, X [T, B, D], and outputs whose last axes are [B, H]."""
    graph = case.model.graph
    (node,) = graph.node
    given, results = case.data_sets[0]
    arrays = dict(zip((value.name for value in graph.input), given, strict=True))
    wanted = dict(zip((value.name for value in graph.output), results, strict=True))
    X = arrays.pop("X")
    graph.initializer.extend(numpy_helper.from_array(array, key) for key, array in arrays.items())
    if any(attribute.name == "layout" and attribute.i for attribute in node.attribute):
        X = X.swapaxes(0, 1)
        # [B, T, directions, H] -> [T, directions, B, H]; [B, directions, H] -> [directions, B, H]
        wanted = {key: np.moveaxis(array, 0, -2) for key, array in wanted.items()}
    return case.model.SerializeToString(), X, wanted


def _outputs(found: Reading, sequence: Array) -> dict[str, Array]:
    """What the operator hands out for one sequence: Y [T, directions, H], Y_h and Y_c [directions, H]."""
    (stack,), backward = found.stacks, found.extra["backward"][0]
    trace = run(stack, sequence[::-1] if backward else sequence)
    states = {
        state: [layer.channels[state][:: -1 if backward else 1] for layer in trace.layers]
        for state in ("hidden_state", "cell_state")
        if state in trace.layers[0].channels
    }
    ends = [0 if backward or layer.direction == "backward" else -1 for layer in trace.layers]
    names = {"hidden_state": "Y_h", "cell_state": "Y_c"}
    lasts = {
        names[state]: np.stack([rows[end] for rows, end in zip(parts, ends, strict=True)])
        for state, parts in states.items()
    }
    return {"Y": np.stack(states["hidden_state"], axis=1), **lasts}
