"""What a reader changes in figures 1 and 4 to 7: all that follows is computed again, as the server would."""

import copy
import re
from typing import Any

import httpx
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenArticle
from tests.browser.learn import Figure
from tests.browser.numbers import ALL, decimals, read_number
from tests.browser.test_learn_numbers import worked_question

TOLERANCE = 1e-6


def button(figure: Figure, words: str) -> Locator:
    return figure.controls.get_by_role("button", name=words)


def type_into(figure: Figure, name: str, value: str) -> None:
    field = figure.controls.get_by_role("textbox", name=name, exact=True)
    field.fill(value)
    field.press("Enter")


def exactly(figure: Figure, channel: str, unit: int) -> float:
    """A gate with every digit that the page has of it: where its knob stands between 0 and 1."""
    figure.card.locator(f"[data-channel={channel}]").click()
    field = figure.card.locator("input[type=number]")
    field.fill(str(unit + 1))
    field.press("Enter")
    expect(figure.card.locator(".number-name")).to_contain_text("₁₂₃"[unit])
    return float(figure.card.locator(".gauge-knob").evaluate("knob => knob.style.getPropertyValue('--at')"))


def walk_to(figure: Figure, step: int) -> None:
    """Go to a step by the buttons: a link would put the reader's changes back."""
    while (now := int(re.findall(r"\d+", figure.bar.locator(".figure-where").inner_text())[0]) - 1) != step:
        figure.bar.get_by_role("button", name="Next step" if now < step else "Previous step").click()


def answered(api: httpx.Client, question: dict[str, Any]) -> dict[str, NDArray[np.float64]]:
    answer = api.post("/traces", json={"precision": "float64", "channels": ALL, **question})
    assert answer.status_code == 200, answer.text
    [layer] = answer.json()["layers"]
    return {name: np.array(layer[name]) for name in ALL if name in layer}


def written(values: NDArray[np.float64]) -> list[str]:
    return [decimals(value) for value in values]


def test_a_weight_is_edited_and_the_server_agrees(article: OpenArticle, shipped: httpx.Client) -> None:
    """x₁ in f₂ from −2 to 1.5, and its bias: every gate of every step to 1e-6, the stage to the digit."""
    figure = article(reduced_motion="reduce").chapter("4")
    figure.go("park_f")
    expect(figure.controls.get_by_role("combobox", name="Weight behind f₂")).to_have_value("x₁")
    type_into(figure, "Weight of x₁ in f₂", "1.5")
    expect(figure.controls).to_contain_text("was −2")
    figure.controls.get_by_role("combobox").select_option("bias b")
    type_into(figure, "Weight of bias b in f₂", "-0,5")

    question = worked_question()
    weights = copy.deepcopy(question["model"]["weights"][0])
    weights["W_x"][0][1][0] = 1.5
    weights["b"][0][1] = -0.5
    expected = answered(shipped, {**question, "model": {"weights": [weights]}})
    plain = answered(shipped, question)
    for step in range(3):
        walk_to(figure, step)
        for channel in ("forget_gate", "input_gate", "output_gate"):
            for unit in range(3):
                shown = exactly(figure, channel, unit)
                assert shown == pytest.approx(expected[channel][step, unit], abs=TOLERANCE)
        assert figure.drawn()["f"] == written(expected["forget_gate"][step])
    assert abs(plain["output_gate"][2] - expected["output_gate"][2]).max() > 1e-3, "it reaches later steps"


def test_the_card_calculates_with_the_edited_weight(article: OpenArticle) -> None:
    figure = article(reduced_motion="reduce").chapter("4")
    type_into(figure, "Weight of x₁ in f₂", "1.5")
    row = figure.card.locator(".terms tbody tr", has=figure.page.locator("th", has_text="x₁"))
    assert row.locator("td").all_inner_texts() == ["1.5000", "1.0000", "1.5000"]
    assert read_number(figure.card.locator(".terms .total td").inner_text()) == pytest.approx(
        -2.4423 + 3.5, abs=1e-4
    )


def test_the_forget_gate_is_held_at_an_end(article: OpenArticle) -> None:
    figure = article(reduced_motion="reduce").chapter("4")
    figure.go("park_f")
    before = figure.svg()
    for words, value in (("Drop everything", 0), ("Keep everything", 1)):
        button(figure, words).click()
        assert figure.drawn()["f"] == [decimals(value)] * 3
        expect(button(figure, words)).to_have_attribute("aria-pressed", "true")
        expect(figure.controls.locator(".control-said").first).to_contain_text(f"held at {decimals(value)}")
        button(figure, words).click()
        assert figure.svg() == before


def test_the_second_input_gate_is_dragged(article: OpenArticle) -> None:
    """By the pointer on the stage, by the slider and in the field: one number, and i∗g follows."""
    figure = article(reduced_motion="reduce").chapter("5")
    figure.go("multiply_ig")
    cell = figure.stage.locator("[data-vector='i'][data-unit='1'][data-drag]")
    box = cell.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = figure.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x, y + 30)
    mouse.move(x, y + 60)
    mouse.up()
    mouse.move(0, 0)
    dragged = figure.drawn()
    assert 0 < read_number(dragged["i"][1]) < 0.8
    field = figure.controls.get_by_role("textbox", name="Input gate i₂", exact=True)
    ranged = figure.controls.get_by_role("slider", name="Input gate i₂")
    assert decimals(read_number(field.input_value())) == dragged["i"][1]
    assert decimals(float(ranged.input_value())) == dragged["i"][1]
    type_into(figure, "Input gate i₂", "0.25")
    drawn = figure.drawn()
    assert drawn["i"] == ["0.12", "0.25", "0.50"]
    assert drawn["ig"][1] == decimals(0.25 * np.tanh(1.3808))
    figure.controls.get_by_role("button", name="Input gate i₂: 0").click()
    assert figure.drawn()["ig"] == ["0.05", "0.00", "−0.35"]


def test_the_sign_of_the_candidate_is_flipped_and_back(article: OpenArticle) -> None:
    figure = article(reduced_motion="reduce").chapter("5")
    figure.go("multiply_ig")
    before = figure.drawn()
    button(figure, "Flip the sign of g₂").click()
    flipped = figure.drawn()
    assert flipped["g"] == [before["g"][0], "−" + before["g"][1], before["g"][2]]
    assert flipped["ig"] == [before["ig"][0], "−" + before["ig"][1], before["ig"][2]]
    button(figure, "Flip the sign of g₂").click()
    assert figure.drawn() == before


def test_perfect_memory_keeps_the_cell_state_to_the_end(article: OpenArticle) -> None:
    figure = article(reduced_motion="reduce").chapter("6")
    figure.go("settle")
    button(figure, "Perfect memory").click()
    for step in range(3):
        walk_to(figure, step)
        drawn = figure.drawn()
        assert drawn["c"] == drawn["c_prev"] == ["0.80", "−0.50", "0.20"], step
        assert drawn["f"] == ["1.00"] * 3
        assert drawn["ig"] == ["0.00"] * 3


def test_the_hidden_unit_speaks_when_its_output_gate_is_opened(article: OpenArticle) -> None:
    figure = article(reduced_motion="reduce").chapter("7")
    figure.go("multiply_o")
    assert figure.drawn()["h"][1] == "0.07"
    figure.controls.get_by_role("button", name="Output gate o₂: 1").click()
    drawn = figure.drawn()
    assert drawn["o"][1] == "1.00"
    assert drawn["h"][1] == drawn["tanh_c"][1] == "0.65"
    figure.card.locator("[data-channel=hidden_state]").click()
    result = figure.card.locator(".terms tfoot tr").last.locator("td")
    assert read_number(result.inner_text()) == pytest.approx(0.652, abs=0.6e-3)


def test_a_plain_rnn_computes_as_the_server_s(article: OpenArticle, shipped: httpx.Client) -> None:
    """The switch leaves of the cell one tanh; its h is that of a plain RNN with the candidate's weights."""
    figure = article(reduced_motion="reduce").chapter("1")
    before = figure.drawn()
    button(figure, "Plain RNN").click()
    question = worked_question()
    [weights] = question["model"]["weights"]
    candidate = {name: [rows[2]] for name, rows in weights.items()}
    answer = shipped.post(
        "/traces",
        json={
            "precision": "float64",
            "model": {"cell": "rnn", "weights": [candidate]},
            "values": question["values"],
            "initial_state": {"hidden_state": question["initial_state"]["hidden_state"]},
            "channels": ["hidden_state"],
        },
    )
    assert answer.status_code == 200, answer.text
    expected = np.array(answer.json()["layers"][0]["hidden_state"])
    for step in range(3):
        walk_to(figure, step)
        drawn = figure.drawn()
        assert drawn["h"] == written(expected[step])
        assert set(drawn) & {"f", "i", "o", "c", "c_prev", "fc", "ig", "tanh_c"} == set()
        assert "h = tanh(W [h; x] + b)" in figure.said()[2]
    walk_to(figure, 0)
    button(figure, "Plain RNN").click()
    assert figure.drawn() == before


def test_a_part_is_named_by_pointing_and_by_choosing(article: OpenArticle) -> None:
    figure = article(reduced_motion="reduce").chapter("1")
    figure.controls.get_by_role("combobox", name="Name a part").select_option("forget_gate")
    gate, formula, shape = figure.said()
    assert "forget gate, a sigmoid" in gate
    assert "σ" in formula
    assert shape == "3 numbers, one a unit"
    figure.controls.get_by_role("combobox").select_option("weights_f")
    assert figure.said()[2] == "3 × 5 weights and 3 biases"
    figure.controls.get_by_role("combobox").select_option("")
    figure.stage.locator("[data-operator=squash_o]").hover()
    assert "output gate, a sigmoid" in figure.said()[0]
    expect(figure.controls.get_by_role("combobox")).to_have_value("output_gate")
    figure.page.mouse.move(0, 0)
    assert figure.said()[0] == "1 Structure · the whole cell"


def test_pointing_at_a_number_shows_its_products(article: OpenArticle) -> None:
    """Figure 4: a pointer on f₃ is enough; a click on f₁ stays."""
    figure = article(reduced_motion="reduce").chapter("4")
    figure.go("park_f")
    name = figure.card.locator(".number-name")
    expect(name).to_have_text("f₂ = 0.08")
    figure.stage.locator("[data-vector='f'][data-unit='2']").hover()
    expect(name).to_have_text("f₃ = 0.51")
    assert figure.card.locator(".terms tbody tr").count() == 6
    figure.page.mouse.move(0, 0)
    expect(name).to_have_text("f₂ = 0.08")
    figure.stage.locator("[data-vector='f'][data-unit='0']").click()
    figure.page.mouse.move(0, 0)
    expect(name).to_have_text("f₁ = 0.97")


def test_everything_is_put_back(article: OpenArticle) -> None:
    figure = article(reduced_motion="reduce").chapter("4")
    figure.go("park_f")
    back = button(figure, "Put everything back")
    expect(back).to_have_attribute("aria-disabled", "true")
    before = figure.svg()
    type_into(figure, "Forget gate f₂", "0.6")
    type_into(figure, "Weight of x₁ in f₂", "3")
    figure.page.keyboard.press("Tab")
    assert figure.svg() != before
    expect(back).not_to_have_attribute("aria-disabled", "true")
    back.click()
    figure.page.mouse.move(0, 0)
    assert figure.svg() == before
    assert figure.controls.get_by_role("textbox", name="Forget gate f₂").input_value() == "0.08"


def test_what_is_no_number_changes_nothing_and_says_so(article: OpenArticle) -> None:
    figure = article(reduced_motion="reduce").chapter("5")
    figure.go("multiply_ig")
    before = figure.drawn()
    field = figure.controls.get_by_role("textbox", name="Input gate i₂")
    for wrong in ("", "abc", "1.2", "-0.1", "NaN", "1e999", "٣"):
        type_into(figure, "Input gate i₂", "0.5")
        type_into(figure, "Input gate i₂", "0.93")
        type_into(figure, "Input gate i₂", wrong)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(figure.controls.get_by_role("alert")).to_contain_text("It stays at 0.93")
        assert figure.drawn() == before, wrong
