"""What a network can do is data: what it offers, how long texts may be, what a call costs."""

from __future__ import annotations

from inbox.actions import Hide, Reply
from inbox.capabilities import Capabilities, Tariff, TextLimit, Unit
from inbox.models import RemoteId
from tests.world import CAPABILITIES

THREAD = RemoteId("1")
TARIFF = Tariff(
    "USD",
    {"post": 15_000, "post with a link": 200_000},
    source="tests",
    read_on="2026-11-23",
    actions={"reply": "post"},
    with_link={"reply": "post with a link"},
)


def test_what_is_offered_depends_on_the_kind_of_conversation() -> None:
    assert CAPABILITIES.offers("group", "mute")
    assert not CAPABILITIES.offers("direct", "mute")
    assert not Capabilities("x", "", "", {}, CAPABILITIES.text).offers("direct", "reply")


def test_a_text_is_as_long_as_the_network_counts() -> None:
    text = "👍é"
    units: tuple[Unit, ...] = ("characters", "utf16", "bytes", "weighted", "graphemes", "short links")
    assert [TextLimit(9, unit).length(text) for unit in units] == [2, 3, 6, 3, 2, 2]


def test_a_text_may_be_over_either_of_two_limits() -> None:
    limit = TextLimit(2, "graphemes", most_bytes=8)
    assert limit.over("👍é") is None
    assert limit.over("👍éa") == (3, 2, "graphemes")
    assert limit.over("👍👍👍", most=3) == (12, 8, "bytes")


def test_an_action_costs_what_the_tariff_says_of_its_thing() -> None:
    reply = Reply(THREAD, "hello")
    assert TARIFF.price(reply) == 15_000
    assert TARIFF.price(reply, linked=True) == 200_000
    assert TARIFF.price(Hide(THREAD, RemoteId("2")), linked=True) == 0


def test_without_an_address_a_message_opens_nowhere() -> None:
    assert CAPABILITIES.opens(THREAD, RemoteId("2")) == ""
