"""The still pictures of the figures are what the page draws today."""

from playwright.sync_api import Browser

from tools.stills import STILLS, draw


def test_every_figure_has_its_still_picture_in_both_languages(browser: Browser, live_server: str) -> None:
    """`make stills` draws them again after a change."""
    drawn = dict(draw(browser, live_server))
    assert {path.name for path in drawn} == {
        f"figure-{figure}.{language}.svg" for figure in range(1, 8) for language in ("en", "zh")
    }
    assert {path.name for path in STILLS.iterdir()} == {path.name for path in drawn}
    stale = [path.name for path, text in drawn.items() if path.read_text(encoding="utf-8") != text]
    assert stale == []
