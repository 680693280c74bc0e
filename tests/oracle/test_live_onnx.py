"""ONNX files made on the spot, by torch and by hand, against onnxruntime; runs by ``make oracle`` only."""

import numpy as np
import pytest
import torch

from app.readers import Source, read
from tests.oracle.onnx_cases import Case, chain_cases, option_cases, torch_cases, weight_cases
from tests.oracle.onnx_reference import computed
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
