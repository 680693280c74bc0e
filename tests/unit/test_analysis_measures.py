"""The measures that networks are judged by."""

import numpy as np
import pytest

from app.analysis.accuracy import r_squared, rounded_accuracy
from app.analysis.correlation import correlation, unit_correlation, unit_values
from app.analysis.gates import mean_at
from app.trace import Selection, Trace, run
from app.weights import random_stack

GENERATOR = np.random.Generator(np.random.PCG64(0))
STACK = random_stack("lstm", 2, 4, seed=1, layers=2, bidirectional=True)


@pytest.fixture
def traces() -> list[Trace]:
    generator = np.random.Generator(np.random.PCG64(0))
    return [run(STACK, generator.standard_normal((length, 2))) for length in (3, 7)]


def test_correlation_equals_that_of_numpy() -> None:
    a, b = GENERATOR.standard_normal((2, 50))
    assert correlation(a, b) == pytest.approx(np.corrcoef(a, b)[0, 1], abs=1e-14)
    assert correlation(3 * a + 1, -2 * b) == pytest.approx(-correlation(a, b), abs=1e-14)


def test_correlation_with_a_constant_is_none_at_all() -> None:
    assert correlation(np.arange(4), np.full(4, 7)) == 0


def test_values_of_all_traces_stand_one_after_the_other(traces: list[Trace]) -> None:
    values = unit_values(traces, channel="hidden_state", unit=2, layer=1)
    layers = [
        next(part for part in t.layers if (part.index, part.direction) == (1, "forward")) for t in traces
    ]
    np.testing.assert_array_equal(
        values, np.concatenate([part.channels["hidden_state"][:, 2] for part in layers])
    )


def test_a_unit_is_found_by_its_number_also_in_a_selection() -> None:
    inputs = GENERATOR.standard_normal((5, 2))
    whole, part = run(STACK, inputs), run(STACK, inputs, selection=Selection(units=(1, 3)))
    for trace in (whole, part):
        np.testing.assert_array_equal(
            unit_values([trace], channel="cell_state", unit=3), whole.layers[0].channels["cell_state"][:, 3]
        )


def test_unit_correlation_pools_the_steps_of_all_traces(traces: list[Trace]) -> None:
    truth = [GENERATOR.standard_normal(trace.length) for trace in traces]
    pooled = np.corrcoef(unit_values(traces, channel="cell_state", unit=0), np.concatenate(truth))[0, 1]
    assert unit_correlation(traces, truth, channel="cell_state", unit=0) == pytest.approx(pooled, abs=1e-14)


def test_r_squared_counts_an_offset_as_an_error() -> None:
    true = np.array([0.0, 1.0, 2.0])
    assert r_squared(true, true) == 1
    assert r_squared(np.full(3, 1.0), true) == 0
    assert r_squared(true + 1, true) == -0.5
    assert r_squared(np.ones(3), np.ones(3)) == 0


def test_rounded_accuracy_counts_steps() -> None:
    assert rounded_accuracy(np.array([[0.49], [0.51], [2.4], [-0.2]]), np.array([[0], [1], [3], [0]])) == 0.75


def test_a_mean_is_taken_at_the_chosen_steps_only(traces: list[Trace]) -> None:
    chosen = [np.arange(trace.length) == 1 for trace in traces]
    gates = [trace.layers[0].channels["forget_gate"][1, 2] for trace in traces]
    assert mean_at(traces, chosen, channel="forget_gate", unit=2) == pytest.approx(np.mean(gates))
    nowhere = [np.zeros(trace.length, bool) for trace in traces]
    assert np.isnan(mean_at(traces, nowhere, channel="forget_gate", unit=2))
