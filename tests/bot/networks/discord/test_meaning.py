"""What each failure of a call means, and which call carries out which action: pure, without a socket."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import discord
import pytest

from bot.networks import _discord_calls as calls
from bot.networks._discord_errors import WORDS, code_of, error_for
from bot.networks._discord_ids import at_moment, moment, nonce, remote, snowflake
from bot.networks._discord_place import MARGIN, MOST_BEHIND, Place
from bot.networks._discord_rights import (
    ADMINISTRATOR,
    ALL,
    READ_MESSAGE_HISTORY,
    SEND_MESSAGES,
    VIEW_CHANNEL,
    missing,
    rights,
)
from bot.networks.discord import CAPABILITIES
from inbox.actions import Preview
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain, Unsupported
from inbox.models import Media, RemoteId

BLOB = Media("image", "blob:1", "image/png", "tea.png", 3)
MEGABYTE = 1024 * 1024
HOST = cast("Any", SimpleNamespace(host="x", port=1, ssl=False))
NOBODY_THERE = aiohttp.ClientConnectorError(HOST, OSError(111, "refused"))


def refused(status: int, code: int = 0, words: str = "no", **headers: str) -> discord.HTTPException:
    """An answer as discord.py raises it."""
    response = cast("Any", SimpleNamespace(status=status, reason="", headers=headers))
    cls = {403: discord.Forbidden, 404: discord.NotFound}.get(status)
    cls = cls or (discord.DiscordServerError if status >= 500 else discord.HTTPException)
    return cls(response, {"message": words, "code": code})


@pytest.mark.parametrize(
    ("error", "meant"),
    [
        (discord.LoginFailure("Improper token"), LoginNeeded),
        (refused(401), LoginNeeded),
        (discord.RateLimited(31.0), RateLimited),
        (refused(429), RateLimited),
        (refused(400, 40003), RateLimited),
        (refused(400, 50035, "Invalid Form Body"), Rejected),
        (refused(403, 50001), Rejected),
        (refused(403, 50013), Rejected),
        (refused(403, 50007), Rejected),
        (refused(404, 10003), Rejected),
        (refused(404, 10008), Rejected),
        (refused(413), Rejected),
        (refused(400, 40005), Rejected),
        (refused(500), Uncertain),
        (refused(502), Uncertain),
        (refused(503), Unavailable),
        (refused(504), Uncertain),
        (NOBODY_THERE, Unavailable),
        (aiohttp.ConnectionTimeoutError(), Unavailable),
        (aiohttp.ServerDisconnectedError(), Uncertain),
        (aiohttp.ClientPayloadError(), Uncertain),
        (aiohttp.ClientOSError(104, "reset"), Uncertain),
        (TimeoutError(), Uncertain),
        (ValueError("no JSON"), Uncertain),
        (Uncertain("as it is"), Uncertain),
    ],
    ids=str,
)  # fmt: skip
def test_an_error_means(error: Exception, meant: type[NetworkError]) -> None:
    assert type(error_for(error)) is meant


def test_a_question_that_failed_changed_nothing() -> None:
    assert type(error_for(refused(500), effect=False)) is Unavailable
    assert type(error_for(refused(403, 50001), effect=False)) is Rejected


@pytest.mark.parametrize("code", WORDS)
def test_a_refusal_is_said_in_words(code: int) -> None:
    assert str(error_for(refused(403, code, "Discord's own"))) == WORDS[code]
    assert code_of(refused(403, code)) == code


def test_a_refusal_without_words_of_ours_is_said_in_those_of_discord() -> None:
    assert str(error_for(refused(400, 99, "Strange\n thing"))) == "Strange thing (Discord's code 99)"
    assert str(error_for(refused(400, 0, ""))) == "HTTP 400"
    assert code_of(ValueError()) == 0


def test_how_long_to_wait_is_what_discord_says_or_a_while() -> None:
    def wait(error: discord.HTTPException) -> float:
        meant = error_for(error)
        assert isinstance(meant, RateLimited)
        return meant.retry_after

    assert wait(refused(429, **{"Retry-After": "7"})) == 7
    assert wait(refused(429, **{"Retry-After": "soon"})) == wait(refused(429)) == 60


# --------------------------------------------------------------------------------------------------------------- ids


def test_an_id_is_a_padded_snowflake_with_a_time_in_it() -> None:
    assert remote("334385199974967042") == "00334385199974967042"
    assert snowflake(RemoteId("00334385199974967042")) == 334385199974967042
    assert moment(at_moment(1_790_000_000_000)) == 1_790_000_000_000
    for wrong in ("", "x", "-1", str(1 << 64)):
        with pytest.raises(ValueError, match="."):
            remote(wrong)
    for odd in (True, None, 1.5):
        with pytest.raises(TypeError):
            remote(odd)


def test_a_key_becomes_a_nonce_of_at_most_25_characters() -> None:
    assert nonce("3a0206-17") == "3a0206-17"
    assert len(nonce("k" * 26)) == 25
    assert nonce("k" * 26) != nonce("k" * 27)


# ------------------------------------------------------------------------------------------------------------- calls


def test_a_reply_points_at_its_message_pings_nobody_and_carries_the_key() -> None:
    call = calls.message(5, "@everyone Majama!", "k1", (), RemoteId("00000000000000000007"))
    assert (call.method, call.path, call.ids) == ("POST", "/channels/{channel_id}/messages", {"channel_id": 5})
    assert call.body == {
        "content": "@everyone Majama!",
        "nonce": "k1",
        "enforce_nonce": True,
        "allowed_mentions": {"parse": [], "replied_user": False},
        "message_reference": {"message_id": "7", "fail_if_not_exists": False},
    }


def test_discord_counts_code_points() -> None:
    assert CAPABILITIES.text.length("😀") == 1
    calls.message(5, "😀" * 2000, "k", (), None)
    for call in (lambda: calls.message(5, "x" * 2001, "k", (), None), lambda: calls.edit(5, 6, "x" * 2001)):
        with pytest.raises(Rejected, match="2001 characters long; Discord takes at most 2000"):
            call()


def test_files_and_the_pictures_of_cards_are_uploaded() -> None:
    cards = (Preview("New teas", "Three of them", "https://nadi.example/teas", BLOB), Preview("Bare"))
    kept = Media("video", "blob:2", "video/mp4", alt="unboxing")
    call = calls.message(5, "Look", "k", (kept,), None, cards)
    assert call.media == (kept, replace(BLOB, name=""))
    assert call.body is not None
    assert call.body["attachments"] == [
        {"id": 0, "filename": "video-0.mp4", "description": "unboxing"},
        {"id": 1, "filename": "image-1.png"},
    ]
    assert call.body["embeds"] == [
        {
            "title": "New teas",
            "description": "Three of them",
            "url": "https://nadi.example/teas",
            "image": {"url": "attachment://image-1.png"},
        },
        {"title": "Bare"},
    ]
    linked = calls.message(5, "", "k", (), None, (Preview("x", image=Media("image", "https://nadi.example/a.png")),))
    assert linked.media == ()
    assert linked.body is not None
    assert linked.body["embeds"] == [{"title": "x", "image": {"url": "https://nadi.example/a.png"}}]


@pytest.mark.parametrize(
    ("media", "previews", "meant", "words"),
    [
        ((BLOB,) * 11, (), Rejected, "at most 10 files"),
        ((Media("sticker", "blob:1"),), (), Unsupported, "sticker cannot be sent"),
        ((Media("location", "1,2"),), (), Unsupported, "location cannot be sent"),
        ((Media("image", "1.2.3"),), (), Rejected, "Only files that are kept here"),
        ((), (Preview("x"),) * 11, Rejected, "10 cards"),
        ((), (Preview("x", "y" * 4000),) * 2, Rejected, "6000 characters"),
        ((), (Preview("x" * 257),), Rejected, "title of 256"),
    ],
)
def test_what_discord_would_not_take_is_said_before(
    media: tuple[Media, ...], previews: tuple[Preview, ...], meant: type[NetworkError], words: str
) -> None:
    with pytest.raises(meant, match=words):
        calls.message(5, "x", "k", media, None, previews)


def test_files_are_weighed_one_by_one_and_together() -> None:
    calls.weigh([(BLOB, b"x" * 10 * MEGABYTE)])
    with pytest.raises(Rejected, match=r"tea\.png has 25 MB; Discord takes at most 10 MB"):
        calls.weigh([(BLOB, b"x" * 25 * MEGABYTE)])
    with pytest.raises(Rejected, match="25 MB that Discord takes at once"):
        calls.weigh([(BLOB, b"x" * 9 * MEGABYTE)] * 3)


def test_a_forum_post_is_called_by_its_first_line() -> None:
    call = calls.forum_post(5, "\n New teas \nThree of them", (), ())
    assert call.body is not None
    assert (call.path, call.body["name"]) == ("/channels/{channel_id}/threads", "New teas")
    assert calls.name_of("x" * 120, (), ()) == "x" * 100
    assert calls.name_of("", (BLOB,), ()) == "tea.png"
    assert calls.name_of("", (BLOB,), (Preview("Card"),)) == "Card"
    assert calls.name_of("", (), ()) == "…"


def test_a_mute_is_at_most_28_days() -> None:
    person = RemoteId("00000000000000000009")
    ended = calls.mute(1, person, 0, 0)
    assert ended.body == {"communication_disabled_until": None}
    begun = calls.mute(1, person, 3600, 1_790_000_000_000)
    assert begun.body == {"communication_disabled_until": "2026-09-21T15:13:20+00:00"}
    assert begun.ids == {"guild_id": 1, "user_id": 9}
    longest = calls.mute(1, person, 28 * 86_400, 1_790_000_000_000)  # a minute less, as our clock may run fast
    assert longest.body == {"communication_disabled_until": "2026-10-19T14:12:20+00:00"}
    with pytest.raises(Rejected, match="at most 28 days"):
        calls.mute(1, person, 28 * 86_400 + 1, 0)


@pytest.mark.parametrize(
    ("emoji", "path"),
    [("👍", "%F0%9F%91%8D"), ("kulfi:50", "kulfi%3A50"), ("<:kulfi:50>", "kulfi%3A50"), ("<a:kulfi:50>", "kulfi%3A50")],
)
def test_an_emoji_stands_in_the_path(emoji: str, path: str) -> None:
    assert calls.react(1, 2, emoji).emoji == path


# ------------------------------------------------------------------------------------------------ the place, the rights


def test_an_emoji_that_was_deleted_is_still_named() -> None:
    assert [calls.named(one) for one in ({"name": "👍"}, {"name": "kulfi", "id": "7"}, {"id": "7"})] == [
        "👍",
        "kulfi:7",
        "_:7",
    ]


def test_a_place_is_a_text_and_back() -> None:
    place = Place(at_moment(1_790_000_100_000), at_moment(1_790_000_000_000))
    place.leave_behind(42, at_moment(1_790_000_050_000))
    assert Place.read(place.cursor) == place
    assert place.of(42, 0) == place.begin  # never from before the beginning
    later = Place(place.upto, 0)
    assert later.of(1, 2) == at_moment(1_790_000_100_000 - MARGIN)
    with pytest.raises(ValueError, match="."):
        Place.read("nonsense")


def test_a_server_that_is_behind_holds_its_channels_back_and_a_cursor_stays_small() -> None:
    place = Place(at_moment(1_790_000_900_000), 0)
    place.leave_behind(7, at_moment(1_790_000_100_000))
    assert place.of(1, 7) == at_moment(1_790_000_100_000 - MARGIN)
    place.caught_up({7})
    assert place.of(1, 7) == at_moment(1_790_000_900_000 - MARGIN)
    for id in range(MOST_BEHIND + 5):
        place.leave_behind(id, 1)
    assert len(place.behind) == MOST_BEHIND


@pytest.mark.parametrize(
    ("exceptions", "may"),
    [
        ((), VIEW_CHANNEL),
        (({"id": "1", "type": 0, "deny": str(VIEW_CHANNEL), "allow": "0"},), 0),
        (({"id": "2", "type": 0, "allow": str(SEND_MESSAGES), "deny": str(VIEW_CHANNEL)},), SEND_MESSAGES),
        (
            (
                {"id": "2", "type": 0, "allow": "0", "deny": str(VIEW_CHANNEL)},
                {"id": "9", "type": 1, "allow": str(VIEW_CHANNEL), "deny": "0"},
            ),
            VIEW_CHANNEL,
        ),
        (({"id": "3", "type": 0, "deny": str(VIEW_CHANNEL), "allow": "0"},), VIEW_CHANNEL),
    ],
    ids=["as everybody", "denied to all", "by role", "by name after role", "another's role"],
)
def test_rights_come_from_roles_then_exceptions(exceptions: Any, may: int) -> None:
    assert rights(1, 9, {1: VIEW_CHANNEL, 2: 0, 3: 0}, [2], exceptions) == may
    assert rights(1, 9, {1: 0, 2: ADMINISTRATOR}, [2], exceptions) == ALL


def test_who_cannot_see_a_channel_lacks_only_that() -> None:
    wanted = (VIEW_CHANNEL, READ_MESSAGE_HISTORY)
    assert missing(0, wanted) == [VIEW_CHANNEL]
    assert missing(VIEW_CHANNEL, wanted) == [READ_MESSAGE_HISTORY]
    assert missing(ALL, wanted) == []
