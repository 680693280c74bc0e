"""What the documents name exists: routes, fields, codes, settings, files, links, commands, versions."""

import re
import tomllib
from pathlib import Path

import httpx
import numpy as np
import pytest

from app import __version__
from app.cells.lstm import sigmoid
from app.handlers import catalogue
from app.readers import READERS
from app.settings import Settings
from tests.documents import DOCS, PAGES, ROOT, code, name, prose, text_of
from tests.test_structure import LEVELS
from tools import metrics_table

# Each page with a recipe, and what was made that way.
RECIPES = {
    "docs/add-a-cell.md": "lstm",
    "docs/add-a-format.md": "npz",
    "docs/add-a-view.md": "lanes",
    "docs/learn.md": "sigmoid",
    "docs/training.md": "brackets",
}

FOLDERS = "app|bench|docs|static|templates|tests|tools"
PATH = re.compile(rf"^((?:{FOLDERS})/[\w./-]+|[\w-]+\.(?:toml|md|json|txt))$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
RECIPE_ROW = re.compile(r"^\| (new|change) \| `([^`]+)` \|", re.MULTILINE)
FIRST_CELL = re.compile(r"^\| `([\w-]+)` \|", re.MULTILINE)


async def test_every_route_is_described_and_no_other(client: httpx.AsyncClient) -> None:
    paths = (await client.get("/api/v1/openapi.json")).json()["paths"]
    routes = [f"{method.upper()} {path}" for path, methods in paths.items() for method in methods]
    described = [title for title in HEADING.findall(text_of(DOCS / "api.md")) if re.match("[A-Z]+ /", title)]
    assert sorted(described) == sorted(routes)


async def test_every_field_is_described(client: httpx.AsyncClient) -> None:
    schemas = (await client.get("/api/v1/openapi.json")).json()["components"]["schemas"]
    words = set(re.findall(r"\w+", code(DOCS / "api.md")))
    fields = {
        f"{shape}.{field}" for shape, schema in schemas.items() for field in schema.get("properties", ())
    }
    assert {field for field in fields if field.split(".")[1] not in words} == set()


def test_every_code_is_described_with_its_status() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d{3}) \|", text_of(DOCS / "api.md"), re.MULTILINE)
    known = [(code, status) for code, status, _ in catalogue()]
    assert sorted((code, int(status)) for code, status in rows) == sorted(known)


def test_every_setting_is_described() -> None:
    page = text_of(DOCS / "settings.md")
    assert [field for field in Settings.model_fields if f"`GATESCOPE_{field.upper()}`" not in page] == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    known = {f"GATESCOPE_{field.upper()}" for field in Settings.model_fields}
    assert set(re.findall(r"GATESCOPE_[A-Z_]+", text_of(path))) <= known


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_command_of_make_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z][a-z-]*)", code(path))) <= targets


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_link_leads_somewhere(path: Path) -> None:
    targets = [target for target in LINK.findall(prose(path)) if "://" not in target]
    assert [target for target in targets if not leads_somewhere(path, target)] == []


def leads_somewhere(page: Path, target: str) -> bool:
    file, _, anchor = target.partition("#")
    found = (page.parent / file).resolve() if file else page
    if not found.is_file() or not anchor:
        return found.is_file()
    titles = HEADING.findall(text_of(found))
    return anchor in [re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles]


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_file_that_is_named_exists(path: Path) -> None:
    """A span that looks like a path is one; what is yet to be written has a NAME in it."""
    named = [file for file in PATH.findall(code(path)) if "NAME" not in file]
    places = (ROOT, path.parent, ROOT / "static" / "js")
    assert [file for file in named if not any((place / file).exists() for place in places)] == []


@pytest.mark.parametrize(("page", "example"), RECIPES.items())
def test_a_recipe_names_the_files_there_are(page: str, example: str) -> None:
    """What it changes exists, and what it adds exists for something that was made that way."""
    rows = RECIPE_ROW.findall(text_of(ROOT / page))
    assert {kind for kind, _ in rows} == {"new", "change"}
    for kind, file in rows:
        assert ("NAME" in file) == (kind == "new"), file
        assert (ROOT / file.replace("NAME", example)).is_file(), file


@pytest.mark.parametrize("cell", ["lstm", "gru", "rnn"])
def test_a_cell_takes_eight_files_and_no_view(cell: str) -> None:
    files = [file for _, file in RECIPE_ROW.findall(text_of(DOCS / "add-a-cell.md"))]
    assert len(files) <= 8
    assert [file for file in files if file.startswith("static/js/views/")] == []
    assert [file for file in files if not (ROOT / file.replace("NAME", cell)).is_file()] == []


def test_every_recipe_is_tested() -> None:
    assert [name(path) for path in PAGES if RECIPE_ROW.search(text_of(path))] == list(RECIPES)


def test_every_decision_has_its_number_and_is_listed() -> None:
    decisions = sorted((DOCS / "adr").glob("*.md"))
    for number, path in enumerate(decisions, 1):
        assert path.name.startswith(f"{number:04}-")
        assert text_of(path).startswith(f"# {number}. ")
    listed = re.findall(r"\]\(adr/([\w.-]+)\)", text_of(DOCS / "architecture.md"))
    assert listed == [path.name for path in decisions]


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    packages = {re.split(r"[<>=!~\[; ]", requirement)[0] for entries in lists for requirement in entries}
    rows = "\n".join(text_of(path) for path in (DOCS / "adr").glob("*.md"))
    reasons = set(re.findall(r"^\| ([\w-]+) \| .*\w.* \|$", rows, re.MULTILINE)) - {"package"}
    assert packages == reasons


def test_the_arrows_are_those_that_are_checked() -> None:
    """Both import orders as architecture.md draws them; a layer that has no file yet is not drawn."""
    drawing = text_of(DOCS / "architecture.md").split("```")[1]
    python, javascript = (order.split("<-") for order in re.split(r"app/ |static/js ", drawing)[1:])
    contracts = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = [re.findall(r"\w+", layer) for layer in reversed(contracts[0]["layers"])]
    there = [{module for module in layer if list((ROOT / "app").glob(f"{module}*"))} for layer in layers]
    assert [set(re.findall(r"\w+", layer)) for layer in python] == there
    levels: dict[int, set[str]] = {}
    for folder, level in LEVELS.items():
        if (ROOT / "static" / "js" / folder).exists():
            levels.setdefault(level, set()).add(folder)
    assert [set(re.findall(r"[\w.]+", layer)) for layer in javascript] == list(levels.values())


FRAME = re.compile(r'<iframe src="http://127\.0\.0\.1:8000([^"]+)"')


@pytest.mark.parametrize("page", ["README.md", "README.zh.md", "docs/learn.md"])
async def test_the_figure_in_a_frame_is_served_and_may_be_framed(
    page: str, client: httpx.AsyncClient
) -> None:
    found = FRAME.search(text_of(ROOT / page))
    assert found is not None
    answer = await client.get(found[1])
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["content-security-policy"]


def test_the_article_is_compared_figure_by_figure() -> None:
    """Every figure of the original has its row, and the two wrong values stand beside the right ones."""
    page = text_of(DOCS / "learn.md")
    assert re.findall(r"^\| (\d) \w", page, re.MULTILINE) == list("1234567")
    assert f"sigmoid(−0.5) is {float(sigmoid(np.asarray(-0.5))):.3f}" in page
    assert f"it is {np.tanh(0.1):.4f}" in page


def test_docker_lines_are_those_of_the_dockerfile() -> None:
    lines = re.findall(r"^# (docker .*)$", text_of(ROOT / "Dockerfile"), re.MULTILINE)
    assert len(lines) == 2
    for page in ("README.md", "README.zh.md"):
        assert [line for line in lines if line not in code(ROOT / page).splitlines()] == []


def test_the_change_log_has_this_version() -> None:
    versions = re.findall(r"^## \[([^\]]+)\]", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert versions[:2] == ["Unreleased", __version__]


@pytest.mark.parametrize("page", ["README.md", "README.zh.md", "docs/training.md"])
def test_every_bundled_network_is_described(page: str) -> None:
    bundled = {path.stem for path in (ROOT / "app" / "zoo").glob("*.safetensors")}
    assert bundled
    assert set(FIRST_CELL.findall(text_of(ROOT / page))) == bundled


def test_the_metrics_are_those_of_the_cards() -> None:
    text = text_of(metrics_table.PAGE)
    assert len(list(metrics_table.metric_rows())) > 50
    assert text == metrics_table.page(text), "run `make docs`"


def test_every_format_is_listed_with_its_endings() -> None:
    rows = re.findall(r"^\| ([^|]+) \| (\.[^|]+) \|", text_of(DOCS / "formats.md"), re.MULTILINE)
    assert rows == [(reader.name, " ".join(reader.suffixes)) for reader in READERS if reader.suffixes]


def test_the_versions_tried_are_those_that_are_installed_for_it() -> None:
    page = text_of(DOCS / "formats.md")
    files = "\n".join(text_of(ROOT / f"requirements-{extra}.txt") for extra in ("oracle", "test"))
    pinned = set(re.findall(r"^([\w.-]+==[\w.]+)", files, re.MULTILINE))
    packages = ["torch", "keras", "onnx", "onnxruntime", "safetensors", "numpy"]
    named = re.findall(rf"(?<!_)\b({'|'.join(packages)}) (\d[\d.]*\d)", page)
    assert {package for package, _ in named} == set(packages)
    assert {f"{package}=={version}" for package, version in named} <= pinned
