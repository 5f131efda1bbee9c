"""Runs a coroutine and strikes at one of its suspensions: as it begins to wait, or as it goes on."""

from __future__ import annotations

import functools
import itertools
import os
import signal
import types
from collections.abc import Callable, Coroutine, Generator
from typing import Any, Literal, TypeVar

T = TypeVar("T")
Moment = Literal["waits", "goes on"]


@types.coroutine
def interrupted(
    work: Coroutine[Any, Any, T], at: int, moment: Moment, strike: Callable[[], None]
) -> Generator[Any, Any, T]:
    """What `work` returns; `strike` is called at its suspension number `at`, counted from 1."""
    step: Callable[[], Any] = functools.partial(work.send, None)
    for number in itertools.count(1):
        try:
            awaited = step()
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]
        if number == at and moment == "waits":
            strike()
        try:
            step = functools.partial(work.send, (yield awaited))
        except BaseException as error:  # noqa: BLE001 - whatever is thrown in from outside is the work's to hear
            step = functools.partial(work.throw, error)
        if number == at and moment == "goes on":
            strike()
    raise AssertionError("counting has an end")


def die() -> None:
    """End this process without a word."""
    os.kill(os.getpid(), signal.SIGKILL)
