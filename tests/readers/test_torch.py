"""Networks of torch in every format against torch's own states, stored beside them."""

import pytest

from app.errors import GatescopeError, NoRecurrentLayer, UnsupportedFormat, UnsupportedNetwork
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


@pytest.mark.parametrize("name", ["lstm-one.checkpoint.pt", "gru-two.checkpoint.pt", "rnn-both.folder.zip"])
def test_a_vocabulary_beside_the_weights_is_found(name: str) -> None:
    found = reading(name)
    assert found.vocabulary == ("<unk>", "der", "die", "das", "und", "nicht")
    where = "stoi" if "checkpoint" in name else "tagger/vocab.json"
    assert f"The vocabulary of 6 entries comes from {where}." in [note.en for note in found.notes]


def test_what_only_training_needs_is_left_over() -> None:
    found = reading("lstm-one.checkpoint.pt")
    assert [stack.name for stack in found.stacks] == ["rnn"]
    assert ("optimizer_state_dict", "only training needs it") in {
        (one.name, one.why) for one in found.leftovers
    }


@pytest.mark.parametrize("name", ["captions.pt", "captions-module.pt"])
def test_layers_that_are_not_run_are_listed(name: str) -> None:
    found = reading(name)
    assert not found.embeddings
    assert not found.outputs
    assert [(one.name, one.shape) for one in found.leftovers] == [
        ("cnn.0", (2, 1, 3, 3)),
        ("cnn.1", (2,)),
        ("head.0", (6, 4)),
        ("head.2", (2, 6)),
    ]


def test_parts_of_a_checkpoint_keep_their_names() -> None:
    found = reading("translator.pt")
    assert [(one.name, one.bidirectional) for one in found.stacks] == [
        ("encoder.gru", True),
        ("decoder.gru", False),
    ]


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("frozen", UnsupportedNetwork, "the script runs lstm but keeps no weights under names: it is frozen"),
        ("quantized", UnsupportedNetwork, "the network is quantized: 'tag."),
        ("quantized-module", UnsupportedNetwork, "the network is quantized: 'rnn'"),
        ("quantized-script", UnsupportedNetwork, "the network is quantized: 'rnn'"),
        ("spectral", UnsupportedNetwork, "of these weight norm is read"),
        ("perceptron", NoRecurrentLayer, "which begin with 'weight' [4, 3], 'bias' [4]"),
        ("optimizer", NoRecurrentLayer, "no LSTM, GRU or RNN is among the 0 tensors"),
        ("exported", UnsupportedFormat, "is a program of torch.export"),
    ],
)
def test_what_is_not_read_is_named_with_the_next_step(
    name: str, error: type[GatescopeError], words: str
) -> None:
    with pytest.raises(error) as refusal:
        reading(f"{name}.refused")
    assert words in str(refusal.value)
    assert "torch.save(model.state_dict(), 'model.pt')" in refusal.value.hint
