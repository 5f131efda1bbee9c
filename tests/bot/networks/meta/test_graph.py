"""Calls of the Graph API: what goes over the wire, what comes back, and what a lost answer means."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import structlog

from bot.networks._meta.errors import refusal
from bot.networks._meta.graph import Graph, Upload
from bot.networks._meta.signature import proof
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain
from tests.meta_wire import CUT, SILENT, Wire, refused, wire

TOKEN, SECRET = "EAAToken0123456789", "an app's secret"
START = 1_790_000_000_000


@dataclass
class World:
    """A Graph that calls a server of ours, with a clock and a token to turn."""

    wire: Wire
    http: aiohttp.ClientSession
    now: int = START
    token: str = TOKEN

    def __post_init__(self) -> None:
        self.graph = Graph(self.http, self.wire.url, "v26.0", self.current, SECRET, lambda: self.now, "facebook")

    async def current(self) -> str:
        return self.token


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with wire() as (told, http):
        yield World(told, http)


async def test_a_call_carries_the_version_the_token_in_a_header_and_its_proof(world: World) -> None:
    world.wire.tell("GET /7/comments", {"data": []})
    assert await world.graph.get("/7/comments", fields="id,message", limit=5) == {"data": []}
    asked = world.wire.asked[0]
    assert asked.query == {"fields": "id,message", "limit": "5", "appsecret_proof": proof(SECRET, TOKEN)}
    assert asked.headers["Authorization"] == f"Bearer {TOKEN}"


async def test_a_renewed_token_is_used_at_once(world: World) -> None:
    world.wire.tell("GET /7", {"id": "7"})
    await world.graph.get("/7")
    world.token = "EAAAnother987654321"
    await world.graph.get("/7")
    assert world.wire.asked[1].headers["Authorization"] == "Bearer EAAAnother987654321"
    assert world.wire.asked[1].query["appsecret_proof"] == proof(SECRET, "EAAAnother987654321")


async def test_fields_that_are_no_texts_go_as_json_and_none_in_the_address(world: World) -> None:
    world.wire.tell("POST /7/messages", {"message_id": "m_1"})
    fields = {
        "recipient": {"id": "5"},
        "message": {"text": "Grüße, गुजरात"},
        "is_hidden": True,
        "messaging_type": "RESPONSE",
    }
    await world.graph.post("/7/messages", fields)
    asked = world.wire.asked[0]
    assert asked.query == {}
    assert asked.json("message") == {"text": "Grüße, गुजरात"}
    assert asked.json("is_hidden") is True
    assert asked.form["messaging_type"] == "RESPONSE"
    assert asked.form["appsecret_proof"] == proof(SECRET, TOKEN)


async def test_a_file_goes_along_as_it_is(world: World) -> None:
    world.wire.tell("POST /7/messages", {"message_id": "m_1"})
    file = Upload("filedata", "Brief für Asha.png", "image/png", b"\x89PNG\x00\xff")
    await world.graph.post("/7/messages", {"recipient": {"id": "5"}, "text": "Äh"}, files=[file])
    await world.graph.post("/7/messages", files=[Upload("filedata", 'a"b\r\n\0c/d.png', "image/png", b"x")])
    assert world.wire.asked[1].files == {"filedata": ("a_b___c_d.png", "image/png", b"x")}
    asked = world.wire.asked[0]
    assert asked.files == {"filedata": ("Brief für Asha.png", "image/png", b"\x89PNG\x00\xff")}
    assert asked.json("recipient") == {"id": "5"}
    assert asked.form["text"] == "Äh"


async def test_pages_are_followed_to_their_end_without_the_token_in_their_links(world: World) -> None:
    link = f"https://graph.facebook.com/v26.0/7/comments?access_token={TOKEN}&appsecret_proof=old&limit=2&after=Q2c%3D"
    world.wire.tell(
        "GET /7/comments",
        {"data": [1, 2], "paging": {"cursors": {"after": "Q2c="}, "next": link}},
        {"data": [3], "paging": {"cursors": {"after": "Q2d="}}},
    )
    first = await world.graph.get("/7/comments", limit=2)
    second = await world.graph.follow(first)
    assert second is not None
    assert second["data"] == [3]
    assert world.wire.asked[1].query == {"limit": "2", "after": "Q2c=", "appsecret_proof": proof(SECRET, TOKEN)}
    assert await world.graph.follow(second) is None
    assert await world.graph.follow({"data": [], "paging": "broken"}) is None


@pytest.mark.parametrize("what", [CUT, (200, b"<html>", {}), (200, b'["a list"]', {}), (502, b"", {})])
async def test_an_effect_whose_answer_is_lost_is_uncertain_and_a_question_is_not(world: World, what: object) -> None:
    for call in ("POST /7", "DELETE /7", "GET /7"):
        world.wire.tell(call, what)
    with pytest.raises(Uncertain):
        await world.graph.post("/7")
    with pytest.raises(Uncertain):
        await world.graph.delete("/7")
    with pytest.raises(Unavailable):
        await world.graph.post("/7", effect=False)
    with pytest.raises(Unavailable):
        await world.graph.get("/7")


async def test_an_answer_that_never_comes(world: World) -> None:
    soon = aiohttp.ClientTimeout(sock_read=0.05)
    graph = Graph(world.http, world.wire.url, "v26.0", world.current, SECRET, lambda: START, "facebook", soon)
    world.wire.tell("POST /7", SILENT)
    world.wire.tell("GET /7", SILENT)
    with pytest.raises(Uncertain, match="never came"):
        await graph.post("/7")
    with pytest.raises(Unavailable, match="never came"):
        await graph.get("/7")


async def test_where_nobody_is_nothing_was_done(world: World) -> None:
    graph = Graph(world.http, "http://127.0.0.1:9", "v26.0", world.current, SECRET, lambda: START, "instagram")
    with pytest.raises(Unavailable, match="no connection to Instagram"):
        await graph.post("/7")


async def test_a_refusal_is_told_by_its_code(world: World) -> None:
    world.wire.tell("POST /7", refused(10, 2018278, "outside"))
    with pytest.raises(NetworkError) as raised:
        await world.graph.post("/7")
    assert refusal(raised.value) == (10, 2018278)


async def test_no_is_no_even_when_it_is_said_politely(world: World) -> None:
    world.wire.tell("POST /7", {"success": False})
    with pytest.raises(Rejected, match="no reason"):
        await world.graph.post("/7")
    world.wire.tell("DELETE /7/likes", (200, b"true", {}))
    assert await world.graph.delete("/7/likes") == {"success": True}


async def test_many_are_read_in_one_call_and_each_has_its_own_failure(world: World) -> None:
    error = {"error": {"message": "gone", "code": 100, "error_subcode": 33}}
    world.wire.tell(
        "POST /",
        (
            200,
            [{"code": 200, "body": '{"id":"1"}'}, {"code": 400, "body": json.dumps(error)}, None, {"code": 200}],
            {},
        ),
    )
    one, two, three, four = await world.graph.batch(["/1?fields=id", "/2", "/3", "/4"])
    assert one == {"id": "1"}
    assert isinstance(two, Rejected)
    assert refusal(two) == (100, 33)
    assert isinstance(three, Unavailable)
    assert isinstance(four, Unavailable)
    assert world.wire.asked[0].json("batch")[0] == {"method": "GET", "relative_url": "1?fields=id"}
    with pytest.raises(ValueError, match="at most 50"):
        await world.graph.batch(["/1"] * 51)


async def test_a_batch_that_is_refused_or_unreadable_as_a_whole(world: World) -> None:
    world.wire.tell("POST /", refused(190, 463), {"data": "what?"})
    with pytest.raises(LoginNeeded):
        await world.graph.batch(["/1"])
    with pytest.raises(Unavailable):
        await world.graph.batch(["/1"])


NONSENSE = [
    b"",
    b"null",
    b"7",
    b'"text"',
    b"[1, null]",
    b"[" * 100_000,
    b"\xff\xfe{}",
    b"1" * 5_000,
    b'{"error": null, "data": 7}',
    b'{"error": []}',
    b'{"error": {"code": "ten", "message": 7, "error_user_msg": {}}}',
    b'{"error": {"code": 190, "error_subcode": [], "message": null}}',
    b'{"success": "maybe", "paging": {"next": 7}}',
    b'[{"code": "many", "body": 7}]',
    b'[{"code": 200, "body": "[]"}]',
]


@pytest.mark.parametrize("body", NONSENSE)
@pytest.mark.parametrize("status", [200, 400, 500])
async def test_whatever_is_answered_only_network_errors_come_of_it(world: World, body: bytes, status: int) -> None:
    for call in ("GET /7", "POST /7", "DELETE /7", "POST /"):
        world.wire.tell(call, (status, body, {}))
    graph = world.graph
    for made in (graph.get("/7"), graph.post("/7"), graph.delete("/7"), graph.batch(["/7"])):
        try:
            answer = await made
        except NetworkError:
            continue
        assert isinstance(answer, dict | list)
        if isinstance(answer, dict):
            assert await graph.follow(answer) is None


@pytest.mark.parametrize("link", ["https://[::1", "no link", "https://graph.facebook.com", "mailto:x@example.org"])
async def test_a_further_page_that_is_no_address(world: World, link: str) -> None:
    with pytest.raises(Unavailable, match="no further page"):
        await world.graph.follow({"paging": {"next": link}})


def used(**percent: float) -> dict[str, str]:
    """The usage headers that an answer bears."""
    return {"X-App-Usage": json.dumps(percent)}


async def test_what_is_used_up_is_known_from_the_headers(world: World) -> None:
    business = {"7": [{"type": "messenger", "call_count": 12, "total_cputime": 40, "total_time": 3}]}
    headers = {**used(call_count=28, total_time=25), "X-Business-Use-Case-Usage": json.dumps(business)}
    world.wire.tell("GET /7", (200, {"id": "7"}, headers))
    await world.graph.get("/7")
    assert world.graph.usage.shares == {"app": 0.28, "messenger": 0.4}
    assert world.graph.usage.share == 0.4
    assert world.graph.usage.wait(world.now) == 0


async def test_before_the_limit_is_hit_effects_wait_and_questions_do_not(world: World) -> None:
    business = {"7": [{"type": "pages", "call_count": 97, "estimated_time_to_regain_access": 5}]}
    world.wire.tell("GET /7", (200, {"id": "7"}, {"X-Business-Use-Case-Usage": json.dumps(business)}))
    world.wire.tell("POST /7", {"id": "8"})
    await world.graph.get("/7")
    with pytest.raises(RateLimited, match="97 %") as raised:
        await world.graph.post("/7")
    assert raised.value.retry_after == 300
    assert not world.wire.calls("POST /7")
    await world.graph.get("/7")
    world.now += 301_000
    assert await world.graph.post("/7") == {"id": "8"}


async def test_without_a_word_about_the_end_effects_wait_a_minute(world: World) -> None:
    world.wire.tell("GET /7", (200, {"id": "7"}, used(call_count=99)), (200, {"id": "7"}, used(call_count=10)))
    world.wire.tell("POST /7", {"id": "8"})
    await world.graph.get("/7")
    with pytest.raises(RateLimited) as raised:
        await world.graph.post("/7")
    assert raised.value.retry_after == 60
    await world.graph.get("/7")
    assert await world.graph.post("/7") == {"id": "8"}


@pytest.mark.parametrize("header", ["", "{", "[]", '{"call_count": "many"}', '{"1": [7, {"type": 3}]}', "null"])
async def test_headers_that_cannot_be_read_stop_nothing(world: World, header: str) -> None:
    headers: dict[str, Any] = {"X-App-Usage": header, "X-Business-Use-Case-Usage": header, "X-Page-Usage": header}
    world.wire.tell("GET /7", (200, {"id": "7"}, headers))
    assert await world.graph.get("/7") == {"id": "7"}
    assert world.graph.usage.share == 0


async def test_no_token_in_an_address_an_error_or_a_log(world: World) -> None:
    world.wire.tell("GET /7", refused(190, 467, f"Malformed access token {TOKEN}xxxxxxxxxxxxxxxxxxxx"), CUT)
    with structlog.testing.capture_logs() as logs:
        for _ in range(2):
            with pytest.raises(NetworkError) as raised:
                await world.graph.get("/7")
            assert TOKEN not in str(raised.value)
    assert TOKEN not in str(logs)
    assert all(TOKEN not in str(asked.query) for asked in world.wire.asked)
