import asyncio
import threading

import pytest

from app.admission import Admission, Limits, Price, check_price, price_drawing, price_trace
from app.cells import get_cell
from app.errors import Overloaded, TooExpensive
from app.selection import Selection, plan_selection
from app.weights import Stack, random_stack

LIMITS = Limits(answer_bytes=10**6, trace_bytes=10**7, json_values=1000, pool_seconds=3)
CHEAP = Price(multiply_adds=10, values=10, trace_bytes=10, answer_bytes=10, seconds=0.1)


def price(
    stack: Stack, steps: int, encoding: str = "json", precision: str = "float32", **parts: object
) -> Price:
    plan = plan_selection(Selection(**parts), get_cell("lstm"), stack, steps)  # type: ignore[arg-type]
    return price_trace(stack, plan, precision=precision, encoding=encoding)  # type: ignore[arg-type]


def test_the_price_counts_what_is_sent() -> None:
    stack = random_stack("lstm", 3, 4, seed=1, layers=2, bidirectional=True)
    assert price(stack, 10).values == 2 * 2 * 10 * 6 * 4
    assert price(stack, 10, channels=["cell_state"], layers=[0], units=[1], start=2, stop=5).values == 2 * 3
    assert price(stack, 10, channels=["input"], layers=[0], directions=["forward"]).values == 10 * 3


def test_a_projected_hidden_state_counts_whole() -> None:
    stack = random_stack("lstm", 3, 8, seed=1, projection_size=2)
    assert price(stack, 10, channels=["hidden_state"], units=[0]).values == 10 * 2


def test_the_price_counts_multiply_adds_of_the_steps_that_run() -> None:
    stack = random_stack("lstm", 3, 4, seed=1)
    assert price(stack, 10).multiply_adds == 10 * 4 * 4 * (3 + 4)
    assert price(stack, 10, stop=5).multiply_adds == 5 * 4 * 4 * (3 + 4)
    deep = random_stack("lstm", 4, 4, seed=1, layers=3)
    assert price(deep, 10, layers=[0]).multiply_adds == price(deep, 10).multiply_adds // 3


def test_float64_costs_more() -> None:
    stack = random_stack("lstm", 3, 4, seed=1)
    single, double = price(stack, 10), price(stack, 10, precision="float64")
    assert double.answer_bytes > single.answer_bytes
    assert double.trace_bytes == 2 * single.trace_bytes
    assert double.seconds > single.seconds


def test_steps_that_no_fused_run_knows_cost_more() -> None:
    usual = random_stack("lstm", 3, 4, seed=1)
    clipped = random_stack("lstm", 3, 4, seed=1, options={"clip": 3.0})
    assert price(clipped, 1000).multiply_adds == price(usual, 1000).multiply_adds
    assert price(clipped, 1000).seconds > 5 * price(usual, 1000).seconds
    gru = random_stack("gru", 3, 4, seed=1, gates=3, options={"reset_after": False})
    assert price(gru, 1000, channels=["hidden_state"]).seconds < price(usual, 1000).seconds


def test_channels_that_a_run_does_not_keep_cost_more() -> None:
    wide = random_stack("lstm", 300, 400, seed=1)
    gate, sum_of_it = (price(wide, 500, channels=[f"forget_gate{end}"]) for end in ("", "_preactivation"))
    assert sum_of_it.values == gate.values
    assert sum_of_it.seconds - gate.seconds == pytest.approx(500 * 400 * 700 * 4e-11, rel=0.02)


def test_given_weights_are_changed_to_the_precision_of_the_run() -> None:
    single = random_stack("lstm", 300, 400, seed=1)
    double = Stack("s", "lstm", tuple(tuple(w.astype("f8") for w in layer) for layer in single.layers))
    assert price(double, 1).seconds > 5 * price(single, 1).seconds


def test_drawing_costs_by_the_step_and_by_the_weights() -> None:
    small, deep = random_stack("lstm", 3, 4, seed=1), random_stack("lstm", 3, 64, seed=1, layers=3)
    one = price_drawing(small, 20, 1, precision="float32")
    assert price_drawing(small, 20, 500, precision="float32") == pytest.approx(500 * one)
    assert price_drawing(deep, 20, 1, precision="float32") > 2 * one
    assert price_drawing(deep, 20, 1, precision="float64") > price_drawing(deep, 20, 1, precision="float32")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"values": 1001}, "the answer would hold 1,001 numbers; as JSON the limit is 1,000"),
        ({"answer_bytes": 2**20}, "the answer would take about 1.0 MiB; the limit is 1.0 MiB"),
        ({"trace_bytes": 2**24}, "the trace would take about 16.0 MiB of memory; the limit is 9.5 MiB"),
        (
            {"seconds": 3.5, "multiply_adds": 10**10},
            "the trace needs 10,000,000,000 multiply-adds, about 4 seconds; the limit is 3 seconds",
        ),
    ],
)
def test_over_a_limit_both_price_and_limit_are_said(changes: dict[str, float], said: str) -> None:
    fields = {name: getattr(CHEAP, name) for name in Price.__slots__}
    with pytest.raises(TooExpensive) as caught:
        check_price(Price(**{**fields, **changes}), LIMITS, "json")
    assert caught.value.message == said
    assert caught.value.hint


def test_only_text_has_a_limit_of_numbers() -> None:
    many = Price(multiply_adds=1, values=1001, trace_bytes=1, answer_bytes=1, seconds=0)
    check_price(many, LIMITS, "npz")
    check_price(many, LIMITS, "base64")
    with pytest.raises(TooExpensive, match="as CSV"):
        check_price(many, LIMITS, "csv")


def admission(**changes: float) -> Admission:
    parts = {
        "workers": 2,
        "queue": 1,
        "loop_seconds": 0.01,
        "inline_seconds": 2,
        "pool_seconds": 30,
        **changes,
    }
    return Admission(**parts)  # type: ignore[arg-type]


@pytest.mark.anyio
async def test_cheap_work_runs_at_once_and_dear_work_in_a_thread() -> None:
    gate = admission()
    assert await gate.run(0.001, threading.get_ident) == threading.get_ident()
    assert await gate.run(1, threading.get_ident) != threading.get_ident()
    gate.close()


@pytest.mark.anyio
async def test_a_full_queue_is_refused_at_once() -> None:
    gate, release = admission(workers=1, queue=1), threading.Event()
    running = [asyncio.create_task(gate.run(1, release.wait)) for _ in range(2)]
    await asyncio.sleep(0.05)
    with pytest.raises(Overloaded, match="all 1 workers are busy and 1 requests wait already") as caught:
        await gate.run(1, release.wait)
    assert not any(task.done() for task in running), "it did not wait for a place"
    assert caught.value.retry_after == 2
    release.set()
    assert await asyncio.gather(*running) == [True, True]
    assert await gate.run(1, lambda: "free again") == "free again"
    gate.close()


@pytest.mark.anyio
async def test_long_work_leaves_a_worker_free() -> None:
    gate, release = admission(workers=2, queue=4), threading.Event()
    long = [asyncio.create_task(gate.run(10, release.wait)) for _ in range(3)]
    await asyncio.sleep(0.05)
    assert await asyncio.wait_for(gate.run(1, lambda: "short"), 2) == "short"
    release.set()
    assert await asyncio.gather(*long) == [True] * 3
    gate.close()


@pytest.mark.anyio
async def test_the_deadline_ends_the_wait_but_not_the_count() -> None:
    gate, release = admission(workers=1, queue=0, pool_seconds=0.05), threading.Event()
    with pytest.raises(Overloaded, match=r"the trace was not finished in 0\.05 seconds"):
        await gate.run(1, release.wait)
    with pytest.raises(Overloaded, match="all 1 workers are busy"):
        await gate.run(1, release.wait)
    release.set()
    await asyncio.sleep(0.05)
    assert await gate.run(1, lambda: 3) == 3
    gate.close()


@pytest.mark.anyio
async def test_an_error_of_the_work_comes_back_and_frees_its_place() -> None:
    gate = admission(workers=1, queue=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            await gate.run(1, lambda: 1 // 0)
        await asyncio.sleep(0.01)
    gate.close()
