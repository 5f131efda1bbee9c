"""Brings up processes to be killed: imports everything once and forks, so that a new life begins in milliseconds.

Run as a program it reads orders, one JSON line each: {"call": "module:function", "args": [...], "log": file}. For each
it forks a child that awaits `function(*args)`, and answers `born <pid>`; when one has ended, `ended <pid> <code>`.
Its children end with it, and it ends with the test that opened it.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import importlib
import json
import os
import signal
import sys
import traceback
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.tree import ROOT

LONGEST_LIFE = 1800  # seconds; whatever a test forgets ends by itself
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, linux/prctl.h


@dataclass(frozen=True, slots=True)
class Child:
    """A process of ours; `ended` gives its exit code, negative for the signal that ended it."""

    pid: int
    ended: asyncio.Future[int]

    async def kill(self) -> None:
        """End it without a word, and return when it is gone."""
        if not self.ended.done():
            os.kill(self.pid, signal.SIGKILL)
        await asyncio.wait_for(asyncio.shield(self.ended), 10)


@dataclass(slots=True)
class Nursery:
    """The forking process, seen from the test."""

    process: asyncio.subprocess.Process
    log: Path
    born: asyncio.Queue[int] = field(default_factory=asyncio.Queue)
    endings: dict[int, asyncio.Future[int]] = field(default_factory=dict)

    async def bear(self, call: str, *args: object) -> Child:
        """A new process that awaits `module:function(*args)`; its output is appended to the log."""
        order = json.dumps({"call": call, "args": args, "log": str(self.log)})
        assert self.process.stdin is not None
        self.process.stdin.write(order.encode() + b"\n")
        pid = await asyncio.wait_for(self.born.get(), 30)
        return Child(pid, self._ending(pid))

    async def listen(self) -> None:
        """Take in what the forking process says, until it ends."""
        assert self.process.stdout is not None
        while line := await self.process.stdout.readline():
            match line.decode().split():
                case ["born", pid]:
                    self.born.put_nowait(int(pid))
                case ["ended", pid, code]:
                    self._ending(int(pid)).set_result(int(code))

    def _ending(self, pid: int) -> asyncio.Future[int]:
        if pid not in self.endings:
            self.endings[pid] = asyncio.get_running_loop().create_future()
        return self.endings[pid]


@contextlib.asynccontextmanager
async def nursery(folder: Path, *modules: str) -> AsyncIterator[Nursery]:
    """A forking process for the length of the block, with these modules imported."""
    command = (sys.executable, "-m", "tests.chaos.nursery", *modules)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=pipe, stdout=pipe)
    opened = Nursery(process, folder / "children.log")
    async with asyncio.TaskGroup() as group:
        group.create_task(opened.listen())
        try:
            yield opened
        finally:
            assert process.stdin is not None
            process.stdin.close()
            await asyncio.wait_for(process.wait(), 30)


# ------------------------------------------------------------------------------------------- inside the forking process


def main(modules: list[str]) -> None:
    """Serve orders until nobody is there to give any."""
    for module in modules:
        importlib.import_module(module)
    signal.signal(signal.SIGCHLD, lambda *_: _reap())
    for line in sys.stdin:
        order = json.loads(line)
        if pid := os.fork():
            _say(f"born {pid}")
        else:
            _live(order["call"], order["args"], Path(order["log"]))


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            _say(f"ended {ended[0]} {os.waitstatus_to_exitcode(ended[1])}")


def _say(words: str) -> None:
    os.write(1, words.encode() + b"\n")  # whole, also from within a signal handler


def _live(call: str, args: list[object], log: Path) -> None:
    """A child's whole life; never returns."""
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.alarm(LONGEST_LIFE)
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
        _point_at(log)
        module, _, name = call.partition(":")
        asyncio.run(getattr(importlib.import_module(module), name)(*args))
        code = 0
    except SystemExit as asked:
        code = asked.code if isinstance(asked.code, int) else code
    except BaseException:  # noqa: BLE001 - a forked child that returned would serve its parent's orders
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _point_at(log: Path) -> None:
    """Our own orders and answers are nothing for a child."""
    nothing, written = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(nothing, 0)
    os.dup2(written, 1)
    os.dup2(written, 2)


if __name__ == "__main__":
    main(sys.argv[1:])
