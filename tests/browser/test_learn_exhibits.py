"""The figures without a stage: an early word in two networks, gates before and after training, a sequence."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenArticle
from tests.browser.explore import set_value
from tests.browser.learn import Article
from tests.browser.numbers import decimals, trace

READ_TABLE = """table => [...table.querySelectorAll("tr, [role=row]")].map((row) =>
  [...row.querySelectorAll("th, td, [role=cell], [role=rowheader], [role=columnheader]")]
    .map((cell) => cell.textContent.trim()))"""
SENTENCE = "The breakfast was not good but I will definitely buy it again"


def exhibit(page: Article, slug: str, name: str) -> Locator:
    """The figure of a chapter, made."""
    page.open(f"/learn/{slug}")
    figure = page.page.locator(f"#figure-{name}")
    figure.scroll_into_view_if_needed()
    figure.locator(".exhibit").wait_for()
    return figure


def rows(table: Locator) -> list[list[str]]:
    found: list[list[str]] = table.evaluate(READ_TABLE)
    return found


def left(
    api: httpx.Client, network: dict[str, Any], pair: list[Any], filler: list[Any]
) -> NDArray[np.float64]:
    """How far two readings are apart, word by word, as a share of the first distance: by the server."""
    weights = {name: network["weights"][name] for name in ("W_x", "W_h", "b")}
    said = []
    for word in pair:
        answer = api.post(
            "/traces",
            json={
                "precision": "float64", "channels": ["hidden_state"], "values": [word, *filler],
                "model": {"cell": network["cell"], "weights": [weights]},
            },
        )  # fmt: skip
        assert answer.status_code == 200, answer.text
        hidden = np.array(answer.json()["layers"][0]["hidden_state"])
        said.append(hidden @ np.array(network["head"]["W"][0]) + network["head"]["b"][0])
    apart = np.abs(said[0] - said[1])
    return np.asarray(apart / apart[0])


def test_an_early_word_in_both_networks_is_the_server_s(article: OpenArticle, shipped: httpx.Client) -> None:
    """What is left after 59 words, and after 20 words of another pair: picture, sentence and table agree."""
    page = article(reduced_motion="reduce")
    figure = exhibit(page, "memory", "memory")
    memory = page.boot()["memory"]
    words, networks = memory["words"], memory["networks"]
    filler = [words[word] for word in memory["filler"]]
    choice = figure.get_by_role("combobox")
    for option, gap in ((0, 59), (1, 20)):
        choice.select_option(str(option))
        pair = memory["degrees"][option]
        field = figure.get_by_role("spinbutton", name="Words that follow")
        field.fill(str(gap))
        field.press("Enter")
        values = {
            name: left(shipped, network, [words[pair["strong"]], words[pair["mild"]]], filler[:gap])
            for name, network in networks.items()
        }
        shown = {name: decimals(one[-1]) for name, one in values.items()}
        expect(figure.get_by_role("status")).to_have_text(
            f"After {gap} more words, the two answers of the LSTM are {shown['lstm']} times as far apart as "
            f"after the first word; those of the plain RNN, {shown['rnn']} times."
        )
        texts = [text.strip() for text in figure.locator("svg.exhibit-picture text").all_text_contents()]
        assert {shown["lstm"], shown["rnn"]} <= set(texts)
        assert float(shown["rnn"]) < 0.7 < float(shown["lstm"])
        assert f"{networks['lstm']['units']} units" in " ".join(texts)
    figure.locator("summary").click()
    table = rows(figure.locator(".exhibit-table table"))
    assert len(table) >= 21
    for name, one in values.items():
        assert decimals(one[-1], 4) in table[-1], name
        assert decimals(one[10], 4) in table[len(table) - 11], name


def test_an_early_word_is_followed_by_keyboard(article: OpenArticle) -> None:
    figure = exhibit(article(reduced_motion="reduce"), "memory", "memory")
    slider = figure.get_by_role("slider", name="Words read")
    slider.focus()
    slider.press("Home")
    expect(figure.locator(".figure-count")).to_have_text("0 of 59")
    expect(figure.get_by_role("status")).to_contain_text("1.00 times as far apart")
    slider.press("ArrowRight")
    expect(figure.locator(".figure-count")).to_have_text("1 of 59")
    figure.get_by_role("button", name="Next word").press("Enter")
    expect(figure.locator(".figure-count")).to_have_text("2 of 59")
    figure.get_by_role("button", name="Previous word").press("Space")
    expect(figure.locator(".figure-count")).to_have_text("1 of 59")


def test_gates_before_and_after_training(article: OpenArticle, shipped: httpx.Client) -> None:
    """After training they are those of the network that Explore runs, in every cell of the table."""
    figure = exhibit(article(reduced_motion="reduce"), "gates", "training")
    [layer] = trace(shipped, model="review", text=SENTENCE, precision="float64")["layers"]
    for gate, channel in (("forget gate", "forget_gate"), ("input gate", "input_gate")):
        figure.get_by_role("button", name=gate).click()
        for unit in (0, 2):
            figure.get_by_role("group", name="Unit").get_by_role("button", name=str(unit + 1)).click()
            table = rows(figure.locator("[role=table]"))[1:]
            assert [row[0] for row in table] == SENTENCE.split()
            assert [row[2] for row in table] == [decimals(step[unit]) for step in layer[channel]]
            largest = max(table, key=lambda row: abs(float(row[2]) - float(row[1])))
            expect(figure.get_by_role("status")).to_contain_text(f"from {largest[1]} to {largest[2]}")


def test_a_sequence_is_read_word_by_word(article: OpenArticle, shipped: httpx.Client) -> None:
    page = article(reduced_motion="reduce")
    figure = exhibit(page, "onward", "sequence")
    answer = trace(shipped, model="review", text=SENTENCE, precision="float64")
    [layer] = answer["layers"]
    wanted = [
        [decimals(value) for value in [*layer["cell_state"][k], *layer["hidden_state"][k], *prediction]]
        for k, prediction in enumerate(answer["predictions"]["values"])
    ]
    slider = figure.get_by_role("slider", name="Word of the sentence")
    for step in (3, 5, 11):
        set_value(slider, str(step))
        table = [row[1:] for row in rows(figure.locator("[role=table]"))[1:]]
        assert table[: step + 1] == wanted[: step + 1]
        assert all(cell == "" for row in table[step + 1 :] for cell in row), "what is not read is not known"
    figure.get_by_role("button", name="but", exact=True).click()
    expect(figure.locator(".figure-count")).to_have_text("6 of 12")
    expect(figure.get_by_role("status")).to_contain_text(f"After “but” the prediction is {wanted[5][-1]}.")
    link = figure.get_by_role("link", name=re.compile("Open this step")).get_attribute("href") or ""
    place = parse_qs(urlsplit(link).fragment)
    assert (place["m"], place["s"], place["text"]) == (["review"], ["5"], [SENTENCE])


def test_in_chinese_they_say_the_same_numbers(article: OpenArticle) -> None:
    page = article(reduced_motion="reduce")
    said = {}
    for language in ("en", "zh"):
        page.open(f"/learn?lang={language}")
        said[language] = [
            re.findall(r"−?\d+\.\d\d", figure.get_by_role("status").inner_text())
            for figure in page.exhibits()
        ]
    assert all(len(numbers) >= 2 for numbers in said["en"])
    for english, chinese in zip(said["en"], said["zh"], strict=True):
        assert sorted(english) == sorted(chinese)
