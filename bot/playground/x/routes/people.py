"""People: who we are, who somebody is, muting them, and stopping their messages."""

from __future__ import annotations

from bot.playground.x import telling
from bot.playground.x.calls import Call
from bot.playground.x.records import Person
from bot.playground.x.refusals import Refusal, invalid, missing
from bot.playground.x.wire import JsonObject


async def me(call: Call) -> JsonObject:
    """GET /2/users/me."""
    call.charge("user read", [f"user {call.account.id}"])
    return call.showing.person(call.account)


async def one(call: Call) -> JsonObject:
    """GET /2/users/{id}."""
    person = call.world.people.get(call.ids[0])
    return _shown(call, person, call.ids[0], "id")


async def by_username(call: Call) -> JsonObject:
    """GET /2/users/by/username/{username}."""
    return _shown(call, call.world.person(call.ids[0]), call.ids[0], "username")


async def mute(call: Call) -> JsonObject:
    """POST /2/users/{id}/muting."""
    account = call.own(call.ids[0])
    call.knows("target_user_id")
    person = _somebody(call, call.needed("target_user_id"))
    if person.id not in account.muted:
        account.muted.add(person.id)
        call.world.happened("mute.mute", account, account, lambda: telling.of_pair(call.world, account, person))
    call.charge("interaction create")
    call.record(person.id)
    return {"data": {"muting": True}}


async def unmute(call: Call) -> JsonObject:
    """DELETE /2/users/{id}/muting/{id}."""
    account, person = call.own(call.ids[0]), _somebody(call, call.ids[1])
    if person.id in account.muted:
        account.muted.discard(person.id)
        call.world.happened("mute.unmute", account, account, lambda: telling.of_pair(call.world, account, person))
    call.charge("mute delete")
    call.record(person.id)
    return {"data": {"muting": False}}


async def block_dms(call: Call) -> JsonObject:
    """POST /2/users/{id}/dm/block."""
    person = _somebody(call, call.ids[0])
    call.account.dm_blocked.add(person.id)
    call.charge("privacy update")
    call.record(person.id)
    return {"data": {"blocked": True}}


async def unblock_dms(call: Call) -> JsonObject:
    """POST /2/users/{id}/dm/unblock."""
    person = _somebody(call, call.ids[0])
    call.account.dm_blocked.discard(person.id)
    call.charge("privacy update")
    call.record(person.id)
    return {"data": {"blocked": False}}


async def like(call: Call) -> JsonObject:
    """POST /2/users/{id}/likes: gone from self-serve since 20 April 2026."""
    account = call.own(call.ids[0])
    if call.app.plan == "self-serve":
        raise Refusal("client-forbidden")
    call.knows("tweet_id")
    post = call.showing.find(call.needed("tweet_id"), "tweet_id")
    if isinstance(post, dict):
        raise Refusal("not-found", str(post["detail"]))
    call.world.like(account, post)
    call.record(post.id)
    return {"data": {"liked": True}}


async def unlike(call: Call) -> JsonObject:
    """DELETE /2/users/{id}/likes/{id}."""
    account = call.own(call.ids[0])
    if call.app.plan == "self-serve":
        raise Refusal("client-forbidden")
    post = call.world.posts.get(call.ids[1])
    if post is not None:
        post.likes.discard(account.id)
    call.record(call.ids[1])
    return {"data": {"liked": False}}


def _shown(call: Call, person: Person | None, given: str, parameter: str) -> JsonObject:
    if person is None or person.gone:
        return call.showing.nothing([missing(given, parameter, "user")])
    call.charge("user read", [f"user {person.id}"])
    return call.showing.person(person)


def _somebody(call: Call, id: str) -> Person:
    person = call.world.people.get(id)
    if person is None or person.gone:
        raise Refusal("not-found", f"Could not find user with id: [{id}].")
    if person is call.account:
        raise invalid("target_user_id", id, "You cannot do this to yourself.")
    return person
