"""Appeals on the desk: what they say, how long is left, and that nobody decides on a case of their own."""

from __future__ import annotations

import re

from inbox.actions import Reply, Unhide
from inbox.cases import CaseNumber
from tests.bot.surfaces.desk.desk_server import DeskServer
from tests.bot.surfaces.desk.test_desk_moderation import WHERE, flagged, left
from tests.inbox.cased import read
from tests.inbox.moderation.test_appeals import appealed, write

NOT_YOURS = "An appeal is decided by somebody else than who did what it is about."


async def test_an_appeal_is_granted_with_an_answer(court: DeskServer) -> None:
    number = await appealed(court.world.brand, court.world)
    meera = await court.tab("meera")
    page = await meera.get("/moderation/appeals")
    assert page.shows("Why? My code is")
    assert page.shows("Buy followers")
    assert re.search(r"\d+ [hd] left", page.text)

    granted = await meera.post("/moderation/do/grant", case=str(number), answer="Sorry!", back="/moderation/appeals")

    assert granted.shows("The appeal is granted.")
    assert granted.shows("No appeal waits")
    assert {type(one) for one in await left(court)} == {Unhide, Reply}
    assert (await meera.get(f"/moderation/case/{number}")).shows("Granted: it comes back")


async def test_declining_needs_an_answer(court: DeskServer) -> None:
    number = await appealed(court.world.brand, court.world)
    meera = await court.tab("meera")
    await meera.get("/moderation/appeals")
    asked = {"case": str(number), "back": "/moderation/appeals"}

    refused = await meera.post("/moderation/do/decline", **asked)
    declined = await meera.post("/moderation/do/decline", answer="It is a scam.", **asked)

    assert (refused.status, refused.shows("Say what they are answered")) == (403, True)
    assert refused.shows("Why? My code is")  # on the page that it came from
    assert declined.shows("The case stands")
    assert (await read(court.world.brand, number)).stands


async def test_nobody_decides_on_a_case_of_their_own(court: DeskServer) -> None:
    await flagged(court)
    meera, noor = await court.tab("meera"), await court.tab("noor")
    await meera.get("/moderation")
    await meera.post("/moderation/do/condemn", why="rude", **WHERE)
    await left(court)
    code = (await read(court.world.brand, CaseNumber(1))).code
    await write(court.world.brand, court.world, f"Why? {code}")
    asked = {"case": "1", "answer": "No.", "back": "/moderation/appeals"}

    page = await meera.get("/moderation/appeals")
    refused = await meera.post("/moderation/do/decline", **asked)
    offered = await noor.get("/moderation/appeals")
    declined = await noor.post("/moderation/do/decline", **asked)

    assert page.shows(NOT_YOURS)
    assert "It stands…" not in page.text
    assert (refused.status, refused.shows(NOT_YOURS)) == (403, True)
    assert "It stands…" in offered.text
    assert declined.shows("The case stands")


async def test_an_appeal_that_waits_for_too_long_is_marked(court: DeskServer) -> None:
    await appealed(court.world.brand, court.world)
    court.world.clock.at += 3 * 86_400_000

    page = await (await court.tab("noor", "viewer")).get("/moderation/appeals")

    assert page.shows("1 waits for too long.")
    assert page.shows("too late")
    assert "Bring it back" not in page.text
    assert page.shows("noor may not decide appeals")
