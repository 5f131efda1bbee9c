"""What Bluesky offers, and a story from a mention to a published post, against a simulated one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.networks.bluesky import CAPABILITIES, Bluesky, error_for, parse
from bot.playground.attachments import photo
from inbox.actions import Publish, Reply
from inbox.errors import Rejected
from inbox.incoming import NewMessage
from inbox.models import Media, RemoteId
from inbox.network import FetchesMedia, FindsSent, Listens, Network
from inbox.publishing import JudgesPosts, ReadsMetrics
from tests.bluesky_account import Ours, bluesky_account


@pytest.fixture
async def ours() -> AsyncIterator[Ours]:
    async with bluesky_account() as made:
        yield made


def test_it_offers_what_bluesky_has() -> None:
    assert CAPABILITIES.offers("comments", "hide")
    assert not CAPABILITIES.offers("direct", "hide")
    assert not CAPABILITIES.offers("comments", "edit")
    assert CAPABILITIES.limit("comments", "reply").over("👩🏽‍🎨" * 300) is not None
    assert CAPABILITIES.limit("comments", "reply").over("🏺" * 300) is None
    assert CAPABILITIES.limit("direct", "reply").most == 1000
    assert callable(error_for)
    assert callable(parse)


async def test_an_account_can_all_that_the_port_knows_of_it(ours: Ours) -> None:
    account = ours.account()
    for ability in (Network, Listens, FindsSent, FetchesMedia, ReadsMetrics, JudgesPosts):
        assert isinstance(account, ability)
    assert account.capabilities == Bluesky.capabilities
    await account.close()


async def test_a_mention_is_heard_and_answered_and_a_post_is_out_and_counted(ours: Ours) -> None:
    account = ours.account()
    assert all(one.ok for one in await account.check())
    async with ours.listening(account) as after:
        mention = ours.server.world.mention(ours.asha, ours.us, "do you ship to Surat?")
        await after(10)
        (heard,) = ours.all(NewMessage)
        answered = await account.perform(Reply(heard.thread.remote, "We do!", to=heard.id), "1")
        sent = await ours.server.wait_sent(lambda one: one.text == "We do!")
        await after(60)
    assert sent.object_id.endswith(str(answered.id).partition("~")[2])
    assert ours.all(NewMessage)[-1].delivery == "1"
    assert ours.all(NewMessage)[-1].thread.remote == heard.thread.remote
    assert CAPABILITIES.opens(heard.thread.remote, heard.id).endswith(f"/post/{mention.rkey}")
    cup = Media("image", await ours.files.put(photo("cup").data), "image/png", alt="A cup")
    post = await account.perform(Publish(RemoteId(""), "New cups", (cup,)), "2")
    ours.server.world.like(ours.asha, ours.posts()[-1])
    assert (await account.metrics(post.id)).values["likes"] == 1


@pytest.mark.parametrize("ref", ["", "bafkreipicture", "http://127.0.0.1/x", "https://127.0.0.1/x"])
async def test_a_file_from_elsewhere_is_not_fetched(ours: Ours, ref: str) -> None:
    with pytest.raises(Rejected):
        async for _ in ours.account().fetch(Media("image", ref)):
            pass
