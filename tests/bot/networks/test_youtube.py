"""YouTube as a network: what it offers, says and satisfies, and one comment from arrival to answer and figures."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.networks._youtube.ids import thread_of
from bot.networks.youtube import CAPABILITIES, YouTube
from bot.playground.youtube import Comment
from inbox import arrivals
from inbox.actions import Hide, Publish, Reply, Unhide
from inbox.capabilities import MICRO
from inbox.incoming import NewMessage
from inbox.models import Media, Message, RemoteId, conversation_id
from inbox.network import Differs, FetchesMedia, FindsSent, Listens, Network
from inbox.publishing import JudgesPosts, ReadsMetrics
from inbox.store.embedded import Server
from tests.world import world
from tests.youtube_accounts import Ours, ours
from tests.youtube_spec import Watch


@pytest.fixture
async def channel() -> AsyncIterator[Ours]:
    async with ours() as made:
        made.server.inspect = watch = Watch(answers=False)
        yield made
        watch.check()


async def test_it_is_what_the_port_asks_for(channel: Ours) -> None:
    account = channel.account()
    for protocol in (Network, Listens, FindsSent, FetchesMedia, JudgesPosts, ReadsMetrics):
        assert isinstance(account, protocol)
    assert isinstance(YouTube, Differs)
    assert account.capabilities == CAPABILITIES
    await account.close()


async def test_another_quota_is_another_tariff_and_nothing_else(channel: Ours) -> None:
    account = channel.account(units_a_day=50_000)
    assert account.capabilities.tariff is not None
    assert account.capabilities.tariff.a_day == 50_000 * MICRO
    assert account.capabilities == account.capabilities_of(
        YouTube.Options.model_validate(channel.given(units_a_day=50_000))
    )


def test_what_it_offers_is_called_as_youtube_calls_it() -> None:
    assert not CAPABILITIES.offers("direct", "reply")
    assert CAPABILITIES.called["hide"] == "Hold for review"
    assert CAPABILITIES.reviews
    assert "no private messages" in CAPABILITIES.remarks["direct_message"]
    assert CAPABILITIES.tariff is not None
    assert CAPABILITIES.tariff.price(Hide(RemoteId("v.c"), RemoteId("c"))) == 50 * MICRO
    every = {"direct_message", "react", "mute", "unblock"}
    assert every <= CAPABILITIES.remarks.keys(), "what is missing says why"


async def test_a_comment_is_answered_and_a_bad_one_held(channel: Ours) -> None:
    video = channel.video()
    question = channel.world.comment(channel.person(), video, "Which clay?")
    bad = channel.world.comment(channel.person("Bhavin"), video, "Rubbish")
    account = channel.account()
    store = await channel.hear(account)
    heard = {event.id: event for event in store.of(NewMessage)}
    thread = heard[RemoteId(question.id)].thread.remote
    receipt = await account.perform(Reply(thread, "Stoneware.", RemoteId(question.id)), "key-1")
    await account.perform(Hide(heard[RemoteId(bad.id)].thread.remote, RemoteId(bad.id)), "key-2")
    assert [comment.text for comment in channel.world.visible(video)] == ["Which clay?", "Stoneware."]
    assert account.capabilities.opens(thread, receipt.id).startswith(f"https://www.youtube.com/watch?v={video.id}&lc=")
    store = await channel.hear(account, 600)
    assert store.texts[receipt.id] == "Stoneware."
    assert store.held == {bad.id}


async def test_a_video_is_published_and_its_figures_come_back(channel: Ours) -> None:
    film = Media("video", await channel.blobs.put(b"film" * 1000), "video/mp4")
    account = channel.account()
    receipt = await account.perform(Publish(RemoteId(channel.channel.id), "How we glaze", (film,)), "key-1")
    video = channel.world.videos[receipt.id]
    channel.world.figures(video, views=7, likes=2)
    found = await account.metrics(receipt.id)
    assert (found.values["views"], found.values["likes"]) == (7, 2)
    assert not await account.judge(Publish(RemoteId(channel.channel.id), "How we glaze", (film,)))


async def test_what_waits_is_decided_and_its_units_are_counted_in_the_real_store(
    channel: Ours, redis_server: Server, brand: str
) -> None:
    id, tariff = channel.account().account, CAPABILITIES.tariff
    assert tariff is not None
    async with world(redis_server.url, brand) as inbox:
        inbox.clock.at, inbox.capabilities = channel.now(), {id: CAPABILITIES}
        channel.meter = inbox.store.costs.of(id, tariff, channel.now)
        account, receive = channel.account(), arrivals.receiver(inbox.brand, id)
        video, asha = channel.video(), channel.person()
        held = channel.world.comment(asha, video, "Is this real?", held=True)
        lovely = channel.world.comment(asha, video, "Lovely")

        async def stored(comment: Comment) -> Message:
            conversation = conversation_id(id, thread_of(video.id, comment.id))
            found = await inbox.store.conversations.read(conversation, channel.now())
            assert found is not None
            (message,) = found.messages
            return message

        await channel.listen(account, receive, None)
        message = await stored(held)
        assert (message.text, message.held) == ("Is this real?", True)
        await account.perform(Unhide(thread_of(video.id, held.id), RemoteId(held.id)), "key-1")
        channel.world.edit_comment(lovely, "Lovely!")
        cursor = (await inbox.store.modes.account(id, channel.now())).cursor
        await channel.listen(account, receive, cursor, 600)
        message = await stored(held)
        assert (message.hidden, message.held, (await stored(lovely)).text) == (False, False, "Lovely!")
        spent = (await inbox.store.costs.all({id: tariff}, channel.now()))[id]
        assert spent.used.today // MICRO == channel.server.billed["units"]
        assert spent.plan.words.endswith(" next")
