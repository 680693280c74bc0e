"""ONNX files: every state of every step equals onnxruntime's, for every option and way that weights come."""

import numpy as np
import pytest

from tests.readers.onnx_files import difference, expected, names, reading, whole

TOLERANCE = 1e-6
TAGGERS = [name for name in names() if name.startswith("torch")]


@pytest.mark.parametrize("name", names())
def test_all_states_equal_onnxruntime(name: str) -> None:
    assert difference(reading(name), expected(name)) <= TOLERANCE


@pytest.mark.parametrize("name", TAGGERS)
def test_embedding_and_output_layer_are_recognised_and_agree(name: str) -> None:
    found, arrays = reading(name), expected(name)
    assert np.abs(whole(found, arrays) - arrays["output"]).max() <= TOLERANCE
    assert (found.embeddings[0].name, found.outputs[0].name) == ("embedding", "tags")
    assert not found.leftovers


def test_every_cell_and_shape_is_there() -> None:
    shapes = ("1-layer", "2-layers", "bidirectional", "2-layers-bidirectional", "no-bias")
    wanted = {f"torch-{cell}-{shape}" for cell in ("lstm", "gru", "rnn") for shape in shapes}
    assert wanted <= set(TAGGERS)
    for name in wanted:
        (stack,) = reading(name).stacks
        assert stack.cell in name
        assert (stack.depth == 2) == ("2-layers" in name)
        assert stack.bidirectional == ("bidirectional" in name)
        assert any(weights.b.any() for layer in stack.layers for weights in layer) != ("no-bias" in name)
