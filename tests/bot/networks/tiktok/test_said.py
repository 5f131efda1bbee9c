"""What we said is known as what it is, by every process."""

from __future__ import annotations

from collections.abc import Sequence

from bot.networks._tiktok.place import Known
from bot.networks._tiktok.said import Said
from inbox.incoming import Cursor, Incoming, NewMessage
from inbox.models import RemoteId, Thread
from tests.adapters import Shelves

THREAD = Thread(RemoteId("73.72"), "comments")


def ours(id: str, text: str) -> NewMessage:
    return NewMessage(THREAD, RemoteId(id), None, text, 1)


async def told(said: Said, *events: Incoming) -> list[str]:
    """Which deliveries these are told as."""
    kept: list[str] = []

    async def receive(events: Sequence[Incoming], cursor: Cursor | None) -> int:
        kept.extend(one.delivery for one in events if isinstance(one, NewMessage))
        return len(events)

    await said.hearing(receive)(events, None)
    return kept


async def test_what_is_on_its_way_or_out_is_its_delivery() -> None:
    said = Said(Shelves(), Known("us"))
    said.begin("1", THREAD.remote, "Celadon.")
    assert await told(said, ours("5", "Celadon."), ours("6", "Another")) == ["1", ""]
    said.end("1")
    assert await told(said, ours("5", "Celadon.")) == [""]
    await said.done("1", "text", RemoteId("5"))
    assert await told(said, ours("5", "Celadon.")) == ["1"]


async def test_parts_and_owners_outlive_a_restart() -> None:
    mailbox = Shelves()
    await Said(mailbox, Known("us")).done("1", "text", RemoteId("5"))
    again = Said(mailbox, Known("us"))
    assert await again.part("1", "text") == "5"
    assert await again.part("1", "file") is None
    assert await again.elsewhere(RemoteId("5"), "2")
    assert not await again.elsewhere(RemoteId("5"), "1")
    assert not await again.elsewhere(RemoteId("7"), "1")


async def test_our_own_name_is_kept_for_ever() -> None:
    mailbox, known = Shelves(), Known("us")
    said = Said(mailbox, known)
    await said.is_us(None)
    assert known.self_id == ""
    await said.is_us("+/us==")
    fresh = Known("us")
    await Said(mailbox, fresh).remember()
    assert fresh.self_id == "+/us=="


async def test_a_name_that_reading_learned_is_kept_with_the_next_page() -> None:
    mailbox, known = Shelves(), Known("us")
    said = Said(mailbox, known)
    known.self_id = "+/us=="
    await told(said, ours("5", "x"))
    fresh = Known("us")
    await Said(mailbox, fresh).remember()
    assert fresh.self_id == "+/us=="
