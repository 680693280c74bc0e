"""Write the tables of ``docs/training.md`` from the cards of the zoo: part of ``make docs``."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "training.md"
METRICS = "| network | metric | measured | at least | best of ten untrained |\n|---|---|---|---|---|\n"
KNOCK_OUTS = "| network | held still | metric | whole | held |\n|---|---|---|---|---|\n"


def cards() -> Iterator[dict[str, Any]]:
    """Yield every card, those of companions last."""
    zoo = ROOT / "app" / "zoo"
    for path in [*sorted(zoo.glob("*.json")), *sorted(zoo.glob("companions/*.json"))]:
        yield json.loads(path.read_text(encoding="utf-8"))


def metric_rows() -> Iterator[str]:
    """Yield a row for each metric of each card; the thresholds are those the tests hold."""
    for card in cards():
        for metric, value in card["metrics"].items():
            least, untrained = (card[column].get(metric, "") for column in ("at_least", "untrained"))
            yield f"| {card['id']} | `{metric}` | {value} | {least} | {untrained} |"


def knock_out_rows() -> Iterator[str]:
    """Yield a row for each gate that is held still."""
    for card in cards():
        for cut in card["knock_outs"]:
            held = f"`{cut['gate']}` of unit {cut['unit'] + 1} at {cut['value']:g}"
            yield f"| {card['id']} | {held} | `{cut['metric']}` | {cut['whole']} | {cut['clamped']} |"


def page(text: str) -> str:
    """Return the page with its tables made new."""
    for head, rows in ((METRICS, metric_rows()), (KNOCK_OUTS, knock_out_rows())):
        before, table, after = text.partition(head)
        _, _, rest = after.partition("\n\n")
        text = f"{before}{table}{chr(10).join(rows)}\n\n{rest.lstrip()}"
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
