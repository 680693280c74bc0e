"""Frames of the two curves against their stored drawings, as `test_stage_golden.py` does for the cell."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

GOLDEN = Path(__file__).parent.parent / "golden" / "stage"
DRAW = """async (moment) => {
  const { drawCurveMoment } = await import("/tests/js/curve_picture.js");
  return drawCurveMoment(moment);
}"""
HELD = {"overrides": [{"channel": "result", "unit": None, "kind": "set", "value": 0}]}
MOMENTS: list[tuple[str, int, float, str, str, dict[str, Any]]] = [
    ("sigmoid", 0, 1, "light", "en", {}),
    ("sigmoid", 1, 0.6, "light", "en", {}),
    ("sigmoid", 1, 1, "light", "zh", {"still": True}),
    ("sigmoid", 2, 1, "light", "en", {}),
    ("sigmoid", 2, 1, "dark", "zh", {"edits": HELD}),
    ("tanh", 1, 1, "light", "en", {}),
    ("tanh", 2, 1, "dark", "en", {}),
    ("tanh", 3, 0.35, "light", "en", {}),
    ("tanh", 3, 1, "light", "zh", {"unit": 2}),
]


@pytest.mark.parametrize(("figure", "operation", "u", "theme", "language", "more"), MOMENTS)
def test_frame(
    figure: str,
    operation: int,
    u: float,
    theme: str,
    language: str,
    more: dict[str, Any],
    sheet: Page,
) -> None:
    """A frame is drawn as it was when somebody last looked at it."""
    moment = {"name": figure, "operation": operation, "u": u, "theme": theme, "language": language} | more
    drawn = sheet.evaluate(DRAW, moment) + "\n"
    path = GOLDEN / f"{figure}-{operation}-{int(u * 100)}-{theme}-{language}.svg"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")
