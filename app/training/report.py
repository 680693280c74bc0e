"""What the trainer prints of a network: each metric beside the stored one, and where it falls short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.training.task import Task

__all__ = ["faults", "metrics_table"]


def metrics_table(
    task: Task,
    metrics: Mapping[str, float],
    stored: Mapping[str, Any],
    untrained: Mapping[str, float],
    cuts: Sequence[Mapping[str, Any]],
) -> Iterator[str]:
    """Lines of a table: measured, stored, threshold, the best of the untrained; then the knock-outs.

    Parameters
    ----------
    task : Task
        With thresholds and tolerances.
    metrics : mapping
        Measured now.
    stored : mapping
        The stored card, empty where there is none of this recipe.
    untrained : mapping
        The best of the untrained networks, by metric.
    cuts : sequence
        As from :func:`app.training.controls.knocked_out`.
    """
    yield f"{'metric':<28}{'measured':>10}{'stored':>10}{'at least':>10}{'untrained':>11}"
    before = stored.get("metrics", {})
    for name, value in metrics.items():
        cells = [f"{value:>10.4f}", _number(before.get(name), 10), _number(task.at_least.get(name), 10, 2)]
        verdict = _verdict(task, name, value, before.get(name), untrained.get(name))
        yield f"{name:<28}{''.join(cells)}{_number(untrained.get(name), 11)}{verdict and '  ' + verdict}"
    for cut in cuts:
        broken = "" if cut["clamped"] <= cut["at_most"] else "  DOES NOT BREAK"
        held = f"{cut['gate']} of unit {cut['unit'] + 1} held at {cut['value']:g}"
        yield f"{held}: {cut['metric']} {cut['whole']:.4f} -> {cut['clamped']:.4f}{broken}"


def faults(
    task: Task,
    metrics: Mapping[str, float],
    stored: Mapping[str, Any],
    untrained: Mapping[str, float],
    cuts: Sequence[Mapping[str, Any]],
) -> tuple[str, ...]:
    """Where a network falls short, a few words each; arguments as for :func:`metrics_table`."""
    before = stored.get("metrics", {})
    found = [
        f"{verdict.lower()}: {name} {value:.4f}"
        for name, value in metrics.items()
        if (verdict := _verdict(task, name, value, before.get(name), untrained.get(name)))
    ]
    whole = [f"does not break: {cut['metric']}" for cut in cuts if cut["clamped"] > cut["at_most"]]
    return (*found, *whole)


def _verdict(task: Task, name: str, value: float, before: float | None, untrained: float | None) -> str:
    least = task.at_least.get(name)
    if least is not None and not value >= least:
        return "MISSED"
    if least is not None and untrained is not None and untrained >= least:
        return "UNTRAINED REACHES IT"
    if before is not None and not abs(value - before) <= task.tolerance_of(name):
        return "DIFFERS"
    return ""


def _number(value: float | None, width: int, decimals: int = 4) -> str:
    return f"{'-' if value is None else f'{value:.{decimals}f}':>{width}}"
