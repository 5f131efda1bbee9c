"""The control API beside the simulated Bot API: another process makes people talk, reads what was sent, plans failures.

JSON in, JSON out, under /control/:

    POST do        {"verb": "say", "person": 6000000001, "chat": "@shop_bot", "text": "hello"}, or a list of such
    GET  sent      ?after=NUMBER&wait=SECONDS    what bots did, from that number on; waits for the first one
    GET  messages  ?chat=ID&bot=USERNAME         what a follower sees; a private chat needs the bot
    GET  state                                   bots, people, chats, counts of calls, of failures and of what was sent
    POST faults    {"fault": {"kind": "cut_after"}, "match": {"call": "sendMessage"}, "times": 3}, or "probability"
    DELETE faults                                everything works again
    POST clock     {"advance": 3600, "speed": 60}
    POST limits    {"enforced": false}

A chat is a number, "@name" of a public chat, or "@username" of a bot: the private chat of `person` with it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.playground.faults import fault_from, match_from
from bot.playground.telegram.limits import FloodLimits
from bot.playground.telegram.verbs import Order, do
from bot.playground.telegram.wire import encode
from bot.playground.telegram.world import CannotAct, World

LONGEST_WAIT = 60.0


async def answer_control(world: World, what: str, request: web.BaseRequest) -> web.Response:
    """Answer one control request; a mistake in it is answered 400 with {"error": …}."""
    endpoint = _ENDPOINTS.get((request.method, what))
    if endpoint is None:
        return _json({"error": f"no such endpoint: {request.method} {what}"}, 404)
    try:
        return _json(await endpoint(world, request))
    except (CannotAct, LookupError, ValueError, TypeError) as error:
        return _json({"error": f"{type(error).__name__}: {error}"}, 400)


async def _do(world: World, request: web.BaseRequest) -> object:
    given = await request.json()
    if isinstance(given, list):
        return [do(world, Order(world, one)) for one in given]
    return do(world, Order(world, given))


async def _sent(world: World, request: web.BaseRequest) -> object:
    after = int(request.query.get("after", "0"))
    wait = min(float(request.query.get("wait", "0")), LONGEST_WAIT)
    if wait > 0:
        with contextlib.suppress(TimeoutError):
            await world.wait_for(lambda: len(world.sent) > after, wait)
    return {"sent": [sent.as_json() for sent in world.sent[after:]], "total": len(world.sent)}


async def _messages(world: World, request: web.BaseRequest) -> object:
    order = Order(world, {"chat": int(request.query["chat"]), "bot": request.query.get("bot", "")})
    return [message.body for message in world.messages(order.chat())]


async def _state(world: World, _: web.BaseRequest) -> object:
    bots = {
        b.username: {"id": b.id, "token": b.token, "calls": b.calls, "waiting": len(b.updates)}
        for b in world.bots.values()
    }
    return {
        "now": world.clock.now(),
        "bots": bots,
        "people": [person.as_user for person in world.people.values() if not person.is_bot],
        "chats": [chat.as_chat for chat in world.chats.values()],
        "sent": len(world.sent),
        "faults": world.faults.dealt,
    }


async def _plan_fault(world: World, request: web.BaseRequest) -> object:
    given = await request.json()
    fault, match = fault_from(given["fault"]), match_from(given.get("match", {}))
    if "probability" in given:
        world.faults.sometimes(fault, float(given["probability"]), match)
    else:
        world.faults.next(fault, match, int(given.get("times", 1)))
    return True


async def _clear_faults(world: World, _: web.BaseRequest) -> object:
    world.faults.clear()
    return True


async def _set_clock(world: World, request: web.BaseRequest) -> object:
    given = await request.json()
    if "speed" in given:
        world.clock.speed = float(given["speed"])
    if "advance" in given:
        world.clock.advance(float(given["advance"]))
    return {"now": world.clock.now(), "speed": world.clock.speed}


async def _set_limits(world: World, request: web.BaseRequest) -> object:
    world.limits = FloodLimits() if (await request.json())["enforced"] else None
    return True


def _json(body: object, status: int = 200) -> web.Response:
    return web.Response(body=encode(body).encode(), status=status, content_type="application/json")


_ENDPOINTS: dict[tuple[str, str], Callable[[World, web.BaseRequest], Awaitable[object]]] = {
    ("POST", "do"): _do,
    ("GET", "sent"): _sent,
    ("GET", "messages"): _messages,
    ("GET", "state"): _state,
    ("POST", "faults"): _plan_fault,
    ("DELETE", "faults"): _clear_faults,
    ("POST", "clock"): _set_clock,
    ("POST", "limits"): _set_limits,
}
