"""The client of programs and notebooks, against a server on a port."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.client import Client, Refusal
from app.main import create_app
from app.readers import Source, read
from app.settings import Settings
from app.trace import run
from tests.serving import served

SHAPES = {
    "embedding.weight": (3, 2),
    "lstm.weight_ih_l0": (16, 2),
    "lstm.weight_hh_l0": (16, 4),
    "lstm.weight_ih_l0_reverse": (16, 2),
    "lstm.weight_hh_l0_reverse": (16, 4),
}
GENERATOR = np.random.default_rng(5)
WEIGHTS = {name: GENERATOR.normal(size=shape).astype(np.float32) for name, shape in SHAPES.items()}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    app = create_app(Settings(store_folder=tmp_path_factory.mktemp("networks")))
    with served(app) as address, Client(address) as client:
        yield client


def saved(folder: Path) -> Path:
    path = folder / "my letters.npz"
    np.savez(path, allow_pickle=False, **WEIGHTS)
    return path


def test_weights_in_memory_come_back_as_arrays(client: Client, tmp_path: Path) -> None:
    model = client.upload(WEIGHTS, "letters")
    assert (model["title"], model["source"]) == ("letters", "uploaded")
    values = GENERATOR.normal(size=(7, 2))
    trace = client.trace(model["id"], values=values)
    ours = run(read(Source(saved(tmp_path).read_bytes())).stacks[0], values)
    for layer in ours.layers:
        assert (trace[0, layer.direction]["cell_state"] == layer.channels["cell_state"]).all()
    assert (trace.cell, trace.tokens, trace.predictions) == ("lstm", None, None)
    client.delete(model["id"])


def test_a_file_reads_text_once_it_has_a_vocabulary(client: Client, tmp_path: Path) -> None:
    model = client.upload(saved(tmp_path))
    assert model["title"] == "my letters"
    assert client.set_vocabulary(model["id"], {"a": 0, "b": 1, "c": 2})["input"]["kind"] == "characters"
    trace = client.trace(model["id"], text="cab", channels=["forget_gate", "input"])
    assert trace.tokens == ("c", "a", "b")
    assert (trace[0]["input"] == WEIGHTS["embedding.weight"][[2, 0, 1]]).all()
    assert set(trace[0]) == {"forget_gate", "input"}
    by_number = client.trace(model["id"], token_ids=[2, 0, 1])
    assert (by_number[0]["forget_gate"] == trace[0]["forget_gate"]).all()
    assert [one["id"] for one in client.models()][-1] == model["id"]
    client.delete(model["id"])


def test_a_bundled_network_predicts(client: Client) -> None:
    trace = client.trace("quotes", text='a "b" c')
    assert trace.predictions is not None
    assert trace.predictions.shape == (7, len(trace.labels or ()))


def test_a_refusal_says_what_the_server_said(client: Client) -> None:
    with pytest.raises(Refusal, match="begins with") as caught:
        client.upload(b"GIF89a, a picture", "picture.gif")
    assert (caught.value.status, caught.value.code) == (415, "unsupported_format")
    assert "torch.save(model.state_dict(), 'model.pt')" in caught.value.hint
