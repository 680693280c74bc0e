"""The embedded Reber grammar, against strings parsed by hand, and what is drawn from it."""

import re
from pathlib import Path

import numpy as np
import pytest

from app.heads import predict
from app.registry import read_network
from app.trace import run
from app.training.tasks.reber import (
    LONGEST,
    held_out_strings,
    long_strings,
    sample,
    symbols_of,
    teach,
    trained_on,
    truth,
    vocabulary,
)
from app.training.tasks.reber_grammar import DECISIVE, MAY_COME, NEXT, START, SYMBOLS, WAITING, draw

ZOO = Path(__file__).parents[2] / "app" / "zoo"

# Reber's grammar once more, as a regular expression: the loops of the graph, written out.
INNER = "B(?:TS*X(?:XT*V(?:PXT*V)*(?:PS|V)|S)|PT*V(?:PXT*V)*(?:PS|V))E"
EMBEDDED = re.compile(f"B([TP]){INNER}\\1E")


def may_come(text: str) -> str:
    """The symbols that may come after each step, a word each; "?" where there is no truth."""
    values = np.array([[character == symbol for symbol in SYMBOLS] for character in text], float)
    rows = truth(values)
    return " ".join(
        "?"
        if np.isnan(row).any()
        else "".join(sorted(symbol for symbol, p in zip(SYMBOLS, row, strict=True) if p > 0))
        for row in rows
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BTBTXSETE", "PT B PT SX SX E T E B"),
        ("BPBTXSEPE", "PT B PT SX SX E P E B"),
        ("BTBTSSXXTVVETE", "PT B PT SX SX SX SX TV TV PV E T E B"),
        ("BPBPTVPXVPSEPE", "PT B PT TV TV PV SX TV PV SX E P E B"),
        # The next string begins where the last one ended.
        ("BTBPVVETEBP", "PT B PT TV PV E T E B PT B"),
        # The wrong symbol returns; two symbols that never meet; something else altogether.
        ("BTBTXSEPE", "PT B PT SX SX E T ? ?"),
        ("BTBTV", "PT B PT SX ?"),
        ("TB", "? ?"),
        ("BT BT", "PT B ? ? ?"),
    ],
)
def test_what_may_come(text: str, expected: str) -> None:
    assert may_come(text) == expected


def test_a_unit_is_asked_for_the_symbol_from_its_coming_to_its_return() -> None:
    for first, sign in (("T", 1), ("P", -1)):
        string = f"B{first}BTSXSE{first}EB"
        readings = teach(np.eye(7)[symbols_of(string)][:, None]).readings.ravel()
        np.testing.assert_array_equal(readings, [0] + [sign] * 7 + [0] * 3)


def test_the_table_has_every_way_twice_and_two_places_that_decide() -> None:
    assert NEXT.shape == (20, 7)
    # 1 way into the string, 2 embeddings, and for each 1 + 2 * 5 + 1 ways inside, the return, the end.
    assert MAY_COME.sum() == 1 + 2 + 2 * (1 + 10 + 1 + 1 + 1)
    assert DECISIVE.sum() == 2
    assert [SYMBOLS[row.argmax()] for row in MAY_COME[DECISIVE]] == ["T", "P"]
    assert set(WAITING[DECISIVE]) == {1, -1}


def test_every_string_that_is_drawn_is_grammatical_with_both_embeddings_and_every_way() -> None:
    generator = np.random.default_rng(0)
    strings = [draw(generator) for _ in range(300)]
    assert all(EMBEDDED.fullmatch(string) for string in strings)
    assert {string[1] for string in strings} == {"T", "P"}
    ways = set()
    for string in strings:
        state = START
        for symbol in symbols_of(string):
            ways.add((state, int(symbol)))
            state = int(NEXT[state, symbol])
    assert ways == set(zip(*map(list, np.nonzero(MAY_COME)), strict=True))
    for string in long_strings():
        assert EMBEDDED.fullmatch(string)
        assert len(string) >= 2 * LONGEST


def test_no_held_out_string_is_trained_on() -> None:
    trained, held_out = set(trained_on()), held_out_strings()
    assert len(set(held_out)) == len(held_out) == 200
    assert trained.isdisjoint(held_out)
    assert max(map(len, trained)) <= LONGEST < min(map(len, long_strings()))
    assert all(EMBEDDED.fullmatch(string) for string in trained | set(held_out))


def test_samples_stay_in_the_grammar_and_hold_whole_strings() -> None:
    batch = sample(vocabulary().vectors, np.random.default_rng(0), 40, 100)
    assert batch.inputs.shape == (40, 100, 7)
    assert np.isfinite(batch.targets).all()
    lines = ["".join(SYMBOLS[symbol] for symbol in row) for row in batch.inputs.argmax(axis=2).T]
    for line in lines:
        whole = EMBEDDED.match(line)
        assert whole is not None
        assert whole.group() in trained_on()
    assert {line[1] for line in lines} == {"T", "P"}
    assert (batch.readings != 0).mean() > 0.5


@pytest.mark.parametrize("example", range(4))
def test_one_unit_holds_the_symbol_of_each_example_until_it_returns(example: int) -> None:
    """Past every T and P between, by its forget gate; the network then is sure of what must return."""
    network = read_network(ZOO / "reber.safetensors")
    assert network.head is not None
    shown = network.card["examples"][example]
    text, step = shown["text"], shown["step"]
    trace = run(network.stacks[0], network.encoder.encode_text(text).values)
    told = predict(network.head, np.asarray(trace.output))[step]
    sign = 1 if text[1] == "T" else -1
    waiting = slice(3, step + 1)
    assert (sign * trace.layers[0].channels["cell_state"][waiting, 0]).min() > 0.5
    assert trace.layers[0].channels["forget_gate"][waiting, 0].min() > 0.9
    assert text[step] == "E"
    assert told[SYMBOLS.index(text[1])] > 0.95
    assert told[SYMBOLS.index("TP"[sign > 0])] < 0.01
