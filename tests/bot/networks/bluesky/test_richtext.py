"""Facets by bytes, there and back: in many scripts, with emoji, and whatever somebody's program has put there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.networks._bluesky.richtext import facets, link_in, readable, spans


def link(text: str, shown: str, uri: str) -> dict[str, object]:
    start = len(text[: text.index(shown)].encode())
    index = {"byteStart": start, "byteEnd": start + len(shown.encode())}
    return {"index": index, "features": [{"$type": "app.bsky.richtext.facet#link", "uri": uri}]}


@pytest.mark.parametrize(
    ("text", "shown", "uri", "read"),
    [
        ("see nadi.example.com", "nadi.example.com", "https://nadi.example.com", "see nadi.example.com"),
        (
            "see nadi.example.com/…",
            "nadi.example.com/…",
            "https://nadi.example.com/cups",
            "see https://nadi.example.com/cups",
        ),
        (
            "see nadi.example.com/cu...",
            "nadi.example.com/cu...",
            "https://nadi.example.com/cups",
            "see https://nadi.example.com/cups",
        ),
        ("👩🏽‍🎨 कप here!", "here", "https://evil.example/x", "👩🏽‍🎨 कप here (https://evil.example/x)!"),
        ("nadi.example.com", "nadi.example.com", "https://evil.example", "nadi.example.com (https://evil.example)"),
    ],
)
def test_a_link_shows_where_it_leads(text: str, shown: str, uri: str, read: str) -> None:
    assert readable(text, [link(text, shown, uri)]) == read


@pytest.mark.parametrize(
    "odd",
    [
        None,
        "x",
        [None],
        [{}],
        [{"index": {"byteStart": 0, "byteEnd": 99}, "features": [{"uri": "https://x.example"}]}],
        [{"index": {"byteStart": 3, "byteEnd": 1}, "features": [{"uri": "https://x.example"}]}],
        [{"index": {"byteStart": -1, "byteEnd": 2}, "features": [{"uri": "https://x.example"}]}],
        [{"index": {"byteStart": "0", "byteEnd": "2"}, "features": [{"uri": "https://x.example"}]}],
        [{"index": {"byteStart": 0, "byteEnd": 2}, "features": [None, {"uri": 3}, {"tag": "x"}]}],
    ],
)
def test_odd_facets_leave_the_text_alone(odd: object) -> None:
    assert readable("कप", odd) == "कप"


def test_a_facet_through_a_letter_and_two_over_each_other_do_no_harm() -> None:
    cut = [{"index": {"byteStart": 1, "byteEnd": 2}, "features": [{"uri": "https://x.example"}]}]
    assert "https://x.example" in readable("कप", cut)
    text = "one two"
    both = [link(text, "one two", "https://a.example"), link(text, "two", "https://b.example")]
    assert readable(text, both) == "one two (https://a.example)"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://nadi.example.com/a?b=c#d.", [("link", "https://nadi.example.com/a?b=c#d")]),
        ("(nadi.com/x)", [("link", "https://nadi.com/x")]),
        ("see example.com, or not.a-word here", [("link", "https://example.com")]),
        ("version 1.2 e.g. file.txt.nothing", []),
        ("ask asha@example.com", []),
        ("hi @asha.example.com!", [("mention", "asha.example.com")]),
        ("hi @asha, @asha.", []),
        ("new #cups #कप and # and #1", [("tag", "cups"), ("tag", "कप")]),
        ("https://x.com/#a @b.c", [("link", "https://x.com/#a"), ("mention", "b.c")]),
        ("https://en.wikipedia.org/wiki/Cup_(pot)", [("link", "https://en.wikipedia.org/wiki/Cup_(pot)")]),
    ],
)
def test_links_names_and_tags_are_found(text: str, found: list[tuple[str, str]]) -> None:
    assert [(span.kind, span.to) for span in spans(text)] == found


async def test_what_is_found_is_marked_by_bytes_and_unknown_names_are_not() -> None:
    async def resolve(handle: str) -> str:
        return "did:plc:asha" if handle == "asha.example.com" else ""

    text = "🏺 ask @asha.example.com or @nobody.example.com about #कप"
    marked = await facets(text, resolve)
    raw = text.encode()
    shown = [raw[one["index"]["byteStart"] : one["index"]["byteEnd"]].decode() for one in marked]  # type: ignore[index]
    assert shown == ["@asha.example.com", "#कप"]
    assert marked[0]["features"] == [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:asha"}]


@given(some.text())
def test_any_text_is_marked_within_its_bounds_and_in_order(text: str) -> None:
    end = 0
    for span in spans(text):
        assert end <= span.start < span.end <= len(text)
        end = span.end


@given(some.text(), some.integers(-2, 20), some.integers(-2, 20))
def test_any_facet_is_read_without_an_error(text: str, start: int, end: int) -> None:
    facet = {"index": {"byteStart": start, "byteEnd": end}, "features": [{"uri": "https://x.example"}]}
    assert isinstance(readable(text, [facet]), str)


def test_a_card_leads_somewhere() -> None:
    card = {"external": {"uri": "https://x.example"}}
    assert link_in({"embed": card}) == link_in({"embed": {"media": card}}) == "https://x.example"
    assert link_in({"embed": "odd"}) == ""
