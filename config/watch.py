"""New rules, FAQ entries and canned replies count once their file is saved; a file with a mistake is only told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from pathlib import Path

import structlog
from watchfiles import awatch

from config.load import CANNED, FAQ, RULES, Config, ConfigError, Problem, reload

log = structlog.get_logger("sangam")

FILES = (RULES, FAQ, CANNED)
# Some folders (network shares, mounts of a container) tell nobody about a change: look again this often, in seconds.
LOOK_AGAIN = 5.0
SETTLED = 200  # milliseconds without a further change, so that an editor can write, rename and write again

Outcome = Config | tuple[Problem, ...]
Stamp = tuple[tuple[int, int, int] | None, ...]


async def watch(config: Config, look_again: float = LOOK_AGAIN) -> AsyncGenerator[Outcome]:
    """For ever, each time the files say something else: the config to swap in, or why the last good one stays.

    All but bot.yaml count; that one is read at the start. Close the iterator when done with it.
    """
    good, said = config, _said(config)
    stamp: Stamp = ()
    async with aclosing(_moments(config.folder, look_again)) as moments:
        async for _ in moments:
            before, stamp = stamp, _stamp(config.folder)  # taken before reading, so that no change falls between
            if stamp == before:
                continue
            outcome = await asyncio.to_thread(_look, good)
            if _said(outcome) != said:
                said = _said(outcome)
                good = outcome if isinstance(outcome, Config) else good
                yield outcome


async def follow(config: Config, take_over: Callable[[Config], None]) -> None:
    """For ever: hand over what changed; mistakes are said, and change nothing."""
    async with aclosing(watch(config)) as outcomes:
        async for outcome in outcomes:
            if isinstance(outcome, Config):
                take_over(outcome)
                log.info("config.reloaded", files=list(FILES))
            else:
                log.error("config.kept", problems=[str(problem) for problem in outcome])


async def _moments(folder: Path, look_again: float) -> AsyncGenerator[None]:
    """Now, and whenever something may have changed."""
    yield
    changes = awatch(
        folder,  # not the files: a rename over a file leaves its watcher with the old one
        watch_filter=lambda _, path: Path(path).name in FILES,
        debounce=SETTLED * 5,
        step=SETTLED,
        rust_timeout=int(look_again * 1000),
        yield_on_timeout=True,
        recursive=False,
    )
    async with aclosing(changes):
        async for _ in changes:
            yield


def _stamp(folder: Path) -> Stamp:
    return tuple(_file_stamp(folder / name) for name in FILES)


def _file_stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _look(config: Config) -> Outcome:
    try:
        return reload(config)
    except ConfigError as wrong:
        return wrong.problems


def _said(outcome: Outcome) -> object:
    """What an outcome comes down to; a comment that changed is nothing new."""
    return (outcome.rules, outcome.faq, outcome.canned) if isinstance(outcome, Config) else outcome
