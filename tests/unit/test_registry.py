import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from app.errors import BrokenModel, InvalidSelection, UnknownModel
from app.registry import Registry, read_network
from app.trace import run
from app.weights import random_stack
from tests.tiny_zoo import write_zoo


@pytest.fixture
def zoo(tmp_path: Path) -> Path:
    return write_zoo(tmp_path)


def test_the_default_network_comes_first(zoo: Path) -> None:
    assert [network.id for network in Registry(zoo, first="letters").list()] == [
        "letters",
        "feeling",
        "verse",
    ]
    assert [network.id for network in Registry(zoo, first="nobody").list()] == ["feeling", "letters", "verse"]


def test_the_others_follow_in_the_order_asked_for_and_the_rest_by_name(tmp_path: Path) -> None:
    letters = write_zoo(tmp_path) / "letters.safetensors"
    card = json.loads(letters.with_suffix(".json").read_text(encoding="utf-8"))
    for name in ("counter", "abc"):
        (tmp_path / f"{name}.safetensors").write_bytes(letters.read_bytes())
        (tmp_path / f"{name}.json").write_text(json.dumps({**card, "id": name}), encoding="utf-8")
    registry = Registry(tmp_path, first="letters", order=("nobody", "feeling", "letters", "counter"))
    assert [network.id for network in registry.list()] == ["letters", "feeling", "counter", "abc", "verse"]


def test_the_digest_is_that_of_both_files(zoo: Path) -> None:
    content = (zoo / "feeling.safetensors").read_bytes()
    card = (zoo / "feeling.json").read_bytes()
    network = Registry(zoo, first="feeling").get("feeling")
    assert network.digest == "sha256:" + hashlib.sha256(content + card).hexdigest()
    assert network.file_size == len(content)


def test_weights_come_back_as_they_were_written(zoo: Path) -> None:
    stack = Registry(zoo, first="feeling").get("feeling").stacks[0]
    original = random_stack("lstm", 2, 4, seed=3, layers=2, bidirectional=True)
    values = np.ones((3, 2))
    for ours, theirs in zip(run(stack, values).layers, run(original, values).layers, strict=True):
        np.testing.assert_array_equal(ours.channels["cell_state"], theirs.channels["cell_state"])


def test_a_projected_network_without_a_head_is_read(zoo: Path) -> None:
    network = Registry(zoo, first="").get("letters")
    assert network.head is None
    assert network.stacks[0].projection_size == 3
    assert network.encoder.kind == "characters"


def test_an_unknown_network_names_the_choices(zoo: Path) -> None:
    with pytest.raises(UnknownModel, match="there is no network 'nobody'") as caught:
        Registry(zoo, first="feeling").get("nobody")
    assert caught.value.hint == "Choose one of: feeling, letters, verse."


def test_an_empty_zoo_says_so(tmp_path: Path) -> None:
    registry = Registry(tmp_path, first="review")
    assert registry.list() == ()
    with pytest.raises(UnknownModel) as caught:
        registry.get("review")
    assert caught.value.hint == "No network is installed."


def test_an_unknown_stack_names_the_choices(zoo: Path) -> None:
    with pytest.raises(InvalidSelection, match="network 'feeling' has no stack 'decoder'") as caught:
        Registry(zoo, first="feeling").get("feeling").stack("decoder")
    assert caught.value.hint == "Choose one of: lstm."


def broken(zoo: Path, fault: str) -> str:
    path, card = zoo / "feeling.safetensors", zoo / "feeling.json"
    described = json.loads(card.read_text())
    if fault == "truncated":
        path.write_bytes(path.read_bytes()[:50])
    elif fault == "no card":
        card.unlink()
    elif fault == "vocabulary":
        described["input"]["vocabulary"].append("more")
    elif fault == "no title":
        del described["title"]
    elif fault == "stack":
        described["stack"]["name"] = "encoder"
    if fault != "no card":
        card.write_text(json.dumps(described))
    with pytest.raises(BrokenModel) as caught:
        read_network(path)
    assert caught.value.hint == "Make it again: python -m app.training feeling"
    return caught.value.message


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("truncated", "the network in feeling.safetensors cannot be read: SafetensorError"),
        ("no card", "FileNotFoundError"),
        ("vocabulary", "encoder.vectors has shape [4, 2]; [5, 2] is needed"),
        ("no title", "KeyError('title')"),
        ("stack", "a stack needs at least one layer"),
    ],
)
def test_a_broken_file_says_what_is_wrong(zoo: Path, fault: str, said: str) -> None:
    assert said in broken(zoo, fault)
