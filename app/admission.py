"""Who runs a trace when, by its price; prices are made in :mod:`app.prices`.

A cheap trace runs at once in the event loop. A dear one goes to a bounded pool of threads
with its own queue; when that is full, the answer is :class:`app.errors.Overloaded`. What
no worker could finish in time is refused with its price and the limit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any, TypeVar

from app.errors import Overloaded
from app.prices import Encoding, Limits, Price, check_price, price_drawing, price_trace

__all__ = ["Admission", "Encoding", "Limits", "Price", "check_price", "price_drawing", "price_trace"]

Result = TypeVar("Result")


class Admission:
    """Runs work at once when it is cheap, else in a bounded pool.

    Parameters
    ----------
    workers : int
        Threads.
    queue : int
        Pieces of work that may wait for a thread.
    loop_seconds : float
        Work estimated below this runs at once.
    inline_seconds : float
        Work estimated above this may hold all threads but one.
    pool_seconds : float
        Longest time of waiting and running.
    """

    def __init__(
        self,
        *,
        workers: int,
        queue: int,
        loop_seconds: float,
        inline_seconds: float,
        pool_seconds: float,
    ) -> None:
        self._workers = workers
        self._queue = queue
        self._loop_seconds = loop_seconds
        self._inline_seconds = inline_seconds
        self._pool_seconds = pool_seconds
        self._pool: ThreadPoolExecutor | None = None
        self._long = asyncio.Semaphore(max(1, workers - 1))
        self._pending = 0

    async def run(self, seconds: float, work: Callable[[], Result]) -> Result:
        """Run ``work``, estimated to take ``seconds``.

        Raises
        ------
        Overloaded
            When the queue is full, or the time is up.
        """
        if seconds <= self._loop_seconds:
            return work()
        return await self.run_in_pool(work, long=seconds > self._inline_seconds)

    async def run_in_pool(
        self, work: Callable[[], Result], *, long: bool = False, timeout: float | None = None
    ) -> Result:
        """Run ``work`` in a thread of the pool; raises like :meth:`run`."""
        if self._pending >= self._workers + self._queue:
            raise Overloaded(
                f"all {self._workers} workers are busy and {self._queue} requests wait already",
                hint="Send the request again in a moment.",
                retry_after=2,
            )
        self._pending += 1
        turn: AbstractAsyncContextManager[Any] = self._long if long else nullcontext()
        limit = timeout or self._pool_seconds
        future: Future[Result] | None = None
        try:
            async with asyncio.timeout(limit), turn:
                future = self._open().submit(work)
                future.add_done_callback(self._count_down(asyncio.get_running_loop()))
                return await asyncio.wrap_future(future)
        except TimeoutError:
            raise Overloaded(
                f"the trace was not finished in {limit:g} seconds",
                hint="Send the request again later, or ask for a smaller trace.",
                retry_after=5,
            ) from None
        finally:
            if future is None:
                self._pending -= 1

    def close(self) -> None:
        """Drop what waits; what runs ends by itself. Work that comes later opens the pool again."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _open(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix="trace")
        return self._pool

    def _count_down(self, loop: asyncio.AbstractEventLoop) -> Callable[[Future[Any]], None]:
        # A thread cannot be stopped, so a place is free when the work ends, not when the
        # client goes away.
        def release() -> None:
            self._pending -= 1

        def done(_: Future[Any]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(release)

        return done
