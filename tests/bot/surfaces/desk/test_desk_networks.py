"""What networks differ in, on the desk: how they count, what is held for review, spending, what is done by hand."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from inbox import review
from inbox.actions import Block, Remove, Reply, Unhide
from inbox.capabilities import MICRO, Tariff, TextLimit, Unit
from inbox.errors import Rejected
from inbox.models import AccountId, RemoteId
from tests.bot.surfaces.desk.desk_server import DeskServer
from tests.cast import ASHA, BHAVIN, OLGA
from tests.world import ACCOUNT, CAPABILITIES, SECOND, START, at, said, thread_of

C = at(ASHA)
FAMILY = "👨‍👩‍👧‍👦"
TUBE = replace(
    CAPABILITIES,
    actions={"comments": CAPABILITIES.actions["comments"] | {"block"}},
    windows={},
    reviews=True,
    called={"unhide": "Publish", "remove": "Reject", "block": "Reject and ban"},
    remarks={"block": "Bans them from the channel."},
    opens=lambda thread, message: f"https://tube.example/{message}",
)
UNITS = Tariff("units", {"write": 50 * MICRO}, "here", "2026-11-27", a_day=10_000 * MICRO)


async def held(desk: DeskServer) -> None:
    """Asha's comment stands, what Bhavin wrote below waits for review."""
    desk.world.capabilities[ACCOUNT] = TUBE
    thread = thread_of(ASHA, "comments")
    await desk.world.receive(said("Nice!", ASHA, id="m1", thread=thread))
    await desk.world.receive(replace(said("Buy now!", BHAVIN, id="m2", at=START + SECOND, thread=thread), held=True))


@pytest.mark.parametrize(
    ("unit", "length"),
    [("weighted", 2 + 1 + 23 + 2), ("graphemes", 1 + 1 + 20 + 2), ("short links", 1 + 1 + 23 + 2), ("utf16", 11 + 23)],
)
async def test_the_server_counts_what_is_being_written_as_the_network_does(
    desk: DeskServer, unit: Unit, length: int
) -> None:
    limit = TextLimit(280, unit, most_bytes=3_000)
    desk.world.capabilities[ACCOUNT] = replace(
        CAPABILITIES, text=limit, texts={("direct", "edit"): TextLimit(9, "bytes")}
    )
    await desk.world.hear()
    meera = await desk.tab("meera")
    text = f"{FAMILY} https://nadi.com/a/b a"

    told = await meera.post("/warnings", headers={"X-Desk": "1"}, c=C, text=text, action="reply")
    edited = await meera.post("/warnings", headers={"X-Desk": "1"}, c=C, text=text, action="edit")

    assert told.data["length"] == length
    assert edited.data["length"] == len(text.encode())
    page = (await meera.get(f"/?c={C}")).text
    assert f'data-most="280" data-unit="{unit}"' in page
    assert 'data-most-bytes="3000"' in page


async def test_nobody_is_told_how_long_a_text_is_in_a_conversation_that_is_not_there(desk: DeskServer) -> None:
    meera = await desk.tab("meera")

    assert (await meera.post("/warnings", headers={"X-Desk": "1"}, c="telegram:main/404", text="x")).status == 404


async def test_what_is_held_for_review_stands_on_its_shelf_with_who_and_what(desk: DeskServer) -> None:
    await held(desk)
    lead = await desk.tab("lena", "lead")

    shown = await lead.get("/?shelf=held")

    assert '<span class="count" data-count="held">1</span>' in shown.text
    assert re.search(r'class="preview held" dir="auto"><bdi>Bhavin</bdi>: Buy now!', shown.text)


async def test_without_a_network_that_reviews_there_is_no_shelf_for_it(desk: DeskServer) -> None:
    meera = await desk.tab("meera")

    shown = (await meera.get("/")).text

    assert 'data-shelf="held"' not in shown
    assert 'data-shelf="closing"' in shown


@pytest.mark.parametrize(
    ("verb", "action"),
    [
        ("unhide", Unhide(ASHA.remote, RemoteId("m2"))),
        ("remove", Remove(ASHA.remote, RemoteId("m2"))),
        ("block", Block(ASHA.remote, BHAVIN.remote, RemoteId("m2"))),
    ],
)
async def test_what_is_held_is_published_rejected_or_its_author_banned(
    desk: DeskServer, verb: str, action: object
) -> None:
    await held(desk)
    lead = await desk.tab("lena", "lead")
    shown = (await lead.get(f"/?shelf=held&c={C}")).text
    part = shown.partition('<div class="review">')[2]
    assert re.findall(r"<span(?: class=\"when-shut\")?>(Publish|Reject|Reject and ban…)</span>", part) == [
        "Publish", "Reject", "Reject and ban…",
    ]  # fmt: skip
    assert "Bans them from the channel." in part

    await lead.do(verb, c=C, message="m2", person=BHAVIN.remote)
    await desk.send()

    assert [done for _, done in desk.postbox.done] == [action]


async def test_an_action_that_exists_for_our_own_messages_only_is_offered_on_those(desk: DeskServer) -> None:
    desk.world.capabilities[ACCOUNT] = replace(TUBE, own_only=frozenset({"remove"}), called={})
    thread = thread_of(ASHA, "comments")
    await desk.world.receive(said("Nice!", ASHA, id="m1", thread=thread))
    await desk.world.receive(said("Thanks!", None, id="m2", at=START + SECOND, thread=thread))
    lead = await desk.tab("lena", "lead")

    theirs, ours = re.findall(
        r'<li class="line (?:theirs|ours).*?</li>\n', (await lead.get(f"/?c={C}")).text, re.DOTALL
    )

    assert ["/do/remove" in line for line in (theirs, ours)] == [False, True]
    assert "/do/block" in theirs


async def test_what_could_not_be_sent_can_be_copied_opened_in_the_network_and_marked_as_done(desk: DeskServer) -> None:
    desk.world.capabilities[ACCOUNT] = TUBE
    await desk.world.hear(kind="comments")
    await review.reply(desk.world.brand, C, OLGA, "Nine <euros>.")
    desk.postbox.fails.append(Rejected("They did not mention us"))
    await desk.send()
    meera = await desk.tab("meera")

    shown = await meera.get("/parked")
    delivery = re.findall(r'data-copy="said-([^"]+)"', shown.text)[0]

    assert f'id="said-{delivery}">Nine &lt;euros&gt;.</p>' in shown.text
    assert 'href="https://tube.example/m1" target="_blank" rel="noopener noreferrer"' in shown.text
    assert shown.shows("They did not mention us")
    after = await meera.post("/do/by_hand", delivery=delivery, c=C, place="parked")
    assert after.shows("Nothing is parked")
    read = await desk.world.store.conversations.read(C, START)
    assert read
    assert read.conversation.state == "resolved"
    assert [done for _, done in desk.postbox.done if isinstance(done, Reply)] == []


async def test_what_could_not_be_sent_stands_in_its_conversation_until_somebody_sees_to_it(desk: DeskServer) -> None:
    desk.world.capabilities[ACCOUNT] = TUBE
    await desk.world.hear(kind="comments")
    await review.reply(desk.world.brand, C, OLGA, "Nine <euros>.")
    desk.postbox.fails.append(Rejected("They did not mention us"))
    await desk.send()
    meera = await desk.tab("meera")

    shown = await meera.get(f"/?c={C}")
    delivery = re.findall(r'data-copy="said-([^"]+)"', shown.text)[0]

    assert f'id="said-{delivery}">Nine &lt;euros&gt;.</p>' in shown.text
    assert shown.text.count("They did not mention us") == 1
    assert 'action="/do/by_hand"' in shown.text
    after = await meera.post("/do/discard", delivery=delivery, c=C)
    assert "data-copy" not in after.text
    assert after.shows("discarded a parked send")


async def test_the_accounts_tell_what_they_have_used_and_when_they_look_next(desk: DeskServer) -> None:
    desk.world.capabilities[ACCOUNT] = replace(TUBE, tariff=UNITS)
    for number in range(12):
        desk.world.capabilities[AccountId(f"telegram:{number}")] = CAPABILITIES
    meter = desk.world.store.costs.of(ACCOUNT, UNITS, desk.world.clock)
    await meter.spend({"write": 76})
    await meter.plan("3 fresh videos", desk.world.clock.at + 4 * 60 * SECOND, 0)
    meera = await desk.tab("meera")

    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", (await meera.get("/accounts")).text))

    assert "3,800 of 10,000 units today, 6,200 units left" in page
    assert "3 fresh videos · next look in 4 min" in page
    assert page.count("It costs nothing.") == 12
    assert "3,800 of 10,000 units today" in (await meera.get("/")).text


async def test_what_every_network_can_do_stands_on_a_page_for_everybody_who_may_look(desk: DeskServer) -> None:
    desk.world.capabilities[ACCOUNT] = TUBE
    vera = await desk.tab("vera", "viewer")

    shown = await vera.get("/networks")

    assert shown.status == 200
    assert '<th scope="row">Hide the message</th>' in shown.text
    assert shown.shows("Bans them from the channel.")
    targets = set(re.findall(r'href="#(more-[\d-]+)"', shown.text))
    assert targets <= set(re.findall(r'id="(more-[\d-]+)"', shown.text))
    assert len(targets) > 1
