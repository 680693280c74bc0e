"""Frames of the worked example against their stored drawings.

``GOLDEN=write make test ARGS=tests/js/test_stage_golden.py`` writes the drawings anew: look at the
difference, in a text editor and in a browser, before it is committed.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

GOLDEN = Path(__file__).parent.parent / "golden" / "stage"
DRAW = """async (moment) => {
  const { drawMoment } = await import("/tests/js/stage_picture.js");
  return drawMoment(moment);
}"""
MOMENTS = [
    ("arrive", 0.5, "light", "en"),
    ("weigh_f", 1, "light", "en"),
    ("squash_f", 1, "light", "en"),
    ("multiply_ig", 1, "light", "zh"),
    ("add", 0.4, "light", "en"),
    ("add", 1, "dark", "zh"),
    ("multiply_o", 1, "dark", "en"),
    ("handover", 1, "light", "en"),
]


@pytest.mark.parametrize(("operation", "u", "theme", "language"), MOMENTS)
def test_frame(operation: str, u: float, theme: str, language: str, sheet: Page) -> None:
    """A frame is drawn as it was when somebody last looked at it."""
    moment: dict[str, Any] = {"operation": operation, "u": u, "theme": theme, "language": language}
    drawn = sheet.evaluate(DRAW, moment) + "\n"
    path = GOLDEN / f"{operation}-{int(u * 100)}-{theme}-{language}.svg"
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")
