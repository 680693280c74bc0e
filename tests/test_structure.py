"""House rules that no linter knows: who imports whom in JavaScript, sizes of files, unwanted words.

The import rules of Python are contracts of import-linter in pyproject.toml.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
JS = ROOT / "static" / "js"

# A folder may import itself and any folder of a lower number. A folder that is not listed here is an error.
LEVELS = {
    "core": 0,
    "state": 1,
    "i18n": 1,
    "api": 2,
    "player": 2,
    "cells": 2,
    "drawing": 3,
    "figures": 4,
    "views": 4,
    "pages": 5,
    "main.js": 6,
    "learn.js": 6,
    "embed.js": 6,
}
NAMES = r"[\w$*{}\s,]*?"
IMPORT = re.compile(
    rf"""^\s*(?:import|export)\s{NAMES}\sfrom\s+["']([^"']+)["']"""
    r"""|^\s*import\s+["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']""",
    re.MULTILINE,
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)  # types of JSDoc name modules too; they load nothing

MARKUP = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write(ln)?|eval|new Function)\b")
LATER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
MUTABLE = re.compile(
    r"^(?:export )?(?:(?:let|var) (\w+)|const (\w+) = (?:\[\]|\{\}|new (?:Map|Set|Array)\(\)))", re.MULTILINE
)


def files(*globs: str) -> list[Path]:
    """Return the files of the repository that match, without caches."""
    found = {path for pattern in globs for path in ROOT.glob(pattern) if path.is_file()}
    return sorted(path for path in found if "__pycache__" not in path.parts)


def python_files() -> list[Path]:
    return files("app/**/*.py", "bench/**/*.py", "tools/**/*.py", "tests/**/*.py")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[Path]:
    """Yield what a module imports, as paths below static/js."""
    for match in IMPORT.finditer(COMMENT.sub("", path.read_text(encoding="utf-8"))):
        specifier = match[1] or match[2] or match[3]
        assert specifier.startswith("."), (
            f"{name(path)} imports {specifier}; the page imports by relative path only"
        )
        target = (path.parent / specifier).resolve()
        assert target.is_file(), f"{name(path)} imports {specifier}, which does not exist"
        yield target.relative_to(JS)


def family(path: Path) -> str:
    """Return the view a module below views/ belongs to: its folder, or its name up to the first hyphen."""
    part = path.relative_to("views").parts[0]
    return part.removesuffix(".js").split("-")[0].split("_")[0]


def complaint(module: Path, target: Path) -> str | None:
    """Say why a module below static/js must not import another, or return None."""
    source, other = module.parts[0], target.parts[0]
    if source == other == "views":
        return None if family(module) == family(target) else "a view imports no other view"
    if source == "views" and other == "api":
        return "a view does not call the API; actions come in by its context"
    if source != other and LEVELS[other] >= LEVELS[source]:
        return f"{source} may not import {other}"
    return None


@pytest.mark.parametrize("path", files("static/js/**/*.js"), ids=name)
def test_javascript_imports_run_one_way(path: Path) -> None:
    module = path.relative_to(JS)
    assert module.parts[0] in LEVELS, f"static/js/{module.parts[0]} has no level; add it to LEVELS"
    wrong = {target.as_posix(): why for target in imports(path) if (why := complaint(module, target))}
    assert wrong == {}


@pytest.mark.parametrize(
    ("module", "target", "expected"),
    [
        ("core/store.js", "core/svg.js", None),
        ("views/stage.js", "player/player.js", None),
        ("views/stage.js", "views/stage_keys.js", None),
        ("views/stage.js", "drawing/scene.js", None),
        ("views/stage.js", "views/lanes.js", "a view imports no other view"),
        ("views/lanes.js", "api/client.js", "a view does not call the API; actions come in by its context"),
        ("core/store.js", "state/url.js", "core may not import state"),
        ("state/url.js", "i18n/words.js", "state may not import i18n"),
        ("player/player.js", "cells/lstm.js", "player may not import cells"),
        ("views/stage.js", "main.js", "views may not import main.js"),
    ],
)
def test_the_import_rule_itself(module: str, target: str, expected: str | None) -> None:
    assert complaint(Path(module), Path(target)) == expected


def test_no_file_is_too_long() -> None:
    scripts = files("static/js/**/*.js", "tests/js/**/*.js")
    limits = dict.fromkeys(python_files(), 300) | dict.fromkeys(scripts, 250)
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in limits}
    assert {file: lines for file, lines in lengths.items() if lines > limits[ROOT / file]} == {}


def test_markup_is_never_made_from_strings() -> None:
    found = {
        name(path): match[0]
        for path in files("static/js/**/*.js")
        if (match := MARKUP.search(path.read_text("utf-8")))
    }
    assert found == {}


def test_no_module_of_the_page_keeps_state() -> None:
    """Constants are fine, and so is a cache that is named one; what changes lives in the store."""
    found = {
        name(path): names
        for path in files("static/js/**/*.js")
        if (
            names := [
                m[1] or m[2] for m in MUTABLE.finditer(path.read_text("utf-8")) if "cache" not in m[0].lower()
            ]
        )
    }
    assert found == {}


def test_nothing_is_left_for_later() -> None:
    sources = python_files() + files(
        "static/**/*.js", "static/**/*.css", "templates/**/*.html", "tests/**/*.js", "Makefile"
    )
    found = {name(path): match[0] for path in sources if (match := LATER.search(path.read_text("utf-8")))}
    assert found == {}


@pytest.mark.parametrize("path", files("requirements*.txt"), ids=name)
def test_requirement_files_carry_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text


@pytest.mark.parametrize(
    "path", [path for path in files("requirements*.txt") if "oracle" not in path.name], ids=name
)
def test_every_requirement_has_hashes(path: Path) -> None:
    entries = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip())
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_node_lock_carries_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    packages = json.loads(text)["packages"]
    assert [key for key, entry in packages.items() if "resolved" in entry] == []
    assert [key for key, entry in packages.items() if key and "integrity" not in entry] == []


def test_the_page_needs_no_other_host() -> None:
    """No style sheet, script, picture or font comes from elsewhere; a link to follow is not a load."""
    load = re.compile(r"""(?:\bsrc=|\burl\(|@import|<link\b[^>]*\bhref=)\s*["']?(?:https?:)?//""")
    sources = files("templates/**/*.html", "static/**/*.css", "static/**/*.js")
    found = {name(path): match[0] for path in sources if (match := load.search(path.read_text("utf-8")))}
    assert found == {}
