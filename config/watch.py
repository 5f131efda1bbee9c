"""What may be said counts once its file is saved, documents too; a file with a mistake is only told."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from pathlib import Path

import structlog
from watchfiles import awatch

from config.documents import GiveUp, aside, stamps
from config.load import (
    BRAND,
    CANNED,
    FAQ,
    MODERATION,
    RULES,
    Config,
    ConfigError,
    Problem,
    knowledge_folder,
    reload,
)
from config.word_lists import ENDING

log = structlog.get_logger("sangam")

FILES = (RULES, FAQ, CANNED, BRAND, MODERATION)
# Some folders (network shares, mounts of a container) tell nobody about a change: look again this often, in seconds.
LOOK_AGAIN = 5.0
SETTLED = 200  # milliseconds without a further change, so that an editor can write, rename and write again

Outcome = Config | tuple[Problem, ...]
Stamp = tuple[object, ...]


async def watch(config: Config, look_again: float = LOOK_AGAIN) -> AsyncGenerator[Outcome]:
    """For ever, each time the files say something else: the config to swap in, or why the last good one stays.

    All but bot.yaml count; that one is read at the start. Documents that were not read at the start come first thing.
    Close the iterator when done with it.
    """
    good, said = config, _said(config)
    stamp: Stamp = ()
    async with aclosing(_moments(config, look_again)) as moments:
        async for _ in moments:
            # Taken before reading, so that no change falls between.
            before, stamp = stamp, await asyncio.to_thread(_stamp, config)
            if stamp == before:
                continue
            outcome = await aside(functools.partial(_look, good))
            if _said(outcome) != said:
                said = _said(outcome)
                good = outcome if isinstance(outcome, Config) else good
                yield outcome


async def follow(config: Config, take_over: Callable[[Config], Awaitable[None]]) -> None:
    """For ever: hand over what changed; mistakes are said, and change nothing."""
    unread = _say_unread(config.library.problems, ())
    async with aclosing(watch(config)) as outcomes:
        async for outcome in outcomes:
            if isinstance(outcome, Config):
                await take_over(outcome)
                log.info("config.reloaded", files=list(FILES), documents=len(outcome.library.files))
                unread = _say_unread(outcome.library.problems, unread)
            else:
                log.error("config.kept", problems=[str(problem) for problem in outcome])


def _say_unread(problems: tuple[Problem, ...], said: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Tell which documents cannot be read, unless the same was said before."""
    if problems and problems != said:
        log.warning("documents.unread", problems=[str(problem) for problem in problems])
    return problems


async def _moments(config: Config, look_again: float) -> AsyncGenerator[None]:
    """Now, and whenever something may have changed."""
    yield
    documents = knowledge_folder(config).resolve()
    changes = awatch(
        config.folder,  # not the files: a rename over a file leaves its watcher with the old one
        *((documents,) if documents.is_dir() else ()),
        watch_filter=lambda _, path: (
            Path(path).name in FILES or Path(path).suffix == ENDING or Path(path).is_relative_to(documents)
        ),
        debounce=SETTLED * 5,
        step=SETTLED,
        rust_timeout=int(look_again * 1000),
        yield_on_timeout=True,
    )
    async with aclosing(changes):
        async for _ in changes:
            yield


def _stamp(config: Config) -> Stamp:
    lists = sorted(config.folder.rglob(f"*{ENDING}"))  # also one that a file names and that was not there before
    files = tuple((str(path), _file_stamp(path)) for path in (*(config.folder / name for name in FILES), *lists))
    return (*files, tuple(stamps(knowledge_folder(config)).items()))


def _file_stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _look(config: Config, give_up: GiveUp) -> Outcome:
    try:
        return reload(config, give_up)
    except ConfigError as wrong:
        return wrong.problems


def _said(outcome: Outcome) -> object:
    """What an outcome comes down to; a comment that changed is nothing new."""
    if not isinstance(outcome, Config):
        return outcome
    library = outcome.library
    says = outcome.rules, outcome.faq, outcome.canned, outcome.brain, outcome.moderation
    return *says, library.chunks, library.problems
