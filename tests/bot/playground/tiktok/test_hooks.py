"""How TikTok's hooks arrive: signed, with content as text, late, again on failure, twice, out of order, never."""

from __future__ import annotations

import json

import pytest

from bot.playground.faults import Fault, Kind, Match
from bot.playground.tiktok import Account, App, Person, TikTokServer, TikTokWorld, Video
from bot.playground.tiktok.hooks import GIVEN_UP, LATEST, RETRIES
from bot.playground.tiktok.told import signature
from tests.bot.playground.tiktok.calls import START, Receiver


def test_the_signature_is_that_of_the_vector() -> None:
    body = b'{"event":"comment.update","content":"{}"}'
    expected = "f8c9a3f6f4b610aaf7fea87ed27f581a0d318d84b08dbace4dbc5c9012c48ddf"
    assert signature("app_secret", 1_700_000_000, body) == expected


async def test_content_is_json_in_a_string_with_numbers_no_float_can_hold(
    server: TikTokServer, world: TikTokWorld, receiver: Receiver, video: Video, asha: Person, app: App
) -> None:
    comment = world.comment(asha, video, "Nice <cup> & 'bowl'! 🙂")
    await server.hooks.idle()

    (body,) = receiver.bodies
    assert body["client_key"] == app.client_key
    assert (body["event"], body["create_time"]) == ("comment.update", int(START))
    assert body["user_openid"] == video.account.open_id
    assert f'\\"comment_id\\":{comment.id},' in receiver.raw[0].decode()
    content = json.loads(body["content"])
    assert content == {
        "comment_id": int(comment.id),
        "video_id": int(video.id),
        "comment_type": "comment",
        "comment_action": "insert",
        "timestamp": int(START) * 1000,
        "unique_identifier": asha.unique_identifier,
        "text": "Nice <cup> & 'bowl'! 🙂",
    }
    assert len(comment.id) == 19
    assert int(float(content["comment_id"])) != content["comment_id"]
    assert json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode() != receiver.raw[0]


async def test_hiding_showing_and_deleting_are_told(
    server: TikTokServer, world: TikTokWorld, receiver: Receiver, video: Video, asha: Person
) -> None:
    comment = world.comment(asha, video, "Nice")
    world.hide_natively(comment)
    world.hide_natively(comment, hidden=False)
    world.remove_comment(comment)
    await server.hooks.idle()
    told = [one["comment_action"] for one in receiver.contents("comment.update")]
    assert told == ["insert", "set_to_hidden", "set_to_public", "delete"]


async def test_comments_come_up_to_five_minutes_late(
    server: TikTokServer, world: TikTokWorld, receiver: Receiver, video: Video, asha: Person
) -> None:
    server.hooks.late = LATEST
    for number in range(20):
        world.comment(asha, video, f"No {number}")
    world.message(asha, video.account, "At once")
    await server.hooks.idle()
    assert [one["event"] for one in receiver.bodies] == ["im_receive_msg"]
    assert server.hooks.waiting == 20

    server.clock.advance(150)
    await server.hooks.idle()
    assert 0 < len(receiver.contents("comment.update")) < 20
    server.clock.advance(150)
    await server.hooks.idle()
    assert len(receiver.contents("comment.update")) == 20


async def test_what_is_not_taken_comes_again_for_72_hours(
    server: TikTokServer, world: TikTokWorld, receiver: Receiver, video: Video, asha: Person
) -> None:
    receiver.always = 500
    world.comment(asha, video, "Nice")
    await server.hooks.idle()
    (delivery,) = server.hooks.deliveries
    for seconds in RETRIES:
        assert delivery.state == "waiting"
        server.clock.advance(seconds)
        await server.hooks.idle()
    assert delivery.state == "given up"
    assert len(delivery.attempts) == 1 + len(RETRIES)
    assert GIVEN_UP - 6 * 3600 < sum(RETRIES) <= GIVEN_UP


async def test_what_is_not_taken_at_first_is_taken_later(
    server: TikTokServer, world: TikTokWorld, receiver: Receiver, video: Video, asha: Person
) -> None:
    receiver.statuses = [500, 302]
    world.comment(asha, video, "Nice")
    await server.hooks.idle()
    server.clock.advance(15)
    await server.hooks.idle()
    assert receiver.bodies == []
    server.clock.advance(30)
    await server.hooks.idle()
    assert len(receiver.bodies) == 1


@pytest.mark.parametrize(("kind", "heard"), [(Kind.LOST, ["2"]), (Kind.DUPLICATE, ["1", "1", "2"])])
async def test_one_is_lost_or_comes_twice(
    server: TikTokServer,
    world: TikTokWorld,
    receiver: Receiver,
    video: Video,
    asha: Person,
    kind: Kind,
    heard: list[str],
) -> None:
    server.faults.next(Fault(kind), Match(call="comment.update", subject=asha.unique_identifier))
    for text in ("1", "2"):
        world.comment(asha, video, text)
    await server.hooks.idle()
    assert [one["text"] for one in receiver.contents("comment.update")] == heard


async def test_one_is_overtaken_and_a_forged_one_is_refused(
    server: TikTokServer, world: TikTokWorld, receiver: Receiver, video: Video, asha: Person
) -> None:
    server.faults.next(Fault(Kind.REORDER))
    server.faults.next(Fault(Kind.FORGED))
    for text in ("1", "2"):
        world.comment(asha, video, text)
    await server.hooks.idle()
    assert [one["text"] for one in receiver.contents("comment.update")] == ["2", "1"]
    assert (receiver.forged, server.hooks.forged) == (1, [401])


async def test_held_back_until_released(
    server: TikTokServer, world: TikTokWorld, receiver: Receiver, video: Video, asha: Person
) -> None:
    server.hooks.hold()
    world.comment(asha, video, "Nice")
    await server.hooks.idle()
    assert receiver.bodies == []
    server.hooks.release()
    await server.hooks.idle()
    assert len(receiver.bodies) == 1


async def test_without_consent_or_scope_nothing_is_told(
    server: TikTokServer, world: TikTokWorld, receiver: Receiver, video: Video, asha: Person, account: Account
) -> None:
    account.scopes.discard("message.list.read")
    world.message(asha, account, "Hello")
    world.withdraw(account)
    world.comment(asha, video, "Nice")
    await server.hooks.idle()
    assert receiver.bodies == []


async def test_its_clock_may_be_ahead_and_old_bytes_come_again(
    server: TikTokServer, world: TikTokWorld, receiver: Receiver, video: Video, asha: Person
) -> None:
    server.hooks.skew = 90
    world.comment(asha, video, "Nice")
    await server.hooks.idle()
    assert receiver.signed == [int(START) + 90]
    (delivery,) = server.hooks.deliveries
    assert await server.hooks.replay(delivery) == 200
    assert await server.hooks.post(delivery.told, delivery.body, at=START - 3600) == 200
    assert receiver.signed == [int(START) + 90, int(START) + 90, int(START) - 3600]
    assert len(set(receiver.raw)) == 1


async def test_who_deletes_their_account_takes_their_comments_along(
    server: TikTokServer, world: TikTokWorld, receiver: Receiver, video: Video, asha: Person, bhavin: Person
) -> None:
    question = world.comment(asha, video, "How much?")
    world.reply(bhavin, question, "240")
    world.remove_person(asha)
    await server.hooks.idle()
    assert world.visible(video) == []
    told = [(one["comment_action"], one["text"]) for one in receiver.contents("comment.update")]
    assert told[2:] == [("delete", "240"), ("delete", "How much?")]
