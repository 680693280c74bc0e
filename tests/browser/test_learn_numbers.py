"""The numbers of the article: on the stage, on the card, in the text, and from the server."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from tests.browser.conftest import OpenArticle
from tests.browser.learn import OPERATIONS, Figure
from tests.browser.numbers import decimals, read_number, trace, vectors

GOLDEN = {
    "c_prev": [0.80, -0.50, 0.20], "f": [0.97, 0.08, 0.51], "i": [0.12, 0.93, 0.50], "g": [0.40, 0.88, -0.70],
    "o": [0.91, 0.10, 0.66], "fc": [0.776, -0.040, 0.102], "ig": [0.048, 0.818, -0.350],
    "c": [0.824, 0.778, -0.248], "tanh_c": [0.677, 0.652, -0.243], "h": [0.616, 0.065, -0.160],
}  # fmt: skip
# Operation -> the vector that stands on the stage from then on.
MAKES = {
    "squash_f": "f", "squash_i": "i", "squash_g": "g", "multiply_ig": "ig", "add": "c", "squash_o": "o",
    "tanh_c": "tanh_c", "multiply_o": "h",
}  # fmt: skip
CURVES = {
    "2": (["5", "0.1", "−0.5"], ["0.993", "0.525", "0.378"]),
    "3": (["5", "0.1", "−0.5"], ["1.000", "0.0997", "−0.462"]),
}
CHANNELS = {
    "f": "forget_gate", "i": "input_gate", "g": "candidate", "o": "output_gate", "c": "cell_state",
    "h": "hidden_state",
}  # fmt: skip
READ_CARD = """card => [...card.querySelectorAll(".terms tbody tr, .terms tfoot tr")].map(
  (row) => [...row.cells].map((cell) => cell.textContent.trim()))"""
WORKED = Path(__file__).parents[2] / "static" / "learn" / "worked.json"


def worked_question() -> dict[str, Any]:
    """The worked example as a question for the API."""
    example = json.loads(WORKED.read_text(encoding="utf-8"))
    return {
        "model": {"weights": [{name: example[name] for name in ("W_x", "W_h", "b")}]},
        "values": example["inputs"],
        "initial_state": {name: [row] for name, row in example["initial_state"].items()},
    }


def card_of(figure: Figure, channel: str, unit: int) -> list[list[str]]:
    """The rows of the card for one number, chosen by hand: its channel's letter, its unit in the field."""
    figure.card.locator(f"[data-channel={channel}]").click()
    field = figure.card.locator("input[type=number]")
    field.fill(str(unit + 1))
    field.press("Enter")
    figure.card.locator(f".terms tfoot tr:last-child th:has-text('{'₁₂₃'[unit]}')").wait_for()
    rows: list[list[str]] = figure.card.evaluate(READ_CARD)
    return rows


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_golden_numbers_stand_on_the_stage_and_in_the_text(article: OpenArticle, language: str) -> None:
    page = article(reduced_motion="reduce").open(f"/learn?lang={language}")
    wanted = {name: [decimals(value) for value in values] for name, values in GOLDEN.items()}
    seen: set[str] = set()
    for name in "4567":
        figure = page.figure(name).bring()
        for operation in OPERATIONS[name]:
            figure.go(operation)
            drawn = figure.drawn()
            here = {vector: drawn[vector] for vector in wanted if None not in drawn.get(vector, [None])}
            assert here == {vector: wanted[vector] for vector in here}, (name, operation)
            assert operation not in MAKES or MAKES[operation] in here, (name, operation)
            seen |= set(here)
    assert seen == set(wanted)
    text = " ".join(" ".join(page.page.locator(".chapter > p").all_text_contents()).split())
    named = re.findall(r"(?<![a-z])([figoch])([₁₂₃]) = (−?\d\.\d\d)(?!\d)", text)
    assert [value for *_, value in named] == [wanted[symbol]["₁₂₃".index(unit)] for symbol, unit, _ in named]
    assert len(named) >= 6


def test_the_bars_of_the_multiplication_say_what_is_left(article: OpenArticle) -> None:
    """While c is squeezed by f its numbers are bars: what is left is written at each."""
    figure = article(reduced_motion="reduce").chapter("6")
    figure.go("multiply_fc")
    texts = figure.stage.locator(".stage-frame svg text").all_text_contents()
    for value in GOLDEN["fc"]:
        assert any(decimals(value) in text for text in texts), value


def test_every_step_is_the_server_s(article: OpenArticle, shipped: httpx.Client) -> None:
    """Of the worked example all three, of the trained network the first, one inside, the last."""
    page = article(reduced_motion="reduce")
    figure = page.chapter("7")
    example = page.boot()["datasets"]["review"]
    trained = trace(shipped, model="review", text=example["text"])
    worked = trace(shipped, **worked_question())
    places = [(worked, step, "") for step in range(3)] + [(trained, step, "d:review") for step in (0, 4, 10)]
    for answer, step, more in places:
        figure.go("handover", step=step, more=more)
        tokens = answer["tokens"]
        if tokens:
            assert f"“{tokens[step]['text']}”" in figure.bar.inner_text()
        expected = vectors(answer, step=step)
        drawn = figure.drawn()
        assert set(drawn) >= set(GOLDEN)
        assert drawn == {name: [decimals(value) for value in expected[name]] for name in drawn}, (more, step)


@pytest.mark.parametrize("name", CURVES)
def test_the_curves_give_the_right_values(article: OpenArticle, name: str) -> None:
    """Where the original's picture has 0.006 and −0.5, the values are 0.378 and −0.462."""
    figure = article(reduced_motion="reduce").chapter(name)
    figure.go(OPERATIONS[name][1])
    drawn = figure.drawn()
    values, results = CURVES[name]
    assert drawn["value"] == values
    digits = [len(result.split(".")[1]) for result in results]
    shown = [read_number(one) for one in drawn["result"]]
    assert [decimals(value, k) for value, k in zip(shown, digits, strict=True)] == results
    function = np.tanh if name == "3" else lambda x: 1 / (1 + np.exp(-x))
    assert drawn["result"] == [decimals(function(read_number(one)), 4) for one in values]


def test_the_card_adds_up_and_agrees_with_the_stage(article: OpenArticle) -> None:
    """Every sum of every gate is that of the rows as they are shown, and the last row is the number drawn."""
    figure = article(reduced_motion="reduce").chapter("7")
    figure.go("handover")
    drawn = figure.drawn()
    for symbol, channel in CHANNELS.items():
        for unit in range(3):
            *rows, result = card_of(figure, channel, unit)
            value = read_number(result[-1])
            assert decimals(value) == drawn[symbol][unit], (symbol, unit)
            assert value == pytest.approx(GOLDEN[symbol][unit], abs=0.6e-3)
            if symbol in "figo":
                *terms, total = rows
                products = [read_number(row[-1]) for row in terms]
                assert sum(products) == pytest.approx(read_number(total[-1]), abs=0.5e-4 * len(products))
                assert len(products) == 6, "two inputs, three hidden units, a bias"


def test_the_products_of_the_second_forget_gate(article: OpenArticle) -> None:
    """−2 − 0.5 − 0.15 − 0.06 + 0 + 0.2677 is −2.4423: to the last digit that is written."""
    figure = article(reduced_motion="reduce").chapter("4")
    *terms, total, result = card_of(figure, "forget_gate", 1)
    assert decimals(sum(read_number(row[-1]) for row in terms), 4) == total[-1] == "−2.4423"
    figure.go("weigh_f")
    assert figure.drawn()["a_f"][1] == decimals(read_number(total[-1]))
    assert result[-1] == "0.0800"
