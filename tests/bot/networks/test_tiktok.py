"""TikTok, over real HTTP in the simulated world: what it offers, and one story of each kind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.networks._tiktok.ids import Opens
from bot.networks.tiktok import CAPABILITIES, TikTok
from inbox.actions import Hide, Publish, Reply
from inbox.capabilities import TextLimit, Window
from inbox.incoming import NewMessage
from inbox.models import Media, RemoteId
from inbox.network import Differs, FetchesMedia, FindsSent, Listens, Network, SharesHooks
from inbox.publishing import JudgesPosts, ReadsMetrics
from tests.files_to_post import film
from tests.tiktok_account import Ours, tiktok_account


@pytest.fixture
async def ours() -> AsyncIterator[Ours]:
    async with tiktok_account() as made:
        yield made


def test_what_tiktok_offers() -> None:
    assert (CAPABILITIES.network, CAPABILITIES.read_on) == ("tiktok", "2026-11-23")
    assert CAPABILITIES.source.startswith("https://business-api.tiktok.com/")
    assert CAPABILITIES.limit("comments", "reply") == TextLimit(150)
    assert CAPABILITIES.limit("direct", "reply") == TextLimit(6000)
    assert CAPABILITIES.windows["direct", "reply"] == Window(48 * 3600, messages=10)
    assert CAPABILITIES.actions["direct"] == {"reply"}
    assert not CAPABILITIES.actions["comments"] & {"block", "unblock", "mute", "edit", "direct_message"}
    assert {"block", "mute", "edit", "remove", "unhide", "direct_message"} <= CAPABILITIES.remarks.keys()
    assert all(words.endswith(".") for words in CAPABILITIES.remarks.values())


async def test_an_account_can_what_its_options_say(ours: Ours) -> None:
    account = ours.account()
    for ability in (Network, Listens, SharesHooks, FindsSent, FetchesMedia, ReadsMetrics, JudgesPosts):
        assert isinstance(account, ability)
    assert isinstance(TikTok, Differs)
    assert account.hook_path == f"tiktok/{ours.app.client_key}"
    assert account.capabilities == TikTok.capabilities_of(account.Options.model_validate(account._options.model_dump()))
    silent = ours.account(messaging=False, publishing="off").capabilities
    assert "direct" not in silent.actions
    assert not silent.offers("comments", "publish")
    assert not silent.needs_public_url
    assert ours.account().capabilities.opens == Opens("nadipots")
    await account.close()


async def test_a_comment_arrives_is_answered_found_and_hidden(ours: Ours) -> None:
    account, said = ours.account(), ours.comment("What glaze is this?")
    assert await ours.hook(account) == [200]
    (heard,) = ours.heard.of(NewMessage)
    assert (heard.id, heard.text, heard.thread.remote) == (said.id, "What glaze is this?", ours.below(said))
    receipt = await account.perform(Reply(heard.thread.remote, "Celadon.", heard.id), "1")
    (answer,) = said.replies
    assert (answer.text, answer.id) == ("Celadon.", receipt.id)
    assert await account.find_sent(Reply(heard.thread.remote, "Celadon.", heard.id), "1", ours.now()) is not None
    await account.perform(Hide(heard.thread.remote, heard.id), "2")
    assert said.hidden
    assert account.capabilities.opens(heard.thread.remote, heard.id) == (
        f"https://www.tiktok.com/@nadipots/video/{ours.video.id}"
    )


async def test_a_message_arrives_and_is_answered(ours: Ours) -> None:
    account = ours.account()
    ours.write("Do you ship to Pune?")
    assert await ours.hook(account) == [200]
    await account.perform(Reply(ours.talk(), "We do."), "1")
    assert [one.text for one in ours.us.conversations[ours.asha.unique_identifier].messages][-1] == "We do."
    assert await ours.hook(account) == [200]
    assert [one.delivery for one in ours.heard.of(NewMessage)] == ["", "1"]  # our own echo is known as what it is


async def test_a_post_is_published_and_its_figures_are_read(ours: Ours) -> None:
    account = ours.account()
    media = Media("video", await ours.blobs.put(film(1080, 1920, 20)), "video/mp4")
    post = Publish(RemoteId("profile"), "A cup is thrown", (media,))
    receipt = await ours.publish(account, post, "1")
    ours.server.world.measure(ours.us.videos[receipt.id], video_views=7, likes=3)
    figures = await account.metrics(receipt.id)
    assert (figures.values["views"], figures.values["likes"]) == (7, 3)
    assert "clicks" in figures.missing


async def test_it_listens_until_it_is_stopped(ours: Ours) -> None:
    account = ours.account()
    ours.comment("Nice!")

    async def until_heard() -> None:
        while "Nice!" not in ours.heard.texts:
            await asyncio.sleep(0.01)

    async with asyncio.TaskGroup() as group:
        listening = group.create_task(account.listen(ours.heard.receive, None))
        await asyncio.wait_for(until_heard(), 5)
        listening.cancel()
    assert ours.heard.cursor is not None
