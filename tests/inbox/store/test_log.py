"""The log: every change is a line, in order; read on, waited for, and paged backwards."""

from __future__ import annotations

import asyncio

from inbox import delivery, review
from inbox.errors import RateLimited, Rejected
from inbox.incoming import (
    AccountRevoked,
    ContactLeft,
    MessageEdited,
    MessageHidden,
    MessageRemoved,
    NewMessage,
    Reacted,
    Seen,
    ThreadMoved,
    Unreadable,
)
from inbox.models import EntryId, RemoteId
from inbox.policy import Mode
from tests.cast import ASHA, BHAVIN, MEERA
from tests.inbox.sent_off import approved, begun, receipt, record
from tests.postbox import Postbox
from tests.world import START, World, at, proposal, said, thread_of

FIRST = EntryId("0-0")


async def test_an_empty_log_begins_at_nothing(here: World) -> None:
    assert await here.store.log.last() == "0-0"
    assert await here.store.log.after(FIRST) == []
    assert await here.store.log.newest(5) == []


async def test_the_oldest_line_that_is_kept_is_known(here: World) -> None:
    assert await here.store.log.first() == FIRST
    await here.hear(id="m1")
    (oldest,) = await here.store.log.after(FIRST)
    await here.hear(id="m2")

    assert await here.store.log.first() == oldest.id


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


async def test_whatever_happens_is_a_line(here: World) -> None:
    thread, m1 = thread_of(ASHA), RemoteId("m1")
    await here.receive(
        said("one"),
        MessageEdited(thread, m1, ASHA, "uno", START + 1),
        MessageHidden(thread, m1, START),
        Reacted(thread, m1, ASHA, "👍", START),
        Seen(thread, START),
        ContactLeft(thread, ASHA, START),
        ContactLeft(thread, ASHA, START, back=True),
        Unreadable("u", "{", "no JSON", START),
        said("ours", None, id="m0", at=START - 1),
        MessageRemoved(thread, m1, START),
        ThreadMoved(thread, RemoteId("x"), START),
        AccountRevoked("revoked", START),
    )
    for n in (1, 2):
        await here.receive(NewMessage(thread_of(BHAVIN), RemoteId(f"p{n}"), BHAVIN, "", START, album="a"))

    assert [line.what for line in await here.store.log.after(FIRST)] == [
        "message.new", "message.edited", "message.hidden", "message.reacted", "message.read", "contact.left",
        "contact.back", "unreadable", "message.ours", "message.removed", "conversation.moved", "account.stopped",
        "message.new", "message.edited",
    ]  # fmt: skip


async def test_every_step_of_a_delivery_is_a_line(here: World) -> None:
    taken_back = await approved(here)
    await review.recall(here.brand, taken_back, MEERA)
    await review.approve(here.brand, (await record(here, taken_back)).draft, MEERA)
    await delivery.after(here.brand, Postbox(), await begun(here), RateLimited("slow down", 1))
    await delivery.after(here.brand, Postbox(), await begun(here), Rejected("no"))
    (parked,), _ = await here.store.outbox.parked()
    await delivery.retry(here.brand, parked.id, MEERA)
    await delivery.sent(here.brand, await begun(here), receipt(here))

    lines = await here.store.log.after(FIRST)
    assert [line.what for line in lines if line.what.startswith(("delivery", "account"))] == [
        "delivery.queued", "delivery.recalled", "delivery.queued", "delivery.sending", "account.paused",
        "delivery.queued", "delivery.sending", "delivery.parked", "delivery.queued", "delivery.sending",
        "delivery.sent",
    ]  # fmt: skip


async def test_what_is_taken_back_for_them_is_a_line_that_says_why(here: World) -> None:
    here.autonomy = "auto"
    await here.hear()
    await here.propose(proposal())

    await here.hear("wait", id="m2")

    (line,) = [line for line in await here.store.log.after(FIRST) if line.what == "delivery.recalled"]
    assert (line.by, line.detail) == ("", "they wrote again")
