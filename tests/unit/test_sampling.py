"""Writing on: the distribution, the draws, the states that are carried, the end."""

from typing import Any

import numpy as np
import pytest

from app.errors import EmptySequence, NumericOverflow
from app.heads import Head, predict
from app.sampling import Manner, Written, _Reader, draw, probabilities, write_on
from app.trace import run
from app.weights import Stack, random_stack

SCORES = np.array([1.5, -0.5, 0.25, 3.0, -2.0], np.float32)
ENTRIES = np.eye(5)


def network(cell: str = "lstm", *, layers: int = 2, outputs: int = 5, seed: int = 3) -> tuple[Stack, Head]:
    generator = np.random.Generator(np.random.PCG64(seed))
    weights = generator.normal(scale=2, size=(outputs, 4)).astype(np.float32)
    head = Head("softmax", weights, np.zeros(outputs, np.float32), tuple("abcdefgh"[:outputs]))
    return random_stack(cell, 5, 4, seed=seed, layers=layers), head


def written(length: int = 60, *, ids: Any = (0, 1, 2, 3, 4), cell: str = "lstm", **manner: Any) -> Written:
    stack, head = network(cell)
    return write_on(stack, head, ENTRIES[:2], ENTRIES, ids, length=length, manner=Manner(**manner))


def ids_of(found: Written) -> list[int]:
    return [token.id for token in found.drawn]


@pytest.mark.parametrize("temperature", [0.1, 0.5, 1.0, 2.0, 5.0])
def test_temperature_is_the_formula(temperature: float) -> None:
    powers = [np.exp(np.float64(score) / temperature) for score in SCORES]
    found = probabilities(SCORES, temperature)
    np.testing.assert_allclose(found, np.array(powers) / sum(powers), rtol=1e-12)
    assert found.dtype == np.float64


def test_temperature_one_is_what_the_head_says() -> None:
    _, head = network()
    output = np.linspace(-1, 1, 12).reshape(3, 4)
    scores = output @ head.W.T.astype(np.float64)
    for row, said in zip(scores, predict(head, output), strict=True):
        np.testing.assert_allclose(probabilities(row, 1), said, rtol=1e-12)


@pytest.mark.parametrize("temperature", [0, 5e-324, 1e-300, 1e-3])
def test_a_cold_network_takes_the_likeliest(temperature: float) -> None:
    assert probabilities(SCORES, temperature).tolist() == [0, 0, 0, 1, 0]
    assert probabilities(np.array([1.0, 2.0, 2.0]), 0).tolist() == [0, 1, 0]


def test_huge_scores_stay_finite() -> None:
    found = probabilities(np.array([3e38, -3e38, 3e38], np.float32), 1e-3)
    assert found.tolist() == [0.5, 0, 0.5]


def test_top_keeps_the_likeliest_and_their_proportions() -> None:
    whole, kept = probabilities(SCORES, 0.7), probabilities(SCORES, 0.7, top=3)
    assert np.flatnonzero(kept).tolist() == [0, 2, 3]
    np.testing.assert_allclose(kept[[0, 2, 3]], whole[[0, 2, 3]] / whole[[0, 2, 3]].sum(), rtol=1e-12)
    assert probabilities(np.zeros(4), 1, top=2).tolist() == [0.5, 0.5, 0, 0]
    assert probabilities(SCORES, 1, top=99).tolist() == probabilities(SCORES, 1).tolist()


@pytest.mark.parametrize("temperature", [0.6, 1.0, 2.5])
def test_draws_follow_the_distribution(temperature: float) -> None:
    """Pearson's chi-square over 20,000 draws: below its 99.9 % point for 4 degrees of freedom, 18.47."""
    distribution, count = probabilities(SCORES, temperature), 20_000
    generator = np.random.Generator(np.random.PCG64(1))
    drawn = np.bincount([draw(distribution, generator) for _ in range(count)], minlength=5)
    expected = count * distribution
    assert ((drawn - expected) ** 2 / expected).sum() < 18.47
    # The same draws do not fit another temperature.
    other = count * probabilities(SCORES, temperature * 1.2)
    assert ((drawn - other) ** 2 / other).sum() > 50


class Fixed:
    """A generator that gives one number."""

    def __init__(self, number: float) -> None:
        self._number = number

    def random(self) -> float:
        return self._number


@pytest.mark.parametrize(
    ("number", "place"), [(0.0, 1), (0.2999, 1), (0.3, 3), (0.999, 3), (np.nextafter(1, 0), 3)]
)
def test_a_number_finds_its_place_and_never_one_without_chance(number: float, place: int) -> None:
    assert draw(np.array([0, 0.3, 0, 0.7 - 1e-12, 0]), Fixed(number)) == place  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["lstm", "rnn"])
@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_every_draw_follows_from_a_run_of_all_before_it(cell: str, precision: Any) -> None:
    """Carrying states is the same as running the whole text again for every token."""
    stack, head = network(cell)
    manner = Manner(temperature=0.8, seed=5, top=4)
    found = write_on(
        stack, head, ENTRIES[:2], ENTRIES, range(5), length=30, manner=manner, precision=precision
    )
    generator, values = np.random.Generator(np.random.PCG64(5)), ENTRIES[:2]
    for token in found.drawn:
        output = run(stack, values, precision=precision).output
        assert output is not None
        scores = np.log(predict(head, output[-1:])[0])
        distribution = probabilities(scores, 0.8, 4)
        assert token.probability == pytest.approx(distribution[token.id], abs=2e-6)
        assert token.id == draw(distribution, generator)
        values = np.concatenate([values, ENTRIES[[token.id]]])


@pytest.mark.parametrize("cell", ["lstm", "rnn"])
def test_states_step_by_step_are_those_of_one_run(cell: str) -> None:
    stack, _ = network(cell, layers=3)
    values = ENTRIES[np.random.Generator(np.random.PCG64(0)).integers(5, size=200)]
    reader = _Reader(stack, values[:50], "float32")
    for x in values[50:].astype(np.float32):
        reader.read(x)
    whole = run(stack, values)
    for layer, states in zip(whole.layers, reader.states, strict=True):
        for name, state in states.items():
            np.testing.assert_allclose(state, layer.channels[name][-1], atol=1e-6)


def test_a_seed_draws_the_same_and_another_something_else() -> None:
    assert written(seed=7) == written(seed=7)
    assert ids_of(written(seed=7)) != ids_of(written(seed=8))
    assert ids_of(written(temperature=0, seed=7)) == ids_of(written(temperature=0, seed=8))


def test_temperature_zero_is_greedy_and_certain() -> None:
    found = written(12, temperature=0)
    stack, head = network()
    values = ENTRIES[:2]
    for token in found.drawn:
        output = run(stack, values).output
        assert output is not None
        assert token.id == predict(head, output)[-1].argmax()
        assert token.probability == 1
        values = np.concatenate([values, ENTRIES[[token.id]]])


def test_an_output_stands_for_its_entry() -> None:
    swapped = written(20, ids=(4, 3, 2, 1, 0), temperature=0)
    assert ids_of(swapped)[0] == 4 - ids_of(written(20, temperature=0))[0]


def test_the_end_stops_and_is_not_written() -> None:
    free = ids_of(written(60, seed=2))
    stop = free[10]
    ids = [None if entry == stop else entry for entry in range(5)]
    found = written(60, ids=ids, seed=2)
    assert found.stopped
    assert ids_of(found) == free[: free.index(stop)]
    assert not written(60, seed=2).stopped


def test_a_beginning_of_one_step_is_enough_and_none_is_too_little() -> None:
    stack, head = network()
    one = write_on(stack, head, ENTRIES[:1], ENTRIES, range(5), length=1, manner=Manner())
    assert len(one.drawn) == 1
    with pytest.raises(EmptySequence, match="the sequence is empty; at least 1 step is needed"):
        write_on(stack, head, ENTRIES[:0], ENTRIES, range(5), length=1, manner=Manner())


def test_scores_that_overflow_are_an_error() -> None:
    stack, head = network()
    sign = np.array([1, -1, 1, -1, 1], np.float32)
    weights = np.outer(sign, np.ones(4, np.float32)) * np.float32(3e38)
    huge = Head("softmax", weights, sign * np.float32(3.4e38), head.labels)
    with pytest.raises(NumericOverflow, match="left the range of float32 numbers"):
        write_on(stack, huge, ENTRIES[:2], ENTRIES, range(5), length=5, manner=Manner())
