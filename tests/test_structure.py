"""House rules that no linter knows: which JavaScript folder imports which, sizes of files, words that must not appear."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", sorted(path.name for path in ROOT.glob("requirements*.txt")))
def test_lock_files_carry_no_address(name: str) -> None:
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")
