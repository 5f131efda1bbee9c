"""Posts of ours: whole or gone on with, judged beforehand, and counted."""

from __future__ import annotations

import pytest

from bot.networks._bluesky.gate import GATE
from bot.playground.attachments import photo
from bot.playground.faults import Fault, Kind
from inbox.actions import Poll, Preview, Publish
from inbox.errors import Rejected, Uncertain, Unsupported
from inbox.models import Media, RemoteId
from tests.bluesky_account import Ours

HERE = RemoteId("")


async def picture(ours: Ours, **more: str) -> Media:
    return Media("image", await ours.files.put(photo("cup").data), "image/png", "cup.png", **{"alt": "A cup", **more})  # type: ignore[arg-type]  # fields of text


async def test_a_post_with_a_picture_tags_and_those_who_may_answer(ours: Ours) -> None:
    post = Publish(HERE, "New #cups", (await picture(ours),), tags=("#pots", "clay"), answers="followers")
    receipt = await ours.account().perform(post, "1")
    made = ours.posts()[-1]
    assert receipt.id == made.id
    assert made.value["tags"] == ["pots", "clay"]
    assert made.value["embed"]["images"][0]["alt"] == "A cup"
    (gate,) = ours.us.of(GATE)
    assert (gate.rkey, gate.value["post"]) == (made.rkey, made.uri)


async def test_a_card_has_a_picture_of_its_own(ours: Ours) -> None:
    card = Preview("Nadi Pots", "Cups and bowls", "https://nadi.example.com", await picture(ours))
    await ours.account().perform(Publish(HERE, "Our shop", previews=(card,)), "1")
    embed = ours.posts()[-1].value["embed"]
    assert embed["$type"] == "app.bsky.embed.external"
    assert embed["external"]["uri"] == "https://nadi.example.com"
    assert embed["external"]["thumb"]["size"] == len(photo("cup").data)


@pytest.mark.parametrize("kind", [Kind.CUT_BEFORE, Kind.CUT_AFTER])
@pytest.mark.parametrize("good", [0, 1, 2])
async def test_a_thread_that_broke_off_goes_on_where_it_stopped(ours: Ours, kind: Kind, good: int) -> None:
    post, account = Publish(HERE, "one", further=("two", "three")), ours.account()
    call = "POST com.atproto.repo.createRecord"
    if good:
        ours.server.faults.next(Fault(Kind.SLOW, seconds=0), call, times=good)
    ours.server.faults.next(Fault(kind), call)
    with pytest.raises(Uncertain):
        await account.perform(post, "1")
    whole = kind is Kind.CUT_AFTER and good == 2
    assert (await account.find_sent(post, "1", 0) is not None) is whole
    receipt = await ours.account().perform(post, "1")
    first, second, third = made = ours.posts()[1:]
    assert [one.text for one in made] == ["one", "two", "three"]
    assert (receipt.id, receipt.further) == (first.id, (second.id, third.id))
    assert third.value["reply"]["root"]["uri"] == first.uri
    assert third.value["reply"]["parent"]["uri"] == second.uri
    assert await account.find_sent(post, "1", 0) == receipt


@pytest.mark.parametrize(
    ("post", "words"),
    [
        (Publish(HERE, "x" * 301), "301 characters; Bluesky takes 300"),
        (Publish(HERE, "👩🏽‍🎨" * 299), "bytes; Bluesky takes 3000"),
        (Publish(HERE, "one", further=("two", "y" * 301)), "Part 3 has 301 characters"),
        (Publish(HERE, "one", further=("",)), "Part 2 is empty"),
        (Publish(HERE, ""), "neither a text nor a picture"),
        (Publish(HERE, "x", (Media("video", "blob:x"),)), "Only pictures"),
        (Publish(HERE, "x", (Media("image", "blob:none", alt="a"),)), "has been erased"),
        (Publish(HERE, "x", poll=Poll(("a", "b"), 60)), "no polls"),
        (Publish(HERE, "x", form="story"), "posts only"),
        (Publish(HERE, "x", visibility="private"), "is for everybody"),
        (Publish(HERE, "x", release=1), "at a later time"),
        (Publish(HERE, "x", previews=(Preview("a", link="https://x"), Preview("b", link="https://y"))), "one card"),
        (Publish(HERE, "x", previews=(Preview("a"),)), "give it a link"),
        (Publish(HERE, "x", tags=("t",) * 9), "9 tags"),
        (Publish(HERE, "x", tags=("t" * 65,)), "64 characters"),
    ],
)
async def test_what_bluesky_would_refuse_is_said_beforehand(ours: Ours, post: Publish, words: str) -> None:
    found = [one for one in await ours.account().judge(post) if one.stops]
    assert any(words in one.words for one in found), found


async def test_what_is_only_a_hint_stops_nothing(ours: Ours) -> None:
    post = Publish(HERE, "x", (await picture(ours, alt=""),), made_by_ai=True)
    found = await ours.account().judge(post)
    assert [one.stops for one in found] == [False, False]
    assert await ours.account().judge(Publish(HERE, "🏺" * 300)) == []


async def test_a_picture_that_is_too_large_is_said_with_its_size(ours: Ours) -> None:
    large = Media("image", await ours.files.put(b"x" * 2_000_001), name="kiln.jpg", alt="A kiln")
    (verdict,) = await ours.account().judge(Publish(HERE, "x", (large,)))
    assert "kiln.jpg has 2.0 MB; Bluesky takes 2 MB" in verdict.words
    with pytest.raises(Rejected, match="Make it smaller"):
        await ours.account().perform(Publish(HERE, "x", (large,)), "1")


async def test_what_is_counted_and_what_is_not(ours: Ours) -> None:
    world = ours.server.world
    world.reply(ours.asha, ours.root, "nice")
    world.like(ours.asha, ours.root)
    world.repost(ours.asha, ours.root)
    world.quote(ours.asha, ours.root, "look")
    found = await ours.account().metrics(RemoteId(ours.root.id))
    assert found.values == {"likes": 1, "shares": 1, "comments": 1, "quotes": 1, "saves": 0}
    assert "counts no views" in found.missing["views"]
    world.remove(ours.root)
    with pytest.raises(Rejected, match="no longer has"):
        await ours.account().metrics(RemoteId(ours.root.id))


async def test_what_everybody_would_see_is_not_posted_for_a_few(ours: Ours) -> None:
    before = ours.posts()
    with pytest.raises(Unsupported, match="for everybody"):
        await ours.account().perform(Publish(HERE, "x", visibility="private"), "1")
    assert ours.posts() == before
