"""Fair times on a machine that others use too.

Rivals take turns, each one's median counts, and what is counted is processor time: every
rival runs on one thread, so an idle machine would show the same on the clock.
"""

from collections.abc import Callable, Mapping
from random import Random
from statistics import median
from time import perf_counter, process_time

ROUND_SECONDS = 0.005


def interleave(
    rivals: Mapping[str, Callable[[], object]], seconds: float, fewest: int = 3
) -> dict[str, float]:
    """Seconds a call of each rival, as medians of rounds in which each runs once, in changing order.

    Parameters
    ----------
    rivals : mapping of str to callable
        What to time.
    seconds : float
        How long to go on; the round under way is finished.
    fewest : int
        Rounds to do even if that takes longer.

    Returns
    -------
    dict of str to float
        Seconds of the processor a call, in the order of ``rivals``.
    """
    calls = {name: _calls_a_round(rival) for name, rival in rivals.items()}
    times: dict[str, list[float]] = {name: [] for name in rivals}
    names, shuffle = list(rivals), Random(0).shuffle  # noqa: S311
    started, rounds = perf_counter(), 0
    while rounds < fewest or perf_counter() - started < seconds:
        shuffle(names)
        for name in names:
            times[name].append(_time(rivals[name], calls[name]))
        rounds += 1
    return {name: median(found) for name, found in times.items()}


def _calls_a_round(rival: Callable[[], object]) -> int:
    # The first call also warms up: caches, lazy imports, thread pools.
    rival()
    return max(1, round(ROUND_SECONDS / max(_time(rival, 1), 1e-9)))


def _time(rival: Callable[[], object], calls: int) -> float:
    started = process_time()
    for _ in range(calls):
        rival()
    return (process_time() - started) / calls
