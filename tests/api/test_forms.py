"""The same trace in every form says the same numbers."""

import base64
import csv
import io
from typing import Any

import httpx
import numpy as np
import pytest

pytestmark = pytest.mark.anyio

REQUEST = {"model": "feeling", "text": 'not "so," bad', "start": 1}
FIXED = ("index", "direction", "units", "initial_state")


async def ask(api: httpx.AsyncClient, accept: str = "application/json", **fields: Any) -> httpx.Response:
    answer = await api.post("/traces", json={**REQUEST, **fields}, headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    return answer


def decode(array: dict[str, Any]) -> np.ndarray:
    assert list(array) == ["dtype", "shape", "base64"]
    return np.frombuffer(base64.b64decode(array["base64"]), array["dtype"]).reshape(array["shape"])


@pytest.mark.parametrize(("precision", "dtype"), [("float32", "<f4"), ("float64", "<f8")])
async def test_base64_holds_the_same_arrays(api: httpx.AsyncClient, precision: str, dtype: str) -> None:
    plain = (await ask(api, precision=precision)).json()
    packed = (await ask(api, precision=precision, encoding="base64")).json()
    assert list(packed) == list(plain)
    for ours, theirs in zip(packed["layers"], plain["layers"], strict=True):
        assert list(ours) == list(theirs)
        assert [ours[name] for name in FIXED[:3]] == [theirs[name] for name in FIXED[:3]]
        for name in ours.keys() - set(FIXED):
            assert ours[name]["dtype"] == dtype
            np.testing.assert_array_equal(decode(ours[name]), np.array(theirs[name], dtype))
        for name, row in ours["initial_state"].items():
            np.testing.assert_array_equal(decode(row), theirs["initial_state"][name])
    values = np.array(plain["predictions"]["values"], dtype)
    np.testing.assert_array_equal(decode(packed["predictions"]["values"]), values)


async def test_npz_holds_the_same_arrays(api: httpx.AsyncClient) -> None:
    plain = (await ask(api)).json()
    answer = await ask(api, "application/x-npz")
    assert answer.headers["content-type"] == "application/x-npz"
    assert answer.headers["content-disposition"] == 'attachment; filename="trace.npz"'
    with np.load(io.BytesIO(answer.content), allow_pickle=False) as file:
        members = dict(file)
    assert (members.pop("start"), members.pop("stop")) == (1, 3)
    assert members.pop("tokens").tolist() == ["so", "bad"]
    np.testing.assert_array_equal(
        members.pop("predictions"), np.array(plain["predictions"]["values"], np.float32)
    )
    for layer in plain["layers"]:
        prefix = f"layers.{layer['index']}.{layer['direction']}."
        for name in layer.keys() - {"index", "direction", "initial_state"}:
            np.testing.assert_array_equal(members.pop(prefix + name), np.array(layer[name], np.float32))
        for name, row in layer["initial_state"].items():
            np.testing.assert_array_equal(members.pop(f"{prefix}initial_state.{name}"), row)
    assert members == {}


async def test_csv_is_a_long_table_of_the_same_numbers(api: httpx.AsyncClient) -> None:
    plain = (await ask(api, units=[2, 0])).json()
    answer = await ask(api, "text/csv", units=[2, 0])
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.splitlines()[0] == "layer,direction,channel,step,token,unit,value"
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    expected = []
    tokens = [token["text"] for token in plain["tokens"]]
    for layer in plain["layers"]:
        for name in [key for key in layer if key not in FIXED]:
            for step, numbers in enumerate(layer[name]):
                for unit, value in zip(layer["units"], numbers, strict=True):
                    place = (str(layer["index"]), layer["direction"], name, str(step + 1), tokens[step])
                    expected.append((*place, str(unit), value))
    for step, numbers in enumerate(plain["predictions"]["values"]):
        for output, value in enumerate(numbers):
            expected.append(("", "", "prediction", str(step + 1), tokens[step], str(output), value))
    assert [(*list(row.values())[:-1], float(row["value"])) for row in rows] == expected


async def test_csv_quotes_tokens(api: httpx.AsyncClient) -> None:
    tokens = ['a,"b"', "line\nbreak", "=1+1"]
    body = {"model": "feeling", "tokens": tokens, "channels": ["cell_state"], "units": [0], "layers": [0]}
    answer = await api.post("/traces", json=body, headers={"Accept": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert [row["token"] for row in rows[:3]] == tokens


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/json"),
        ("application/x-npz;q=0.4, text/csv;q=0.6", "text/csv; charset=utf-8"),
        ("text/csv;q=0, */*", "application/json"),
        ("text/html", "application/json"),
        ("application/x-npz;q=nonsense", "application/json"),
    ],
)
async def test_accept_chooses_the_form(api: httpx.AsyncClient, accept: str, kind: str) -> None:
    assert (await ask(api, accept)).headers["content-type"] == kind
