"""A post on its way through the outbox: awaited with growing pauses, looked for when its answer was lost, parked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot.networks._outside import Outside
from bot.networks.instagram import CAPABILITIES, Instagram
from bot.sending import send_next
from inbox import delivery, review, views
from inbox.actions import Proposal, Publish
from inbox.models import DeliveryId, RemoteId
from inbox.store.embedded import Server
from tests.cast import OLGA
from tests.files_to_post import film, png
from tests.meta_posts import INSTAGRAM, PROFILE, Desk, meta_posts
from tests.world import ACCOUNT, World, world

MINUTE = 60_000


@dataclass
class Office:
    """A brand that posts to Instagram."""

    here: World
    desk: Desk
    instagram: Instagram

    async def approved(self, action: Publish) -> DeliveryId:
        """A post that Olga lets go out, due by now."""
        await self.here.hear(kind="comments")
        made = await self.here.propose(Proposal(action, OLGA, "it is Friday"))
        id = await review.approve(self.here.brand, made[0].draft, OLGA)
        self.later(self.here.brand.undo.people)
        return id

    async def send(self) -> None:
        """One turn of the sending loop."""
        await send_next(self.here.brand, {ACCOUNT: self.instagram})

    def later(self, ms: int) -> None:
        """Let time pass, here and at Meta."""
        self.here.clock.at += ms
        self.desk.clock.at = self.here.clock.at

    async def state(self, id: DeliveryId) -> tuple[str, str]:
        """Where the post stands, and what was said last."""
        found = await self.here.store.outbox.open(id)
        assert found
        return found.state, found.words


@pytest.fixture
async def office(redis_server: Server, brand: str, tmp_path: Path) -> AsyncIterator[Office]:
    """Everything on loopback."""
    async with world(redis_server.url, brand) as here, aiohttp.ClientSession() as http:
        here.capabilities[ACCOUNT] = CAPABILITIES
        async with meta_posts(INSTAGRAM, here.store, tmp_path) as desk:
            options = Instagram.Options.model_validate(
                {
                    "app_id": 42,
                    "app_secret": "the-secret",
                    "id": PROFILE,
                    "token": "EAABtoken",
                    "base_url": desk.meta.url,
                }
            )
            mailbox = here.store.mailboxes.of(ACCOUNT)
            outside = Outside(http, mailbox, desk.blobs, "", here.clock, share=desk.share)
            yield Office(here, desk, Instagram(ACCOUNT, options, outside))


async def reel(office: Office) -> Publish:
    """A post of one film."""
    return Publish(RemoteId(""), "Our kiln", (await office.desk.attach(film(), "video"),), form="reel")


async def test_a_reel_is_awaited_with_growing_pauses_and_sent(office: Office) -> None:
    id = await office.approved(await reel(office))
    office.desk.meta.waits = 3
    for pause in (2_000, 10_000, MINUTE):
        await office.send()
        state, words = await office.state(id)
        assert state == "queued"
        assert words.startswith("Instagram is still preparing the post.")
        office.later(pause)
    await office.send()
    assert (await office.state(id))[0] == "sent"
    assert (office.desk.meta.count("POST media"), len(office.desk.meta.media)) == (1, 1)


async def test_a_reel_that_is_never_ready_is_parked_and_a_retry_goes_on_where_it_stands(office: Office) -> None:
    id = await office.approved(await reel(office))
    office.desk.meta.waits = 1_000
    for _ in range(6):
        await office.send()
        office.later(15 * MINUTE)
    state, words = await office.state(id)
    assert (state, words.partition(". ")[2]) == (
        "parked",
        "It is asked again by itself; when that ends, retry, and it goes on where it stands.",
    )
    office.desk.meta.waits = 0
    await delivery.retry(office.here.brand, id, OLGA)
    await office.send()
    assert (await office.state(id))[0] == "sent"
    assert (office.desk.meta.count("POST media"), len(office.desk.meta.media)) == (1, 1)


async def test_a_lost_answer_is_looked_for_and_nothing_is_published_twice(office: Office) -> None:
    id = await office.approved(await reel(office))
    office.desk.meta.cut("POST media_publish")
    await office.send()
    assert (await office.state(id))[0] == "sending"
    office.later(CAPABILITIES.settles * 1000)
    await office.send()
    assert (await office.state(id))[0] == "sent"
    assert (office.desk.meta.count("POST media_publish"), len(office.desk.meta.media)) == (1, 1)


async def test_what_stands_against_a_post_is_shown_to_a_person(office: Office) -> None:
    file = await office.desk.attach(png(), name="kiln.png")
    await office.approved(Publish(RemoteId(""), "Our kiln", (file,)))
    await office.send()
    [parked] = (await views.parked(office.here.brand, OLGA)).deliveries
    assert parked.words == "“kiln.png” is a PNG; Instagram takes JPEG pictures only. Save it as a JPEG."
    assert office.desk.meta.calls == []
