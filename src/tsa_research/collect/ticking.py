"""Doing something again and again while a notebook waits, without a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future


class Ticker:
    """Calls a function at even distances, on the loop that runs where the ticker is made.

    Where no loop runs, as in a script, it does nothing.

    Parameters
    ----------
    tick : function
    every : float
        Seconds from call to call.
    """

    def __init__(self, tick: Callable[[], None], every: float = 1.0) -> None:
        self._tick, self._every = tick, every
        self._task: Future[None] | None = None
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None

    @property
    def running(self) -> bool:
        """Whether it goes on calling."""
        return self._task is not None and not self._task.done()

    def start(self) -> None:
        """Begin to call, a whole distance from now."""
        self.stop()
        if self._loop is not None:
            # A press of a button may be handled in another thread than the cell was.
            self._task = asyncio.run_coroutine_threadsafe(self._run(self._loop), self._loop)

    def stop(self) -> None:
        """Call no more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        begun = loop.time()
        while True:
            await asyncio.sleep(self._every - (loop.time() - begun) % self._every)
            self._tick()
