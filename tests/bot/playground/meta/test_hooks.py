"""How Meta's hooks arrive: batched, again on failure, in any order, twice, late, never, forged."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.playground.clock import Clock
from bot.playground.faults import Fault, Faults, Kind, Match
from bot.playground.meta.hooks import HOUR, Hooks
from bot.playground.meta.hooks_bodies import MOST
from bot.playground.meta.told import Address, Told

APP, PAGE, OTHER_PAGE, SECRET = "4001", "2001", "2002", "the secret of this app"
START = 1_790_000_000


@dataclass(slots=True)
class Receiver:
    """An app's server: answers with `statuses` in turn, then 200, and keeps what was rightly signed."""

    hooks: Hooks
    clock: Clock
    faults: Faults
    wanted: dict[tuple[str, str], Address] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    always: int = 200
    bodies: list[dict[str, Any]] = field(default_factory=list)
    forged: int = 0
    unsubscribed: list[tuple[str, str]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        if "hub.challenge" in request.query:
            right = request.query["hub.verify_token"] == "right"
            return web.Response(text=request.query["hub.challenge"] if right else "no", status=200)
        body = await request.read()
        expected = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        if request.headers["X-Hub-Signature-256"] != expected:
            self.forged += 1
            return web.Response(status=403)
        status = self.statuses.pop(0) if self.statuses else self.always
        if status == 200:
            self.bodies.append(json.loads(body))
        return web.Response(status=status)

    @property
    def heard(self) -> list[int]:
        """The numbers of the comments and messages that were taken, in the order in which they came."""
        found = []
        for body in self.bodies:
            for entry in body["entry"]:
                found += [change["value"]["number"] for change in entry.get("changes", [])]
                found += [one["number"] for one in entry.get("messaging", [])]
        return found


@pytest.fixture
async def app() -> AsyncIterator[Receiver]:
    clock, faults = Clock(START, speed=0), Faults(3)
    hooks = Hooks(
        clock,
        faults,
        lambda app, kind: receiver.wanted.get((app, kind)),
        lambda app, page: receiver.unsubscribed.append((app, page)),
        seed=3,
    )
    receiver = Receiver(hooks, clock, faults)
    inside = web.Application()
    inside.router.add_route("*", "/hooks", receiver.answer)
    async with TestServer(inside) as server:
        url = str(server.make_url("/hooks"))
        receiver.wanted = {(APP, kind): Address(url, SECRET) for kind in ("page", "instagram")}
        yield receiver
        await hooks.close()


def comment(number: int, page: str = PAGE, at: float = START, who: str = "7") -> Told:
    return Told(APP, "page", page, "changes", "feed", {"from": {"id": who}, "number": number}, at)


def message(number: int, page: str = PAGE) -> Told:
    return Told(APP, "page", page, "messaging", "messages", {"sender": {"id": "7"}, "number": number}, START + 0.25)


async def test_each_change_comes_in_a_signed_body_of_its_own_unless_told_to_batch(app: Receiver) -> None:
    app.hooks.tell(comment(1))
    app.hooks.tell(message(2))
    await app.hooks.idle()

    assert app.bodies == [
        {
            "object": "page",
            "entry": [
                {
                    "id": PAGE,
                    "time": START,
                    "changes": [{"field": "feed", "value": {"from": {"id": "7"}, "number": 1}}],
                }
            ],
        },
        {
            "object": "page",
            "entry": [{"id": PAGE, "time": START * 1000 + 250, "messaging": [{"sender": {"id": "7"}, "number": 2}]}],
        },
    ]


async def test_a_body_may_hold_a_thousand_changes_of_several_pages(app: Receiver) -> None:
    app.hooks.batch = 5000
    for number in range(1500):
        app.hooks.tell(comment(number, PAGE if number % 3 else OTHER_PAGE, at=START + number // 10))
    await app.hooks.idle()

    assert [sum(len(entry["changes"]) for entry in body["entry"]) for body in app.bodies] == [MOST, 500]
    assert {entry["id"] for entry in app.bodies[0]["entry"]} == {PAGE, OTHER_PAGE}
    assert app.heard == list(range(1500))


async def test_messages_and_comments_never_share_a_body_and_a_list_holds_one_message(app: Receiver) -> None:
    app.hooks.batch = 10
    for told in (message(1), comment(2), message(3), comment(4)):
        app.hooks.tell(told)
    await app.hooks.idle()

    shapes = [
        [[kind for kind in entry if kind in ("messaging", "changes")] for entry in body["entry"]] for body in app.bodies
    ]
    assert shapes == [[["messaging"], ["messaging"]], [["changes"]]]
    assert all(len(entry.get("messaging", [0])) == 1 for body in app.bodies for entry in body["entry"])


async def test_nothing_is_kept_for_an_app_that_wants_nothing(app: Receiver) -> None:
    wanted, app.wanted = app.wanted, {}
    app.hooks.tell(comment(1))
    app.wanted = wanted
    app.hooks.tell(comment(2))
    await app.hooks.idle()

    assert app.heard == [2]


async def test_what_failed_comes_again_at_once_and_then_ever_later_for_36_hours(app: Receiver) -> None:
    app.always = 500
    app.hooks.tell(comment(1))
    await app.hooks.idle()
    (delivery,) = app.hooks.deliveries
    assert [attempt.status for attempt in delivery.attempts] == [500, 500]
    while app.hooks.waiting:
        app.clock.advance(60)
        await app.hooks.idle()

    tried = [attempt.at - START for attempt in delivery.attempts]
    pauses = [round(after - before) for before, after in pairwise(tried)]
    assert pauses == sorted(pauses)
    assert 30 * HOUR < tried[-1] <= 36 * HOUR
    assert delivery.state == "given up"


async def test_a_body_that_comes_again_is_the_same_and_holds_up_no_other(app: Receiver) -> None:
    app.statuses = [503, 503]
    app.hooks.tell(comment(1))
    app.hooks.tell(comment(2))
    await app.hooks.idle()
    assert app.heard == [2]
    app.clock.advance(15)
    await app.hooks.idle()

    assert app.heard == [2, 1]
    assert [delivery.state for delivery in app.hooks.deliveries] == ["taken", "taken"]


async def test_an_app_that_fails_for_an_hour_gets_no_more_messages_of_that_page(app: Receiver) -> None:
    app.always = 500
    app.hooks.tell(message(1))
    app.hooks.tell(comment(2))
    await app.hooks.idle()
    app.clock.advance(HOUR - 1)
    await app.hooks.idle()
    assert app.unsubscribed == []
    app.clock.advance(2)
    await app.hooks.idle()

    assert app.unsubscribed == [(APP, PAGE)]
    assert [delivery.state for delivery in app.hooks.deliveries] == ["given up", "waiting"]


async def test_one_message_that_arrives_ends_the_hour(app: Receiver) -> None:
    app.statuses = [500, 500]
    app.hooks.tell(message(1))
    await app.hooks.idle()
    app.clock.advance(HOUR / 2)
    app.hooks.tell(message(2))
    await app.hooks.idle()
    app.clock.advance(HOUR)
    await app.hooks.idle()

    assert app.unsubscribed == []
    assert sorted(app.heard) == [1, 2]


async def test_an_answer_that_comes_too_late_counts_as_none(app: Receiver) -> None:
    app.hooks.graph_within = 0.0001
    app.hooks.tell(comment(1))
    await app.hooks.idle()

    assert [attempt.status for attempt in app.hooks.deliveries[0].attempts] == [0, 0]


async def test_by_chance_some_are_lost_some_come_twice_some_late_and_in_another_order(app: Receiver) -> None:
    app.hooks.missing = app.hooks.doubled = app.hooks.reordered = app.hooks.delayed = 0.1
    for number in range(400):
        app.hooks.tell(comment(number))
    await app.hooks.idle()
    assert app.hooks.waiting > 10
    app.clock.advance(app.hooks.delay)
    await app.hooks.idle()

    dealt = app.hooks.dealt
    assert all(15 <= dealt[kind] <= 75 for kind in (Kind.LOST, Kind.DUPLICATE, Kind.REORDER, Kind.DELAY)), dealt
    assert len(set(app.heard)) == 400 - dealt[Kind.LOST]
    assert len(app.heard) > len(set(app.heard))
    assert app.heard != sorted(app.heard)


@pytest.mark.parametrize(
    ("kind", "heard"),
    [(Kind.LOST, [2, 3]), (Kind.DUPLICATE, [1, 1, 2, 3]), (Kind.REORDER, [2, 1, 3]), (Kind.DELAY, [2, 3, 1])],
)
async def test_what_befalls_the_next_one_can_be_planned(app: Receiver, kind: Kind, heard: list[int]) -> None:
    app.faults.next(Fault(kind, seconds=5), Match(call="feed", network="meta", account=PAGE, subject="7"))
    for number in (1, 2, 3):
        app.hooks.tell(comment(number))
    await app.hooks.idle()
    app.clock.advance(5)
    await app.hooks.idle()

    assert app.heard == heard
    assert app.faults.dealt[kind] == 1


async def test_an_imitation_comes_first_and_whoever_looks_at_the_signature_refuses_it(app: Receiver) -> None:
    app.faults.next(Fault(Kind.FORGED))
    app.hooks.tell(comment(1))
    await app.hooks.idle()

    assert (app.heard, app.forged, app.hooks.forged) == ([1], 1, [403])
    assert await app.hooks.imitate(comment(2), "the secret of another app") == 403


async def test_the_same_bytes_can_come_again(app: Receiver) -> None:
    app.hooks.tell(comment(1))
    await app.hooks.idle()

    assert await app.hooks.replay(app.hooks.deliveries[0]) == 200
    assert app.heard == [1, 1]


async def test_what_is_held_goes_out_when_it_is_released(app: Receiver) -> None:
    app.hooks.hold()
    app.faults.next(Fault(Kind.REORDER))
    for number in (1, 2):
        app.hooks.tell(comment(number))
    await app.hooks.idle()
    assert app.heard == []
    app.hooks.release()
    await app.hooks.idle()

    assert app.heard == [2, 1]


async def test_an_address_must_echo_the_challenge_and_nothing_else(app: Receiver) -> None:
    url = app.wanted[APP, "page"].url

    assert await app.hooks.handshake(url, "right") == ""
    assert "does not match challenge" in await app.hooks.handshake(url, "wrong")
    assert "HTTP Status Code = 404" in await app.hooks.handshake(url + "/elsewhere", "right")
    assert "Unable to reach" in await app.hooks.handshake("http://127.0.0.1:9/", "right")
