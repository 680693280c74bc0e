"""What the page computes for the figure of short and long memory, against what the server measured."""

from typing import Any

import orjson
import pytest
from playwright.sync_api import Page

from app.api.encode import dump
from app.learn.comparison import memory

COMPUTE = """async ([data, pair, gap]) => {
  const { compute } = await import("/static/js/views/memory.js");
  const found = compute(data, { pair, gap });
  return Object.fromEntries(found.map(({ name, found }) => [name, found]));
}"""


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    """What the page is given."""
    given: dict[str, Any] = orjson.loads(dump(memory()))
    return given


@pytest.fixture(scope="module")
def found(data: dict[str, Any], sheet: Page) -> list[dict[str, Any]]:
    """What the page makes of the first pair of degrees and of the first pair of sides."""
    measured = data["measured"]
    pairs = [
        [measured["strong"], measured["mild"]],
        [measured["side"]["praise"], measured["side"]["blame"]],
    ]
    return [sheet.evaluate(COMPUTE, [data, pair, measured["gap"]]) for pair in pairs]


@pytest.mark.parametrize("network", ["lstm", "rnn"])
def test_what_is_left_is_what_the_server_measured(
    network: str, data: dict[str, Any], found: list[dict[str, Any]]
) -> None:
    degree, side = found
    assert degree[network]["left"][-1] == pytest.approx(data["measured"][network], abs=1e-6)
    assert side[network]["left"][-1] == pytest.approx(data["measured"]["side"][network], abs=1e-6)
    assert len(degree[network]["left"]) == data["measured"]["gap"] + 1
    assert degree[network]["left"][0] == 1


@pytest.mark.parametrize("network", ["lstm", "rnn"])
def test_predictions_are_those_of_the_server(
    network: str, data: dict[str, Any], found: list[dict[str, Any]]
) -> None:
    said = data["measured"]["said"][network].values()
    for ends, predictions in zip(said, found[0][network]["predictions"], strict=True):
        assert [predictions[0], predictions[-1]] == pytest.approx(ends, abs=1e-6)
