"""What X tells: every payload exactly, in either vocabulary, and whatever is wrong in them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.networks._x.ids import said_at
from bot.networks._x.parse import REVOKED, hear, parse, whose
from bot.networks._x.told import UNSHOWN
from inbox.incoming import AccountRevoked, Incoming, Unreadable
from inbox.models import Media, RemoteId, Thread
from tests.bot.networks.x.payloads import (
    LETTER,
    NOW,
    ROOT,
    UNKNOWN,
    US,
    below,
    edited,
    mention,
    names,
    payload,
    said,
    told,
    written,
)

REPLIED = RemoteId(ROOT)
SILENT = ("encrypted", "typing", "like", "follow", "unheard_of_kind", "replayed", "older_favourite")
OLD = RemoteId("1730000000000000001")
REVOKE: list[Incoming] = [AccountRevoked(REVOKED, NOW)]
MEANT: dict[str, list[Incoming]] = {
    "reply": [said("Great pots", below(), author=UNKNOWN, reply_to=REPLIED)],
    "reply_with_includes": [said("Great pots", below(), reply_to=REPLIED)],
    "reply_in_newer_words": [said("Great pots", below(), reply_to=REPLIED)],
    "reply_with_negative_uuid": [said("Great pots", below(), reply_to=REPLIED)],
    "reply_edited": [
        said("Great pots!", below(), reply_to=REPLIED),
        edited("Great pots!", "2090000000400000002"),
    ],
    "mention": [mention("Do you ship to Surat, @nadipots?")],
    "mention_numbers_as_ids": [mention("hello @nadipots")],
    "mention_with_link_and_signs": [mention("@nadipots <3 see https://shop.example/cups & tell")],
    "mention_long": [mention("@nadipots " + "so " * 120 + "long")],
    "mention_with_picture": [
        mention("Broken, @nadipots", Media("image", "https://pbs.twimg.com/media/A.jpg", alt="a cup in two"))
    ],
    "mention_with_film": [mention("@nadipots", Media("video", "https://video.twimg.com/high.mp4", mime="video/mp4"))],
    "mention_with_picture_untold": [mention(f"@nadipots\n{UNSHOWN}")],
    "quote": [mention(f"These are lovely https://x.com/nadipots/status/{ROOT}")],
    "repost": [],
    "own_post": [],
    "own_thread": [],
    "own_reply": [
        said(
            "Thank you!",
            below(),
            author=None,
            id=RemoteId("2090000000800000001"),
            at=said_at("2090000000800000001"),
            reply_to=RemoteId("2090000000000000001"),
        )
    ],
    "own_removed": [],
    "message": [written("hello!")],
    "message_by_us": [written("we are open", author=None)],
    "message_to_ourselves": [],
    "message_with_picture": [written("look", Media("image", "https://ton.twitter.com/1.jpg"))],
    "message_in_newer_words": [written("hello!")],
    "message_in_group": [
        said(
            "all of us",
            Thread(RemoteId("dm.g1849900000000000000"), "group"),
            id=LETTER,
            at=1_784_928_224_372,
        )
    ],
    "revoked": REVOKE,
    "older_mention": [mention("hello @nadipots", id=OLD)],
    "older_long": [
        mention("hello @nadipots this is cut off nowhere", Media("image", "https://pbs.twimg.com/media/B.jpg"), id=OLD)
    ],
    "older_reply": [],
    "older_retweet": [],
    "older_message": [written("hello!")],
    "older_removed": [],
    "older_removed_by_another": [],
    "older_revoked": REVOKE,
    "listed_mention": [said("Great pots", below(), reply_to=REPLIED)],
    "listed_message": [written("hello!", at=1_784_928_224_000)],
    "listed_joining": [],
    **{name: [] for name in SILENT},
}
MALFORMED = [name for name in names() if name.startswith("malformed")]


@pytest.mark.parametrize("name", MEANT)
def test_a_payload_tells_exactly_this(name: str) -> None:
    assert told(name) == MEANT[name]


def test_every_payload_is_meant_to_tell_something_and_names_its_source() -> None:
    assert set(names()) == MEANT.keys() | set(MALFORMED)
    assert all(str(payload(name)["_source"]).startswith("https://docs.x.com/") for name in names())


@pytest.mark.parametrize("name", MALFORMED)
def test_what_cannot_be_read_is_kept_raw_once(name: str) -> None:
    [kept] = told(name)
    assert isinstance(kept, Unreadable)
    assert (kept.id, kept.at) == (f"event.{payload(name)['data']['event_uuid']}", NOW)
    assert json.loads(kept.raw) == payload(name)


def test_a_post_of_ours_that_is_gone_is_told_by_its_id() -> None:
    for name in ("own_removed", "older_removed"):
        assert hear(payload(name), US, NOW).removed == ["2080761269309813134"]
    assert not hear(payload("older_removed_by_another"), US, NOW).tells


def test_an_older_answer_says_not_where_it_stands_and_so_it_is_looked_for() -> None:
    heard = hear(payload("older_reply"), US, NOW)
    assert (heard.again, heard.tells, heard.posts) == (True, True, [])
    assert not hear(payload("older_retweet"), US, NOW).tells


@pytest.mark.parametrize(
    ("name", "billed"),
    [
        ("reply_with_negative_uuid", {"event.post": ["-6850472171600526495"]}),
        ("message", {"event.dm": ["-6850472171600526495"]}),
        ("message_by_us", {}),
        ("own_removed", {}),
        ("revoked", {}),
    ],
)
def test_what_an_event_costs_is_told_with_it_under_its_own_id(name: str, billed: dict[str, list[str]]) -> None:
    assert hear(payload(name), US, NOW).billed == billed


@pytest.mark.parametrize("name", [name for name in names() if not name.startswith("listed") and name != "replayed"])
def test_whose_it_is_stands_in_every_body(name: str) -> None:
    assert whose(payload(name)) == US


def test_a_revocation_of_another_account_is_none_of_ours() -> None:
    assert parse(payload("revoked"), "2222", NOW) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([name for name in names() if "listed" not in name]), st.data())
def test_nothing_that_arrives_raises(name: str, data: st.DataObject) -> None:
    def spoilt(value: object, depth: int) -> object:
        if depth == 0 or not isinstance(value, dict | list) or not value:
            return data.draw(JSON)
        if isinstance(value, list):
            return [spoilt(value[0], depth - 1), *value[1:]]
        key = data.draw(st.sampled_from(sorted(value)))
        return {**value, key: spoilt(value[key], depth - 1)}

    body = spoilt(payload(name), data.draw(st.integers(1, 6)))
    assert isinstance(body, dict)
    parse(body, US, NOW)
    whose(body)
