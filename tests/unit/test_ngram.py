"""The n-gram model that ``sonnets`` is judged against."""

from itertools import product

import numpy as np
import pytest

from app.training.ngram import count, tune

GENERATOR = np.random.Generator(np.random.PCG64(5))
TEXT = GENERATOR.integers(0, 4, 200).tolist()


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_probabilities_of_all_symbols_sum_to_one(order: int) -> None:
    model = count([TEXT, TEXT[:7]], order, 5, [0.3, 0.6, 0.9, 0.4][:order])
    for context in product(range(-1, 5), repeat=order):
        chances = [model.probability(context, symbol) for symbol in range(5)]
        assert sum(chances) == pytest.approx(1, abs=1e-12)
        assert min(chances) > 0


def test_a_trigram_by_hand() -> None:
    """The text a b c a b d (0 1 2 0 1 3), D = 0.5 for all: Chen & Goodman's equations with a pencil."""
    model = count([[0, 1, 2, 0, 1, 3]], 3, 4)
    # Different symbols before each: a: c; b: a; c: b; d: b. So all of the shortest counts are 1, of 4.
    shortest = (1 - 0.5) / 4 + 0.5 * 4 / 4 * (1 / 4)
    assert model.probability([], 2) == pytest.approx(shortest)
    # After b: c (seen after "ab") and d (seen after "ab"), once each.
    after_b = (1 - 0.5) / 2 + 0.5 * 2 / 2 * shortest
    assert model.probability([1], 2) == pytest.approx(after_b)
    # After "ab": c once, d once, of two.
    assert model.probability([0, 1], 2) == pytest.approx((1 - 0.5) / 2 + 0.5 * 2 / 2 * after_b)
    # "cb" was never seen: what b alone says.
    assert model.probability([2, 1], 2) == pytest.approx(after_b)


def test_shorter_contexts_count_kinds_and_not_times() -> None:
    """Chen & Goodman's San Francisco: 1 is frequent, but only ever after 0."""
    text = [0, 1] * 20 + [2, 3, 0, 3, 1, 3, 2]
    model = count([text], 2, 4)
    assert text.count(1) > 3 * text.count(3)
    assert model.probability([], 1) < model.probability([], 3)


def test_costs_are_those_of_the_probabilities_and_an_unknown_symbol_has_none() -> None:
    model = count([TEXT], 3, 4)
    sequence = [0, 3, 9, 1, 2]
    bits = model.bits(sequence, begin=1)
    expected = [-np.log2(model.probability(sequence[:t], sequence[t])) for t in (1, 3, 4)]
    np.testing.assert_allclose(bits[[0, 2, 3]], expected, rtol=1e-12)
    assert np.isnan(bits[1])


def test_on_even_noise_no_order_beats_the_even_distribution() -> None:
    """A model that were too sure of what it saw would cost more than a bit and a half here."""
    noise = np.random.Generator(np.random.PCG64(6)).integers(0, 4, (2, 4000)).tolist()
    costs = [count([noise[0]], order, 4).bits(noise[1]).mean() for order in (1, 2, 3, 4)]
    assert all(2 <= cost < 2.15 for cost in costs)


def test_a_rule_is_learned_by_the_order_that_reaches_it() -> None:
    rule = [0, 0, 1] * 60
    costs = [count([rule], order, 2).bits(rule, begin=3).mean() for order in (1, 2, 3)]
    assert costs[2] < 0.02
    assert costs[1] > 0.5


def test_tuning_finds_discounts_that_make_other_text_cheaper() -> None:
    other = np.random.Generator(np.random.PCG64(7)).integers(0, 4, 300).tolist()
    plain = count([TEXT], 3, 4)
    tuned = tune(plain, [other])
    assert tuned.discounts != plain.discounts
    assert tuned.bits(other).mean() < plain.bits(other).mean()


@pytest.mark.parametrize(("order", "discounts"), [(0, None), (2, [0.5]), (1, [0.5, 0.5])])
def test_an_order_needs_a_discount_each(order: int, discounts: list[float] | None) -> None:
    with pytest.raises(ValueError, match=f"order {order} takes as many discounts"):
        count([TEXT], order, 4, discounts)
