"""ONNX files made on the spot, by torch and by hand, against onnxruntime; runs by ``make oracle`` only."""

import numpy as np
import pytest
import torch

from app.heads import Head, predict
from app.readers import Source, read
from app.trace import run
from tests.oracle.onnx_cases import Case, chain_cases, option_cases, torch_cases, weight_cases
from tests.oracle.onnx_reference import Classifier, computed, export, session
from tests.readers.onnx_files import difference, whole

pytestmark = pytest.mark.oracle

TOLERANCE = 1e-6
SIZES = {"inputs": 7, "units": 12, "steps": 40}


def made(seed: int) -> list[Case]:
    """All kinds of files, with other numbers and sizes than the stored ones."""
    torch.set_num_threads(1)
    kinds = (torch_cases, option_cases, weight_cases, chain_cases)
    return [case for kind in kinds for case in kind(seed, **SIZES)]


@pytest.mark.parametrize("case", made(seed=23), ids=lambda case: case.name)
def test_all_states_equal_onnxruntime(case: Case) -> None:
    found, arrays = read(Source(case.content, "model.onnx")), computed(case.content, case.feeds)
    assert difference(found, arrays) <= TOLERANCE
    if case.name.startswith("torch"):
        assert np.abs(whole(found, arrays) - arrays["output"]).max() <= TOLERANCE


@pytest.mark.parametrize("dynamo", [False, True])
@pytest.mark.parametrize("reads", ["state", "step"])
@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_an_answer_at_the_end_is_the_prediction_of_the_last_step(cell: str, reads: str, dynamo: bool) -> None:
    torch.manual_seed(3)
    tokens = torch.randint(11, (1, 9))
    content = export(Classifier(cell, reads), tokens, dynamo=dynamo)
    found = read(Source(content, "model.onnx"))
    ((stack,), (embedding,), (output,)) = found.stacks, found.embeddings, found.outputs
    assert (stack.depth, output.kind) == (2, "softmax")
    assert [note.en.split(";")[0] for note in found.notes] == ["In the file, answer reads the last step"]
    trace = run(stack, embedding.vectors[tokens[0].numpy()])
    assert trace.output is not None
    predicted = predict(Head("softmax", output.W, output.b), trace.output)[-1]
    (answer,) = session(content).run(None, {"tokens": tokens.numpy()})
    assert np.abs(predicted - np.exp(answer[0])).max() <= TOLERANCE
