"""Holds versions of one post together: the inbox knows the first, and X is told the newest."""

from __future__ import annotations

from bot.networks._x.ids import padded
from bot.networks._x.versions import first_of, join, newest_of
from inbox.models import RemoteId
from inbox.network import Mail
from tests.adapters import Shelves


async def test_all_versions_lead_to_the_first_and_the_first_to_the_newest() -> None:
    shelves = Shelves()
    assert await newest_of(shelves, padded("10")) == "10"
    assert await first_of(shelves, "10") == padded("10")
    assert await join(shelves, ["10"]) == padded("10")
    assert not shelves.lines
    assert await join(shelves, ["10", "20", "30"]) == padded("10")
    assert await newest_of(shelves, padded("10")) == "30"
    assert [await first_of(shelves, id) for id in ("10", "20", "30")] == [padded("10")] * 3


async def test_a_history_that_begins_in_the_middle_still_leads_to_the_first() -> None:
    shelves = Shelves()
    await join(shelves, ["10", "20"])
    assert await join(shelves, [padded("20"), "30"]) == padded("10")
    assert await newest_of(shelves, padded("10")) == "30"
    kept = dict(shelves.lines)
    await join(shelves, ["10", "20", "30"])
    assert shelves.lines == kept


async def test_a_crash_between_two_notes_is_mended_by_the_next_look() -> None:
    class Dies(Shelves):
        async def append(self, thread: RemoteId, key: str, body: str) -> Mail:
            if self.lines:
                raise ConnectionError
            return await super().append(thread, key, body)

    dying, shelves = Dies(), Shelves()
    try:
        await join(dying, ["10", "20"])
    except ConnectionError:
        shelves.lines = dying.lines
    await join(shelves, ["10", "20"])
    assert (await newest_of(shelves, "10"), await first_of(shelves, "20")) == ("20", padded("10"))
