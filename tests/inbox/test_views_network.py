"""What a network asks for and calls things: its price, how much is left to say, its words, and its own pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.sending import send_next
from inbox import delivery, review, views, warnings
from inbox.actions import Reply
from inbox.capabilities import Capabilities, Tariff, Window
from inbox.errors import NotAllowed, Rejected
from inbox.models import RemoteId
from tests.cast import ASHA, BHAVIN, MEERA, PAVEL
from tests.inbox.looking import opened
from tests.inbox.sent_off import begun, receipt, record
from tests.postbox import Postbox
from tests.world import ACCOUNT, CAPABILITIES, SECOND, World, at, proposal, said, thread_of

TWO_AT_MOST = replace(CAPABILITIES, windows={("direct", "reply"): Window(48 * 3600, messages=2)})
LINK = "See https://rivertea.example.com/cups"


def address(thread: RemoteId, message: RemoteId) -> str:
    """Where a message stands in the network's own pages."""
    return f"https://network.example.com/{thread}/{message}"


PRICED = replace(
    CAPABILITIES,
    called={"hide": "Hold for review"},
    opens=address,
    tariff=Tariff(
        "USD",
        {"post": 15_000, "post.link": 200_000},
        source="tests/inbox/test_views_network.py",
        read_on="2026-11-23",
        actions={"reply": "post"},
        with_link={"reply": "post.link"},
    ),
)


def on(here: World, capabilities: Capabilities) -> None:
    """What the one account can do."""
    here.capabilities = {ACCOUNT: capabilities}


async def left(here: World) -> int | None:
    """How much we may still say to Asha."""
    return (await views.reading(here.brand, PAVEL, at(ASHA))).messages_left


async def say(here: World, id: str) -> None:
    """Meera writes, and the network did it."""
    await review.reply(here.brand, at(ASHA), MEERA, "Hello")
    await delivery.sent(here.brand, await begun(here), receipt(here, id))


async def test_what_we_say_counts_until_they_write_again(here: World) -> None:
    on(here, TWO_AT_MOST)
    await here.hear()
    assert await left(here) == 2

    await say(here, "r1")
    assert await left(here) == 1
    await review.reply(here.brand, at(ASHA), MEERA, "Still here?")  # on its way
    assert await left(here) == 0
    with pytest.raises(NotAllowed, match="lets us say 2 messages until they write again; that is done"):
        await review.reply(here.brand, at(ASHA), MEERA, "Hello?")

    here.clock.at += SECOND
    await here.hear("Yes", id="m2")
    assert await left(here) == 1  # what is still on its way


async def test_what_the_network_tells_of_before_its_answer_came_counts_once(here: World) -> None:
    on(here, TWO_AT_MOST)
    await here.hear()
    await review.reply(here.brand, at(ASHA), MEERA, "Hello")
    sending = await begun(here)
    told = replace(said("Hello", None, id="r1", at=here.clock.at + 1), delivery=sending.delivery.id)
    await here.receive(told)
    assert await left(here) == 1
    await delivery.sent(here.brand, sending, receipt(here, "r1"))
    assert await left(here) == 1


async def test_what_a_colleague_says_in_the_app_counts_and_what_they_say_does_not(here: World) -> None:
    on(here, TWO_AT_MOST)
    await here.hear()
    await here.receive(said("Hello", None, id="m2", at=here.clock.at + 1))
    await here.receive(said("Kem cho", id="m3", at=here.clock.at + 2))
    assert await left(here) == 2

    await here.receive(said("Majama", None, id="m4", at=here.clock.at + 3))
    assert await left(here) == 1


async def test_a_card_says_how_much_is_left_and_offers_no_approval_after_that(here: World) -> None:
    on(here, replace(CAPABILITIES, windows={("group", "reply"): Window(48 * 3600, messages=1)}))
    group = thread_of(ASHA, "group")
    await here.receive(said("one", id="m1", thread=group), said("two", BHAVIN, id="m2", thread=group))
    hers, his = (made.draft for made in await here.propose(proposal(to="m1"), proposal(to="m2")))
    assert (await views.card(here.brand, MEERA, his)).messages_left == 1

    await review.approve(here.brand, hers, MEERA)

    card = await views.card(here.brand, MEERA, his)
    assert card.messages_left == 0
    assert card.late == "Telegram lets us say one message until they write again; that is done"
    assert card.buttons == ("reject", "redraft")
    with pytest.raises(NotAllowed, match="one message until they write again"):
        await review.approve(here.brand, his, MEERA)


async def test_one_too_many_that_was_queued_all_the_same_never_leaves(here: World) -> None:
    on(here, TWO_AT_MOST)
    await here.hear()
    box = Postbox(capabilities=TWO_AT_MOST)
    first = await review.reply(here.brand, at(ASHA), MEERA, "One")
    await here.receive(
        said("In the app", None, id="n1", at=here.clock.at + 1), said("Again", None, id="n2", at=here.clock.at + 2)
    )
    here.clock.at += here.brand.undo.people

    await send_next(here.brand, {ACCOUNT: box})

    parked = await record(here, first)
    assert (parked.state, box.done) == ("parked", [])
    assert parked.words == "Telegram lets us say 2 messages until they write again; that is done"


async def test_a_card_tells_the_price_the_address_and_the_networks_words(here: World) -> None:
    on(here, PRICED)
    draft = await here.drafted(LINK)

    card = await views.card(here.brand, MEERA, draft)

    assert card.price == "Sending this costs $0.20, because it has a link; without one $0.015."
    assert card.opens == f"https://network.example.com/{ASHA.remote}/m1"
    assert card.called == {"hide": "Hold for review"}
    assert views.price_of(here.brand, at(ASHA), "Hi") == "Sending this costs $0.015."
    assert views.price_of(here.brand, at(ASHA), "Hi", "direct_message") == ""
    await review.approve(here.brand, draft, MEERA)
    assert (await views.card(here.brand, MEERA, draft)).price == ""


async def test_a_free_network_without_pages_asks_for_nothing_and_opens_nothing(here: World) -> None:
    card = await views.card(here.brand, MEERA, await here.drafted(LINK))

    assert (card.price, card.opens, card.called, card.messages_left) == ("", "", {}, None)


async def test_every_line_opens_where_it_was_said(here: World) -> None:
    on(here, PRICED)
    await here.hear()
    await here.receive(said("Hello", None, id="m2", at=here.clock.at + 1))

    reading = await views.reading(here.brand, PAVEL, at(ASHA))

    assert [line.opens.rpartition("/")[2] for line in reading.lines] == ["m1", "m2"]
    assert reading.opens.endswith("/m1")
    assert reading.called == {"hide": "Hold for review"}


async def test_what_is_parked_names_the_page_on_which_a_person_can_do_it(here: World) -> None:
    on(here, PRICED)
    await here.hear()
    id = await review.reply(here.brand, at(ASHA), MEERA, "Hello")
    await delivery.after(here.brand, Postbox(), await begun(here), Rejected("they did not mention us"))

    found = await views.parked(here.brand, PAVEL)

    assert [one.id for one in found.deliveries] == [id]
    assert found.opens == {id: f"https://network.example.com/{ASHA.remote}/m1"}


async def test_whoever_types_a_link_is_told_what_it_costs(here: World) -> None:
    on(here, PRICED)
    await here.hear()

    dear = await warnings.warnings(here.brand, MEERA, at(ASHA), LINK)

    assert dear == ("Sending this costs $0.20, because it has a link; without one $0.015.",)
    assert await warnings.warnings(here.brand, MEERA, at(ASHA), "Hello") == ()


async def test_what_a_hiding_would_do_is_said_in_the_networks_words(here: World) -> None:
    on(here, PRICED)
    draft = await here.drafted()
    found = await opened(here, draft)
    hide = replace(found.draft, proposal=replace(found.draft.proposal, action=Reply(ASHA.remote, "")))

    assert views.in_words(hide) == "reply"
    assert views.in_words(hide, {"reply": "Answer"}) == "Answer"


async def test_whether_comments_are_reviewed_anywhere_is_known(here: World) -> None:
    assert not (await views.overview(here.brand, PAVEL)).reviews
    on(here, replace(PRICED, reviews=True))
    assert (await views.overview(here.brand, PAVEL)).reviews
