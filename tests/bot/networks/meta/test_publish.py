"""Posts of a Page and a profile in the simulated Meta, through the accounts: published, found and measured."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.networks._meta.account import MetaAccount
from bot.networks._outside import Outside
from bot.networks.facebook import Facebook
from bot.networks.instagram import Instagram
from bot.playground.clock import Clock
from bot.playground.faults import Fault, Kind
from bot.playground.meta import MetaServer, Post
from bot.playground.meta.nodes_posts import is_public
from bot.sharing import Sharing
from bot.web import serving
from inbox.actions import Form, Publish
from inbox.errors import Rejected, Unavailable, Uncertain
from inbox.models import Media, MediaKind, RemoteId, account_id
from inbox.network import FindsSent, Receipt
from inbox.publishing import JudgesPosts, ReadsMetrics
from inbox.store import Store, opened
from inbox.store.blobs import Blobs
from inbox.store.embedded import Server
from tests.files_to_post import film, jpeg, png
from tests.redis_servers import free_port

HERE, KEY, START = RemoteId(""), "d1", 1_790_000_000.0
CUT = Fault(Kind.CUT_AFTER)


@dataclass
class Ours:
    """A Page and a profile of ours, and what stands on them."""

    meta: MetaServer
    blobs: Blobs
    facebook: Facebook
    instagram: Instagram
    page: str
    profile: str

    async def post(self, text: str, *files: bytes, form: Form = "post") -> Publish:
        """A post of these files."""
        kinds: list[MediaKind] = ["video" if data[4:8] == b"ftyp" else "image" for data in files]
        media = [Media(kind, await self.blobs.put(data)) for kind, data in zip(kinds, files, strict=True)]
        return Publish(HERE, text, tuple(media), form=form)

    def public(self, owner: str) -> list[Post]:
        """What stands on a Page or profile."""
        posts, now = self.meta.world.things[owner].posts.values(), self.meta.clock.now()
        return [post for post in posts if is_public(post, now)]


@pytest.fixture(params=[True, False], ids=["fetched", "sent along"])
def public(request: pytest.FixtureRequest) -> bool:
    """Whether the world can reach us."""
    return bool(request.param)


@pytest.fixture
async def ours(redis_server: Server, brand: str, tmp_path: Path, public: bool) -> AsyncIterator[Ours]:
    """Both accounts, with our own web server for what Meta fetches."""
    port, blobs, app = free_port(), Blobs(tmp_path), web.Application()
    async with opened(redis_server.url, brand) as store, MetaServer(clock=Clock(START, speed=0)) as meta:

        def now() -> int:
            return round(meta.clock.now() * 1000)

        sharing = Sharing(blobs, f"http://127.0.0.1:{port}" if public else "", b"k" * 32, now)
        app.add_routes(sharing.routes())
        async with serving(app, "127.0.0.1", port), aiohttp.ClientSession() as http:
            made = meta.world.create_app()
            page = meta.world.create_page("Kiln", made)
            profile = meta.world.create_profile("kiln", made)
            base = {"app_id": made.id, "app_secret": made.secret, "base_url": meta.url}

            def outside(network: str, store: Store = store) -> Outside:
                mailbox = store.mailboxes.of(account_id(network, "main"))
                return Outside(http, mailbox, blobs, "", now, share=sharing)

            on_page = Facebook.Options.model_validate({**base, "page": page.id, "token": page.token})
            on_profile = Instagram.Options.model_validate({**base, "id": profile.id, "token": profile.token})
            yield Ours(
                meta,
                blobs,
                Facebook(account_id("facebook", "main"), on_page, outside("facebook")),
                Instagram(account_id("instagram", "main"), on_profile, outside("instagram")),
                page.id,
                profile.id,
            )


async def done(account: MetaAccount, action: Publish, ours: Ours, key: str = KEY) -> Receipt:
    """Publish, and come again while Meta prepares it."""
    for _ in range(5):
        try:
            return await account.perform(action, key)
        except Unavailable:
            ours.meta.clock.advance(60)
    raise AssertionError("it never comes to an end")


def plain(id: RemoteId) -> str:
    """An id as Meta writes it."""
    return "_".join(part.lstrip("0") for part in id.split("_"))


async def test_both_accounts_offer_all_that_posts_need(ours: Ours) -> None:
    for account in (ours.facebook, ours.instagram):
        assert isinstance(account, JudgesPosts)
        assert isinstance(account, ReadsMetrics)
        assert isinstance(account, FindsSent)


@pytest.mark.parametrize("kind", ["words", "picture", "pictures", "film", "reel", "picture story", "film story"])
async def test_every_form_of_post_on_a_page(ours: Ours, kind: str) -> None:
    action = {
        "words": await ours.post("Kem cho?"),
        "picture": await ours.post("Kem cho?", jpeg()),
        "pictures": await ours.post("Kem cho?", jpeg(), png()),
        "film": await ours.post("Kem cho?", film()),
        "reel": await ours.post("Kem cho?", film(), form="reel"),
        "picture story": await ours.post("", jpeg(1080, 1920), form="story"),
        "film story": await ours.post("", film(), form="story"),
    }[kind]
    ours.meta.world.video_takes = 90.0
    receipt = await done(ours.facebook, action, ours)
    [post] = ours.public(ours.page)
    assert (plain(receipt.id), post.text) == (post.id, action.text)
    assert len(post.pictures) == sum(medium.kind == "image" for medium in action.media)
    assert await ours.facebook.perform(action, KEY) == receipt
    measured = await ours.facebook.metrics(receipt.id)
    assert {"views", "reach", "clicks", "likes", "comments", "shares", "reactions"} <= measured.values.keys()


@pytest.mark.parametrize("public", [True], indirect=True)
@pytest.mark.parametrize("kind", ["picture", "carousel", "reel", "picture story", "film story"])
async def test_every_form_of_post_on_a_profile(ours: Ours, kind: str) -> None:
    action = {
        "picture": await ours.post("Kem cho?", jpeg()),
        "carousel": await ours.post("Kem cho?", jpeg(), jpeg(1080, 1350), film()),
        "reel": await ours.post("Kem cho?", film(), form="reel"),
        "picture story": await ours.post("", jpeg(1080, 1920), form="story"),
        "film story": await ours.post("", film(), form="story"),
    }[kind]
    ours.meta.world.container_takes = 90.0
    receipt = await done(ours.instagram, action, ours)
    [post] = ours.public(ours.profile)
    assert (plain(receipt.id), post.text) == (post.id, action.text)
    assert await ours.instagram.perform(action, KEY) == receipt
    measured = await ours.instagram.metrics(receipt.id)
    assert {"views", "reach", "shares"} <= measured.values.keys()
    assert measured.missing == {}


@pytest.mark.parametrize("public", [True], indirect=True)
@pytest.mark.parametrize("form", ["post", "reel", "story"])
async def test_a_lost_answer_is_looked_for_on_both(ours: Ours, form: Form) -> None:
    for account, owner, calls in (
        (ours.instagram, ours.profile, ["POST /{id}/media_publish"]),
        (ours.facebook, ours.page, ["POST /{id}/feed", "POST /{id}/video_reels", "POST /{id}/photo_stories"]),
    ):
        action = await ours.post("" if form == "story" else "Our kiln", film() if form == "reel" else jpeg(), form=form)
        for call in calls:
            ours.meta.faults.next(CUT, call, times=2 if call.endswith("reels") else 1)
        lost = 0
        for _ in range(4):
            try:
                receipt = await account.find_sent(action, KEY, 0) or await account.perform(action, KEY)
                break
            except (Uncertain, Unavailable):
                lost += 1
                ours.meta.clock.advance(20)
        else:
            raise AssertionError("it never comes to an end")
        assert lost
        [post] = ours.public(owner)
        assert plain(receipt.id) == post.id
        ours.meta.faults.clear()


@pytest.mark.parametrize("public", [True], indirect=True)
async def test_a_container_that_expires_is_made_anew_by_a_retry(ours: Ours) -> None:
    action = await ours.post("Our kiln", film(), form="reel")
    ours.meta.world.container_takes = 30 * 3600.0
    with pytest.raises(Unavailable):
        await ours.instagram.perform(action, KEY)
    ours.meta.clock.advance(24 * 3600)
    with pytest.raises(Rejected, match="has expired. Retry to have it prepared anew"):
        await ours.instagram.perform(action, KEY)
    ours.meta.world.container_takes = 0.0
    await ours.instagram.perform(action, KEY)
    assert len(ours.public(ours.profile)) == 1


@pytest.mark.parametrize("public", [False], indirect=True)
async def test_without_an_address_of_ours_the_profile_gets_nothing(ours: Ours) -> None:
    with pytest.raises(Rejected, match=r"set web.public_url in bot.yaml"):
        await ours.instagram.perform(await ours.post("Our kiln", jpeg()), KEY)
    assert ours.public(ours.profile) == []


async def test_a_large_film_is_better_fetched_from_us(ours: Ours, public: bool) -> None:
    said = await ours.facebook.judge(await ours.post("Our kiln", film(size=31 * 1024 * 1024)))
    assert [one.stops for one in said] == ([] if public else [False])
    assert all("Set web.public_url in bot.yaml" in one.words for one in said)
    assert await ours.facebook.judge(await ours.post("Our kiln", film())) == []
