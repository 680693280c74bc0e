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
    ("lstm", "arrive", 0.5, "light", "en"),
    ("lstm", "weigh_f", 1, "light", "en"),
    ("lstm", "squash_f", 1, "light", "en"),
    ("lstm", "multiply_ig", 1, "light", "zh"),
    ("lstm", "add", 0.4, "light", "en"),
    ("lstm", "add", 1, "dark", "zh"),
    ("lstm", "multiply_o", 1, "dark", "en"),
    ("lstm", "handover", 1, "light", "en"),
    ("lstm-tied", "squash_f", 1, "light", "en"),
    ("gru", "arrive", 0.5, "light", "en"),
    ("gru", "squash_z", 1, "light", "en"),
    ("gru", "multiply_rm", 1, "light", "zh"),
    ("gru", "weigh_n", 0.4, "light", "en"),
    ("gru", "multiply_zn", 0.5, "dark", "en"),
    ("gru", "add", 1, "dark", "zh"),
    ("gru", "handover", 1, "light", "en"),
    ("gru-before", "multiply_rm", 0.4, "light", "en"),
    ("gru-before", "weigh_n", 1, "dark", "zh"),
    ("rnn", "arrive", 0.5, "light", "en"),
    ("rnn", "weigh_h", 1, "light", "zh"),
    ("rnn", "squash_h", 0.7, "dark", "en"),
    ("rnn", "handover", 1, "light", "en"),
    ("rnn-relu", "squash_h", 1, "light", "en"),
]
# What a stack with options of its own is called here.
VARIANTS: dict[str, dict[str, Any]] = {
    "lstm-tied": {"input_forget": True, "recurrent_activation": "hard_sigmoid(0.2,0.5)"},
    "gru-before": {"reset_after": False},
    "rnn-relu": {"activation": "relu"},
}


@pytest.mark.parametrize(("cell", "operation", "u", "theme", "language"), MOMENTS)
def test_frame(cell: str, operation: str, u: float, theme: str, language: str, sheet: Page) -> None:
    """A frame is drawn as it was when somebody last looked at it."""
    moment: dict[str, Any] = {"operation": operation, "u": u, "theme": theme, "language": language}
    moment |= {"cell": cell.split("-", maxsplit=1)[0], "options": VARIANTS.get(cell, {})}
    drawn = sheet.evaluate(DRAW, moment) + "\n"
    prefix = "" if cell == "lstm" else f"{cell}-"
    path = GOLDEN / f"{prefix}{operation}-{int(u * 100)}-{theme}-{language}.svg"
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")
