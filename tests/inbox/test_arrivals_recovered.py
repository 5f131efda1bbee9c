"""What pages are told of names that are looked up later, and of what came in late."""

from __future__ import annotations

from dataclasses import replace

from inbox import views
from inbox.incoming import ContactDescribed, GapClosed
from tests.cast import ASHA, BHAVIN, PAVEL
from tests.world import ACCOUNT, HOUR, START, World, at, said

NAMELESS = replace(ASHA, name="", username="")


async def told(here: World, what: str) -> list[tuple[str | None, str]]:
    """The lines of a kind: the conversation, and what they are about."""
    return [(line.conversation, line.ref) for line in await here.store.log.newest(50) if line.what == what]


async def test_a_name_that_is_looked_up_is_told_where_its_bearer_wrote_just_now(here: World) -> None:
    await here.hear(author=NAMELESS)
    await here.receive(ContactDescribed(ASHA, START + 1))
    await here.receive(ContactDescribed(ASHA, START + 2))

    assert await told(here, "contact.described") == [(at(ASHA), f"{ACCOUNT}/{ASHA.remote}")]


async def test_a_name_of_somebody_who_never_wrote_is_no_news(here: World) -> None:
    await here.receive(ContactDescribed(BHAVIN, START))

    assert await told(here, "contact.described") == []


async def test_an_account_says_how_much_came_in_late_and_when(here: World) -> None:
    here.clock.at = START + HOUR
    await here.receive(GapClosed(12, START, START + HOUR), GapClosed(0, START, START + HOUR))

    (state,) = (await views.overview(here.brand, PAVEL)).accounts
    assert (state.recovered, state.recovered_at) == (12, START + HOUR)


async def test_what_a_gap_brought_is_counted_with_each_page_and_told_once_it_is_closed(here: World) -> None:
    page = said("kem cho?", id="m1"), said("majama!", BHAVIN, id="m2")
    more = GapClosed(0, START, START, whole=False)
    await here.receive(*page, more)
    await here.receive(*page, more)  # is known already
    assert await told(here, "account.recovered") == []

    await here.receive(said("and you?", id="m3"), more)  # and here the process that counted in memory dies
    await here.receive(GapClosed(1, START, START))
    await here.receive(GapClosed(0, START, START))

    lines = [line.detail for line in await here.store.log.newest(50) if line.what == "account.recovered"]
    assert lines == ["3 messages recovered"]
