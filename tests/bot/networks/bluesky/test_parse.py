"""What posts and messages tell, one test for each payload; shapes are those of the lexicons."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.networks._bluesky.parse import at, contact_of, has_files, hidden_in, line_of, message_of, reaction_of
from bot.networks._payloads import MALFORMED
from inbox.incoming import NewMessage
from inbox.models import Contact, Media, RemoteId
from tests.tree import ROOT

US, ASHA = "did:plc:nadi222222222222222222aa", "did:plc:asha222222222222222222aa"
OURS, HERS = US.removeprefix("did:plc:"), ASHA.removeprefix("did:plc:")
ROOT_POST = f"{OURS}~3lroot2222222"
PAYLOADS = ROOT / "tests" / "payloads" / "bluesky"


def payload(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text())
    return read


def meant(name: str) -> NewMessage:
    root = payload("root")
    found = message_of(payload(name), US, {root["uri"]: root})
    assert found is not None
    return found


def test_people_are_told_with_whether_they_follow_us() -> None:
    profile = {"did": ASHA, "handle": "asha.example.com", "createdAt": "2024-05-01T10:00:00.000Z"}
    follower = contact_of({**profile, "viewer": {"followedBy": f"at://{ASHA}/app.bsky.graph.follow/3k"}})
    assert (follower.follows, follower.joined) == (True, 1_714_557_600_000)
    assert contact_of({**profile, "viewer": {}}).follows is False
    assert contact_of(profile).follows is None


def test_every_payload_says_where_its_shape_comes_from() -> None:
    files = list(PAYLOADS.glob("*.json"))
    assert files
    for file in files:
        assert "github.com/bluesky-social/atproto" in json.loads(file.read_text())["_source"], file.name


def test_an_answer() -> None:
    message = meant("reply")
    assert message.author == Contact(RemoteId(ASHA), "Asha", "asha.example.com", follows=False)
    assert (message.id, message.reply_to) == (f"{HERS}~3lreply222222", ROOT_POST)
    assert (message.text, message.at) == ("How much is the blue one?", 1_795_773_601_250)
    assert message.thread.remote == f"{ROOT_POST}~{HERS}"
    subject = message.thread.subject
    assert subject is not None
    assert (subject.remote, subject.text) == (ROOT_POST, "New cups today")
    assert subject.link == f"https://bsky.app/profile/{US}/post/3lroot2222222"


def test_a_mention_has_whole_addresses() -> None:
    message = meant("mention")
    assert message.text == "do you ship? Is this it: https://nadi.example.com/cups/blue-with-a-rim"
    assert message.thread.remote == f"{HERS}~3lmention2222~{HERS}"
    assert message.thread.subject is None


def test_a_quote_has_what_it_quotes_beside_it() -> None:
    message = meant("quote")
    assert message.thread.remote == f"{HERS}~3lquote222222~{HERS}"
    assert message.thread.subject is not None
    assert message.thread.subject.remote == ROOT_POST


def test_pictures() -> None:
    address = f"https://cdn.bsky.app/img/feed_fullsize/plain/{ASHA}/bafkreipicture@jpeg"
    assert meant("pictures").media == (Media("image", address, "image/jpeg", alt="A bowl in two halves"),)


def test_a_film_is_a_still_that_says_so() -> None:
    (still,) = meant("film").media
    assert still.ref.endswith("/thumbnail.jpg")
    assert still.alt == "A film, of which this is a still. A cup is struck"


def test_a_card_is_its_address() -> None:
    assert meant("card").text == "Is this you?\nhttps://nadi.example.com/"


def test_our_own_words_belong_to_whom_they_answer() -> None:
    message = meant("ours")
    assert (message.author, message.thread.remote) == (None, f"{ROOT_POST}~{HERS}")


@pytest.mark.parametrize("name", ["nobody", "root"])
def test_what_speaks_to_nobody_is_no_message(name: str) -> None:
    assert message_of(payload(name), US, {}) is None


def test_a_direct_message() -> None:
    event = payload("message")
    line = line_of(event["convoId"], event["message"], US, {ASHA: event["relatedProfiles"][0]})
    assert (line.thread.remote, line.thread.kind) == ("dm.3lconvo222222", "direct")
    assert line.author == Contact(RemoteId(ASHA), "Asha", "asha.example.com", follows=False)
    assert (line.id, line.text) == ("3lmessage2222", "When do you open?")
    ours = line_of(event["convoId"], event["message"], ASHA, {})
    assert ours.author is None


def test_a_message_that_shows_a_post_leads_to_it() -> None:
    event = payload("message_with_post")
    line = line_of(event["convoId"], event["message"], US, {})
    assert line.text == f"This one\nhttps://bsky.app/profile/{US}/post/3lroot2222222"


def test_a_reaction_comes_and_goes() -> None:
    event = payload("reaction")
    people = {ASHA: event["relatedProfiles"][0]}
    put = reaction_of(event, US, people)
    assert put is not None
    assert (put.id, put.emoji, put.author.name) == ("3lanswer22222", "🎉", "Asha")
    taken = reaction_of(event | {"$type": "chat.bsky.convo.defs#logRemoveReaction"}, US, people)
    assert taken is not None
    assert taken.emoji == ""
    assert reaction_of(event, ASHA, people) is None


@pytest.mark.parametrize(
    "change",
    [
        {"uri": "at://x"},
        {"uri": None},
        {"record": None},
        {"record": {"text": "x", "reply": {"root": {}}}},
        {"author": {}},
        {"indexedAt": "yesterday"},
        {"indexedAt": "2026-11-27T10:00:00"},
    ],
)
def test_what_is_malformed_is_told_by_one_of_a_few_errors(change: dict[str, Any]) -> None:
    with pytest.raises(MALFORMED):
        message_of(payload("reply") | change, US, {})


@pytest.mark.parametrize("odd", [None, "x", 3, [], {}, {"images": "x"}, {"media": None}])
def test_an_odd_embed_is_passed_over(odd: object) -> None:
    told = payload("reply")
    told["record"]["embed"] = odd
    assert message_of(told, US, {}) is not None
    assert has_files(told["record"]) is False


@pytest.mark.parametrize("gate", [None, {}, {"record": None}, {"record": {"hiddenReplies": "x"}}])
def test_a_post_without_hidden_answers_has_none(gate: object) -> None:
    assert hidden_in({"threadgate": gate}) == []
    assert hidden_in({"threadgate": {"record": {"hiddenReplies": ["at://x", 3]}}}) == ["at://x"]


def test_times_have_a_zone() -> None:
    assert at("2026-11-27T10:00:01.250Z") == 1_795_773_601_250
    with pytest.raises(ValueError, match="zone"):
        at("2026-11-27T10:00:01")
