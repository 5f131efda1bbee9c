"""The desk warns whoever writes: while they write, and where there are no scripts beside the undo."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from responders.guard import Guard
from responders.options import GuardOptions
from tests.bot.surfaces.desk.desk_server import DeskServer, Tab
from tests.cast import ASHA
from tests.world import at

C = at(ASHA)
SCAM = "Words that we never say: “scam”."


@pytest.fixture
async def meera(desk: DeskServer) -> Tab:
    """A moderator at a desk on which one word is never said."""
    desk.world.check = Guard(GuardOptions(banned=("scam",))).warn
    await desk.world.drafted("Majama, Asha!")
    return await desk.tab("meera")


async def test_what_is_being_written_is_judged_and_nothing_is_done_with_it(desk: DeskServer, meera: Tab) -> None:
    told = await meera.post("/warnings", headers={"X-Desk": "1"}, c=C, text="It is no scam")
    fine = await meera.post("/warnings", headers={"X-Desk": "1"}, c=C, text="It is fine")

    assert (told.data, fine.data) == (
        {"warnings": [SCAM], "length": 13, "price": ""},
        {"warnings": [], "length": 10, "price": ""},
    )
    await desk.send()
    assert desk.postbox.done == []


async def test_only_a_page_of_ours_may_ask(desk: DeskServer, meera: Tab) -> None:
    stranger = await desk.tab()

    assert (await stranger.post("/warnings", headers={"X-Desk": "1"}, c=C, text="scam")).status == 401
    meera.token = "0" * 64
    assert (await meera.post("/warnings", headers={"X-Desk": "1"}, c=C, text="scam")).status == 403


async def test_a_conversation_that_is_not_there_has_no_warnings(meera: Tab) -> None:
    assert (await meera.post("/warnings", headers={"X-Desk": "1"}, c="telegram:main/9", text="Hi")).status == 404


@pytest.mark.parametrize("verb", ["reply", "approve"])
async def test_without_scripts_the_page_says_it_beside_the_undo(desk: DeskServer, meera: Tab, verb: str) -> None:
    page = await meera.get(f"/?c={quote(C)}")
    assert not page.shows(SCAM)

    sent = await meera.post(f"/do/{verb}", draft="1", c=C, text="It is no scam", shelf="waiting")

    leaving = sent.text[sent.text.index('class="leaving"') :]
    assert SCAM in leaving[: leaving.index("</section>")]
    assert "Undo" in leaving
    await desk.send()
    assert len(desk.postbox.done) == 1
    assert not (await meera.get(f"/?c={quote(C)}")).shows(SCAM)


async def test_every_field_that_leaves_says_where_its_warnings_stand(meera: Tab) -> None:
    page = (await meera.get(f"/?c={quote(C)}")).text

    for place in ("reply-warned", "text-1-warned"):
        assert f'data-warn="{place}"' in page
        assert f'<div id="{place}" role="status"></div>' in page
