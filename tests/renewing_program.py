"""Renews a login at X in processes of its own, each killed with SIGKILL at the point that it is told.

python -m tests.renewing_program <redis url> <brand> <folder> <x url> <client id> <client secret>; then lines on
standard input: the number of the point to be killed at, 0 for none (an await has two: its begin and its end). One line
of JSON answers each: how many points there were, and at which X was asked and had answered.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Coroutine, Generator
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp

from bot.networks._oauth import Grant, Login, read_grant
from bot.networks._x.oauth import Client, renew
from inbox.errors import NetworkError
from inbox.models import AccountId
from inbox.store import opened
from inbox.store.keyring import Keyring

ACCOUNT = AccountId("x:main")


class Steps:
    """Runs a coroutine and counts when it begins and ends to wait; at the one that is meant, the process is gone."""

    def __init__(self, work: Coroutine[Any, Any, Any], count: Callable[[], None]) -> None:
        self._work, self._count = work, count

    def __await__(self) -> Generator[Any, Any, Any]:
        answer: Any = None
        error: BaseException | None = None
        while True:
            try:
                waits = self._work.send(answer) if error is None else self._work.throw(error)
            except StopIteration as end:
                return end.value
            self._count()  # it waits from now on
            answer, error = None, None
            try:
                answer = yield waits
            except BaseException as thrown:  # noqa: BLE001 - handed on as it came, also a cancellation
                error = thrown
            self._count()  # what it waited for is there


async def once(words: list[str], kill_at: int, tell: Callable[[dict[str, Any]], object]) -> None:
    """One renewal of whatever the vault holds; the points are counted from where it begins."""
    url, brand, folder, x, id, secret = words
    marks = {"now": 0, "asked": 0, "answered": 0}

    def count() -> None:
        marks["now"] += 1
        if marks["now"] == kill_at:
            time.sleep(0.05)  # what was asked is done at the other end by then, and its answer on its way
            tell({**marks, "killed": True})
            os.kill(os.getpid(), signal.SIGKILL)

    async def traded(grant: Grant) -> Grant:
        marks["asked"] = marks["now"]
        new = await renew(http, Client(id, secret, x, x), grant, now())
        marks["answered"] = marks["now"]
        return new

    async with opened(url, brand) as store, aiohttp.ClientSession() as http:
        vault = store.vaults(Keyring(Path(folder))).of(ACCOUNT)
        login = Login(vault, traded, now, "Run: connect x")
        kept = await read_grant(vault)
        loop = asyncio.get_running_loop()
        loop.set_task_factory(lambda loop, work, **more: asyncio.Task(_as_task(work, count), loop=loop, **more))
        try:
            grant = await loop.create_task(login.renewed(kept.access if kept else ""))
        except NetworkError as error:
            tell({**marks, "error": type(error).__name__, "words": str(error)})
            return
        finally:
            loop.set_task_factory(None)
        assert grant == await read_grant(vault)
        tell(marks)


async def _as_task(work: Any, count: Callable[[], None]) -> Any:
    return await Steps(work, count)


def _tell(pipe: int, said: dict[str, Any]) -> None:
    os.write(pipe, json.dumps(said).encode())


def now() -> int:
    """Unix milliseconds."""
    return time.time_ns() // 1_000_000


def main(words: list[str]) -> None:
    """Fork for each line, so that what is imported is imported once."""
    for line in sys.stdin:
        ours, theirs = os.pipe()
        child = os.fork()
        if not child:
            asyncio.run(once(words, int(line), partial(_tell, theirs)))
            os._exit(0)
        os.close(theirs)
        said = os.read(ours, 65536).decode()
        os.close(ours)
        os.waitpid(child, 0)
        sys.stdout.write(said + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
