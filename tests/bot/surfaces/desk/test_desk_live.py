"""The live stream: what happens reaches every open page, once rendered, and a page that was away misses nothing."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import replace

import pytest

from bot.surfaces.desk.live import FAR_BEHIND, LINE, Changes, Frame, Watcher
from bot.surfaces.desk.pieces import shelves_of
from inbox import review
from inbox.models import Contact, EntryId, RemoteId
from inbox.views import SHELVES
from inbox.windows import next_end
from tests.bot.surfaces.desk.desk_server import DeskServer, Heard, Stream, Tab, stream, watched
from tests.cast import ASHA, BHAVIN, MEERA
from tests.redis_servers import until
from tests.world import CAPABILITIES, SECOND, at, said, thread_of

C = at(ASHA)
CROWD = 1000


def rows(event: Heard) -> str:
    """The rows of an event as one text."""
    found = event.data["rows"]
    assert isinstance(found, list)
    return "".join(found)


async def desk_event(page: Stream) -> Heard:
    """The next event about the desk as a whole."""
    while True:
        event = await page.next()
        if event.event == "desk":
            return event


async def test_a_message_appears_on_an_open_page_with_its_place_and_the_new_counts(desk: DeskServer) -> None:
    async with stream(await desk.tab("meera")) as page:
        await watched(desk, 1)
        await desk.world.hear("Are you open on Sunday?")
        event = await desk_event(page)

    assert "Are you open on Sunday?" in rows(event)
    assert event.data["counts"]["waiting"] == 1  # type: ignore[index]
    assert event.data["news"] == [{"c": C, "words": "Asha, Telegram: Are you open on Sunday?"}]
    assert event.id == await desk.world.store.log.last()


async def test_the_open_conversation_comes_with_the_buttons_of_the_role(desk: DeskServer) -> None:
    await desk.world.hear()
    meera, pavel = await desk.tab("meera"), await desk.tab("pavel", "viewer")
    async with stream(meera, c=C) as page, stream(pavel, c=C) as looking:
        await watched(desk, 2)
        await desk.world.propose(*[])
        await desk.world.drafted(id="m2")
        seen = [await conversation_with(page, "Majama!"), await conversation_with(looking, "Majama!")]

    assert 'data-do="approve"' in seen[0]
    assert 'data-do="approve"' not in seen[1]


async def conversation_with(page: Stream, words: str) -> str:
    """The open conversation as soon as it holds these words."""
    while True:
        event = await page.next()
        if event.event == "conversation" and words in str(event.data["html"]):
            return str(event.data["html"])


async def test_what_pages_share_holds_nothing_of_one_browser(desk: DeskServer) -> None:
    await desk.world.hear()
    tab = await desk.tab("meera")
    async with stream(tab, c=C) as page:
        await watched(desk, 1)
        await desk.world.hear("again", id="m2")
        html = await conversation_with(page, "again")

    assert tab.token not in html
    assert 'name="csrf" value=""' in html


async def test_a_page_that_was_away_reads_on_where_it_stopped(desk: DeskServer) -> None:
    tab = await desk.tab("meera")
    async with stream(tab) as page:
        await watched(desk, 1)
        await desk.world.hear("first", id="m1")
        last = (await desk_event(page)).id
    await desk.world.hear("while away", BHAVIN, id="m2")
    await desk.world.hear("and this", id="m3")

    async with stream(tab, last_event_id=last) as page:
        event = await desk_event(page)

    assert "while away" in rows(event)
    assert "and this" in rows(event)
    assert event.id == await desk.world.store.log.last()


async def test_cutting_the_stream_again_and_again_loses_no_message(desk: DeskServer) -> None:
    tab, last, seen = await desk.tab("meera"), await desk.world.store.log.last(), ""
    writing = asyncio.gather(*(slowly(desk, number) for number in range(40)))
    while not (writing.done() and all(f"word {number:02}" in seen for number in range(40))):
        async with stream(tab, last_event_id=last) as page:
            with contextlib.suppress(TimeoutError):
                event = await page.next(0.3)
                seen, last = seen + (rows(event) if event.event == "desk" else ""), event.id or last
    await writing


async def slowly(desk: DeskServer, number: int) -> None:
    """One person's message, a while after the start."""
    await asyncio.sleep(number * 0.02)
    await desk.world.hear(f"word {number:02}", Contact(RemoteId(f"w{number:02}"), f"P{number}"))


async def test_a_page_that_was_away_for_too_long_is_told_to_load_anew(desk: DeskServer) -> None:
    for number in range(FAR_BEHIND + 1):
        await desk.world.hear(id=f"m{number}")
    async with stream(await desk.tab("meera"), after="0-0") as page:
        event = await page.next()

    assert event.event == "reload"
    assert event.id == await desk.world.store.log.last()


@pytest.mark.parametrize("after", ["nonsense", "'; DROP", "9" * 60])
async def test_a_place_that_is_none_begins_at_the_end(desk: DeskServer, after: str) -> None:
    await desk.world.hear("old")
    async with stream(await desk.tab("meera"), after=after) as page:
        await watched(desk, 1)
        await desk.world.hear("new", BHAVIN, id="m2")
        assert "old" not in rows(await desk_event(page))


async def test_a_burst_is_rendered_together_and_nothing_of_it_is_left_out(desk: DeskServer) -> None:
    async with stream(await desk.tab("meera")) as page:
        await watched(desk, 1)
        people = [Contact(RemoteId(f"b{number:03}"), f"Person {number:03}") for number in range(120)]
        for who in people:
            await desk.world.hear(author=who)
        seen, events = "", 0
        while not all(who.name in seen for who in people):
            seen, events = seen + rows(await desk_event(page)), events + 1

    assert events < 60


def test_a_page_that_cannot_keep_up_is_dropped_and_the_others_go_on() -> None:
    slow = Watcher("moderator", "meera", None)
    for number in range(LINE + 1):
        slow.give((Frame("desk", "{}", EntryId(f"{number}-0")),))

    assert slow.lost
    assert slow.line.get_nowait() is None


async def test_closing_the_desk_ends_every_stream(desk: DeskServer) -> None:
    async with stream(await desk.tab("meera")) as page:
        await watched(desk, 1)
        desk.desk.close()
        with pytest.raises(EOFError):
            await page.next()


async def test_nothing_is_followed_while_no_page_is_open(desk: DeskServer) -> None:
    before = len(desk.tail._listeners)
    async with stream(await desk.tab("meera")):
        await watched(desk, 1)
        assert len(desk.tail._listeners) == before + 1
    await watched(desk, 0)
    assert len(desk.tail._listeners) == before


async def test_entries_that_change_nothing_on_a_page_render_nothing(desk: DeskServer) -> None:
    changes = Changes()
    for what in ("mail", "message.read", "message.delivered"):
        await desk.world.hear()
        entry = (await desk.world.store.log.newest(1))[0]
        changes.take(type(entry)(entry.id, what, entry.conversation, "", "", ""))

    assert changes.conversations == {}
    assert changes.upto == entry.id


async def test_the_shelves_of_a_row_are_those_on_which_the_store_has_it(desk: DeskServer) -> None:
    world, brand = desk.world, desk.world.brand
    await world.drafted()
    await world.hear(author=BHAVIN, id="m2")
    await review.assign(brand, at(BHAVIN), MEERA, "meera")
    await review.label(brand, at(BHAVIN), MEERA, ["order"])
    await check_shelves(desk)
    waits = said("Buy now!", BHAVIN, id="m3", at=world.clock.at, thread=thread_of(BHAVIN, "comments"))
    await world.receive(replace(waits, held=True))
    await check_shelves(desk)
    await review.snooze(brand, C, MEERA, world.clock.at + SECOND)
    await check_shelves(desk)
    await review.resolve(brand, C, MEERA)
    await check_shelves(desk)
    await review.reopen(brand, C, MEERA)
    await check_shelves(desk)


async def check_shelves(desk: DeskServer) -> None:
    """What a live page would say of every conversation against what the store says."""
    names = [*SHELVES, "mine:meera", "label:order"]
    store, now = desk.world.store, desk.world.clock.at
    stands: dict[str, set[str]] = {}
    for name in names:
        page = await store.conversations.page(name, now, oldest_first=True, after=None, limit=50)
        stands[name] = {row.conversation.id for row in page.rows}
    everything = await store.conversations.page("all", now, oldest_first=True, after=None, limit=50)
    for row in everything.rows:
        ours = set(shelves_of(row.conversation, next_end(CAPABILITIES, row.conversation, now)))
        assert ours == {name for name in names if row.conversation.id in stands[name]}


async def crowd(desk: DeskServer, pages: int, messages: int) -> float:
    """Open many pages, let messages come in, and wait until every page has seen the last; answers changes a second."""
    tab = await desk.tab("meera")
    async with contextlib.AsyncExitStack() as stack:
        streams = [await stack.enter_async_context(stream(tab)) for _ in range(pages)]
        await watched(desk, pages)
        people = [Contact(RemoteId(f"c{number:03}"), f"Person {number:03}") for number in range(messages)]
        began = time.monotonic()
        for who in people:
            await desk.world.hear(author=who)
        last = await desk.world.store.log.last()
        await asyncio.gather(*(reaches(page, last) for page in streams))
        return messages / (time.monotonic() - began)


async def reaches(page: Stream, last: EntryId) -> None:
    """Read a stream up to an entry, as bytes: a thousand readers share the processor with what is measured."""
    tail, mark = b"", f"id: {last}\r\n".encode()
    async with asyncio.timeout(60):
        while mark not in tail:
            tail = tail[-len(mark) :] + await page.response.content.readany()


async def test_a_thousand_open_pages_all_hear_what_happens(desk: DeskServer) -> None:
    rate = await crowd(desk, CROWD, 100)

    print(f"\n{rate:.0f} changes a second reached each of {CROWD} pages")  # noqa: T201 - a figure for whoever runs it
    assert rate > 5


async def test_pages_share_one_rendering(desk: DeskServer) -> None:
    tabs: list[Tab] = [await desk.tab(name) for name in ("meera", "noor")]
    async with stream(tabs[0]) as one, stream(tabs[1]) as two:
        await watched(desk, 2)
        await desk.world.hear()
        first, second = await desk_event(one), await desk_event(two)

        async def rendered() -> bool:
            return len(desk.desk.kit.live._rows) == 1

        await until(rendered)
    assert first == second
