"""Networks that others trained and published: each opens, and agrees with its own framework."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.readers import Reading, Source, read
from app.trace import run
from app.weights import Stack
from tests.real import packages
from tests.real.packages import EXPECTED, Published

# Trained weights are large: over twelve steps a framework's own float32 leaves its float64 by up to 5e-6.
SINGLE = 1e-5
# A file's two biases are added in the file's own float32, where a framework's float64 adds them later.
DOUBLE = 1e-6


def opened(file: Published) -> Reading:
    return read(Source(file.content(), file.filename))


def expected(name: str) -> dict[str, NDArray[Any]]:
    with np.load(EXPECTED / f"{name}.npz", allow_pickle=False) as stored:
        return {key: stored[key] for key in stored}


def stack_like(reading: Reading, *words: str) -> Stack:
    """The only stack whose name has all these words."""
    found = [stack for stack in reading.stacks if all(word in stack.name for word in words)]
    assert len(found) == 1, [stack.name for stack in reading.stacks]
    return found[0]


def agrees(stack: Stack, inputs: NDArray[Any], states: dict[str, NDArray[Any]], layer: int = 0) -> None:
    """Every state of every step, both directions side by side where there are two.

    In float64 where the framework computes it, and in float32.
    """
    for name in ("hidden_state", "cell_state"):
        if name in states:
            theirs, exact = states[name], states.get(f"{name}_64")
            ours, ours_exact = (
                np.concatenate([one.channels[name] for one in trace.layers if one.index == layer], axis=1)
                for trace in (run(stack, inputs), run(stack, inputs, precision="float64"))
            )
            assert np.abs(ours - theirs).max() < SINGLE
            if exact is not None:
                assert np.abs(ours_exact - exact).max() < DOUBLE


SILERO: Sequence[tuple[Published, tuple[str, ...], str]] = (
    (packages.SILERO_JIT, ("_model.",), "silero-16k"),
    (packages.SILERO_JIT, ("_model_8k.",), "silero-8k"),
    (packages.SILERO_TENSORS, (), "silero-tensors"),
    (packages.SILERO_SEQUENCE, (), "silero-onnx"),
)


@pytest.mark.parametrize(("file", "words", "name"), SILERO)
def test_a_voice_detector_agrees_with_torch_and_onnxruntime(
    file: Published, words: tuple[str, ...], name: str
) -> None:
    """One network in three formats; its convolutions stay outside, so the LSTM takes numbers."""
    reading, states = opened(file), expected(name)
    agrees(stack_like(reading, *words), states["inputs"], states)
    assert any(part.shape is not None and len(part.shape) == 3 for part in reading.leftovers)


def test_both_networks_of_a_nested_onnx_file_are_found() -> None:
    """Their weights lie behind Unsqueeze in If branches of If branches; they are the TorchScript file's."""
    reading = opened(packages.SILERO_ONNX)
    known = [expected("silero-16k"), expected("silero-8k")]
    for states in known:
        outputs = [run(stack, states["inputs"], precision="float64").output for stack in reading.stacks]
        assert min(np.abs(output - states["hidden_state_64"]).max() for output in outputs) < DOUBLE


def test_a_text_generator_of_keras_2_agrees_with_it() -> None:
    """Weights in cuDNN's layout; the second LSTM reads the first."""
    reading, states = opened(packages.TEXTGENRNN), expected("textgenrnn")
    (embedding,) = (one for one in reading.embeddings if one.vectors.shape == (465, 100))
    stack = reading.stacks[0]
    inputs = embedding.vectors[states["ids"]]
    for layer in range(2):
        letters = {"hidden_state": "h", "cell_state": "c"}
        part = {
            name + end: states[f"{letter}{layer + 1}{end}"]
            for name, letter in letters.items()
            for end in ("", "_64")
        }
        agrees(stack, inputs, part, layer)
    assert [output.name for output in reading.outputs] == []
    assert {"attention", "output"} <= {part.name.split("/")[0] for part in reading.leftovers}


@pytest.mark.parametrize("part", ["enc", "dec"])
def test_a_speller_agrees_with_torch(part: str) -> None:
    """Two GRUs, an encoder and a decoder, each with an embedding of its own."""
    reading, states = opened(packages.G2P_EN), expected(f"g2p_en-{part}")
    stack = stack_like(reading, part)
    embedding = next(one for one in reading.embeddings if one.name.startswith(part))
    assert stack.cell == "gru"
    agrees(stack, embedding.vectors[states["ids"]], states)


def test_a_pickle_of_arrays_agrees_with_torch() -> None:
    reading, states = opened(packages.G2PM), expected("g2pm")
    (stack,) = reading.stacks
    assert stack.bidirectional
    agrees(stack, reading.embeddings[0].vectors[states["ids"]], states)
