"""Usage headers, limits, planned refusals and other failures, and the shape of errors."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from bot.playground.clock import Clock
from bot.playground.faults import Fault, Kind, Match
from bot.playground.meta import App, MetaServer, MetaWorld, Page, Person, Post, Profile
from tests.bot.playground.meta.calls import START, Graph


async def usage(graph: Graph, path: str, name: str) -> dict[str, Any]:
    """One of the usage headers."""
    async with graph.http.get(f"{graph.url}{path}", headers={"Authorization": f"Bearer {graph.token}"}) as answer:
        return dict(json.loads(answer.headers[name]))


async def test_usage_rises_with_calls_and_falls_with_time(
    server: MetaServer, graph: Graph, world: MetaWorld, app: App, page: Page
) -> None:
    server.usage.meter("app", app.id).allowed = 10
    shares = [(await usage(graph, "/me", "X-App-Usage"))["call_count"] for _ in range(3)]
    assert shares == [10, 20, 30]
    world.clock.advance(3600)
    assert (await usage(graph, "/me", "X-App-Usage"))["call_count"] == 10
    assert (await usage(graph, "/me", "X-Page-Usage")).keys() == {"call_count", "total_cputime", "total_time"}


async def test_each_business_case_counts_for_its_owner(
    server: MetaServer, graph: Graph, insta: Graph, page: Page, profile: Profile
) -> None:
    name = "X-Business-Use-Case-Usage"
    (pages,) = (await usage(graph, f"/{page.id}", name))[page.id]
    (messenger,) = (await usage(graph, f"/{page.id}/conversations", name))[page.id]
    (instagram,) = (await usage(insta, "/me", name))[profile.id]
    assert [one["type"] for one in (pages, messenger, instagram)] == ["pages", "messenger", "instagram"]
    assert pages["estimated_time_to_regain_access"] == 0


async def test_a_test_can_set_usage_up_to_the_limit(
    server: MetaServer, graph: Graph, insta: Graph, app: App, page: Page, profile: Profile, post: Post
) -> None:
    server.usage.set("app", app.id, 85)
    assert (await usage(graph, "/me", "X-App-Usage"))["call_count"] == 85
    server.usage.set("app", app.id, 100)
    assert await graph.refused("GET", "/me") == (4, 0)
    server.usage.set("app", app.id, -1)
    for kind, code in (("page", 32), ("pages", 80001)):
        server.usage.set(kind, page.id, 100, regain=7)
        assert await graph.refused("GET", f"/{post.id}") == (code, 0)
        server.usage.set(kind, page.id, -1)
    server.usage.set("messenger", page.id, 100)
    assert await graph.refused("GET", f"/{page.id}/conversations") == (80006, 0)
    assert await graph.get(f"/{post.id}")
    server.usage.set("instagram", profile.id, 101)
    assert await insta.refused("GET", "/me") == (80002, 0)


async def test_calls_beyond_the_allowance_are_refused_where_limits_are_on() -> None:
    async with MetaServer(clock=Clock(START, speed=0), limits=True) as server, aiohttp.ClientSession() as http:
        app = server.world.create_app()
        page, user = server.world.create_page("Nadi", app), server.world.user_token(app)
        server.usage.meter("app", app.id).allowed = 2
        graph = Graph(http, server.url, page.token)
        await graph.get("/me")
        await graph.get("/me")
        assert await graph.refused("GET", "/me") == (4, 0)
        assert await graph.of(user.value).refused("GET", "/me") == (17, 0)
        assert server.usage.meter("app", app.id).minutes(START) == 60
        server.clock.advance(3600)
        assert await graph.get("/me")


async def test_too_many_messages_and_private_replies_are_refused_where_limits_are_on() -> None:
    async with MetaServer(clock=Clock(START, speed=0), limits=True) as server, aiohttp.ClientSession() as http:
        world = server.world
        page, asha = world.create_page("Nadi", world.create_app()), world.create_person("Asha")
        world.message(asha, page, "Hi")
        comment = world.comment(asha, world.post(page, "x"), "y")
        for kind, count in (("sends", 300), ("private replies", 750)):
            for _ in range(count):
                world.usage.take(kind, page.id, START)
        graph, path = Graph(http, server.url, page.token), f"/{page.id}/messages"
        message = {"message": {"text": "x"}}
        assert await graph.refused("POST", path, recipient={"id": asha.id}, **message) == (613, 0)
        assert await graph.refused("POST", path, recipient={"comment_id": comment.id}, **message) == (613, 0)
        world.clock.advance(1)
        assert await graph.post(path, recipient={"id": asha.id}, **message)


@pytest.mark.parametrize(
    ("code", "subcode", "transient"),
    [(1, 0, True), (2, 0, True), (4, 0, True), (17, 0, True), (32, 0, False), (368, 0, False), (613, 0, False)],
)
async def test_any_refusal_can_be_planned_in_metas_words(
    server: MetaServer, graph: Graph, post: Post, code: int, subcode: int, transient: bool
) -> None:
    server.refuse(code, subcode, match="POST /{id}/comments")
    assert await graph.get("/me")
    status, body = await graph.call("POST", f"/{post.id}/comments", message="x")
    error = body["error"]
    assert status >= 400
    assert (error["code"], error.get("is_transient", False)) == (code, transient)
    assert error["message"]
    assert post.comments == {}
    assert await graph.post(f"/{post.id}/comments", message="x")


async def test_a_planned_refusal_may_have_words_a_status_and_a_match_of_its_own(
    server: MetaServer, graph: Graph, page: Page, post: Post
) -> None:
    server.refuse(190, 463, "Expired!", Match(subject=post.id, account=page.id), times=2, status=403)
    for _ in range(2):
        status, body = await graph.call("GET", f"/{post.id}")
        assert (status, body["error"]["message"], body["error"]["error_subcode"]) == (403, "Expired!", 463)
    assert await graph.get(f"/{post.id}")


async def test_an_error_tells_people_and_programs(graph: Graph, server: MetaServer) -> None:
    server.refuse(368)
    _, body = await graph.call("GET", "/me")
    error = body["error"]
    assert error.keys() == {
        "message", "type", "code", "is_transient", "error_user_title", "error_user_msg", "fbtrace_id",
    }  # fmt: skip
    _, again = await graph.call("GET", "/nobody")
    assert again["error"]["fbtrace_id"] != error["fbtrace_id"]


async def test_the_answer_may_be_lost_before_or_after_the_effect(server: MetaServer, graph: Graph, post: Post) -> None:
    for kind, count in ((Kind.CUT_BEFORE, 0), (Kind.CUT_AFTER, 1)):
        server.faults.next(Fault(kind), "POST /{id}/comments")
        with pytest.raises(aiohttp.ClientError):
            await graph.post(f"/{post.id}/comments", message="x")
        assert len(post.comments) == count


async def test_an_answer_may_never_come(server: MetaServer, graph: Graph, post: Post) -> None:
    server.faults.next(Fault(Kind.HANG_AFTER, seconds=60), "POST /{id}/comments")
    async with asyncio.TaskGroup() as group:
        asking = group.create_task(graph.call("POST", f"/{post.id}/comments", message="x"))
        await server.world.wait_sent(lambda sent: sent.text == "x")
        assert len(post.comments) == 1
        answered, _ = await asyncio.wait([asking], timeout=0.1)
        assert not answered
        asking.cancel()


@pytest.mark.parametrize(("status", "code"), [(401, 190), (403, 200), (404, 100), (429, 4), (500, 2)])
async def test_a_plain_fault_is_answered_with_what_is_usual(
    server: MetaServer, graph: Graph, status: int, code: int
) -> None:
    server.faults.next(Fault(Kind.REFUSE, status=status))
    assert await graph.refused("GET", "/me") == (code, 0)


async def test_a_gateway_answers_with_a_page(server: MetaServer, graph: Graph) -> None:
    server.faults.next(Fault(Kind.REFUSE, status=503))
    async with graph.http.get(f"{graph.url}/me") as answer:
        assert (answer.status, answer.content_type) == (503, "text/html")


async def test_parts_of_a_batch_fail_on_their_own(
    server: MetaServer, graph: Graph, world: MetaWorld, post: Post, asha: Person
) -> None:
    comment = world.comment(asha, post, "x")
    server.faults.next(Fault(Kind.CUT_BEFORE), Match(call="GET /{id}", subject=post.id))
    server.refuse(2, match=Match(call="GET /{id}", subject=comment.id))
    parts = [{"method": "GET", "relative_url": one} for one in (post.id, comment.id, "me")]
    lost, failed, good = await graph.post("/", batch=parts)
    assert lost is None
    assert json.loads(failed["body"])["error"]["code"] == 2
    assert good["code"] == 200


async def test_calls_are_counted_by_their_pattern(server: MetaServer, graph: Graph, post: Post) -> None:
    await graph.get(f"/{post.id}/comments")
    await graph.get("/me/feed")
    await graph.call("GET", "/t_1220/messages")
    assert server.calls == {"GET /{id}/comments": 1, "GET /me/feed": 1, "GET /{id}/messages": 1}
