"""Moments of the cell's figures against their stored drawings, as `test_stage_golden.py` does for Explore."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

GOLDEN = Path(__file__).parent.parent / "golden" / "stage"
DRAW = """async (moment) => {
  const { drawFigure } = await import("/tests/js/figure_picture.js");
  return drawFigure(moment);
}"""
PLAIN: dict[str, Any] = {"edits": {"variants": ["plain_rnn"]}}
PERFECT: dict[str, Any] = {
    "edits": {
        "overrides": [
            {"channel": "forget_gate", "unit": None, "kind": "set", "value": 1},
            {"channel": "input_gate", "unit": None, "kind": "set", "value": 0},
        ]
    }
}
LIGHT = ("light", "en")
DARK = ("dark", "zh")
MOMENTS: list[tuple[str, str, float, tuple[str, str], str, dict[str, Any]]] = [
    ("1", "whole", 1, LIGHT, "", {}),
    ("1", "road", 0.6, LIGHT, "", {}),
    ("1", "input", 1, DARK, "", {}),
    ("1", "next", 0.5, LIGHT, "", {}),
    ("1", "whole", 1, LIGHT, "plain", PLAIN),
    ("1", "forget", 1, DARK, "plain", PLAIN),
    ("1", "whole", 1, LIGHT, "part", {"part": "weights_o"}),
    ("4", "join", 1, LIGHT, "", {}),
    ("4", "weigh_f", 1, LIGHT, "", {}),
    ("4", "squash_f", 1, LIGHT, "", {}),
    ("4", "park_f", 1, DARK, "", {}),
    ("5", "squash_i", 1, LIGHT, "", {}),
    ("5", "squash_g", 1, DARK, "", {}),
    ("5", "multiply_ig", 1, LIGHT, "", {}),
    ("6", "multiply_fc", 0.7, LIGHT, "", {}),
    ("6", "multiply_fc", 1, DARK, "", {}),
    ("6", "add", 0.4, LIGHT, "", {}),
    ("6", "settle", 1, LIGHT, "", {}),
    ("6", "settle", 1, LIGHT, "perfect", PERFECT),
    ("7", "squash_o", 1, LIGHT, "", {}),
    ("7", "multiply_o", 1, DARK, "", {}),
    ("7", "handover", 1, LIGHT, "step2", {"step": 1}),
]


@pytest.mark.parametrize(("figure", "op", "u", "look", "name", "more"), MOMENTS)
def test_moment(
    figure: str,
    op: str,
    u: float,
    look: tuple[str, str],
    name: str,
    more: dict[str, Any],
    sheet: Page,
) -> None:
    """A figure is drawn as it was when somebody last looked at it."""
    scheme, language = look
    moment = {"figure": figure, "op": op, "u": u, "scheme": scheme, "language": language, "more": more}
    drawn = sheet.evaluate(DRAW, moment) + "\n"
    kind = f"-{name}" if name else ""
    path = GOLDEN / f"figure-{figure}-{op}-{int(u * 100)}{kind}-{scheme}-{language}.svg"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")
