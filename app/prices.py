"""What a trace costs, known before anything is allocated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.cells import PREACTIVATION, Cell, cell_of
from app.errors import TooExpensive
from app.selection import DIRECTIONS, INPUT, Plan
from app.weights import CellWeights, Stack

__all__ = ["Encoding", "Limits", "Price", "check_price", "price_drawing", "price_trace"]

Encoding = Literal["json", "base64", "npz", "csv"]

# Fitted to runs of all cells with D, H, T from (2, 3, 12) to (256, 1024, 500) on one core of a 2-core
# x86-64 machine: what a layer, a gate's unit and a multiply-add take, float32 and float64; a step, of a
# fused run or not; the change of a layer's precision, and that of a weight.
_SECONDS_A_LAYER = 6e-5
_SECONDS_A_STEP = {True: 3.5e-6, False: 2.6e-5}
_SECONDS_A_UNIT = 3.75e-9
_SECONDS_A_MULTIPLY_ADD = {True: (5e-11, 1.6e-10), False: (9e-11, 1.6e-10)}
_SECONDS_A_CONVERSION = (1e-4, 1.2e-8)

# What a channel takes that a run does not keep: for itself, and for each of its multiply-adds.
_SECONDS_AN_EXTRA = 2e-5
_SECONDS_AN_EXTRA_MULTIPLY_ADD = (4e-11, 9e-11)

# The same for one step of a layer as its equations are written, and for one draw.
_SECONDS_A_PLAIN_LAYER = 4e-5
_SECONDS_A_PLAIN_MULTIPLY_ADD = (5e-10, 1.5e-9)
_SECONDS_A_DRAW = 4e-5

# Bytes and seconds that one number takes in an answer, float32 and float64.
_BYTES: dict[Encoding, tuple[float, float]] = {
    "json": (12.0, 21.0),
    "base64": (5.4, 10.7),
    "npz": (4.0, 8.0),
    "csv": (48.0, 60.0),
}
_SECONDS: dict[Encoding, float] = {"json": 5e-8, "base64": 1e-8, "npz": 5e-9, "csv": 7e-7}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one trace may cost; the fields of :class:`app.settings.Settings` say more."""

    answer_bytes: int
    trace_bytes: int
    json_values: int
    pool_seconds: float


@dataclass(frozen=True, slots=True)
class Price:
    """What one trace is expected to cost."""

    multiply_adds: int
    values: int
    trace_bytes: int
    answer_bytes: int
    seconds: float


def price_trace(stack: Stack, plan: Plan, *, precision: str, encoding: Encoding) -> Price:
    """Estimate a trace from its shapes alone.

    Parameters
    ----------
    stack : Stack
        The network's layers.
    plan : Plan
        The selection, made complete.
    precision : {"float32", "float64"}
        Precision of the computation and of the answer.
    encoding : {"json", "base64", "npz", "csv"}
        Form of the answer.

    Returns
    -------
    Price
        Seconds are those of the machine this was measured on.

    Examples
    --------
    >>> from app.cells import get_cell
    >>> from app.selection import Selection, plan_selection
    >>> from app.weights import random_stack
    >>> stack = random_stack("lstm", 2, 3, seed=1)
    >>> plan = plan_selection(Selection(), get_cell("lstm"), stack, 10)
    >>> price = price_trace(stack, plan, precision="float32", encoding="json")
    >>> price.multiply_adds, price.values
    (600, 180)
    """
    double = precision == "float64"
    item = 8 if double else 4
    cell = cell_of(stack)
    multiply_adds = 0
    values = 0
    handed_on = 0
    seconds = 0.0
    for index in range(plan.depth):
        for direction, weights in zip(DIRECTIONS, stack.layers[index], strict=False):
            if not plan.runs(index, direction):
                continue
            backward = direction == "backward"
            steps = plan.steps(index, backward, stack.bidirectional)
            fused, count = cell.fused(weights), steps * (weights.parameters - weights.b.size)
            multiply_adds += count
            seconds += _SECONDS_A_LAYER + count * _SECONDS_A_MULTIPLY_ADD[fused][double]
            if weights.W_x.dtype != precision:
                seconds += _SECONDS_A_CONVERSION[0] + weights.parameters * _SECONDS_A_CONVERSION[1]
            seconds += steps * (_SECONDS_A_STEP[fused] + weights.b.size * _SECONDS_A_UNIT)
            handed_on += plan.length * weights.output_size
            if plan.keeps(index, direction):
                values += _kept(plan, index, weights.input_size, weights.projection_size)
                seconds += _price_extras(plan, cell, index, weights, double)
    return Price(
        multiply_adds=multiply_adds,
        values=values,
        trace_bytes=(values + 2 * handed_on) * item,
        answer_bytes=int(values * _BYTES[encoding][double]) + 1024,
        seconds=seconds + values * _SECONDS[encoding],
    )


def price_drawing(stack: Stack, outputs: int, length: int, *, precision: str) -> float:
    """Seconds that drawing takes, one step at a time, without the trace of the whole.

    Parameters
    ----------
    stack : Stack
        The network's layers.
    outputs : int
        Weights of the head.
    length : int
        Steps to draw.
    precision : {"float32", "float64"}
        Precision of the computation.

    Returns
    -------
    float
        On the machine this was measured on.

    Examples
    --------
    >>> from app.weights import random_stack
    >>> round(price_drawing(random_stack("lstm", 60, 128, seed=1), 60 * 128, 1000, precision="float32"), 2)
    0.13
    """
    multiply_adds = stack.parameters + outputs
    seconds = multiply_adds * _SECONDS_A_PLAIN_MULTIPLY_ADD[precision == "float64"]
    return length * (seconds + stack.depth * _SECONDS_A_PLAIN_LAYER + _SECONDS_A_DRAW)


def _price_extras(plan: Plan, cell: Cell, layer: int, weights: CellWeights, double: bool) -> float:
    """Seconds that the channels take which a run does not keep."""
    count = sum(name.endswith(PREACTIVATION) or name in cell.extras for name in plan.channels)
    multiply_adds = len(plan.units_of(layer)) * (weights.input_size + weights.output_size)
    each = multiply_adds * (plan.stop - plan.start) * _SECONDS_AN_EXTRA_MULTIPLY_ADD[double]
    return count * (_SECONDS_AN_EXTRA + each)


def _kept(plan: Plan, layer: int, input_size: int, projection_size: int | None) -> int:
    """Numbers that one layer and direction sends."""
    units = len(plan.units_of(layer))
    widths = {INPUT: input_size, "hidden_state": projection_size or units}
    width = sum(widths.get(name, units) for name in plan.channels)
    return (plan.stop - plan.start) * width


def check_price(price: Price, limits: Limits, encoding: Encoding) -> None:
    """Refuse what is over a limit.

    Raises
    ------
    TooExpensive
        With the price, the limit and what would make the trace cheaper.
    """
    smaller = "Ask for fewer channels, layers or units, or for fewer steps with start and stop"
    if encoding in ("json", "csv") and price.values > limits.json_values:
        raise TooExpensive(
            f"the answer would hold {price.values:,} numbers; "
            f"as {encoding.upper()} the limit is {limits.json_values:,}",
            hint=f"{smaller}, or send encoding base64 or Accept: application/x-npz.",
        )
    if price.answer_bytes > limits.answer_bytes:
        raise TooExpensive(
            f"the answer would take about {_mebibytes(price.answer_bytes)}; "
            f"the limit is {_mebibytes(limits.answer_bytes)}",
            hint=f"{smaller}.",
        )
    if price.trace_bytes > limits.trace_bytes:
        raise TooExpensive(
            f"the trace would take about {_mebibytes(price.trace_bytes)} of memory; "
            f"the limit is {_mebibytes(limits.trace_bytes)}",
            hint="Use a shorter sequence or a smaller network.",
        )
    if price.seconds > limits.pool_seconds:
        raise TooExpensive(
            f"the trace needs {price.multiply_adds:,} multiply-adds, about "
            f"{price.seconds:,.0f} seconds; the limit is {limits.pool_seconds:g} seconds",
            hint="Use a shorter sequence, a smaller network, or fewer layers.",
        )


def _mebibytes(count: int) -> str:
    return f"{count / 2**20:,.1f} MiB"
