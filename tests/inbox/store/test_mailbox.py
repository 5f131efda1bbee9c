"""Mailboxes: lines kept once under their key, read from any place, and waited for, whichever process wrote them."""

from __future__ import annotations

import asyncio
from typing import cast

from inbox.models import AccountId, EntryId, RemoteId
from inbox.network import Mail
from inbox.store import Store
from tests.world import ACCOUNT

THREAD, OTHER = RemoteId("t1"), RemoteId("t2")


async def heard(store: Store) -> None:
    """What a process does that follows the log: it tells its mailboxes of every line, for ever."""
    last = EntryId("0-0")
    while True:
        for entry in await store.log.wait(last):
            last = entry.id
            store.mailboxes.heard(entry)


async def test_a_line_is_added_once_whatever_comes_with_its_key(store: Store) -> None:
    box = store.mailboxes.of(ACCOUNT)

    first = await box.append(THREAD, "k1", "hello")
    again = await box.append(THREAD, "k1", "hello, changed")
    many = await asyncio.gather(*(box.append(THREAD, "k2", "x") for _ in range(20)))

    assert again == first == Mail(first.id, "k1", "hello")
    assert len({mail.id for mail in many}) == 1
    assert [mail.key for mail in await box.read(THREAD)] == ["k1", "k2"]


async def test_lines_are_read_after_a_place_oldest_first(store: Store) -> None:
    box = store.mailboxes.of(ACCOUNT)
    mails = [await box.append(THREAD, f"k{n}", f"{n}") for n in range(5)]

    assert await box.read(THREAD) == mails
    assert await box.read(THREAD, after=mails[1].id, limit=2) == mails[2:4]
    assert await box.read(THREAD, after=mails[-1].id) == []


async def test_threads_and_accounts_do_not_meet(store: Store) -> None:
    await store.mailboxes.of(ACCOUNT).append(THREAD, "k1", "hello")

    assert await store.mailboxes.of(ACCOUNT).read(OTHER) == []
    assert await store.mailboxes.of(AccountId("webchat:site")).read(THREAD) == []


async def test_a_line_is_found_by_its_key(store: Store) -> None:
    box = store.mailboxes.of(ACCOUNT)
    mail = await box.append(THREAD, "k1", "hello")

    assert await box.find(THREAD, "k1") == mail
    assert await box.find(THREAD, "k2") is None
    assert await box.find(OTHER, "k1") is None


async def test_what_is_there_already_is_not_waited_for(store: Store) -> None:
    box = store.mailboxes.of(ACCOUNT)
    mail = await box.append(THREAD, "k1", "hello")

    assert await box.wait(THREAD, "0", 0) == [mail]


async def test_who_waits_is_woken_by_a_line_of_its_thread_only(store: Store) -> None:
    box = store.mailboxes.of(ACCOUNT)
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        tail = group.create_task(heard(store))
        waiting = [group.create_task(box.wait(THREAD, "0", 9)) for _ in range(3)]
        other = group.create_task(box.wait(OTHER, "0", 0.2))
        while sum(map(len, store.mailboxes.waiting.values())) < 4:
            await asyncio.sleep(0)
        mail = await box.append(THREAD, "k1", "hello")
        found = await asyncio.gather(*waiting)
        nothing = await other
        tail.cancel()

    assert found == [[mail]] * 3
    assert nothing == []
    assert store.mailboxes.waiting == {}


async def test_other_lines_of_the_log_wake_nobody(store: Store) -> None:
    box = store.mailboxes.of(ACCOUNT)
    await store.modes.account_is(ACCOUNT, "stopped", "x", 5)
    for entry in await store.log.after(EntryId("0-0")):
        store.mailboxes.heard(entry)

    assert await box.wait(THREAD, "0", 0.01) == []


async def test_notes_grow_old_and_the_log_tells_of_none(store: Store) -> None:
    keys, place, box = store.mailboxes.scripts.keys, f"{ACCOUNT}/{THREAD}", store.mailboxes.of(ACCOUNT, keep=60_000)
    for number in range(1, 6):  # as if they had been made in 1970: a line's id is when Redis took it
        await store.client.call("XADD", keys("mail", place), f"{number}-0", "k", f"old {number}", "b", "x")
        await store.client.call("HSET", keys("mailkeys", place), f"old {number}", f"{number}-0")
    new = [await box.append(THREAD, f"new {number}", "x") for number in range(2)]

    assert [mail.key for mail in await box.read(THREAD)] == ["new 0", "new 1"]
    assert await box.find(THREAD, "old 1") is None
    assert await store.client.call("HLEN", keys("mailkeys", place)) == 2
    assert await box.append(THREAD, "new 1", "y") == new[1]
    assert await store.log.after(EntryId("0-0")) == []


async def test_a_shelf_of_notes_that_nobody_uses_goes(store: Store) -> None:
    await store.mailboxes.of(ACCOUNT, keep=60_000).append(THREAD, "k", "x")

    keys, place = store.mailboxes.scripts.keys, f"{ACCOUNT}/{THREAD}"
    left = [cast(int, await store.client.call("PTTL", keys(kind, place))) for kind in ("mail", "mailkeys")]
    assert all(0 < one <= 60_000 for one in left)


async def test_a_mailbox_that_is_a_talk_stays(store: Store) -> None:
    box = store.mailboxes.of(ACCOUNT)
    await box.append(THREAD, "k", "x")
    assert [entry.what for entry in await store.log.after(EntryId("0-0"))] == ["mail"]
    assert await store.client.call("PTTL", store.mailboxes.scripts.keys("mail", f"{ACCOUNT}/{THREAD}")) == -1
