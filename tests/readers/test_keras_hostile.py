"""Configurations and zips of Keras that are not as Keras writes them: refused clearly and at once."""

import io
import json
import time
import zipfile
from pathlib import Path

import pytest

from app.errors import FileTooLarge, GatescopeError, UnreadableFile, UnsupportedFormat, UnsupportedNetwork
from app.readers import Source, read
from tests.readers.hostile_hdf5 import CHANGES, LSTM, layers, model, plant, weights
from tests.readers.hostile_refusal import SECONDS, refusal
from tests.readers.test_hdf5_hostile import REFUSALS

CONFIGURATIONS: dict[str, tuple[str, type[GatescopeError], str]] = {
    "no JSON": ("{", UnreadableFile, "model_config of the model is no JSON that can be read"),
    "deep": ("[" * 200_000, UnreadableFile, "model_config of the model is no JSON that can be read"),
    "huge number": ("1" * 5000, UnreadableFile, "model_config of the model is no JSON that can be read"),
    "a list": ("[1]", UnreadableFile, "model_config of the model is [1], not an object"),
    "no layers": ('{"class_name": "X", "config": 3}', UnreadableFile, "cannot be followed: TypeError"),
    "another type": (
        '{"class_name": "Sequential", "config": {"layers": [3]}}', UnreadableFile, "cannot be followed: ",
    ),
    "names twice": (layers(LSTM, LSTM), UnreadableFile, "two layers of the model are called 'lstm'"),
    "many layers": (layers(*[LSTM] * 5000), FileTooLarge, "the model has more than 4,096 layers"),
    "other cell": (
        layers({"class_name": "RNN", "config": {"name": "lstm", "cell": {"class_name": "Mine"}}}),
        UnsupportedNetwork,
        "no recurrent layer of the model can be run: lstm: the cell 'Mine' is none that can be run here",
    ),
    "other function": (
        layers({"class_name": "LSTM", "config": {"name": "lstm", "activation": "my_own"}}),
        UnsupportedNetwork,
        "no recurrent layer of the model can be run: lstm: the activation 'my_own' cannot be run",
    ),
    "code": (
        layers({"class_name": "LSTM", "config": {"name": "lstm", "activation": {"class_name": "function",
               "config": "__import__('os').system('id')"}}}),
        UnsupportedNetwork,
        "cannot be run",
    ),
    "GRU": (
        layers({"class_name": "GRU", "config": {"name": "lstm"}}),
        UnreadableFile,
        "'lstm' holds arrays of the shapes [[3, 16], [4, 16], [16]], which is no gru layer of Keras",
    ),
    "elsewhere": (
        layers({"class_name": "LSTM", "config": {"name": "other"}}),
        UnsupportedNetwork,
        "no recurrent layer of the model can be run: other: the file holds no weights of other",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_hostile_configuration(name: str) -> None:
    config, kind, text = CONFIGURATIONS[name]
    start = time.process_time()
    error = refusal(model(config))
    assert time.process_time() - start < SECONDS
    assert (type(error), text in error.message) == (kind, True), error.message


def test_models_in_models_without_end() -> None:
    config = LSTM
    for depth in range(40):
        config = {"class_name": "Sequential", "config": {"name": f"m{depth}", "layers": [config]}}
    assert "models are nested more than 16 deep" in refusal(model(json.dumps(config))).message


def test_layers_that_feed_each_other_in_a_circle() -> None:
    def call(source: str) -> list[object]:
        return [[[source, 0, 0, {}]]]

    entries = [
        {**LSTM, "name": "lstm", "inbound_nodes": call("drop")},
        {"class_name": "Dropout", "name": "drop", "config": {"name": "drop"}, "inbound_nodes": call("drop2")},
        {
            "class_name": "Dropout",
            "name": "drop2",
            "config": {"name": "drop2"},
            "inbound_nodes": call("drop"),
        },
        {"class_name": "Dense", "name": "d", "config": {"name": "d"}, "inbound_nodes": call("lstm")},
    ]
    config = {"layers": entries, "input_layers": [["lstm", 0, 0]], "output_layers": [["lstm", 0, 0]]}
    found = read(Source(model(json.dumps({"class_name": "Functional", "config": config}))))
    assert [stack.name for stack in found.stacks] == ["lstm"]


@pytest.mark.parametrize(
    ("names", "arrays", "text"),
    [
        (["lstm", "none"], (), "the file lists a layer 'none' and does not hold it"),
        (["lstm/../x"], (), "the file lists a layer 'lstm/../x' and does not hold it"),
        (["lstm"], ("../../etc/passwd",), "the file lists an array '../../etc/passwd' and does not hold it"),
        (["lstm"], ("lstm",), "the file lists an array 'lstm' and does not hold it"),
    ],
)
def test_names_that_lead_nowhere(names: list[str], arrays: tuple[str, ...], text: str) -> None:
    assert refusal(model(layers(LSTM), names, arrays)).message == text


def archive(**members: bytes | str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr({"config": "config.json", "weights": "model.weights.h5"}.get(name, name), content)
    return packed.getvalue()


def test_a_hostile_file_inside_a_zip(tmp_path: Path) -> None:
    plant(tmp_path)
    config = layers(LSTM)
    for name in ("external", "virtual", "late", "circle"):
        inside = weights(CHANGES[name], tmp_path)
        kind, text = REFUSALS[name]
        error = refusal(archive(config=config, weights=inside))
        assert (type(error), text in error.message) == (kind, True)


@pytest.mark.parametrize(
    ("members", "kind", "text"),
    [
        (
            {"weights": weights()},
            UnsupportedFormat,
            "the zip has no config.json; it holds ['model.weights.h5']",
        ),
        (
            {"config": "[" * 100_000, "weights": weights()},
            UnreadableFile,
            "config.json of the model is no JSON",
        ),
        (
            {"config": layers(LSTM), "weights": b"GIF89a"},
            UnreadableFile,
            "the HDF5 file is damaged: its addr",
        ),
        (
            {"config": " " * 2**25, "weights": weights()},
            FileTooLarge,
            "config.json would unpack to 33,554,432",
        ),
    ],
    ids=["no config", "deep config", "no HDF5", "long config"],
)
def test_a_zip_with_something_missing(
    members: dict[str, bytes], kind: type[GatescopeError], text: str
) -> None:
    error = refusal(archive(**members))
    assert (type(error), error.message.startswith(text)) == (kind, True), error.message


def test_a_list_of_no_cells() -> None:
    cell = {"class_name": "StackedRNNCells", "config": {"cells": []}}
    error = refusal(model(layers({"class_name": "RNN", "config": {"name": "lstm", "cell": cell}})))
    assert error.message == "'lstm' has 3 arrays for 0 cells"
