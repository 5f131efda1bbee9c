"""The shelf of windows that close: who waits for us and until when the network lets us answer, soonest first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.tending import tend_next
from inbox import review, views
from inbox.capabilities import Window
from inbox.incoming import ContactLeft, MessageRemoved, ThreadMoved
from inbox.models import ConversationId, RemoteId, State
from inbox.store.queue import Idle
from tests.cast import ASHA, BHAVIN, MEERA, PAVEL
from tests.world import ACCOUNT, CAPABILITIES, DAY, HOUR, SECOND, START, World, at, said, thread_of

META = replace(
    CAPABILITIES,
    windows={
        ("direct", "reply"): Window(24 * 3600, people=7 * 24 * 3600),
        ("group", "reply"): Window(3600),
    },
)


@pytest.fixture
def meta(here: World) -> World:
    """A world in which drafts may answer for a day, and people for a week."""
    here.capabilities = {ACCOUNT: META}
    return here


async def closing(here: World, account: str = "") -> list[tuple[ConversationId, int]]:
    """What stands on the shelf, and when each of these windows ends after the start."""
    page = await views.queue(here.brand, PAVEL, "closing", account=account)
    return [(row.conversation.id, int(row.score) - START) for row in page.rows]


async def log(here: World, *wanted: str) -> list[tuple[str, str | None]]:
    """The lines of these kinds."""
    lines = await here.store.log.newest(100)
    return [(line.what, line.conversation) for line in reversed(lines) if line.what in wanted]


async def tend(here: World) -> None:
    """Do all that has fallen due by now."""
    while not isinstance(await tend_next(here.brand), Idle):
        pass


async def test_who_waits_stands_there_by_the_window_of_their_kind_soonest_first(meta: World) -> None:
    await meta.hear(author=ASHA, kind="direct")
    await meta.hear(author=BHAVIN, id="m2", kind="group")

    assert await closing(meta) == [(at(BHAVIN), HOUR), (at(ASHA), DAY)]
    assert await closing(meta, ACCOUNT) == await closing(meta)
    assert await closing(meta, "telegram:other") == []


async def test_what_has_no_window_never_stands_there(meta: World) -> None:
    await meta.hear(kind="comments")

    assert await closing(meta) == []
    assert (await views.queue(meta.brand, PAVEL, "waiting")).total == 1


async def test_new_words_open_the_window_anew_and_old_ones_that_come_late_do_not(meta: World) -> None:
    await meta.hear(id="m2")
    await meta.receive(said("earlier", id="m1", at=START - HOUR))
    assert await closing(meta) == [(at(ASHA), DAY)]

    meta.clock.at = START + HOUR
    await meta.hear("and?", id="m3")

    assert await closing(meta) == [(at(ASHA), DAY + HOUR)]


async def test_an_answer_takes_it_off_and_so_does_one_in_the_app_itself(meta: World) -> None:
    await meta.hear(author=ASHA)
    await meta.hear(author=BHAVIN, id="m2")
    await meta.receive(said("Majama!", None, id="m3", at=START + SECOND))
    assert await closing(meta) == [(at(BHAVIN), DAY)]

    await meta.receive(MessageRemoved(thread_of(BHAVIN), RemoteId("m2"), START))

    assert await closing(meta) == []


@pytest.mark.parametrize("state", ["snoozed", "resolved"])
async def test_what_is_put_away_leaves_and_comes_back_when_it_is_opened_again_and_still_waits(
    meta: World, state: State
) -> None:
    await meta.hear()
    if state == "snoozed":
        await review.snooze(meta.brand, at(ASHA), MEERA, START + HOUR)
    else:
        await review.resolve(meta.brand, at(ASHA), MEERA)
    assert await closing(meta) == []

    await review.reopen(meta.brand, at(ASHA), MEERA)

    assert await closing(meta) == ([(at(ASHA), DAY)] if state == "snoozed" else [])


async def test_who_left_is_not_waited_for_until_they_come_back(meta: World) -> None:
    await meta.hear()
    await meta.receive(ContactLeft(thread_of(ASHA), ASHA, START))
    assert await closing(meta) == []

    await meta.receive(ContactLeft(thread_of(ASHA), ASHA, START, back=True))

    assert await closing(meta) == [(at(ASHA), DAY)]


async def test_a_thread_that_the_network_moved_leaves(meta: World) -> None:
    await meta.hear()
    await meta.receive(ThreadMoved(thread_of(ASHA), RemoteId("elsewhere"), START))

    assert await closing(meta) == []


async def test_when_drafts_are_too_late_it_goes_on_by_the_end_for_people_and_then_leaves(meta: World) -> None:
    await meta.hear(author=ASHA)
    meta.clock.at = START + HOUR
    await meta.hear(author=BHAVIN, id="m2")

    meta.clock.at = START + DAY
    assert await closing(meta) == [(at(BHAVIN), DAY + HOUR), (at(ASHA), 7 * DAY)]
    meta.clock.at = START + 7 * DAY
    assert await closing(meta) == [(at(BHAVIN), 7 * DAY + HOUR)]

    assert await log(meta, "window.narrowed", "window.closed") == [
        ("window.narrowed", at(ASHA)),
        ("window.narrowed", at(BHAVIN)),
        ("window.closed", at(ASHA)),
    ]


async def test_the_clock_sees_to_windows_that_end_while_nobody_looks(meta: World) -> None:
    await meta.hear()
    await tend(meta)
    assert await log(meta, "window.narrowed", "window.closed") == []

    for later in (DAY, 7 * DAY):
        meta.clock.at = START + later
        await tend(meta)

    assert await log(meta, "window.narrowed", "window.closed") == [
        ("window.narrowed", at(ASHA)),
        ("window.closed", at(ASHA)),
    ]
    assert (await views.overview(meta.brand, PAVEL)).counts["closing"] == 0
    assert (await views.overview(meta.brand, PAVEL)).counts["waiting"] == 1


async def test_conversations_of_before_windows_were_kept_do_not_break_and_come_with_their_next_words(
    meta: World,
) -> None:
    await meta.hear()
    await meta.store.client.call("HDEL", f"{{{meta.name}}}:c:{at(ASHA)}", "wd", "wp")
    await meta.store.client.call("ZREM", f"{{{meta.name}}}:q:closing", at(ASHA))
    await review.snooze(meta.brand, at(ASHA), MEERA, START + HOUR)
    await review.reopen(meta.brand, at(ASHA), MEERA)
    assert await closing(meta) == []

    await meta.hear("and?", id="m2")

    assert await closing(meta) == [(at(ASHA), DAY)]


async def test_a_network_that_has_no_windows_any_more_takes_them_off(meta: World) -> None:
    await meta.hear()
    meta.capabilities = {ACCOUNT: replace(META, windows={})}
    await meta.hear("and?", id="m2")

    assert await closing(meta) == []


async def test_a_conversation_that_was_erased_leaves_by_itself(meta: World) -> None:
    await meta.hear()
    await meta.store.client.call("DEL", f"{{{meta.name}}}:c:{at(ASHA)}")
    meta.clock.at = START + DAY

    assert await closing(meta) == []


async def test_five_thousand_are_read_page_by_page_each_once(meta: World) -> None:
    many = [said("?", ASHA, id=f"m{n}", at=START + n, thread=replace(thread_of(ASHA), remote=RemoteId(f"{n:05}")))
            for n in range(5_000)]  # fmt: skip
    for first in range(0, len(many), 500):
        await meta.receive(*many[first : first + 500])
    seen: list[str] = []
    after: str | None = None
    while True:
        page = await views.queue(meta.brand, PAVEL, "closing", after=after, limit=200)
        seen += [row.conversation.thread.remote for row in page.rows]
        after = page.next
        if after is None:
            break

    assert seen == [f"{n:05}" for n in range(5_000)]


async def test_the_clock_need_not_look_after_an_empty_shelf(meta: World) -> None:
    due = ("ZSCORE", f"{{{meta.name}}}:due:tend", "closing")
    await meta.hear(author=ASHA)
    await meta.hear(author=BHAVIN, id="m2")
    assert int(float(str(await meta.store.client.call(*due)))) == START + DAY

    await review.resolve(meta.brand, at(ASHA), MEERA)
    assert await meta.store.client.call(*due) is not None
    await review.resolve(meta.brand, at(BHAVIN), MEERA)
    assert await meta.store.client.call(*due) is None
