"""The parts of the measurements that need no torch: what is counted as met, and how times are taken."""

import asyncio
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest

from bench.assets import weigh
from bench.report import Target, summary, table
from bench.timing import interleave

STATIC = Path(__file__).parents[2] / "static"


@pytest.mark.parametrize(
    ("value", "relation", "limit", "met"),
    [(3.7, "<=", 3.7, True), (3.71, "<=", 3.7, False), (9.0, ">=", 9, True), (8.99, ">=", 9, False)],
)
def test_a_target_is_met_at_its_limit(value: float, relation: str, limit: float, met: bool) -> None:
    target = Target(1, "ratio", value, relation, limit)
    assert target.met is met
    assert str(target).endswith(" met" if met else "NOT MET")


def test_the_summary_lists_by_number_and_counts_what_was_missed(capsys: pytest.CaptureFixture[str]) -> None:
    assert summary([Target(2, "slower", 1, ">=", 2), Target(1, "faster", 1, "<=", 2)]) == 1
    printed = capsys.readouterr().out
    assert printed.index("faster") < printed.index("slower")
    assert printed.endswith("1 of 2 met\n")


def test_columns_are_as_wide_as_their_widest_cell(capsys: pytest.CaptureFixture[str]) -> None:
    table(["", "ratio"], [["ours", "2.5"], ["theirs", "31"]])
    assert capsys.readouterr().out.splitlines() == ["          ratio", "    ours    2.5", "  theirs     31"]


def test_rivals_take_turns() -> None:
    calls: list[str] = []

    def rival(name: str, work: int) -> Callable[[], None]:
        def call() -> None:
            calls.append(name)
            sum(range(work))

        return call

    times = interleave({"slow": rival("slow", 400_000), "fast": rival("fast", 100_000)}, 0, fewest=3)
    assert list(times) == ["slow", "fast"]
    assert times["slow"] > times["fast"] > 0
    # Two calls each find how many fill a round; then three rounds hold both.
    assert calls[:4] == ["slow", "slow", "fast", "fast"]
    assert len([name for name, _ in groupby(calls[4:])]) >= 3


def test_the_weight_of_a_page_is_that_of_all_it_names() -> None:
    [(page, files, plain, packed)] = asyncio.run(weigh(["/"]))
    scripts_and_styles = [path for path in STATIC.rglob("*.*") if path.suffix in {".js", ".css"}]
    assert page == "/"
    assert 50 < files < len(scripts_and_styles)
    assert packed < plain < sum(path.stat().st_size for path in scripts_and_styles)
