"""Files that training reads from installed packages, and what is said when one is missing."""

import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from app.errors import GatescopeError
from app.training.package_files import RELEASES, package_file
from app.training.tasks import review_words

ROOT = Path(__file__).parents[2]


def test_the_install_lines_name_the_releases_that_are_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = [f"{package}=={release}" for package, release in RELEASES.items()]
    assert project["optional-dependencies"]["train"] == pinned
    lines = (ROOT / "requirements-train.txt").read_text("utf-8").splitlines()
    locked = [line.split()[0] for line in lines if "==" in line]
    assert locked == sorted(line.lower() for line in pinned)


def test_a_missing_package_names_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "files", missing)
    with pytest.raises(GatescopeError) as caught:
        review_words.vocabulary()
    assert caught.value.message == (
        "the package vaderSentiment, which holds vader_lexicon.txt, is not installed"
    )
    assert caught.value.hint == "Run: pip install --no-deps vaderSentiment==3.3.2, or: make zoo"


def test_a_release_without_the_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "files", lambda name: [])
    monkeypatch.setattr(metadata, "version", lambda name: "0.1")
    with pytest.raises(GatescopeError) as caught:
        package_file("statsmodels", "sunspots/sunspots.csv")
    assert caught.value.message == (
        "the package statsmodels, which holds sunspots/sunspots.csv, is installed, as 0.1, without that file"
    )
    assert caught.value.hint == "Run: pip install --no-deps statsmodels==0.15.0, or: make zoo"


def test_a_name_is_matched_by_whole_parts() -> None:
    assert package_file("numpy", "numpy/version.py").parent.name == "numpy"
    with pytest.raises(KeyError):
        package_file("numpy", "py/version.py")


def test_make_test_installs_the_data_so_that_nothing_is_skipped_for_the_lack_of_it() -> None:
    rules = dict(
        line.split(":", 1) for line in (ROOT / "Makefile").read_text("utf-8").splitlines() if ": " in line
    )
    assert "install-test" in rules["test"].split("##")[0].split()
    assert "$(STAMPS)/train" in rules["install-test"].split("##")[0].split()
