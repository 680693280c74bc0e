"""Networks of Keras 3 and Keras 2 against the frameworks' own states."""

from dataclasses import replace

import pytest

from app.readers import Reading
from tests.readers.keras_files import TOLERANCE, differences, expected, reading
from tests.readers.keras_networks import CELLS, SHAPES

PLAIN = [f"{cell}-{shape}" for cell in CELLS for shape in SHAPES]
CUDNN = [f"cudnn-{cell}-{shape}" for cell in ("lstm", "gru") for shape in SHAPES[:-1]]
EXTRAS = ["hard", "soft", "classifier", "branches", "pictures", "translator", "reversed", "cells"]
FORMATS = {"keras3.zip": (".keras", ".weights.h5", ".h5"), "keras2.zip": (".h5", "-weights.h5")}
NEW = ("lstm-two-both", "gru-one", "hard", "branches", "cells")
CASES = [
    *((archive, name + end) for archive, ends in FORMATS.items() for name in PLAIN for end in ends),
    *(("keras2.zip", name + end) for name in CUDNN for end in (".h5", "-weights.h5")),
    *(("keras3.zip", name + end) for name in EXTRAS for end in (".keras", ".h5")),
    *(("keras2.zip", name + ".h5") for name in EXTRAS),
    *(("keras2.zip", name + ".keras") for name in NEW),
    ("keras2.zip", "peephole.h5"),
    *(("keras2.zip", name + ".weights.h5") for name in NEW[:2]),
]


def settled(found: Reading, name: str) -> Reading:
    """Choose what no file of weights says: where a GRU without biases applies its reset gate."""
    if "gru-before-no-bias" not in name or not found.undecided:
        return found
    assert ("gru", "reset_after", (True, False)) in {
        (one.stack, one.option, one.choices) for one in found.undecided
    }
    (stack,) = found.stacks
    return replace(found, stacks=(replace(stack, options={"reset_after": False}),))


@pytest.mark.parametrize(("archive", "name"), CASES, ids=lambda value: value.removesuffix(".zip"))
def test_every_state_equals_the_frameworks_own(archive: str, name: str) -> None:
    worst = differences(settled(reading(name, archive), name), name, archive)
    stacks = {place.partition("|")[0] for place in worst}
    assert stacks == set(expected(name, archive))
    assert max(worst.values()) <= TOLERANCE
