"""What a reader takes away of a figure: the moment as SVG and PNG, the whole figure as a film."""

import base64
import struct
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenArticle
from tests.browser.learn import Figure

SVG = "{http://www.w3.org/2000/svg}"
# Of figure 6: three operations with a pause after each, in seconds.
FILM = (0.8 + 0.7 + 0.5) + 3 * 0.3
# A film knows its length only when it was played to its end.
PLAY = """async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  const video = document.createElement("video");
  video.muted = true;
  video.src = URL.createObjectURL(new Blob([bytes], { type: "video/webm" }));
  const heard = (name) => new Promise((done, fail) => {
    video.addEventListener(name, done, { once: true });
    video.addEventListener("error", () => fail(new Error(video.error?.message)), { once: true });
  });
  const begins = heard("loadeddata");
  document.body.append(video);
  await begins;
  const ended = heard("seeked");
  video.currentTime = 1e6;
  await ended;
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const frames = [];
  const duration = video.currentTime;
  for (const share of [0.02, 0.3, 0.55, 0.98]) {
    const sought = heard("seeked");
    video.currentTime = share * duration;
    await sought;
    context.drawImage(video, 0, 0);
    frames.push(context.getImageData(0, 0, canvas.width, canvas.height).data);
  }
  const apart = (a, b) => {
    let pixels = 0;
    for (let k = 0; k < a.length; k += 4) pixels += Math.abs(a[k] - b[k]) > 40 ? 1 : 0;
    return pixels;
  };
  return {
    duration,
    size: [video.videoWidth, video.videoHeight],
    apart: frames.slice(1).map((frame, k) => apart(frames[k], frame)),
  };
}"""


def saved(figure: Figure, kind: str) -> Path:
    """The file that the share panel gives."""
    dialog = figure.page.locator("dialog[open]")
    if not dialog.is_visible():
        figure.share.click()
    with figure.page.expect_download() as download:
        dialog.locator(".choice", has_text=kind).click()
    expect(dialog.get_by_role("status")).to_have_text(f"{kind} saved.")
    assert download.value.suggested_filename == f"gatescope-figure-{figure.name}.{kind.lower()}"
    return Path(download.value.path())


def test_a_moment_as_svg_and_png(article: OpenArticle) -> None:
    figure = article(reduced_motion="reduce").chapter("6")
    figure.go("add")
    shown = figure.drawn()
    root = ET.fromstring(saved(figure, "SVG").read_bytes())  # the page's own file
    assert root.tag == f"{SVG}svg"
    texts = {"".join(text.itertext()) for text in root.iter(f"{SVG}text")}
    for name in ("c_prev", "f", "i", "g", "fc", "ig", "c"):
        assert set(shown[name]) <= texts, name
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
    data = saved(figure, "PNG").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    assert (width, height) == (1920, 1080)


def test_a_figure_as_a_film(article: OpenArticle) -> None:
    """WebM that plays, about as long as the figure, with other pictures at other times."""
    page = article()
    figure = page.chapter("6")
    figure.go("settle")
    before = figure.svg()
    data = saved(figure, "WEBM").read_bytes()
    assert data.startswith(b"\x1a\x45\xdf\xa3")
    assert figure.svg() == before, "the figure itself stands still while it is filmed"
    viewer = page.page.context.new_page()
    played: dict[str, Any] = viewer.evaluate(PLAY, base64.b64encode(data).decode())
    viewer.close()
    assert played["size"] == [1280, 720]
    assert played["duration"] == pytest.approx(FILM, abs=0.8)
    assert min(played["apart"]) > 300


def test_filming_can_be_stopped(article: OpenArticle) -> None:
    figure = article().chapter("4")
    figure.share.click()
    dialog = figure.page.locator("dialog[open]")
    dialog.locator(".choice", has_text="WEBM").click()
    expect(dialog.get_by_role("progressbar")).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog.get_by_role("progressbar")).to_have_count(0)
    assert "saved" not in dialog.inner_text()
    figure.page.keyboard.press("Escape")
    expect(figure.share).to_be_focused()
