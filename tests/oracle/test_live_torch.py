"""Files of networks that torch makes on the spot, compared state by state; by ``make oracle`` only."""

from collections.abc import Mapping

import pytest
import torch

from app.readers import Source, read
from app.weights import Array
from tests.oracle.torch_extras import extras
from tests.oracle.torch_formats import FORMATS
from tests.oracle.torch_networks import CASES, Shape, expected, tagger
from tests.readers.torch_files import TOLERANCE, differences, missing, settled

pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("ignore")]

SEEDS = (11, 12)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("cell", "shape"), CASES, ids=lambda part: getattr(part, "name", part))
def test_a_file_gives_the_states_that_torch_computes(cell: str, shape: Shape, form: str) -> None:
    torch.set_num_threads(1)
    for seed in SEEDS:
        network = tagger(cell, shape, seed)
        compare(f"{cell}.{form}", FORMATS[form](network), expected(network))


@pytest.mark.parametrize("seed", SEEDS)
def test_wrapped_listed_and_half_precision_weights(seed: int) -> None:
    torch.set_num_threads(1)
    for name, content, arrays in extras(seed):
        compare(name, content, arrays)


def compare(name: str, content: bytes, arrays: Mapping[str, Array]) -> None:
    found = settled(read(Source(content, name)), "relu" if name.startswith("relu") else "tanh")
    worst = differences(found, arrays)
    assert missing(worst, arrays) == set()
    limit = TOLERANCE["float64" if name.startswith("float64") else "float32"]
    assert max(worst.values()) <= limit, name
