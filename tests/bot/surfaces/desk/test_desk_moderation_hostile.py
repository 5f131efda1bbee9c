"""Whatever is thrown at the pages of moderation: texts from outside, forged forms, addresses, endless numbers."""

from __future__ import annotations

import re

import pytest

from inbox.actions import Mute
from inbox.cases import Finding, Wants
from inbox.models import Contact, RemoteId
from inbox.moderation.rulings import register
from tests.bot.surfaces.desk.desk_server import DeskServer
from tests.bot.surfaces.desk.test_desk_moderation import WHERE, flagged, left
from tests.cast import ASHA, CHEN
from tests.inbox.cased import HIDES, comment, in_force, judge
from tests.world import ACCOUNT, at

EVIL = "<script>alert(1)</script> \u202egnp.exe {{ 7 * 7 }} \"'"


@pytest.mark.parametrize(
    "said_so",
    [EVIL, "x" * 10_000, "Z" + "\u0335\u0321\u030d" * 300, "\u202e" * 50, "નમસ્તે! મફત પૈસા 💸"],
    ids=["markup", "long", "marks", "turned", "gujarati"],
)
async def test_no_text_from_outside_breaks_a_page(court: DeskServer, said_so: str) -> None:
    brand, author = court.world.brand, Contact(RemoteId("9"), said_so[:200], said_so[:30])
    await flagged(court, said_so, CHEN, id="f1")
    shady = Finding("shady", "v1", said_so, Wants(sight="hide"))
    await comment(brand, court.world, said_so, author)
    await register(brand, {"insults": "v1", "scam": "v1", "shady": "v1"})
    await judge(brand, HIDES, shady)
    await in_force(brand, HIDES)
    await comment(brand, court.world, said_so, author, id="m2")
    await judge(brand, HIDES, shady)
    olga = await court.tab("olga", "admin")

    for path in ("", "/cases", "/case/1", "/rules", "/rule?name=shady", f"/person?id={ACCOUNT}/9"):
        page = await olga.get(f"/moderation{path}")
        assert page.status == 200, path
        assert "<script>alert" not in page.text, path
        assert "49" not in re.findall(r"gnp.exe (\S+)", page.text), path
        names = re.findall(r'<bdi class="name">(.*?)</bdi>', page.text)
        assert all("\u202e" not in name for name in names), path


async def test_forged_forms_strange_buttons_and_foreign_places_are_refused(court: DeskServer) -> None:
    await flagged(court)
    meera = await court.tab("meera")
    await meera.get("/moderation")

    assert (await meera.post("/moderation/do/frobnicate", back="/moderation")).status == 404
    for path in ("/nowhere", "/case/1e9", "/case/9", "/cases?after=nonsense", "/rule?name=none", "/do/clear", "cases"):
        lost = await meera.get(f"/moderation{path}")
        assert lost.status == 404, path
        assert (lost.shows('role="alert"'), lost.shows(">Cases</a>")) == (path != "cases", path != "cases"), path
    away = await meera.post(
        "/moderation/do/clear", follow=False, **{**WHERE, "back": "https://evil.example/moderation"}
    )
    assert away.headers["Location"] == "/moderation?done=clear"
    await flagged(court, id="m2")
    split = await meera.post(
        "/moderation/do/clear", follow=False, **{**WHERE, "message": "m2", "back": "/moderation?a=\rb"}
    )
    assert split.headers["Location"] == "/moderation?a=b&done=clear"
    meera.token = "0" * 64
    assert (await meera.post("/moderation/do/clear", **WHERE)).status == 403


async def test_numbers_without_end_and_of_other_scripts_break_nothing(court: DeskServer) -> None:
    await flagged(court)
    olga = await court.tab("olga", "admin")
    await olga.get("/moderation")
    endless = "9" * 5_000

    assert (await olga.post("/moderation/do/mute", **WHERE, person=ASHA.remote, seconds=endless)).status == 200
    slow = {"account": ACCOUNT, "c": at(ASHA), "kind": "slow", "seconds": endless, "back": "/moderation/measures"}
    assert (await olga.post("/moderation/do/switch_on", **slow)).status == 403
    for path in (f"/?c={at(ASHA)}&before={endless}", "/log?before=\u0663-\u0663", f"/log?before={'9' * 40}-1"):
        assert (await olga.get(path)).status == 200, path[:40]
    assert (await olga.get("/moderation/cases?after=\u0663 \u0663")).status == 404
    assert Mute(ASHA.remote, ASHA.remote, 3600) in await left(court)
