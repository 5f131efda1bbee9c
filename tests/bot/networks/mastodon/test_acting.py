"""Acting on the simulated Mastodon: said once, to whom it is for, and no more openly than it was asked."""

from __future__ import annotations

import pytest

from bot.networks._mastodon.acting import addressed
from bot.networks._mastodon.ids import Place
from bot.playground.faults import Fault, Kind, Match
from inbox.actions import Action, Block, DirectMessage, Edit, Hide, Mute, React, Remove, Reply, Unblock
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain, Unsupported
from inbox.models import Media, RemoteId
from tests.bot.networks.mastodon.conftest import Ours

POST = "POST /api/v1/statuses"


def reply_to(ours: Ours, id: str, text: str = "At nine.", **more: object) -> Reply:
    place = Place(ours.asha.id, id)
    return Reply(place.remote, text, RemoteId(id), **more)  # type: ignore[arg-type]  # fields of a test's choice


@pytest.mark.parametrize("visibility", ["public", "unlisted", "private"])
async def test_an_answer_names_whom_it_is_for_and_is_no_more_open_than_the_question(
    ours: Ours, visibility: str
) -> None:
    asked = ours.server.world.post(ours.asha, "@nadi When?", visibility=visibility)
    receipt = await ours.network().perform(reply_to(ours, asked.id), "k1")
    answer = ours.server.world.statuses[receipt.id]
    assert (answer.text, answer.visibility) == ("@asha@clay.example At nine.", visibility)
    assert answer.answers is asked


async def test_the_same_key_is_the_same_post_even_when_its_answer_was_lost(ours: Ours) -> None:
    asked = ours.server.world.mention(ours.asha, ours.shop, "When?")
    ours.server.faults.next(Fault(Kind.CUT_AFTER), Match(call=POST))
    with pytest.raises(Uncertain):
        await ours.network().perform(reply_to(ours, asked.id), "k1")
    receipt = await ours.network().perform(reply_to(ours, asked.id), "k1")
    assert [one.result_id for one in ours.server.sent] == [receipt.id]


async def test_in_private_it_stays_private(ours: Ours) -> None:
    asked = ours.server.world.message(ours.asha, ours.shop, "May I return it?")
    network, thread = ours.network(), Place(ours.asha.id).remote
    await network.perform(Reply(thread, "Yes", RemoteId(asked.id)), "k1")
    await network.perform(Reply(thread, "And thanks"), "k2")
    await network.perform(DirectMessage(RemoteId(ours.asha.id), "One more thing", RemoteId(asked.id)), "k3")
    said = [ours.server.world.statuses[one.result_id] for one in ours.server.sent]
    assert [one.visibility for one in said] == ["direct"] * 3
    assert all(one.text.startswith("@asha@clay.example ") for one in said)


async def test_what_is_answered_in_odd_words_is_tried_again_and_done_once(ours: Ours) -> None:
    asked = ours.server.world.mention(ours.asha, ours.shop, "When?")
    ours.server.refuse(200, "hm", "GET /api/v1/statuses/{id}")
    with pytest.raises(Unavailable, match="could not be read"):
        await ours.network().perform(reply_to(ours, asked.id), "k1")
    ours.server.faults.next(Fault(Kind.REFUSE, status=200), Match(call=POST))
    with pytest.raises(Uncertain, match="could not be read"):
        await ours.network().perform(reply_to(ours, asked.id), "k1")
    await ours.network().perform(reply_to(ours, asked.id), "k1")
    assert len(ours.server.sent) == 1


async def test_without_a_message_to_answer_the_post_is_answered(ours: Ours) -> None:
    post = ours.server.world.post(ours.shop, "New pots")
    await ours.network().perform(Reply(Place(ours.asha.id, post.id).remote, "Still there"), "k1")
    (sent,) = ours.server.sent
    assert (sent.object_id, sent.text) == (post.id, "@asha@clay.example Still there")


async def test_without_one_it_is_no_more_open_than_that_post(ours: Ours) -> None:
    post = ours.server.world.post(ours.shop, "For those who follow us", visibility="private")
    receipt = await ours.network().perform(Reply(Place(ours.asha.id, post.id).remote, "Still there"), "k1")
    assert ours.server.world.statuses[receipt.id].visibility == "private"


async def test_our_words_are_changed_and_what_hangs_on_them_stays(ours: Ours) -> None:
    ref = await ours.files.put(b"pot")
    asked = ours.server.world.mention(ours.asha, ours.shop, "Show me")
    picture = Media("image", ref, "image/png", "pot.png", 3, "A pot")
    receipt = await ours.network().perform(reply_to(ours, asked.id, "Here", media=(picture,)), "k1")
    ours.server.clock.advance(1)
    await ours.network().perform(Edit(Place(ours.asha.id, asked.id).remote, receipt.id, "Here it is"), "k2")
    answer = ours.server.world.statuses[receipt.id]
    assert answer.text == "@asha@clay.example Here it is"
    assert [(one.data, one.alt) for one in answer.files] == [(b"pot", "A pot")]


async def test_people_and_posts_are_acted_upon_and_a_repetition_does_no_harm(ours: Ours) -> None:
    world, person = ours.server.world, RemoteId(ours.asha.id)
    said = world.mention(ours.asha, ours.shop, "Nice")
    own = world.post(ours.shop, "Typo")
    thread, message = Place(ours.asha.id, said.id).remote, RemoteId(said.id)
    actions: list[Action] = [
        React(thread, message, "⭐"),
        Mute(thread, person, 3600),
        Block(thread, person),
        Remove(thread, RemoteId(own.id)),
    ]
    for key in ("k", "again"):
        for action in actions:
            await ours.network().perform(action, key)
    assert said.favourites == {ours.shop.id}
    assert ours.shop.muted == {ours.asha.id: ours.server.clock.now() + 3600}
    assert (ours.shop.blocked, own.removed) == ({ours.asha.id}, True)
    for action in (React(thread, message, ""), Mute(thread, person, 0), Unblock(thread, person)):
        await ours.network().perform(action, "back")
    assert (said.favourites, ours.shop.muted, ours.shop.blocked) == (set(), {}, set())


async def test_what_mastodon_does_not_offer_is_said(ours: Ours) -> None:
    said = ours.server.world.mention(ours.asha, ours.shop, "Buy followers")
    thread, message = Place(ours.asha.id, said.id).remote, RemoteId(said.id)
    with pytest.raises(Unsupported):
        await ours.network().perform(Hide(thread, message), "k")
    with pytest.raises(Rejected, match="no thread of Mastodon's"):
        await ours.network().perform(Reply(RemoteId("x/y"), "Hi"), "k")
    with pytest.raises(Rejected, match="erased"):
        await ours.network().perform(reply_to(ours, said.id, media=(Media("image", "blob:9"),)), "k")
    assert ours.server.sent == []


async def test_somebodys_post_cannot_be_deleted_by_us(ours: Ours) -> None:
    said = ours.server.world.mention(ours.asha, ours.shop, "Hi")
    await ours.network().perform(Remove(Place(ours.asha.id, said.id).remote, RemoteId(said.id)), "k")
    assert "remove" in ours.network().capabilities.own_only  # so nobody is offered that
    assert not said.removed


@pytest.mark.parametrize(
    ("status", "words", "meant"),
    [
        (401, "The access token is invalid", LoginNeeded),
        (403, "This action is outside the authorized scopes", Rejected),
        (403, "This action is not allowed", Rejected),
        (404, "Record not found", Rejected),
        (422, "Validation failed: Text character limit of 500 exceeded", Rejected),
        (429, "Too many requests", RateLimited),
        (500, "Something went wrong", Uncertain),
        (503, "Remote data could not be fetched", Unavailable),
    ],
)
async def test_a_refusal_has_its_meaning(ours: Ours, status: int, words: str, meant: type[NetworkError]) -> None:
    asked = ours.server.world.mention(ours.asha, ours.shop, "When?")
    ours.server.refuse(status, words, POST)
    with pytest.raises(meant):
        await ours.network().perform(reply_to(ours, asked.id), "k")
    assert ours.server.sent == []


def test_who_is_named_already_is_not_named_twice() -> None:
    assert addressed("Hi @Asha@Clay.example", ["asha@clay.example"]) == "Hi @Asha@Clay.example"
    assert addressed("Hi, @asha.", ["asha"]) == "Hi, @asha."
    assert addressed("Hi @ashanti, @asha.b", ["asha"]) == "@asha Hi @ashanti, @asha.b"
    assert addressed("Hi", ["a", "b"]) == "@a @b Hi"
    assert addressed("Hi", []) == "Hi"
