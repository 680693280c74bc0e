"""The page as it leaves the server."""

import base64
import hashlib
import json
import re
from typing import Any

import httpx
import numpy as np
import pytest

from app import __version__
from app.assets import Assets
from app.settings import Settings

pytestmark = pytest.mark.anyio

SIX = ["forget_gate", "input_gate", "candidate", "output_gate", "cell_state", "hidden_state"]
EXTRA = ["input", "forget_gate_preactivation", "input_gate_preactivation"]
EXTRA += ["candidate_preactivation", "output_gate_preactivation"]


def boot_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="boot">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    parsed: dict[str, Any] = json.loads(found[1])
    return parsed


async def test_a_real_trace_is_in_the_page(browser_like: httpx.AsyncClient) -> None:
    page = await browser_like.get("/")
    boot = boot_of(page.text)
    assert set(boot) == {
        "language", "version", "models", "cards", "limits", "request", "trace", "truth", "weights", "words",
    }  # fmt: skip
    assert boot["version"] == __version__
    assert boot["request"] == {"model": "feeling", "text": "not bad <b>at</b> all"}
    own = {"file": 64 * 2**20, "days": 30, "uploads": True, "deletes": True}
    assert boot["limits"] == {"steps": 10_000, "text": 100_000, "sample": 1_000, **own}
    body = {**boot["request"], "channels": [*SIX, *EXTRA], "encoding": "base64"}
    asked = (await browser_like.post("/api/v1/traces", json=body)).json()
    assert boot["trace"] == asked
    first = boot["trace"]["layers"][0]["forget_gate"]
    gates = np.frombuffer(base64.b64decode(first["base64"]), "<f4").reshape(first["shape"])
    assert gates.shape == (6, 4)
    assert ((gates > 0) & (gates < 1)).all()
    assert boot["weights"] == (await browser_like.get("/api/v1/models/feeling/weights")).json()
    said_by_cards = {"examples", "metrics", "trained_on", "license", "notes"}
    models = (await browser_like.get("/api/v1/models")).json()["models"]
    assert boot["models"] == [
        {name: part for name, part in model.items() if name not in said_by_cards}
        | {"writes_on": model["id"] == "verse"}
        for model in models
    ]
    card = boot["cards"]["feeling"]
    assert (card["title"], card["metrics"]) == ({"en": "Feeling", "zh": "情感"}, {"accuracy": 0.5})
    assert card["curve"] == [[100, 0.123], [200, 0.0123]]
    assert "input" not in card


async def test_text_cannot_end_the_script_that_holds_it(browser_like: httpx.AsyncClient) -> None:
    page = (await browser_like.get("/")).text
    assert "<b>at</b>" not in page
    assert "\\u003cb>at\\u003c/b>" in page


async def test_both_word_tables_are_in_the_page(browser_like: httpx.AsyncClient) -> None:
    words = boot_of((await browser_like.get("/")).text)["words"]
    assert set(words) == {"en", "zh"}
    assert words["en"].keys() == words["zh"].keys()


@pytest.mark.parametrize(
    ("query", "cookie", "accept", "language"),
    [
        ("", None, "", "en"),
        ("", None, "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("", None, "en;q=0.5, zh;q=0.7", "zh"),
        ("", None, "de, fr;q=0.9", "en"),
        ("", None, "zh;q=nonsense", "en"),
        ("", "zh", "en", "zh"),
        ("", "xx", "zh", "zh"),
        ("?lang=en", "zh", "zh", "en"),
        ("?lang=zh", None, "en", "zh"),
        ("?lang=xx", "zh", "en", "zh"),
    ],
)
async def test_language_is_chosen_by_address_then_cookie_then_browser(
    browser_like: httpx.AsyncClient, query: str, cookie: str | None, accept: str, language: str
) -> None:
    headers = {"Accept-Language": accept}
    if cookie is not None:
        headers["Cookie"] = f"lang={cookie}"
    page = await browser_like.get(f"/{query}", headers=headers)
    assert boot_of(page.text)["language"] == language
    assert f'<html lang="{"zh-CN" if language == "zh" else "en"}"' in page.text
    assert {"Accept-Language", "Cookie"} <= set(page.headers["vary"].replace(" ", "").split(","))
    chosen = query == f"?lang={language}"
    assert page.headers.get("set-cookie", "").startswith(f"lang={language};" if chosen else "")
    assert ("set-cookie" in page.headers) is chosen


@pytest.mark.parametrize(
    ("cookie", "attribute"), [("dark", ' data-theme="dark"'), ("light", ' data-theme="light"'), ("<x>", "")]
)
async def test_a_chosen_theme_is_there_from_the_first_byte(
    browser_like: httpx.AsyncClient, cookie: str, attribute: str
) -> None:
    page = await browser_like.get("/", headers={"Cookie": f"theme={cookie}"})
    assert f'<html lang="en"{attribute}>' in page.text


async def test_the_import_map_is_allowed_by_its_hash(browser_like: httpx.AsyncClient) -> None:
    page = await browser_like.get("/")
    found = re.search(r'<script type="importmap">(.*?)</script>', page.text, re.DOTALL)
    assert found is not None
    digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}'" in page.headers["content-security-policy"]
    assert page.text.index("importmap") < page.text.index("modulepreload")


async def test_nothing_inline_runs(browser_like: httpx.AsyncClient) -> None:
    for path in ("/", "/docs", "/nothing"):
        page = (await browser_like.get(path)).text
        for script in re.findall(r"<script([^>]*)>", page):
            assert any(mark in script for mark in ("src=", "importmap", "application/json"))
        assert not re.search(r"<style|\sstyle=|\son\w+=", page)


async def test_every_asset_of_the_page_is_served_and_kept_for_ever(browser_like: httpx.AsyncClient) -> None:
    page = (await browser_like.get("/")).text
    addresses = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    assert len([address for address in addresses if ".js?" in address]) > 20
    for address in addresses:
        answer = await browser_like.get(address)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        kind = "text/javascript" if ".js?" in address else "text/css"
        assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
        stale = await browser_like.get(address.split("?")[0] + "?v=0")
        assert stale.headers["cache-control"] == "no-cache"
        headers = {"If-None-Match": stale.headers["etag"]}
        assert (await browser_like.get(address.split("?")[0], headers=headers)).status_code == 304


async def test_every_module_that_runs_is_preloaded_once(browser_like: httpx.AsyncClient) -> None:
    page = (await browser_like.get("/")).text
    preloaded = re.findall(r'<link rel="modulepreload" href="([^"]+)"', page)
    assert len(preloaded) == len(set(preloaded))
    folder = Settings().static_folder
    imported = ["js/main.js"]
    for path in imported:
        source = (folder / path).read_text(encoding="utf-8")
        text = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
        for target in re.findall(r'^(?:import|export)\b[^"(]*?"(\.[^"]+)"', text, re.MULTILINE):
            found = (folder / path).parent.joinpath(target).resolve().relative_to(folder).as_posix()
            if found not in imported:
                imported.append(found)
    assert {address.removeprefix("/static/").split("?")[0] for address in preloaded} == set(imported)


@pytest.mark.parametrize(
    "path",
    ["../app/settings.py", "..%2f..%2fapp/settings.py", "%2e%2e/pyproject.toml", "css", "", "/etc/passwd"],
)
async def test_no_path_leaves_the_folder(browser_like: httpx.AsyncClient, path: str) -> None:
    assert (await browser_like.get(f"/static/{path}")).status_code in (404, 405)


async def test_an_error_is_a_page_for_a_browser_and_json_for_a_program(
    browser_like: httpx.AsyncClient,
) -> None:
    page = await browser_like.get("/no<b>where", headers={"Accept-Language": "zh"})
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "这里什么也没有" in page.text
    assert "/no&lt;b&gt;where" in page.text
    assert "<b>where" not in page.text
    program = await browser_like.get("/nowhere", headers={"Accept": "*/*"})
    assert program.headers["content-type"] == "application/problem+json"
    api = await browser_like.get("/api/v1/nowhere")
    assert api.headers["content-type"] == "application/problem+json"


async def test_an_empty_zoo_still_has_a_page(tmp_path: Any) -> None:
    from app.main import create_app

    transport = httpx.ASGITransport(app=create_app(Settings(zoo_folder=tmp_path)))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        page = await client.get("/")
        docs = await client.get("/docs")
    boot = boot_of(page.text)
    assert (boot["models"], boot["request"], boot["trace"], boot["weights"]) == ([], None, None, None)
    assert (page.status_code, docs.status_code) == (200, 200)


def test_assets_are_read_again_in_development_only(tmp_path: Any) -> None:
    (tmp_path / "js").mkdir()
    file = tmp_path / "js" / "main.js"
    file.write_text("export const a = 1;\n")
    fixed, fresh = Assets(tmp_path), Assets(tmp_path, development=True)
    before = fixed.url("js/main.js")
    file.write_text("export const a = 2;\n")
    fixed.refresh()
    fresh.refresh()
    assert fixed.url("js/main.js") == before
    assert fresh.url("js/main.js") != before
