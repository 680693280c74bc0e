"""The documents as the tests read them."""

import re
from pathlib import Path

from tools.examples import BLOCK, PAGES, ROOT

__all__ = ["DOCS", "PAGES", "ROOT", "code", "name", "prose", "text_of"]

DOCS = ROOT / "docs"


def name(path: Path) -> str:
    """Return the path inside the project."""
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose(path: Path) -> str:
    """Return a document without its blocks of code."""
    return BLOCK.sub("", text_of(path))


def code(path: Path) -> str:
    """Return all that stands in blocks and in spans of code, a line each."""
    blocks = [block for _, block in BLOCK.findall(text_of(path))]
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", prose(path))])
