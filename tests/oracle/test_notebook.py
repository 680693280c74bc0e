"""The lines of docs/formats.md for a notebook, run as they stand there against a server."""

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest

from app.main import create_app
from app.settings import Settings
from tests.serving import served

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"

pytestmark = pytest.mark.oracle


def test_the_lines_for_a_notebook_do_what_they_say(tmp_path: Path) -> None:
    import torch

    found = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    said = io.StringIO()
    names: dict[str, Any] = {}
    with served(create_app(Settings(store_folder=tmp_path))) as address, contextlib.redirect_stdout(said):
        exec(found[1].replace("http://127.0.0.1:8000", address), names)
        names["client"].close()
    assert said.getvalue().startswith("(20, 4)\n")
    with torch.no_grad():
        hidden, _ = names["lstm"](names["sequence"])
    assert abs(names["trace"][1]["hidden_state"] - hidden.numpy()).max() < 1e-6
