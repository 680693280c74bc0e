"""Networks under Gatescope's own names: what its zoo holds opens as any other file does."""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.errors import InvalidWeights, UnreadableFile
from app.readers import Reading, Source, Undecided, read
from app.registry import read_network
from app.trace import run
from app.weights import Array, Stack, random_stack

ZOO = sorted((Path(__file__).parents[2] / "app" / "zoo").glob("*.safetensors"))


def same(ours: Stack, theirs: Stack) -> bool:
    pairs = zip(
        (w for layer in ours.layers for w in layer),
        (w for layer in theirs.layers for w in layer),
        strict=True,
    )
    return all(
        np.array_equal(a.arrays()[name], b.arrays()[name], equal_nan=False)
        for a, b in pairs
        for name in b.arrays()
    )


def npz(arrays: dict[str, Any]) -> Reading:
    stream = io.BytesIO()
    np.savez(stream, allow_pickle=False, **arrays)
    return read(Source(stream.getvalue(), "own.npz"))


def named(stack: Stack) -> dict[str, Any]:
    """The arrays of a stack as the zoo stores them."""
    return {
        f"{stack.name}.{layer}.{direction}.{name}": array
        for layer, directions in enumerate(stack.layers)
        for direction, weights in zip(("forward", "backward"), directions, strict=False)
        for name, array in weights.arrays().items()
    }


@pytest.mark.parametrize("path", ZOO, ids=lambda path: path.stem)
def test_a_network_of_the_zoo_opens(path: Path) -> None:
    found, network = read(Source(path.read_bytes(), path.name)), read_network(path)
    assert found.stacks[0].cell == network.stacks[0].cell
    assert same(found.stacks[0], network.stacks[0])
    assert found.leftovers == ()
    if network.head is not None:
        np.testing.assert_array_equal(found.outputs[0].W, network.head.W)


@pytest.mark.parametrize(
    ("cell", "gates", "projected"), [("lstm", 4, 2), ("lstm", 4, None), ("gru", 3, None), ("rnn", 1, None)]
)
def test_arrays_of_any_stack_come_back(cell: str, gates: int, projected: int | None) -> None:
    stack = random_stack(
        cell, 3, 4, seed=1, gates=gates, layers=2, bidirectional=True, projection_size=projected
    )
    found = npz(named(stack))
    assert [(one.name, one.cell) for one in found.stacks] == [(cell, cell)]
    assert same(found.stacks[0], stack)


def test_where_a_gru_resets_is_asked_unless_a_bias_tells() -> None:
    ((weights,),) = random_stack("gru", 3, 4, seed=1, gates=3).layers
    assert npz(weights.arrays()).undecided == (Undecided("gru", "reset_after", (True, False)),)
    told = npz({**weights.arrays(), "b_h": np.ones(4, np.float32)})
    assert told.undecided == ()
    assert told.stacks[0].options == {"reset_after": True}


def test_a_vocabulary_may_lie_among_the_arrays() -> None:
    ((weights,),) = random_stack("lstm", 3, 4, seed=1).layers
    assert npz({**weights.arrays(), "letters": np.array(["a", "b", "ß"])}).vocabulary == ("a", "b", "ß")


def test_json_gives_the_options_of_a_cell() -> None:
    ((weights,),) = random_stack("gru", 2, 3, seed=1, gates=3).layers
    entry = {name: array.tolist() for name, array in weights.arrays().items()}
    model = {
        "cell": "gru",
        "options": {"reset_after": False},
        "weights": [entry, entry],
        "bidirectional": True,
    }
    found = read(Source(json.dumps({"model": model, "vocabulary": {"a": 0, "b": 1}}).encode()))
    assert found.stacks[0].bidirectional
    assert found.stacks[0].options == {"reset_after": False}
    assert found.vocabulary == ("a", "b")


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"rnn.1.forward.b": None}, UnreadableFile, "layer 1 of 'rnn' has no b"),
        ({"rnn.0.forward.W_c": np.ones((3, 4), "f4")}, InvalidWeights, "W_c was given"),
        ({"rnn.0.forward.W_x": np.ones((1, 4, 5), "f4")}, None, ""),
        ({"rnn.1.forward.W_x": np.ones((1, 4, 5), "f4")}, InvalidWeights, "layer 1 has inputs"),
    ],
)
def test_arrays_that_do_not_fit_are_named(
    change: dict[str, Any], error: type[Exception] | None, words: str
) -> None:
    arrays = named(random_stack("rnn", 3, 4, seed=1, gates=1, layers=2)) | change
    kept = {name: array for name, array in arrays.items() if array is not None}
    if error is None:
        assert npz(kept).stacks[0].input_size == 5
        return
    with pytest.raises(error, match=words):
        npz(kept)


def by_hand(arrays: dict[str, Any], letters: str, x: Array, units: int) -> Array:
    """Hidden states [T, H] as the formulas of an article give them."""
    h = c = np.zeros(units)
    rows = []
    for x_t in x:
        if "U_f" in arrays:
            sums = [arrays[f"W_{k}"] @ x_t + arrays[f"U_{k}"] @ h + arrays[f"b_{k}"] for k in letters]
        else:
            sums = [arrays[f"W_{k}"] @ np.concatenate([h, x_t]) + arrays[f"b_{k}"] for k in letters]
        f, i, o = (1 / (1 + np.exp(-sums[k])) for k in (0, 1, 3))
        c = f * c + i * np.tanh(sums[2])
        h = o * np.tanh(c)
        rows.append(h)
    return np.stack(rows)


@pytest.mark.parametrize("letters", ["fico", "fiCo", "figo"])
@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("turned", [False, True])
def test_gates_under_single_letters(letters: str, apart: bool, turned: bool) -> None:
    generator, units, inputs = np.random.default_rng(2), 3, 2
    shapes = {"W": (units, inputs), "U": (units, units)} if apart else {"W": (units, units + inputs)}
    arrays = {f"{kind}_{k}": generator.normal(size=shape) for kind, shape in shapes.items() for k in letters}
    arrays |= {f"b_{k}": generator.normal(size=units) for k in letters}
    x = generator.normal(size=(6, inputs))
    given = {name: array.T if turned and name.startswith("W") else array for name, array in arrays.items()}
    found = npz({**given, "other": np.ones(3)})
    trace = run(found.stacks[0], x, precision="float64")
    assert trace.output is not None
    np.testing.assert_allclose(trace.output, by_hand(arrays, letters, x, units), rtol=0, atol=1e-14)
    assert [one.name for one in found.leftovers] == ["other"]
    assert bool(found.notes) is not apart


def test_gates_under_single_letters_that_do_not_fit_are_named() -> None:
    arrays = {f"{kind}_{k}": np.ones(shape) for kind, shape in {"W": (4, 6), "b": 3}.items() for k in "fico"}
    with pytest.raises(InvalidWeights, match=r"have the shapes \[\[4, 6\]\]; b_f has 3 units"):
        npz(arrays)
