"""The buttons for bad days on simulated networks: each works where it is meant, and ends by itself."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.playground.bluesky import BlueskyServer
from bot.playground.discord import DiscordServer
from bot.playground.meta import MetaServer
from inbox.brand import Brand
from inbox.cases import Measure, MeasureKind
from inbox.docket.shown import CaseView
from inbox.errors import NotAllowed
from inbox.models import AccountId
from inbox.moderation import measures
from tests.cast import MEERA
from tests.flows.court import Court, court, main
from tests.flows.moderation_places import InBluesky, InMeta, in_meta
from tests.flows.moderation_talks import InDiscord, InWebChat
from tests.redis_servers import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAID = {"Are you open, friends?": "asha", "Are you open, strangers?": "bhavin"}
RULES = """
rules:
  - {id: hours, when: {words: [open]}, text: From nine to six.}
"""
LATER, SOON = 3_600_000, 400  # ms until a measure ends: in these tests it is shortened once it was seen to work
PATIENCE = 20.0


@dataclass
class BadDay:
    """The running Sangam and its networks."""

    court: Court
    facebook: InMeta
    instagram: InMeta
    bluesky: InBluesky
    discord: InDiscord
    site: InWebChat

    async def on(self, kind: MeasureKind, account: AccountId, ends_in: int = LATER, **more: Any) -> Measure:
        """Switch it on, or change when it ends."""
        brand = self.court.brand
        return await measures.switch_on(brand, MEERA, kind, account, until=brand.now() + ends_in, **more)

    async def lapsed(self, measure: Measure) -> None:
        """Wait until the log says that its time is over."""

        async def said() -> bool:
            newest = await self.court.brand.store.log.newest(300)
            return any(one.what == "measure.off" and one.ref == measure.id for one in newest)

        await until(said, PATIENCE)


async def followers_only(brand: Brand) -> None:
    """Switch it on for Bluesky before Sangam looks there."""
    await measures.switch_on(brand, MEERA, "followers_only", main("bluesky"), why="a raid")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def day(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BadDay]:
    """One Sangam on five networks, without any rule."""
    async with contextlib.AsyncExitStack() as stack:
        enter = stack.enter_async_context
        http = await enter(aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)))
        facebook, instagram = in_meta(await enter(MetaServer()))
        bluesky = InBluesky(await enter(BlueskyServer()))
        bluesky.on.people["asha"].follows.add(bluesky.on.us.did)
        discord, site = InDiscord(await enter(DiscordServer())), InWebChat(http)
        places, folder = [facebook, instagram, bluesky, discord, site], tmp_path_factory.mktemp("day")
        it = await enter(court(folder, places, "rules: []", http, rules=RULES, early=SAID, begins=followers_only))
        yield BadDay(it, facebook, instagram, bluesky, discord, site)


def by_measure(case: CaseView) -> tuple[str, str, list[tuple[str, str]]]:
    """Who answers for a case, why, and what was done."""
    return case.by, case.case.reason, [(deed.kind, deed.state) for deed in case.deeds]


async def test_everything_new_below_a_post_is_hidden_until_a_time_and_comes_back_by_undo(day: BadDay) -> None:
    it = day.court
    before = await day.facebook.say("asha", "Are you open now?")
    subject = (await it.message("facebook:main", "open now"))[0].thread.subject
    assert subject
    await it.drafted("facebook:main", "open now")
    other = day.facebook.on.meta.world.post(day.facebook.on.page, "Bowls")

    where = {"post": subject.remote, "why": "a raid"}
    await day.on("hide_new", main("facebook"), **where)
    new = await day.facebook.say("asha", "Are you open today?")
    elsewhere = day.facebook.on.meta.world.comment(day.facebook.on.people["chen"], other, "Are you open there?")

    case = await it.case("facebook:main", "open today")
    by, why, deeds = by_measure(case)
    assert (by, deeds) == ("a measure that meera switched on", [("hide", "done")])
    assert why.startswith("all that is new is hidden until ")
    assert why.endswith(", as meera switched on: a raid")
    assert [await day.facebook.seen(one) for one in (before, new)] == [True, False]
    await it.drafted("facebook:main", "open there")
    assert await day.facebook.seen(elsewhere)

    await day.lapsed(await day.on("hide_new", main("facebook"), SOON, **where))
    after = await day.facebook.say("bhavin", "Are you open later?")
    await it.drafted("facebook:main", "open later")
    assert [await day.facebook.seen(one) for one in (new, after)] == [False, True]
    await it.undo(case)
    assert await day.facebook.seen(new)


async def test_only_people_who_wrote_before_are_seen(day: BadDay) -> None:
    it = day.court
    await day.instagram.say("asha", "Are you open at one?")
    await it.drafted("instagram:main", "at one")

    await day.on("known_only", main("instagram"))
    known, new = (
        await day.instagram.say("asha", "Are you open at two?"),
        await day.instagram.say("chen", "Are you open at noon?"),
    )

    assert by_measure(await it.case("instagram:main", "at noon?"))[0] == "a measure that meera switched on"
    await it.drafted("instagram:main", "Are you open at two?")
    assert [await day.instagram.seen(one) for one in (known, new)] == [True, False]
    await day.lapsed(await day.on("known_only", main("instagram"), SOON))
    later = await day.instagram.say("dolores", "Are you open at three?")
    await it.drafted("instagram:main", "at three")
    assert await day.instagram.seen(later)


async def test_only_followers_are_seen_on_bluesky(day: BadDay) -> None:
    it = day.court
    case = await it.case("bluesky:main", "strangers")
    assert by_measure(case)[1] == "only followers are shown, as meera switched on: a raid"
    await it.drafted("bluesky:main", "friends")
    assert not await day.bluesky.seen(it.said["bluesky", "Are you open, strangers?"])
    assert await day.bluesky.seen(it.said["bluesky", "Are you open, friends?"])
    with pytest.raises(NotAllowed, match="Facebook does not tell us who follows"):
        await measures.switch_on(it.brand, MEERA, "followers_only", main("facebook"))


async def test_slow_mode_is_the_networks_own_and_ends_by_itself(day: BadDay) -> None:
    it, world = day.court, day.discord.server.world
    await day.discord.say("asha", "Are you open in Discord?")
    conversation, _ = await it.message("discord:main", "in Discord")

    where = {"conversation": conversation.id, "seconds": 20}
    await day.on("slow", main("discord"), **where)
    await world.wait_for(lambda: day.discord.talk.slowmode == 20, PATIENCE)

    on = await day.on("slow", main("discord"), SOON, **where)

    await world.wait_for(lambda: day.discord.talk.slowmode == 0, PATIENCE)
    assert on.id not in {one.id for one in await measures.active(it.brand)}
    assert it.brand.now() >= on.until


async def test_responders_are_silent_until_a_time_and_then_look_at_what_was_asked(day: BadDay) -> None:
    it = day.court
    on = await day.on("freeze", main("webchat"), SOON)
    await day.site.say("asha", "Are you open on the site?")

    draft = await it.drafted("webchat:site", "on the site")

    assert draft.at >= on.until
    assert on.id not in {one.id for one in await measures.active(it.brand)}
