"""What has earned to go out alone: everybody sees it, a lead gives it and takes it back, without scripts."""

from __future__ import annotations

import re

import pytest

from inbox.policy import Slice
from tests.bot.surfaces.desk.desk_server import DeskServer, stream, watched
from tests.inbox.test_earning import FEW, approved
from tests.world import ACCOUNT

FAQ = Slice("faq", ACCOUNT, "comments", "નમસ્તે")
WORDS = "faq on telegram:main, comments labelled નમસ્તે"
ID = re.compile(r'name="id" value="([0-9a-f]{6})"')


async def test_a_page_without_anything_says_what_will_stand_there(desk: DeskServer) -> None:
    noor = await desk.tab("noor", "viewer")

    page = await noor.get("/autonomy")

    assert (page.status, page.shows("Nothing is proven yet")) == (200, True)
    assert page.shows("after 30 drafts, when more than 90 % are proven")


async def test_what_is_counted_stands_there_in_words(desk: DeskServer) -> None:
    desk.world.earned = FEW
    await approved(desk.world, 4)
    await approved(desk.world, 1, first=10, text="Saras!")
    noor = await desk.tab("noor", "viewer")

    page = await noor.get("/autonomy")

    assert page.shows("rules on telegram:main, direct")
    assert re.search(r"4 of 5 drafts sent unchanged; more than \d+ % is proven", page.text)
    assert page.shows("waits for a person")


async def test_a_lead_accepts_and_takes_back_what_is_proposed(desk: DeskServer) -> None:
    await desk.world.store.grants.ask(FAQ, "48 of 50 drafts sent unchanged", desk.world.clock.at)
    olga = await desk.tab("olga", "lead")
    page = await olga.get("/autonomy")
    (id,) = set(ID.findall(page.text))
    assert page.shows(WORDS)
    assert page.shows("It waits for you to say yes or no")

    accepted = await olga.post("/autonomy", do="accept", id=id)
    again = await olga.post("/autonomy", do="accept", id=id)

    assert accepted.shows("accepted by <bdi>olga</bdi>")
    assert again.status == 409
    assert again.shows(f"It is not proposed that {WORDS} goes out alone.")
    assert (await desk.world.store.grants.all())[0].stands

    taken = await olga.post("/autonomy", do="withdraw", id=id, why="  the prices\nchange ")

    assert taken.shows("by <bdi>olga</bdi>: <bdi>the prices change</bdi>")
    assert not (await desk.world.store.grants.all())[0].stands


async def test_what_is_declined_keeps_its_reason(desk: DeskServer) -> None:
    await desk.world.store.grants.ask(FAQ, "48 of 50", desk.world.clock.at)
    olga = await desk.tab("olga", "admin")
    (id,) = set(ID.findall((await olga.get("/autonomy")).text))

    page = await olga.post("/autonomy", do="decline", id=id, why="<b>too early</b>")

    assert page.shows("Declined")
    assert "&lt;b&gt;too early&lt;/b&gt;" in page.text
    assert "Accept" not in page.text


@pytest.mark.parametrize("role", ["viewer", "writer", "moderator"])
async def test_others_see_it_and_cannot_decide(desk: DeskServer, role: str) -> None:
    await desk.world.store.grants.ask(FAQ, "48 of 50", desk.world.clock.at)
    noor = await desk.tab("noor", role)
    page = await noor.get("/autonomy")
    board = await noor.get("/")

    refused = await noor.post("/autonomy", do="accept", id=(await _id(desk)))

    assert page.shows("a lead or an admin to say yes or no")
    assert not ID.search(page.text)
    assert 'data-count="autonomy">1<' in board.text
    assert (refused.status, refused.shows("noor may not decide what goes out alone")) == (409, True)
    assert await desk.world.store.grants.all() == ()


async def test_unknown_slices_buttons_and_forged_forms_are_refused(desk: DeskServer) -> None:
    await desk.world.store.grants.ask(FAQ, "48 of 50", desk.world.clock.at)
    olga = await desk.tab("olga", "lead")
    await olga.get("/")
    id = await _id(desk)

    assert (await olga.post("/autonomy", do="accept", id="000000")).shows("There is no slice 000000")
    assert (await olga.post("/autonomy", do="frobnicate", id=id)).shows("There is no button frobnicate")
    olga.token = "0" * 64
    assert (await olga.post("/autonomy", do="accept", id=id)).status == 403
    assert await desk.world.store.grants.all() == ()


async def test_many_slices_are_shown_on_demand(desk: DeskServer) -> None:
    for number in range(103):
        await desk.world.store.grants.ask(Slice("faq", ACCOUNT, "direct", f"label-{number:03}"), "x", 1)
    noor = await desk.tab("noor", "viewer")

    some, whole = await noor.get("/autonomy"), await noor.get("/autonomy?all=1")

    assert some.shows("Show 3 more")
    assert (some.shows("label-102"), whole.shows("label-102")) == (False, True)


async def test_the_number_in_the_side_bar_is_live(desk: DeskServer) -> None:
    noor = await desk.tab("noor", "viewer")
    async with stream(noor, after=await desk.world.store.log.last()) as page:
        await watched(desk, 1)
        await desk.world.store.grants.ask(FAQ, "48 of 50", desk.world.clock.at)

        counts = (await page.next()).data["counts"]

    assert isinstance(counts, dict)
    assert counts["autonomy"] == 1


async def _id(desk: DeskServer) -> str:
    """The id of the one slice, as somebody who may decide finds it on the page."""
    lead = await desk.tab("lead", "lead")
    return ID.findall((await lead.get("/autonomy")).text)[0]
