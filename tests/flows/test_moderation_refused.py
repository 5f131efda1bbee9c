"""A network that will not hide: the case says so in its words, it is tried again where that helps, nobody is misled."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest
import pytest_asyncio

from bot.playground.bluesky import BlueskyServer
from bot.playground.faults import Fault, Faults, Kind, Match
from bot.playground.meta import MetaServer
from bot.playground.tiktok import TikTokServer
from bot.playground.webhook import OtherService, refusal
from bot.playground.x import XServer
from bot.playground.youtube import YouTubeServer
from inbox import views
from tests.flows.court import OLGA, SECRET, Court, court, main
from tests.flows.moderation_places import (
    PEOPLE,
    InBluesky,
    InTikTok,
    InX,
    InYouTube,
    Place,
    in_meta,
)
from tests.flows.moderation_talks import InWebhook

pytestmark = pytest.mark.asyncio(loop_scope="module")

SCAM, TOLD = "Claim your airdrop today", "We took your comment out of sight."
MODERATION = f"""
rules:
  - {{id: scam, when: {{words: airdrop}}, do: {{hide: true}}, why: {{en: It offers quick money.}}}}
appeals:
  text: {{en: '{TOLD} {{reason}} Your code is {{code}}.'}}
"""
REFUSALS = {
    "facebook": "pages_manage_engagement",
    "instagram": "Unsupported request",
    "x": "You are not permitted to do that",
    "youtube": "The owner forbids that",
    "tiktok": "You don't have permission to perform this operation",
    "bluesky": "The record is not wanted",
}
FAULTS = {
    "429 for a moment": refusal(429, "Too many", retry_after=1),
    "busy": refusal(503, "Come back later"),
    "cut before": Fault(Kind.CUT_BEFORE),
    "cut after": Fault(Kind.CUT_AFTER),
    "broken": refusal(500, "Oops"),
}
MEETS = dict(zip(FAULTS, (*PEOPLE, "bhavin"), strict=True))  # nobody is told often in an hour
BUSY = "This forum is read only on Sundays"


@dataclass
class Refusing:
    """The running Sangam, and its networks, which refused to hide what was said before it began."""

    court: Court
    places: dict[str, Place]
    faults: Faults  # of the service that can do everything
    service: OtherService

    async def seen(self, network: str, words: str) -> bool:
        """Whether everybody still sees it."""
        return await self.places[network].seen(self.court.said[network, words])

    def hidden(self, said: str) -> int:
        """How often the service hid something."""
        done = self.service.taken.by_key.values()
        return len([one for one in done if one["action"] == "hide" and one["message"] == said])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def it(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Refusing]:
    """One Sangam on seven networks, six of which refuse the first time they are asked to hide."""
    async with contextlib.AsyncExitStack() as stack:
        enter = stack.enter_async_context
        http = await enter(aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)))
        meta, x, youtube = await enter(MetaServer()), await enter(XServer()), await enter(YouTubeServer())
        tiktok, bluesky = await enter(TikTokServer()), await enter(BlueskyServer())
        service = await enter(OtherService(SECRET))
        facebook, instagram = in_meta(meta)
        places: list[Place] = [
            facebook, instagram, InX(x), InYouTube(youtube), InTikTok(tiktok), InBluesky(bluesky), InWebhook(service),
        ]  # fmt: skip
        forum = {
            "network": "webhook", "name": "forum", "secret_env": "SANGAM_TEST_SECRET", "deliver_to": service.url,
            "actions": {"comments": ["reply", "direct_message", "hide", "unhide"]},
        }  # fmt: skip
        meta.refuse(200, 0, f"(#200) Requires {REFUSALS['facebook']}", Match("POST /{id}", "facebook"))
        meta.refuse(100, 0, REFUSALS["instagram"], Match("POST /{id}", "instagram"))
        x.refuse("forbidden", REFUSALS["x"], "PUT /2/tweets/{id}/hidden")
        youtube.refuse("forbidden", "POST */setModerationStatus", message=REFUSALS["youtube"], status=403)
        tiktok.refuse(40001, "POST /business/comment/hide/")
        bluesky.refuse("InvalidRequest", "POST com.atproto.repo.putRecord", message=REFUSALS["bluesky"])
        folder = tmp_path_factory.mktemp("refused")
        sangam = await enter(court(folder, places, MODERATION, http, accounts=[forum], early={SCAM: "asha"}))
        yield Refusing(sangam, {place.network: place for place in places}, service.faults, service)


@pytest.mark.parametrize("network", list(REFUSALS))
async def test_what_a_network_refuses_stands_on_the_case_in_its_words_until_a_person_sends_it_again(
    it: Refusing, network: str
) -> None:
    case = await it.court.case(main(network), SCAM, lambda one: one.state == "refused")
    (deed,) = case.deeds
    assert REFUSALS[network] in deed.told
    assert (deed.state, case.told) == ("refused", "wanted by the rule scam; the network refused")
    assert await it.seen(network, SCAM)
    assert (case.case.done_at, case.case.told_at) == (0, 0)  # its author is told of nothing that was not done
    parked = {one.id: one for one in (await views.parked(it.court.brand, OLGA)).deliveries}
    assert REFUSALS[network] in parked[deed.delivery].words

    done = await it.court.desk.do("retry", delivery=deed.delivery)

    assert done.status < 400
    again = await it.court.case(main(network), SCAM)
    assert [one.kind for one in again.deeds] == ["hide"]
    assert not await it.seen(network, SCAM)
    if "direct_message" in it.court.brand.capabilities[main(network)].actions["comments"]:
        told = await it.court.case(main(network), SCAM, lambda one: one.case.told_at)
        assert told.case.done_at <= told.case.told_at


@pytest.mark.parametrize("fault", list(FAULTS))
async def test_what_may_pass_is_tried_again_and_done_once(it: Refusing, fault: str) -> None:
    it.faults.next(FAULTS[fault], "hide")
    text = f"An airdrop, {fault}"
    said = await it.places["webhook"].say(MEETS[fault], text)

    case = await it.court.case("webhook:forum", text)

    assert [(deed.kind, deed.state) for deed in case.deeds] == [("hide", "done")]
    assert it.hidden(said) == 1
    assert case.case.done_at >= case.case.at
    told = await it.court.case("webhook:forum", text, lambda one: one.case.told_at)
    assert told.case.number == case.case.number
    parked = (await views.parked(it.court.brand, OLGA)).deliveries
    assert said not in {getattr(one.action, "message", None) for one in parked}


async def test_a_forum_that_is_read_only_says_so_and_what_it_refused_can_be_let_be(it: Refusing) -> None:
    it.faults.next(refusal(409, BUSY), "hide")
    said = await it.places["webhook"].say("bhavin", f"{SCAM}, on a Sunday")
    case = await it.court.case("webhook:forum", "on a Sunday", lambda one: one.state == "refused")
    assert BUSY in case.deeds[0].told
    assert (await it.court.desk.get(f"/moderation/case/{case.case.number}")).shows(BUSY)

    await it.court.desk.do("discard", delivery=case.deeds[0].delivery)

    ended = await it.court.case("webhook:forum", "on a Sunday", lambda one: one.state == "undone")
    assert (ended.case.undone_by, ended.case.told_at) == ("olga", 0)
    assert [(deed.state, deed.undoing) for deed in ended.deeds] == [("not done", None)]
    assert it.hidden(said) == 0
