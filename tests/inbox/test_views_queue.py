"""Shelves are read page by page, whatever moves meanwhile; so is what is parked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox import delivery, review, views
from inbox.errors import NotAllowed, NotFound, Rejected
from inbox.incoming import Unreadable
from inbox.models import Actor, ConversationId, RemoteId
from inbox.policy import Mode
from tests.cast import ASHA, BHAVIN, CHEN, MEERA, PAVEL
from tests.inbox.sent_off import begun
from tests.postbox import Postbox
from tests.world import ACCOUNT, START, World, at, said

NOBODY = Actor("person", "nobody")


async def ids(here: World, shelf: str, limit: int = 7, **how: str) -> list[str]:
    """A whole shelf, read page by page."""
    found: list[str] = []
    after: str | None = None
    while True:
        page = await views.queue(here.brand, PAVEL, shelf, after=after, limit=limit, **how)
        found += [row.conversation.id for row in page.rows]
        after = page.next
        if after is None:
            return found


async def crowd(here: World, many: int, at_once: int) -> list[str]:
    """Conversations of people who wrote, several in the same moment; gives their ids in the order they wait."""
    people = [replace(ASHA, remote=RemoteId(f"{n:04}")) for n in range(many)]
    await here.receive(*(said("?", one, at=START + n // at_once) for n, one in enumerate(people)))
    return [at(one) for one in people]


@pytest.mark.parametrize("at_once", [1, 5, 40])
async def test_a_shelf_is_read_page_by_page_also_where_many_wait_equally_long(here: World, at_once: int) -> None:
    everybody = await crowd(here, 40, at_once)

    assert await ids(here, "waiting") == everybody
    assert await ids(here, "open") == everybody[::-1]
    assert (await views.queue(here.brand, PAVEL, "waiting", limit=3)).total == 40


@pytest.mark.parametrize("at_once", [1, 5, 40])
@pytest.mark.parametrize("shelf", ["waiting", "open"])
async def test_nobody_is_skipped_when_the_last_of_a_page_is_answered_meanwhile(
    here: World, at_once: int, shelf: str
) -> None:
    everybody = await crowd(here, 40, at_once)
    first = await views.queue(here.brand, PAVEL, shelf, limit=10)
    last = first.rows[-1].conversation.id

    await review.resolve(here.brand, last, MEERA)
    rest = await views.queue(here.brand, PAVEL, shelf, after=first.next, limit=50)

    seen = [row.conversation.id for page in (first, rest) for row in page.rows]
    assert sorted(seen) == sorted(everybody)


async def test_nobody_is_skipped_when_the_last_of_a_page_moved_to_the_top(here: World) -> None:
    everybody = await crowd(here, 20, 5)
    first = await views.queue(here.brand, PAVEL, "open", limit=10)
    last = first.rows[-1].conversation
    await here.receive(said("again", id="m2", at=START + 99, thread=last.thread))

    rest = await views.queue(here.brand, PAVEL, "open", after=first.next, limit=50)

    assert sorted([row.conversation.id for page in (first, rest) for row in page.rows]) == sorted(everybody)


async def test_a_page_after_everything_has_left_the_shelf_is_empty(here: World) -> None:
    (only,) = await crowd(here, 1, 1)
    page = await views.queue(here.brand, PAVEL, "waiting", limit=1)
    await review.resolve(here.brand, ConversationId(only), MEERA)

    assert (await views.queue(here.brand, PAVEL, "waiting", after=page.next)).rows == ()


async def test_a_row_names_the_person_and_what_waits(here: World) -> None:
    draft = await here.drafted()

    (row,) = (await views.queue(here.brand, PAVEL)).rows

    assert (row.contact, row.conversation.drafts, row.score) == (ASHA, (draft,), START)


async def test_a_shelf_is_everybodys_one_accounts_or_ones_own(here: World) -> None:
    await here.hear(author=ASHA)
    await here.hear(author=BHAVIN)
    await review.assign(here.brand, at(ASHA), MEERA, "pavel")
    await review.label(here.brand, at(BHAVIN), MEERA, ["vip"])

    assert await ids(here, "waiting", account=ACCOUNT) == [at(ASHA), at(BHAVIN)]
    assert await ids(here, "waiting", account="telegram:other") == []
    assert await ids(here, "mine") == await ids(here, "mine:pavel", account=ACCOUNT) == [at(ASHA)]
    assert await ids(here, "mine:meera") == []
    assert await ids(here, "label:vip") == [at(BHAVIN)]


@pytest.mark.parametrize("shelf", ["sideboard", "", "parked", "labels:x"])
async def test_there_are_no_other_shelves(here: World, shelf: str) -> None:
    with pytest.raises(NotFound, match=rf"There is no shelf {shelf}; there are waiting, closing, drafted, "):
        await views.queue(here.brand, PAVEL, shelf)


@pytest.mark.parametrize("place", ["nonsense", "x y", "nan x", "5", "5 ", "1e999999 x"])
async def test_a_place_that_makes_no_sense_is_no_page(here: World, place: str) -> None:
    for look in (
        views.queue(here.brand, PAVEL, after=place),
        views.parked(here.brand, PAVEL, after=f"sends {place}"),
        views.parked(here.brand, PAVEL, after=f"arrivals {place}"),
    ):
        with pytest.raises(NotFound, match="begin at the first one again"):
            await look


async def test_a_page_is_one_to_two_hundred_long(here: World) -> None:
    await crowd(here, 210, 1)

    assert len((await views.queue(here.brand, PAVEL, limit=0)).rows) == 1
    assert len((await views.queue(here.brand, PAVEL, limit=9999)).rows) == 200


async def test_who_may_not_look_sees_nothing(here: World) -> None:
    draft = await here.drafted()
    for look in (
        views.queue(here.brand, NOBODY),
        views.reading(here.brand, NOBODY, at(ASHA)),
        views.card(here.brand, NOBODY, draft),
        views.parked(here.brand, NOBODY),
        views.overview(here.brand, NOBODY),
    ):
        with pytest.raises(NotAllowed, match="nobody may not look"):
            await look


async def test_what_is_parked_is_read_page_by_page_sends_before_arrivals(here: World) -> None:
    sends = []
    for author in (ASHA, BHAVIN, CHEN):
        sends.append(await review.approve(here.brand, await here.drafted(author=author), MEERA))
        await delivery.after(here.brand, Postbox(), await begun(here), Rejected("no"))
    await here.receive(*(Unreadable(f"u{n}", "{", "no JSON", START + n) for n in range(4)))
    seen: list[str] = []
    after: str | None = None
    while True:
        page = await views.parked(here.brand, PAVEL, after=after, limit=2)
        seen += [one.id for one in page.deliveries] + [id for id, *_ in page.unreadable]
        after = page.next
        if after is None:
            break

    assert seen == [*reversed(sends), *(f"{ACCOUNT}/u{n}" for n in (3, 2, 1, 0))]


async def test_no_parked_send_is_skipped_when_the_last_of_a_page_is_decided_meanwhile(here: World) -> None:
    sends = []
    for author in (ASHA, BHAVIN, CHEN):
        sends.append(await review.approve(here.brand, await here.drafted(author=author), MEERA))
        await delivery.after(here.brand, Postbox(), await begun(here), Rejected("no"))
    page = await views.parked(here.brand, PAVEL, limit=2)

    await delivery.discard(here.brand, page.deliveries[-1].id, MEERA)

    rest = await views.parked(here.brand, PAVEL, after=page.next)
    assert [one.id for one in rest.deliveries] == sends[:1]


async def test_an_unreadable_arrival_is_shown_raw_with_the_reason(here: World) -> None:
    await here.receive(Unreadable("u1", '{"half', "no JSON", START))

    page = await views.parked(here.brand, PAVEL)

    assert page == views.Parked((), ((f"{ACCOUNT}/u1", '{"half', "no JSON", START),), None)


async def test_the_overview_counts_every_shelf_and_names_every_account(here: World) -> None:
    await here.drafted()
    await review.assign(here.brand, at(ASHA), MEERA, "pavel")
    await here.receive(Unreadable("u1", "{", "no JSON", START))
    await here.store.modes.change(Mode("careful", by="olga", why="a storm"), START)

    found = await views.overview(here.brand, PAVEL)

    assert found.counts == {
        "waiting": 1, "closing": 1, "drafted": 1, "held": 0, "open": 1, "snoozed": 0, "resolved": 0, "all": 1,
        "mine:pavel": 1, "parked": 0, "unreadable": 1,
    }  # fmt: skip
    assert [(state.account, state.state, state.heard_at) for state in found.accounts] == [
        (ACCOUNT, "ok", here.clock.at)
    ]
    assert (found.mode.level, found.mode.by, found.mode.why, found.mode.since) == ("careful", "olga", "a storm", START)
