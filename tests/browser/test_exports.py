"""What a reader takes away: the picture with its numbers, the trace as the API gives it, the link."""

import base64
import io
import struct
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.explore import CHANNELS, Explore
from tests.browser.networks import OPENING
from tests.browser.numbers import decimals, trace, vectors

PLACE = {"m": "feelings", "text": OPENING, "s": 4, "op": "handover", "at": 1, "u": 1}
SVG = "{http://www.w3.org/2000/svg}"


def saved(page: Explore, kind: str) -> Path:
    """The file that the button of this kind gives."""
    if not page.page.locator("dialog.dialog-save").is_visible():
        page.page.locator("#transport").get_by_role("button", name="Save").click()
    with page.page.expect_download() as download:
        page.page.locator("dialog.dialog-save .choice", has_text=kind).click()
    expect(page.page.locator("dialog.dialog-save [role=status]")).to_have_text(f"{kind} saved.")
    assert download.value.suggested_filename.startswith("gatescope-feelings")
    assert download.value.suggested_filename.endswith(f".{kind.lower()}")
    return Path(download.value.path())


def asked(api: httpx.Client, accept: str) -> httpx.Response:
    body: dict[str, Any] = {"model": "feelings", "text": OPENING, "channels": CHANNELS}
    answer = api.post("/traces", json=body, headers={"Accept": accept})
    assert answer.status_code == 200
    return answer


def test_json_csv_and_npz_are_the_answers_of_the_api(explore: Open, api: httpx.Client) -> None:
    page = explore(reduced_motion="reduce").open(PLACE)
    page.shows(**PLACE)
    json_file, csv_file, npz_file = (saved(page, kind) for kind in ("JSON", "CSV", "NPZ"))
    assert httpx.Response(200, content=json_file.read_bytes()).json() == asked(api, "application/json").json()
    assert csv_file.read_bytes().decode() == asked(api, "text/csv").text
    ours, theirs = (
        np.load(io.BytesIO(data), allow_pickle=False)
        for data in (npz_file.read_bytes(), asked(api, "application/x-npz").content)
    )
    assert sorted(ours.files) == sorted(theirs.files)
    assert ours.files
    for name in ours.files:
        np.testing.assert_array_equal(ours[name], theirs[name])


def test_svg_is_whole_and_carries_the_numbers(explore: Open, api: httpx.Client) -> None:
    page = explore(reduced_motion="reduce").open(PLACE)
    page.shows(**PLACE)
    root = ET.fromstring(saved(page, "SVG").read_bytes())  # the page's own file
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox") == "0 0 960 540"
    texts = {"".join(text.itertext()) for text in root.iter(f"{SVG}text")}
    expected = vectors(trace(api, model="feelings", text=OPENING), step=4)
    for name in ("c_prev", "h_prev", "x", "f", "i", "g", "o", "fc", "ig", "c", "tanh_c", "h"):
        assert {decimals(value) for value in expected[name]} <= texts, name
    allowed = {"svg", "g", "path", "rect", "circle", "text", "tspan", "title", "defs", "line"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= allowed
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]


def test_svg_stands_on_its_own(explore: Open) -> None:
    """Opened as a file, without our styles, it draws what the stage draws."""
    page = explore(reduced_motion="reduce").open(PLACE)
    page.shows(**PLACE)
    file = saved(page, "SVG")
    viewer = page.page.context.new_page()
    viewer.set_content(file.read_text())
    assert viewer.locator("svg").first.bounding_box() == {"x": 8, "y": 8, "width": 960, "height": 540}
    fonts = viewer.locator("svg text").first.evaluate("one => getComputedStyle(one).fontFamily")
    assert "sans-serif" in fonts


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_png_has_twice_the_size_and_the_colours_of_the_theme(explore: Open, theme: str) -> None:
    page = explore(reduced_motion="reduce").open({**PLACE, "theme": theme})
    page.shows(**PLACE)
    data = saved(page, "PNG").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", data[16:24]) == (1920, 1080)
    viewer = page.page.context.new_page()
    mint = viewer.evaluate(
        """async (base64) => {
          const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
          const image = await createImageBitmap(new Blob([bytes]));
          const canvas = new OffscreenCanvas(image.width, image.height);
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          return [...context.getImageData(1540, 800, 1, 1).data];
        }""",
        base64.b64encode(data).decode(),
    )
    assert mint == ([232, 245, 240, 255] if theme == "light" else [20, 40, 42, 255])


def test_the_link_is_copied(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open(PLACE)
    page.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.shows(**PLACE)
    page.page.locator("#transport").get_by_role("button", name="Save").click()
    page.page.get_by_role("button", name="Copy the link").click()
    expect(page.page.locator("dialog [role=status]")).to_have_text("Copied.")
    copied = page.page.evaluate("navigator.clipboard.readText()")
    other = explore(apart=True, reduced_motion="reduce")
    other.page.goto(copied)
    other.shows(**PLACE)
    assert other.picture() == page_without_dialog(page)


def page_without_dialog(page: Explore) -> bytes:
    page.page.keyboard.press("Escape")
    expect(page.page.locator("dialog[open]")).to_have_count(0)
    return page.picture()
