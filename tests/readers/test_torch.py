"""Networks of torch in every format against torch's own states, stored beside them."""

import pytest

from app.readers import Undecided
from tests.readers.torch_files import TOLERANCE, differences, expected, missing, names, reading, settled

# Formats that keep no classes, and so do not say what a plain RNN applies.
SILENT = ("state_dict.pt", "checkpoint.pt", "legacy.pt", "safetensors", "npz", "json", "folder.zip")


@pytest.mark.parametrize("name", names())
def test_every_state_equals_torchs_own(name: str) -> None:
    arrays = expected(name)
    found = settled(reading(name), "relu" if name.startswith("relu") else "tanh")
    worst = differences(found, arrays)
    assert missing(worst, arrays) == set()
    assert max(worst.values()) <= TOLERANCE["float64" if name.startswith("float64") else "float32"]


def test_every_format_has_every_network() -> None:
    found = {tuple(name.split(".", 1)) for name in names()}
    networks = {network for network, form in found if form == "folder.zip"}
    assert len(networks) == 18
    assert {form for network, form in found if network == "lstm-one"} == {
        form for network, form in found if network == "relu-two-both"
    }


@pytest.mark.parametrize(
    "form", [*SILENT, "module.pt", "legacy-module.pt", "scripted.pt", "traced.pt", "pkl"]
)
@pytest.mark.parametrize(("network", "activation"), [("rnn-one", "tanh"), ("relu-two-both", "relu")])
def test_what_a_plain_rnn_applies_is_told_or_asked(form: str, network: str, activation: str) -> None:
    found = reading(f"{network}.{form}")
    if form in SILENT:
        assert found.undecided == (Undecided("rnn", "activation", ("tanh", "relu")),)
    else:
        assert found.undecided == ()
        assert found.stacks[0].options.get("activation", "tanh") == activation
