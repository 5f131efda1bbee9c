"""The log: every change is a line, in order; read on, waited for, and paged backwards."""

from __future__ import annotations

import asyncio

from inbox import review
from inbox.models import EntryId
from inbox.policy import Mode
from tests.cast import ASHA, MEERA
from tests.world import World, at

FIRST = EntryId("0-0")


async def test_an_empty_log_begins_at_nothing(here: World) -> None:
    assert await here.store.log.last() == "0-0"
    assert await here.store.log.after(FIRST) == []
    assert await here.store.log.newest(5) == []


async def test_every_change_is_a_line_with_what_where_which_and_who(here: World) -> None:
    draft = await here.drafted()
    await review.approve(here.brand, draft, MEERA)
    await review.note(here.brand, at(ASHA), MEERA, "call back")
    await here.store.modes.change(Mode("careful", by="olga", why="a storm"), here.clock.at)

    lines = await here.store.log.after(FIRST)

    assert [(line.what, line.by) for line in lines] == [
        ("message.new", ""),
        ("draft.new", "rules"),
        ("draft.approved", "meera"),
        ("delivery.queued", "rules"),
        ("note", "meera"),
        ("mode.careful", "olga"),
    ]
    assert (lines[0].conversation, lines[0].ref) == (at(ASHA), "m1")
    assert (lines[4].detail, lines[5].conversation, lines[5].detail) == ("call back", None, "a storm")
    assert await here.store.log.last() == lines[-1].id
    assert lines[0].at > 1_700_000_000_000


async def test_one_reads_on_after_the_line_one_knows(here: World) -> None:
    for n in range(5):
        await here.hear(f"{n}", id=f"m{n}")
    lines = await here.store.log.after(FIRST, limit=2)

    rest = await here.store.log.after(lines[-1].id)

    assert [line.ref for line in [*lines, *rest]] == ["m0", "m1", "m2", "m3", "m4"]


async def test_the_trail_is_paged_backwards(here: World) -> None:
    for n in range(5):
        await here.hear(f"{n}", id=f"m{n}")
    page = await here.store.log.newest(3)

    rest = await here.store.log.newest(3, before=page[-1].id)

    assert [line.ref for line in [*page, *rest]] == ["m4", "m3", "m2", "m1", "m0"]


async def test_who_waits_hears_of_the_next_line_at_once(here: World) -> None:
    async with asyncio.timeout(4), asyncio.TaskGroup() as group:
        waiting = group.create_task(here.store.log.wait(FIRST))
        await asyncio.sleep(0.05)
        await here.hear()

    assert [line.what for line in waiting.result()] == ["message.new"]
