"""Write the table of metrics in ``docs/training.md`` from the cards of the zoo: part of ``make docs``."""

import json
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "training.md"
HEAD = "| network | metric | measured | at least |\n|---|---|---|---|\n"


def rows() -> Iterator[str]:
    """Yield a row for each metric of each card; the thresholds are those the tests hold."""
    zoo = ROOT / "app" / "zoo"
    for path in [*sorted(zoo.glob("*.json")), *sorted(zoo.glob("companions/*.json"))]:
        card = json.loads(path.read_text(encoding="utf-8"))
        for metric, value in card["metrics"].items():
            least = card["at_least"].get(metric, "")
            yield f"| {card['id']} | `{metric}` | {value} | {least} |"


def page(text: str) -> str:
    """Return the page with its table made new."""
    before, table, after = text.partition(HEAD)
    return before + table + "\n".join(rows()) + "\n\n" + after[after.index("\n\n") :].lstrip("\n")


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
