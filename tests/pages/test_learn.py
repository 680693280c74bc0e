"""The pages of the article: chapters, their numbers, their links, errors."""

import json
import math
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs

import httpx
import numpy as np
import pytest

from app.api.encode import dump
from app.cells.lstm import LSTM
from app.learn.before_training import training
from app.learn.chapters import CHAPTERS
from app.learn.comparison import memory
from app.learn.tables import COLUMN, WAITING
from app.main import create_app
from app.settings import Settings
from app.weights import CellWeights

pytestmark = pytest.mark.anyio

ANSWERED = {"control-flow", "sigmoid", "forget-gate", "input-gate", "cell-state", "output-gate"}
SLUGS = [chapter.slug for chapter in CHAPTERS]
STATIC = Settings().static_folder
GOLDEN = {
    "c(t−1)": (0.80, -0.50, 0.20), "f": (0.97, 0.08, 0.51), "i": (0.12, 0.93, 0.50), "g": (0.40, 0.88, -0.70),
    "o": (0.91, 0.10, 0.66), "f ∗ c(t−1)": (0.776, -0.040, 0.102), "i ∗ g": (0.048, 0.818, -0.350),
    "c": (0.824, 0.778, -0.248), "tanh c": (0.677, 0.652, -0.243), "h": (0.616, 0.065, -0.160),
}  # fmt: skip


def boot_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="boot">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    parsed: dict[str, Any] = json.loads(found[1])
    return parsed


def chapter_of(page: str, slug: str) -> str:
    found = re.search(
        rf'<section class="chapter" id="{slug}">.*?(?=<section class="chapter"|</article>)', page, re.DOTALL
    )
    assert found is not None, slug
    return found[0]


def operations() -> list[str]:
    source = (STATIC / "js" / "cells" / "lstm_operations.js").read_text(encoding="utf-8")
    named = re.findall(r'operation\("(\w+)"', source)
    return [*named, *(f"{kind}_{letter}" for kind, letter in re.findall(r'\b(weigh|squash)\("(\w)"', source))]


async def test_the_whole_article_has_every_chapter_in_order(client: httpx.AsyncClient) -> None:
    page = (await client.get("/learn")).text
    assert re.findall(r'<section class="chapter" id="([\w-]+)">', page) == SLUGS
    assert re.findall(r'data-figure="(\w+)"', page) == [chapter.figure for chapter in CHAPTERS]
    assert boot_of(page)["figures"] == [chapter.figure for chapter in CHAPTERS]
    contents = page[page.index('<nav class="chapters"') :]
    assert re.findall(r'<li><a href="#([\w-]+)"', contents)[: len(SLUGS)] == SLUGS


@pytest.mark.parametrize("place", range(len(SLUGS)), ids=SLUGS)
async def test_a_chapter_leads_to_those_beside_it(client: httpx.AsyncClient, place: int) -> None:
    page = (await client.get(f"/learn/{SLUGS[place]}")).text
    assert re.findall(r'<section class="chapter" id="([\w-]+)">', page) == [SLUGS[place]]
    around = {"prev": SLUGS[place - 1] if place else None, "next": [*SLUGS, None][place + 1]}
    for relation, slug in around.items():
        found = re.search(rf'rel="{relation}" href="/learn/([\w-]+)"', page)
        assert (found and found[1]) == slug
    assert f'<a href="/learn/{SLUGS[place]}" aria-current="page">' in page
    assert len(re.findall("<h1[ >]", page)) == 1
    assert f"chapter {place + 1} of {len(SLUGS)}" in page
    assert boot_of(page)["figures"] == [CHAPTERS[place].figure]


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_every_chapter_has_a_figure_a_question_and_a_way_to_explore(
    client: httpx.AsyncClient, slug: str, language: str
) -> None:
    chapter = chapter_of((await client.get(f"/learn/{slug}?lang={language}")).text, slug)
    assert chapter.count("data-figure=") == 1
    questions = re.findall(r'<section class="ask".*?</section>', chapter, re.DOTALL)
    assert questions
    for question in questions:
        assert re.search(r'<p class="ask-prompt">[^<]{8,}', question)
        assert re.search(r'<details class="ask-answer">.*?<p><b>[^<]+</b> [^<]{4,}', question, re.DOTALL)
    own = re.search(r'<p class="own"><a href="/#([^"]+)">', chapter)
    assert own is not None
    place = {key: value[0] for key, value in parse_qs(unescape(own[1])).items()}
    assert place["op"] in operations()
    address = {"model": place["m"], "text": place["text"], "channels": "cell_state"}
    layer = (await client.get("/api/v1/trace", params=address)).json()["layers"][0]
    assert 0 <= int(place["s"]) < len(layer["cell_state"])
    assert int(place["u"]) in layer["units"]


async def test_the_answers_are_those_of_the_equations(client: httpx.AsyncClient) -> None:
    """What the page says against the cell's equations, run here on the worked example."""
    given = json.loads((STATIC / "learn" / "worked.json").read_bytes())
    weights = CellWeights(*(np.asarray(given[name]) for name in ("W_x", "W_h", "b")))
    before = {name: np.asarray(state) for name, state in given["initial_state"].items()}
    f, i, g, _, c, _ = LSTM().step(np.asarray(given["inputs"][0]), before, weights).values()
    page = (await client.get("/learn")).text
    answers = dict(re.findall(r'id="ask-([\w-]+)" data-kind="number" data-answer="([^"]+)"', page))
    assert {name: float(answers[name]) for name in answers if name in ANSWERED} == {
        "control-flow": 2 * len(c),
        "sigmoid": pytest.approx(WAITING / (1 + math.exp(0.5)), abs=0.005),
        "forget-gate": pytest.approx((f * before["cell_state"])[1], abs=0.005),
        "input-gate": pytest.approx(-(i * g)[2], abs=0.005),
        "cell-state": pytest.approx((before["cell_state"] + i * g)[2], abs=0.005),
        "output-gate": pytest.approx(math.tanh(c[1]), abs=0.005),
    }
    shown = re.findall(r'data-answer="([^"]+)" data-decimals.*?<details.*?<b>([^<]+)</b>', page, re.DOTALL)
    assert len(shown) == len(answers)
    assert [true for true, text in shown if text.replace("−", "-") != true] == []


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_figures_of_the_original_stand_still_without_scripts(
    client: httpx.AsyncClient, language: str
) -> None:
    page = (await client.get(f"/learn?lang={language}")).text
    for figure in "1234567":
        inside = re.search(rf'id="figure-{figure}".*?<noscript>(.*?)</noscript>', page, re.DOTALL)
        assert inside is not None
        picture = re.search(r'<img src="([^"]+)" alt="[^"]{10,}">', inside[1])
        assert picture is not None
        assert f"figure-{figure}.{language}.svg" in picture[1]
        answer = await client.get(picture[1])
        assert answer.headers["content-type"] == "image/svg+xml"
        assert "<script" not in answer.text


async def test_ids_are_given_once(client: httpx.AsyncClient) -> None:
    for path in ("/learn", "/learn/onward", "/learn/glossary", "/embed/figure/6"):
        ids = re.findall(r'\sid="([^"]+)"', (await client.get(path)).text)
        assert sorted(ids) == sorted(set(ids))


async def test_the_figures_tables_hold_the_worked_example(client: httpx.AsyncClient) -> None:
    page = (await client.get("/learn")).text
    seen: dict[str, set[tuple[float, ...]]] = {}
    for figure in "14567":
        table = re.search(rf'id="figure-{figure}".*?<table(.*?)</table>', page, re.DOTALL)
        assert table is not None
        for label, cells in re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', table[1]):
            numbers = re.findall(r"<td>([^<]+)</td>", cells)
            seen.setdefault(label, set()).add(tuple(float(text.replace("−", "-")) for text in numbers))
    assert {label: seen[label] for label in GOLDEN} == {label: {row} for label, row in GOLDEN.items()}
    assert seen["x"] == {(1.0, -0.5)}


async def test_the_curves_tables_have_the_right_values(client: httpx.AsyncClient) -> None:
    page = (await client.get("/learn")).text
    rows = dict(re.findall(r'<tr><th scope="row">([^<]*(?:\(x\)|0\.8))</th>(.*?)</tr>', page))
    assert re.findall(r"<td>([^<]+)", rows["σ(x)"]) == ["0.993", "0.525", "0.378"]
    assert re.findall(r"<td>([^<]+)", rows["σ(x) × 0.8"]) == ["0.795", "0.420", "0.302"]
    assert re.findall(r"<td>([^<]+)", rows["tanh(x)"]) == ["1.000", "0.100", "−0.462"]


def test_the_curves_tables_begin_like_the_curves_figures() -> None:
    source = (STATIC / "js" / "cells" / "curves.js").read_text(encoding="utf-8")
    column = re.search(r"COLUMN = Object\.freeze\(\[([^\]]+)\]\)", source)
    waiting = re.search(r"WAITING = ([\d.]+);", source)
    assert column is not None
    assert waiting is not None
    assert tuple(float(value) for value in column[1].split(",")) == COLUMN
    assert float(waiting[1]) == WAITING


async def test_the_data_of_the_figures_is_that_of_the_engine(client: httpx.AsyncClient) -> None:
    boot = boot_of((await client.get("/learn/forget-gate")).text)
    assert set(boot) == {"language", "version", "words", "figures", "datasets", "memory", "training"}
    review = boot["datasets"]["review"]
    assert review["model"] == (await client.get("/api/v1/models/review")).json()
    assert review["weights"] == (await client.get("/api/v1/models/review/weights")).json()
    traced = await client.post(
        "/api/v1/traces", json={"model": "review", "text": review["text"], "channels": ["input"]}
    )
    answer = traced.json()
    assert review["tokens"] == answer["tokens"]
    assert review["inputs"] == answer["layers"][0]["input"]
    assert review["initial_state"] == answer["layers"][0]["initial_state"]
    worked = boot["datasets"]["worked"]
    given = json.loads((STATIC / "learn" / "worked.json").read_bytes())
    assert {name: worked["weights"][name] for name in ("gates", "W_x", "W_h", "b")} == {
        name: given[name] for name in ("gates", "W_x", "W_h", "b")
    }
    assert worked["initial_state"] == given["initial_state"]
    assert worked["inputs"] == given["inputs"]
    assert (worked["tokens"], worked["text"], worked["head"]) == (None, None, None)
    assert set(worked["model"]) == set(review["model"])


async def test_a_page_carries_what_its_figures_need(client: httpx.AsyncClient) -> None:
    whole = boot_of((await client.get("/learn")).text)
    assert whole["memory"] == json.loads(dump(memory()))
    assert whole["training"] == json.loads(dump(training()))
    for slug, wanted in (("memory", {"memory"}), ("gates", {"training"}), ("tanh", set())):
        boot = boot_of((await client.get(f"/learn/{slug}")).text)
        assert {name for name in ("memory", "training") if boot[name] is not None} == wanted
        assert all(boot[name] == whole[name] for name in wanted)


async def test_the_tables_of_trained_networks_hold_what_was_measured(client: httpx.AsyncClient) -> None:
    page = (await client.get("/learn")).text
    measured = memory()["measured"]
    assert isinstance(measured, dict)
    for cell in ("lstm", "rnn"):
        cells = "".join(f"<td>{value:.2f}</td>" for value in (measured[cell], measured["side"][cell]))
        assert f'<tr><th scope="row">{cell.upper()}</th>{cells}</tr>' in page
    text = boot_of(page)["datasets"]["review"]["text"]
    layer = (await client.get("/api/v1/trace", params={"model": "review", "text": text})).json()["layers"][0]
    table = re.search(r'id="figure-training".*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    assert table is not None
    rows = [re.findall(r"<td>([^<]+)</td>", row) for row in table[1].split("</tr>")[:-1]]
    trained = [
        [f"{layer[gate][step][0]:.2f}" for gate in ("forget_gate", "input_gate")] for step in range(len(rows))
    ]
    assert [[row[1], row[3]] for row in rows] == trained
    assert [row[0] for row in rows] != [row[1] for row in rows]


@pytest.mark.parametrize(("language", "other"), [("en", "zh"), ("zh", "en")])
async def test_the_page_carries_the_words_of_one_language(
    client: httpx.AsyncClient, language: str, other: str
) -> None:
    page = (await client.get(f"/learn/tanh?lang={language}")).text
    boot = boot_of(page)
    assert boot["language"] == language
    tables = [
        json.loads((STATIC / folder / f"{language}.json").read_bytes()) for folder in ("i18n", "i18n/learn")
    ]
    assert boot["words"] == {language: {**tables[0], **tables[1]}}
    assert f'href="?lang={other}"' in page


async def test_an_unknown_chapter_is_a_page_that_names_the_chapters(client: httpx.AsyncClient) -> None:
    page = await client.get("/learn/no<b>thing", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "<b>thing" not in page.text
    assert all(slug in page.text for slug in SLUGS)


async def test_the_header_leads_to_all_pages(client: httpx.AsyncClient) -> None:
    for path in ("/learn", "/learn/glossary", "/learn/memory", "/docs"):
        page = (await client.get(path)).text
        header = page[page.index("<header") : page.index("</header>")]
        assert re.findall(r'<a href="([^"]+)"', header) == ["/", "/learn", "/docs"]
        assert header.count("aria-current") == 1


async def test_it_is_readable_without_the_trained_network(tmp_path: Any) -> None:
    transport = httpx.ASGITransport(app=create_app(Settings(zoo_folder=tmp_path)))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for path in ("/learn", "/learn/onward", "/learn?lang=zh"):
            page = await client.get(path)
            assert page.status_code == 200
            boot = boot_of(page.text)
            assert boot["datasets"]["review"] is None
            assert boot["datasets"]["worked"] is not None
            assert 'class="own"' not in page.text


async def test_nothing_inline_runs(client: httpx.AsyncClient) -> None:
    for path in ("/learn", "/learn/sigmoid", "/learn/glossary", "/embed/figure/4"):
        page = (await client.get(path)).text
        for script in re.findall(r"<script([^>]*)>", page):
            assert any(mark in script for mark in ("src=", "importmap", "application/json"))
        assert not re.search(r"<style|\sstyle=|\son\w+=", page)
