"""Tables on the terminal, and a line a target: the figure, the limit, met or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import ge, le


@dataclass(frozen=True)
class Target:
    """A measured figure and the limit it is held to; ``relation`` is "<=" or ">="."""

    number: int
    what: str
    value: float
    relation: str
    limit: float

    @property
    def met(self) -> bool:
        return {"<=": le, ">=": ge}[self.relation](self.value, self.limit)

    def __str__(self) -> str:
        verdict = "met" if self.met else "NOT MET"
        return f"  {self.what:<52} {self.value:>10.3g}   {self.relation} {self.limit:<7g} {verdict}"


def heading(text: str) -> None:
    """Print a title, set off from what stands above."""
    print(f"\n{text}\n{'-' * len(text)}")


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows of cells, each column as wide as its widest cell, right-aligned."""
    widths = [max(len(row[n]) for row in (columns, *rows)) for n in range(len(columns))]
    for row in (columns, *rows):
        print("  " + "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))


def summary(targets: Sequence[Target]) -> int:
    """Print all targets by number; return how many were not met."""
    heading("Targets")
    for target in sorted(targets, key=lambda target: target.number):
        print(f"{target.number}{target}")
    missed = sum(not target.met for target in targets)
    print(f"\n{len(targets) - missed} of {len(targets)} met")
    return missed
