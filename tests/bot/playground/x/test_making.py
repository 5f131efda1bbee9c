"""Posting, answering, editing, deleting and hiding, with everything that X does not let an app do."""

from __future__ import annotations

import aiohttp
import pytest

from bot.playground.clock import Clock
from bot.playground.faults import Fault, Kind
from bot.playground.x import Account, App, CannotAct, Person, Post, XServer, XWorld
from bot.playground.x.length import length
from tests.bot.playground.x.calls import Api

ANSWER = {"text": "It is 450"}


def under(post: Post, **more: object) -> dict[str, object]:
    return {**ANSWER, "reply": {"in_reply_to_tweet_id": post.id}, **more}


async def test_only_who_was_summoned_may_answer(
    api: Api, server: XServer, world: XWorld, pots: Account, asha: Person, cup: Post
) -> None:
    by_itself = world.reply(asha, cup, "How much?")
    status, body = await api.refused("POST", "/2/tweets", under(by_itself))
    assert (status, body["title"]) == (403, "Forbidden")
    assert "have not been mentioned" in body["detail"]
    by_hand = world.reply(asha, cup, "@nadipots how much?")
    made = await api.post("/2/tweets", **under(by_hand))
    assert made["data"]["text"] == "@asha_p It is 450"
    sent = await server.wait_sent(lambda one: one.call == "POST /2/tweets")
    assert (sent.object_id, sent.result_id, sent.text) == (by_hand.id, made["data"]["id"], "It is 450")
    quoting = world.post(asha, "Look at this", quote=cup)
    await api.post("/2/tweets", **under(quoting))
    world.implicit_summons = True
    await api.post("/2/tweets", **under(by_itself))


async def test_one_may_always_answer_oneself(api: Api, cup: Post) -> None:
    second = await api.post("/2/tweets", **under(cup, text="And bowls"))
    third = await api.post("/2/tweets", text="And vases", reply={"in_reply_to_tweet_id": second["data"]["id"]})
    shown = await api.get(f"/2/tweets/{third['data']['id']}", tweet__fields="conversation_id")
    assert shown["data"]["conversation_id"] == cup.id
    assert shown["data"]["text"] == "And vases"


async def test_enterprise_may_answer_anybody_and_like(
    api: Api, world: XWorld, app: App, pots: Account, asha: Person
) -> None:
    post = world.post(asha, "A day out")
    assert (await api.refused("POST", f"/2/users/{pots.id}/likes", {"tweet_id": post.id}))[0] == 403
    app.plan = "enterprise"
    await api.post("/2/tweets", **under(post))
    await api.post(f"/2/users/{pots.id}/likes", tweet_id=post.id)
    assert post.likes == {pots.id}


async def test_the_same_words_twice_are_refused_until_they_are_gone(api: Api, world: XWorld) -> None:
    first = await api.post("/2/tweets", text="Open today")
    status, body = await api.refused("POST", "/2/tweets", {"text": "Open today"})
    assert (status, body["detail"]) == (403, "You are not allowed to create a Tweet with duplicate content.")
    assert (await api.call("DELETE", f"/2/tweets/{first['data']['id']}"))[1] == {"data": {"deleted": True}}
    await api.post("/2/tweets", text="Open today")


async def test_a_lost_answer_and_then_the_same_words(api: Api, server: XServer, pots: Account) -> None:
    server.faults.next(Fault(Kind.CUT_AFTER), "POST /2/tweets")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await api.post("/2/tweets", text="Once only")
    assert (await api.refused("POST", "/2/tweets", {"text": "Once only"}))[0] == 403
    assert [one.text for one in server.sent] == ["Once only"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"text": "x" * 281}, 400),
        ({"text": "$ABC and $DEF"}, 403),
        ({"text": "Hello", "colour": "blue"}, 400),
        ({"text": "Hello", "reply_settings": "nobody"}, 400),
        ({"text": "Hello", "reply": {"in_reply_to_tweet_id": "123"}}, 403),
        ({"text": "Hello", "media": {"media_ids": ["123"]}}, 400),
        ({"text": "Which?", "poll": {"options": ["one"], "duration_minutes": 60}}, 400),
        ({"text": "Which?", "poll": {"options": ["one", "two"], "duration_minutes": 4}}, 400),
        ({"text": "Hello", "quote_tweet_id": "123"}, 403),
    ],
)
async def test_what_cannot_be_posted(api: Api, server: XServer, body: dict[str, object], status: int) -> None:
    assert (await api.refused("POST", "/2/tweets", body))[0] == status
    assert server.sent == []
    assert server.billed.total == 0


async def test_polls_and_who_may_answer(api: Api, server: XServer, world: XWorld, asha: Person, bhavin: Person) -> None:
    made = await api.post(
        "/2/tweets",
        text="@asha_p which?",
        poll={"options": ["Blue", "Red"], "duration_minutes": 60},
        reply_settings="mentionedUsers",
    )
    post = world.posts[made["data"]["id"]]
    world.vote(asha, post, "Blue")
    world.reply(asha, post, "Blue of course")
    with pytest.raises(CannotAct):
        world.reply(bhavin, post, "Red")
    query = {"expansions": "attachments.poll_ids", "poll__fields": "voting_status"}
    shown = await api.get(f"/2/tweets/{post.id}", **query)
    assert [one["votes"] for one in shown["includes"]["polls"][0]["options"]] == [1, 0]
    server.clock.advance(3600)
    assert (await api.get(f"/2/tweets/{post.id}", **query))["includes"]["polls"][0]["voting_status"] == "closed"


async def test_premium_edits_within_the_hour(api: Api, server: XServer, world: XWorld, app: App, pots: Account) -> None:
    first = (await api.post("/2/tweets", text="New cusp"))["data"]
    edit = {"text": "New cups", "edit_options": {"previous_post_id": first["id"]}}
    assert (await api.refused("POST", "/2/tweets", edit))[0] == 403
    pots.premium = True
    later = (await api.post("/2/tweets", **edit))["data"]
    assert later["edit_history_tweet_ids"] == [first["id"], later["id"]]
    assert (await api.refused("POST", "/2/tweets", edit))[0] == 403  # that version is not the newest any more
    server.clock.advance(3601)
    edit["edit_options"] = {"previous_post_id": later["id"]}
    assert (await api.refused("POST", "/2/tweets", edit | {"text": "Newer cups"}))[0] == 403


async def test_hiding_answers_in_ones_own_conversations(
    api: Api, world: XWorld, asha: Person, bhavin: Person, cup: Post
) -> None:
    rude = world.reply(bhavin, world.reply(asha, cup, "Nice"), "Rubbish")
    assert (await api.call("PUT", f"/2/tweets/{rude.id}/hidden", {"hidden": True}))[1] == {"data": {"hidden": True}}
    assert rude.hidden
    await api.call("PUT", f"/2/tweets/{rude.id}/hidden", {"hidden": False})
    assert not rude.hidden
    elsewhere = world.reply(bhavin, world.post(asha, "Mine"), "Rubbish")
    assert (await api.refused("PUT", f"/2/tweets/{elsewhere.id}/hidden", {"hidden": True}))[0] == 403
    assert (await api.refused("DELETE", f"/2/tweets/{rude.id}"))[0] == 403


async def test_muting_and_stopping_messages(
    api: Api, world: XWorld, pots: Account, asha: Person, bhavin: Person
) -> None:
    await api.post(f"/2/users/{pots.id}/muting", target_user_id=asha.id)
    assert pots.muted == {asha.id}
    assert (await api.call("DELETE", f"/2/users/{pots.id}/muting/{asha.id}"))[1] == {"data": {"muting": False}}
    assert (await api.refused("POST", f"/2/users/{asha.id}/muting", {"target_user_id": bhavin.id}))[0] == 400
    await api.post(f"/2/users/{asha.id}/dm/block")
    with pytest.raises(CannotAct):
        world.message(asha, pots, "Hello?")
    await api.post(f"/2/users/{asha.id}/dm/unblock")
    world.message(asha, pots, "Hello?")


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("a" * 280, 280),
        ("ક" * 10, 10),
        ("字" * 10, 20),
        ("👩‍👩‍👧‍👦🇮🇳👍🏽", 6),
        ("See https://example.org/a/very/long/path?with=much now", 31),
        ("e\u0301", 1),
    ],
)
def test_lengths_are_weighted(text: str, counts: int) -> None:
    assert length(text) == counts


async def test_a_refusal_by_its_name(api: Api, server: XServer) -> None:
    server.refuse("usage-capped", match="POST /2/tweets")
    status, body = await api.refused("POST", "/2/tweets", ANSWER)
    assert (status, body["type"], body["period"]) == (429, "https://api.x.com/2/problems/usage-capped", "Monthly")
    await api.post("/2/tweets", **ANSWER)


async def test_ids_tell_the_time_and_only_grow() -> None:
    world = XServer(clock=Clock(1_800_000_000, speed=0)).world
    ids = [int(world.ids.snowflake(1_800_000_000 + at // 3)) for at in range(9)]
    assert ids == sorted(set(ids))
    assert (ids[0] >> 22) + 1_288_834_974_657 == 1_800_000_000_000
