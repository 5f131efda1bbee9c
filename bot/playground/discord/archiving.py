"""Threads that put themselves away when nobody has written in them for long, and come back when somebody does."""

from __future__ import annotations

import asyncio

from bot.playground.discord.records import Channel, ThreadPart
from bot.playground.discord.state import State


def archive(state: State, thread: Channel, *, on: bool) -> None:
    """Put a thread away, or bring it back."""
    part = thread.thread
    if part is None or part.archived is on:
        return
    part.archived, part.archive_changed, part.last_active = on, state.clock.now(), state.clock.now()
    state.tell_of_thread(thread, "THREAD_UPDATE")
    watch(state, thread)


def spoken_in(state: State, thread: Channel, who: int) -> None:
    """Somebody wrote in a thread: they are in it now, and it is not put away."""
    part = thread.thread
    if part is None:
        return
    part.said += 1
    part.last_active = state.clock.now()
    part.members.add(who)
    archive(state, thread, on=False)
    watch(state, thread)


def watch(state: State, thread: Channel) -> None:
    """Put the thread away when its time has come; until then look again when it may have."""
    part = thread.thread
    if part is None or part.watched or part.archived or not _has_loop():
        return
    part.watched = True
    state.clock.call_at(_due(part), lambda: _look(state, thread, part))


def _look(state: State, thread: Channel, part: ThreadPart) -> None:
    part.watched = False
    if thread.id not in state.channels:
        return
    if _due(part) <= state.clock.now():
        archive(state, thread, on=True)
    else:
        watch(state, thread)


def _due(part: ThreadPart) -> float:
    return part.last_active + part.quiet_minutes * 60


def _has_loop() -> bool:
    """A world may be furnished before any loop runs; then the next word in the thread sets its timer."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
