"""What entries of Meta's hooks tell: every payload exactly, in order, and whatever is wrong in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.networks._meta.parse import comment_of_graph, mentions, message_of_graph, parse
from bot.networks._meta.place import Known, Place
from inbox.incoming import Incoming, MessageRemoved, NewMessage, Unreadable
from inbox.models import RemoteId
from tests.bot.networks.meta import meant_facebook, meant_instagram, meant_listed
from tests.bot.networks.meta.payloads import NADI, NADI_PICTURES, NOW, PLACES, TM, names, payload, told

MEANT: dict[tuple[str, str], list[Incoming]] = {
    (network, name): meant
    for network, tables in {
        "facebook": (meant_facebook.COMMENTS, meant_facebook.MESSAGES, meant_listed.FACEBOOK),
        "instagram": (meant_instagram.COMMENTS, meant_instagram.MESSAGES, meant_listed.INSTAGRAM),
    }.items()
    for table in tables
    for name, meant in table.items()
}
EVERY = [(network, name) for network in PLACES for name in names(network)]
MALFORMED = [(network, name) for network, name in EVERY if "malformed" in name or name == "comment_unknown_verb"]


@pytest.mark.parametrize(("network", "name"), MEANT)
def test_a_payload_tells_exactly_this(network: str, name: str) -> None:
    assert told(network, name) == MEANT[network, name]


def test_every_payload_is_meant_to_tell_something() -> None:
    assert set(EVERY) == MEANT.keys() | set(MALFORMED)


@pytest.mark.parametrize(("network", "name"), EVERY)
def test_every_payload_names_the_page_it_was_written_after(network: str, name: str) -> None:
    assert str(payload(network, name)["_source"]).startswith("https://developers.facebook.com/docs/")


@pytest.mark.parametrize(("network", "name"), MALFORMED)
def test_what_cannot_be_read_is_kept_raw_once(network: str, name: str) -> None:
    [kept] = told(network, name)
    assert isinstance(kept, Unreadable)
    assert (kept.at, told(network, name)) == (NOW, [kept])
    body = payload(network, name)
    [part] = [body[key] for key in ("comment", "message") if key in body] or [
        one for key in ("changes", "messaging") for one in body["entry"][0].get(key, ())
    ]
    assert json.loads(kept.raw) == part


def test_one_change_that_cannot_be_read_holds_up_none_of_the_others() -> None:
    entry = payload("facebook", "batch")["entry"][0]
    entry["changes"][1] = {"field": "feed", "value": {"item": "comment", "verb": "add"}}
    entry["changes"].insert(0, None)
    kinds = [type(one).__name__ for one in parse(entry, NADI, Known(), NOW)]
    assert kinds == ["NewMessage", "NewMessage", "MessageEdited", "Unreadable", "Unreadable"]


def test_what_was_said_comes_before_what_was_done_to_it() -> None:
    lines = [
        payload("facebook", name)["entry"][0]["messaging"][0]
        for name in ("message_deleted", "message_edit", "reaction", "message")
    ]
    told = parse({"id": NADI.id, "time": TM, "messaging": lines}, NADI, Known(), NOW)
    assert [type(one).__name__ for one in told] == ["NewMessage", "MessageEdited", "MessageRemoved", "Reacted"]


def test_a_thousand_changes_are_a_thousand_messages_in_the_order_of_time() -> None:
    change = payload("facebook", "comment")["entry"][0]["changes"][0]
    changes = [
        {**change, "value": {**change["value"], "comment_id": f"1_{number}", "created_time": 1785312000 - number}}
        for number in range(1000)
    ]
    told = parse({"id": NADI.id, "time": 1785312003, "changes": changes}, NADI, Known(), NOW)
    assert all(isinstance(one, NewMessage) for one in told)
    assert [one.at for one in told] == sorted((1785312000 - number) * 1000 for number in range(1000))


def test_an_entry_may_hold_changes_and_messages_and_those_of_another_owner() -> None:
    entry = {
        **payload("facebook", "comment")["entry"][0],
        "messaging": payload("facebook", "message")["entry"][0]["messaging"],
        "standby": payload("facebook", "message_deleted")["entry"][0]["messaging"],
    }
    assert [type(one) for one in parse(entry, NADI, Known(), NOW)] == [NewMessage, NewMessage, MessageRemoved]


@pytest.mark.parametrize("value", [{}, {"feeling": "fine"}, {"sender": {"id": ""}}])
def test_a_change_in_private_that_is_about_nobody_tells_nothing(value: dict[str, Any]) -> None:
    assert parse({"id": NADI.id, "changes": [{"field": "messages", "value": value}]}, NADI, Known(), NOW) == []


# ------------------------------------------------------------------------------------- Pages with an Instagram account


BOUND = Place("instagram", NADI_PICTURES.id, NADI_PICTURES.app_id, page=NADI.id)


def test_the_entry_of_a_page_tells_its_instagram_account_only_what_is_its_own() -> None:
    whose, page = payload("instagram", "message")["entry"][0], payload("facebook", "message")["entry"][0]
    entry = {
        **payload("facebook", "comment")["entry"][0],
        "messaging": [*page["messaging"], *whose["messaging"]],
    }
    [told] = parse(entry, BOUND, Known(), NOW)
    assert isinstance(told, NewMessage)
    assert told.id == meant_instagram.MID


def test_an_instagram_account_knows_its_page_for_itself() -> None:
    entry = payload("instagram", "message_echo")["entry"][0]
    entry["messaging"][0]["sender"]["id"] = NADI.id
    [told] = parse(entry, BOUND, Known(), NOW)
    assert isinstance(told, NewMessage)
    assert (told.author, told.thread.remote) == (None, meant_instagram.HERS.remote)


# -------------------------------------------------------------------------------------------------- whatever is wrong


def keys_of(value: object) -> set[str]:
    """Every name that stands in a payload."""
    match value:
        case dict():
            return set(value).union(*(keys_of(inner) for inner in value.values()))
        case list():
            return set().union(*(keys_of(inner) for inner in value))
    return set()


KEYS = sorted(set().union(*(keys_of(payload(network, name)) for network, name in EVERY)))
WORDS = ["feed", "comment", "add", "comments", "mentions", "image", "location", "fallback", "m_1", "1_2", "0", NADI.id]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([*WORDS, "\ud800", "a\0b", "http://[", "https://x.example/a b", "9" * 5000]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=8,
)
PARTS = [(network, name) for network, name in EVERY if "entry" in payload(network, name)]


@settings(max_examples=300)
@given(which=st.sampled_from(PARTS), data=st.data())
def test_whatever_is_wrong_in_an_entry_it_is_told_and_can_be_stored(
    which: tuple[str, str], data: st.DataObject
) -> None:
    network, name = which
    entry = payload(network, name)["entry"][0]
    spoil(entry, data)
    known = Known()
    told = parse(entry, PLACES[network], known, NOW)
    mentions(entry, PLACES[network], NOW)
    assert unstorable(told) == []
    assert [one for one in (*known.threads.values(), *known.people.values()) if unstorable([one])] == []


@settings(max_examples=150)
@given(raw=JSON, network=st.sampled_from(sorted(PLACES)))
def test_anything_at_all_is_told_and_can_be_stored(raw: Any, network: str) -> None:
    place = PLACES[network]
    assert unstorable(parse(raw, place, Known(), NOW)) == []
    assert unstorable(comment_of_graph(raw, place, Known(), "1_2", NOW)) == []
    assert unstorable(message_of_graph(raw, place, Known(), "101", NOW)) == []
    mentions(raw, place, NOW)


@settings(max_examples=100)
@given(which=st.sampled_from([one for one in EVERY if "listed" in one[1]]), data=st.data())
def test_whatever_is_wrong_in_a_list_it_is_told_and_can_be_stored(which: tuple[str, str], data: st.DataObject) -> None:
    network, name = which
    body, place = payload(network, name), PLACES[network]
    raw = body.get("comment") or body["message"]
    spoil(raw, data)
    read = comment_of_graph if "comment" in body else message_of_graph
    assert unstorable(read(raw, place, Known(), "101", NOW)) == []


def test_what_is_nested_too_deeply_is_kept() -> None:
    deep: Any = "x"
    for _ in range(20_000):
        deep = [deep]
    change = payload("facebook", "comment")["entry"][0]["changes"][0]
    change["value"]["message"] = deep
    [kept] = parse({"id": NADI.id, "changes": [change]}, NADI, Known(), NOW)
    assert isinstance(kept, Unreadable)
    while isinstance(deep, list):  # taken apart by hand, for taking it apart at once needs a deep stack as well
        deep = deep.pop()


def spoil(whole: Any, data: st.DataObject) -> None:
    """Put something else in one place somewhere inside, or take it away."""
    while True:
        if isinstance(whole, dict) and whole:
            key: Any = data.draw(st.sampled_from(sorted(whole)))
        elif isinstance(whole, list) and whole:
            key = data.draw(st.integers(0, len(whole) - 1))
        else:
            return
        if data.draw(st.booleans()) and data.draw(st.booleans()):
            del whole[key]
            return
        if not isinstance(whole[key], dict | list) or data.draw(st.booleans()):
            whole[key] = data.draw(JSON)
            return
        whole = whole[key]


def unstorable(told: list[Any]) -> list[object]:
    """Whatever inside cannot be kept: all but numbers, nothing, and texts that are UTF-8 without NUL."""
    return [leaf for one in told for leaf in leaves(asdict(one)) if not a_text(leaf)]


def leaves(value: object) -> Iterator[object]:
    """Everything inside that is no container."""
    match value:
        case dict():
            yield from (leaf for inner in value.values() for leaf in leaves(inner))
        case tuple():
            yield from (leaf for inner in value for leaf in leaves(inner))
        case _:
            yield value


def a_text(leaf: object) -> bool:
    """Whether a store can keep it."""
    if isinstance(leaf, str):
        return "\0" not in leaf and leaf.encode("utf-8", "replace").decode() == leaf
    return leaf is None or (isinstance(leaf, int) and abs(leaf) < 2**53)


def test_ids_of_comments_are_padded_and_those_of_messages_stay() -> None:
    [comment], [message] = told("facebook", "comment"), told("facebook", "message")
    assert isinstance(comment, NewMessage)
    assert isinstance(message, NewMessage)
    assert (comment.id, message.id) == (RemoteId("00000712750021053074_00001063824911537852"), RemoteId("m_AbC"))
