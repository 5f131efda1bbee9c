"""Keeps the background work of simulated networks: every task has a name, a reference, and an end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine


class Tasks:
    """Work that runs beside the calls; an error in it goes to the event loop's exception handler, never lost."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._running)

    def start(self, work: Coroutine[object, object, None], name: str, ended: Callable[[], None] | None = None) -> None:
        """Run `work` until it ends; then call `ended`, unless it was cancelled."""
        # The playground imports nothing of ours, so it cannot use the supervisor; this class keeps what it starts.
        task = asyncio.create_task(work, name=name)  # noqa: TID251
        self._running.add(task)
        task.add_done_callback(lambda done: self._finish(done, ended))

    def cancel(self) -> None:
        """End everything that runs."""
        for task in self._running:
            task.cancel()
        self._running.clear()

    def _finish(self, task: asyncio.Task[None], ended: Callable[[], None] | None) -> None:
        self._running.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            task.get_loop().call_exception_handler({"message": task.get_name(), "exception": error, "task": task})
        if ended is not None:
            ended()
