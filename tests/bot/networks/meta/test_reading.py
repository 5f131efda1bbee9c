"""What is asked of Meta in one round, and where asking ends: by times, by what is known, and in the end by a bound."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import pytest

from bot.networks._meta.graph import Graph
from bot.networks._meta.place import Place
from bot.networks._meta.reading import Bounds, Reading, Span, more, objects, pieces
from inbox.errors import LoginNeeded, Rejected, Unavailable
from tests.meta_wire import Wire, refused, wire

NOW = 1_790_000_000_000
MINUTE = 60_000
DAY = 24 * 60 * MINUTE
SPAN = Span(NOW - 10 * MINUTE, NOW - MINUTE, NOW, settled=NOW - 5 * MINUTE)
Network = Literal["facebook", "instagram"]


@pytest.fixture
async def told() -> AsyncIterator[tuple[Wire, Graph]]:
    async def token() -> str:
        return "token"

    async with wire() as (wired, http):
        yield wired, Graph(http, wired.url, "v26.0", token, "secret", lambda: NOW, "facebook")


def reader(graph: Graph, network: Network = "facebook") -> Reading:
    return Reading(graph, Place(network, "1", "9", "1" if network == "facebook" else ""))


def said(*minutes: float) -> list[dict[str, Any]]:
    """Something said so many minutes ago."""
    return [{"id": f"{minute}", "created_time": written(minute)} for minute in minutes]


def written(minutes: float) -> str:
    return datetime.fromtimestamp((NOW - minutes * MINUTE) / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def page(data: Sequence[dict[str, Any]], further: str = "") -> dict[str, Any]:
    return {"data": data, **({"paging": {"next": f"https://graph.facebook.com/v26.0{further}"}} if further else {})}


def nothing(raw: object) -> bool:
    return False


def everything(raw: object) -> bool:
    return True


# ------------------------------------------------------------------------------------------------------------ comments


async def test_what_comes_with_the_post_is_enough_when_it_reaches_back(told: tuple[Wire, Graph]) -> None:
    wired, graph = told
    raw = {"comments": page(said(2, 20), "/1_2/comments?after=x")}
    below = await reader(graph).below("1_2", raw, SPAN, nothing)
    assert ([one["id"] for one in below.said], wired.asked) == (["2", "20"], [])
    assert below.covers == NOW - 20 * MINUTE


@pytest.mark.parametrize("raw", [{}, {"comments": None}, {"comments": {"data": None}}, {"comments": []}], ids=str)
async def test_a_post_without_comments_has_none(told: tuple[Wire, Graph], raw: dict[str, Any]) -> None:
    below = await reader(told[1]).below("1_2", raw, SPAN, nothing)
    assert (below.said, below.covers) == ([], 0)


async def test_otherwise_all_are_asked_for_down_to_the_span(told: tuple[Wire, Graph]) -> None:
    wired, graph = told
    wired.tell(
        "GET /1_2/comments", page(said(2, 3), "/1_2/comments?after=a"), page(said(4, 30), "/1_2/comments?after=b")
    )
    below = await reader(graph).below("1_2", {"comments": page(said(2), "/x")}, SPAN, nothing)
    assert [one["id"] for one in below.said] == ["2", "3", "4", "30"]
    first, second = wired.asked
    assert (first.query["filter"], first.query["order"], first.query["limit"]) == (
        "stream",
        "reverse_chronological",
        "100",
    )
    assert first.query["since"] == str(SPAN.since // 1000)
    assert second.query["after"] == "a"
    assert below.covers == SPAN.since  # older ones were not asked for


async def test_a_page_that_is_known_ends_it_once_that_is_settled(told: tuple[Wire, Graph]) -> None:
    wired, graph = told
    raw = {"comments": page(said(6, 7), "/1_2/comments?after=a")}
    await reader(graph).below("1_2", raw, SPAN, everything)
    assert wired.asked == []
    wired.tell("GET /1_2/comments", page(said(2)))
    await reader(graph).below("1_2", {"comments": page(said(2), "/x")}, SPAN, everything)
    assert len(wired.asked) == 1  # not settled yet


async def test_pages_that_never_end_are_given_up(told: tuple[Wire, Graph]) -> None:
    wired, graph = told
    reading = Reading(graph, Place("facebook", "1", "9", "1"), Bounds(pages=5))
    wired.tell("GET /1_2/comments", page(said(2), "/1_2/comments?after=a"))
    with pytest.raises(Unavailable, match="do not end"):
        await reading.below("1_2", {"comments": page(said(2), "/x")}, SPAN, nothing)
    wired.tell("GET /t/messages", page(said(2), "/t/messages?after=a"))
    with pytest.raises(Unavailable, match="do not end"):
        await reading.messages({"id": "t", "messages": page(said(2), "/t/messages?after=a")}, SPAN, nothing)
    assert len(wired.asked) <= 10


async def test_replies_stand_behind_what_they_answer(told: tuple[Wire, Graph]) -> None:
    wired, graph = told
    wired.tell("GET /5/replies", page(said(1)))
    (top,) = said(3)
    top["replies"] = page([{"id": "r", "timestamp": written(2)}], "/5/replies?after=a")
    below = await reader(graph, "instagram").below("8", {"comments": page([top])}, SPAN, nothing)
    assert [(one["id"], one.get("parent_id")) for one in below.said] == [("3", None), ("r", "3"), ("1", "3")]
    assert "replies" not in below.said[0]


async def test_a_deep_look_reads_on_to_its_bound(told: tuple[Wire, Graph]) -> None:
    wired, graph = told
    reading = Reading(graph, Place("instagram", "1", "9"), Bounds(deep=3))
    wired.tell("GET /8/comments", page(said(100), "/8/comments?after=a"))
    below = await reading.below("8", {}, SPAN, nothing, deep=True)
    assert len(below.said) == 3
    assert below.covers == NOW - 100 * MINUTE
    assert wired.asked[0].query["limit"] == "50"


# --------------------------------------------------------------------------------------------------------------- posts


async def test_old_posts_are_not_read_and_one_that_is_pinned_hides_none(told: tuple[Wire, Graph]) -> None:
    wired, graph = told
    month = 31 * DAY / MINUTE
    wired.tell(
        "GET /1/feed",
        page(said(month, 1, 2), "/1/feed?after=a"),
        page(said(month + 1), "/1/feed?after=b"),
        page(said(3)),
    )
    assert [raw["id"] async for raw in reader(graph).posts(NOW)] == ["1", "2"]
    assert len(wired.asked) == 2


async def test_at_most_so_many_posts_are_read(told: tuple[Wire, Graph]) -> None:
    wired, graph = told
    reading = Reading(graph, Place("facebook", "1", "9", "1"), Bounds(posts=4))
    wired.tell("GET /1/feed", page(said(1, 2), "/1/feed?after=a"))
    assert len([raw async for raw in reading.posts(NOW)]) == 4


async def test_too_much_at_once_is_asked_for_in_smaller_parts_from_then_on(told: tuple[Wire, Graph]) -> None:
    wired, graph = told
    too_much = refused(1, message="Please reduce the amount of data you're asking for, then retry your request")
    wired.tell("GET /1/feed", too_much, too_much, page([]))
    reading = reader(graph)
    for _ in range(2):
        assert [raw async for raw in reading.posts(NOW)] == []
    assert [one.query["limit"] for one in wired.asked] == ["25", "12", "6", "6"]


async def test_one_post_that_is_too_much_is_an_error(told: tuple[Wire, Graph]) -> None:
    wired, graph = told
    wired.tell("GET /1/feed", refused(1, message="Please reduce the amount of data you're asking for"))
    with pytest.raises(Unavailable):
        _ = [raw async for raw in reader(graph).posts(NOW)]


async def test_posts_by_name_are_asked_for_fifty_at_a_time(told: tuple[Wire, Graph]) -> None:
    wired, graph = told
    wired.tell("POST /", [{"code": 200, "body": "{}"}] * 50, [{"code": 200, "body": "{}"}] * 3)
    assert len([post async for post, _ in reader(graph).posts_named([f"1_{n}" for n in range(53)])]) == 53
    assert len(wired.asked) == 2


# ------------------------------------------------------------------------------------------------------------ the rest


async def test_conversations_end_where_nothing_happened_since(told: tuple[Wire, Graph]) -> None:
    wired, graph = told
    threads = [{"id": f"{minute}", "updated_time": written(minute)} for minute in (1, 9, 11, 12)]
    wired.tell("GET /1/conversations", page(threads, "/1/conversations?after=a"))
    assert [raw["id"] async for raw in reader(graph).conversations(SPAN.since, NOW)] == ["1", "9"]
    (asked,) = wired.asked
    assert asked.query["platform"] == "messenger"


async def test_looking_tells_what_is_gone_what_is_there_and_nothing_of_the_rest(told: tuple[Wire, Graph]) -> None:
    wired, graph = told
    errors = [refused(100, 33)[1], refused(100)[1], refused(2)[1]]
    wired.tell(
        "POST /", [{"code": 200, "body": '{"id":"1"}'}, *({"code": 400, "body": _json(one)} for one in errors), None]
    )
    assert await reader(graph).look(["1", "2", "3", "4", "5"]) == ({"2"}, {"1"})
    assert await reader(graph).look([]) == (set(), set())


async def test_a_dead_token_is_no_deletion(told: tuple[Wire, Graph]) -> None:
    wired, graph = told
    wired.tell("POST /", [{"code": 400, "body": _json(refused(190, 460)[1])}])
    with pytest.raises(LoginNeeded):
        await reader(graph).look(["1"])


@pytest.mark.parametrize(("answer", "bare"), [(page([]), True), (page(said(1)), False), (refused(100, 33), True)])
async def test_whether_a_post_is_bare(told: tuple[Wire, Graph], answer: object, *, bare: bool) -> None:
    wired, graph = told
    wired.tell("GET /1_2/comments", answer)
    assert await reader(graph).is_bare("1_2") is bare


async def test_a_post_that_may_not_be_seen_is_not_bare(told: tuple[Wire, Graph]) -> None:
    wired, graph = told
    wired.tell("GET /1_2/comments", refused(10))
    with pytest.raises(Rejected):
        await reader(graph).is_bare("1_2")


def test_pages_of_other_shapes_are_empty() -> None:
    assert objects({"data": "x"}) == objects({}) == objects({"data": ["x", 1, None]}) == []
    assert not more({"paging": "x"})


def test_pieces_leave_nothing_out() -> None:
    assert [list(piece) for piece in pieces([1, 2, 3, 4, 5], 2)] == [[1, 2], [3, 4], [5]]


def _json(value: object) -> str:
    return json.dumps(value)
