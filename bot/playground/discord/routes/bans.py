"""Bans of a guild."""

from __future__ import annotations

from bot.playground.discord import permissions, places, posting
from bot.playground.discord.bodies import user_body
from bot.playground.discord.calls import Call, guild_of, person_of
from bot.playground.discord.records import Guild, Person
from bot.playground.discord.refusals import Refusal, invalid
from bot.playground.discord.wire import JsonObject, number

LONGEST_SWEEP = 604_800


def put(call: Call) -> None:
    """Ban somebody, member or not, and delete what they said in the last so many seconds."""
    guild = guild_of(call, permissions.BAN_MEMBERS)
    person = person_of(call)
    member = guild.members.get(person.id)
    if member is not None and not permissions.outranks(guild.members[call.bot.id], member):
        raise Refusal(50013)
    seconds = _seconds(call)
    known = person.id in guild.bans
    guild.bans[person.id] = call.reason or None
    if not known:
        call.state.tell_guild(guild, "GUILD_BAN_ADD", {"user": user_body(person)})
    places.depart(call.state, guild, person)
    _sweep(call, guild, person, seconds)
    call.state.record(call.bot, "ban", person=person.id, reason=call.reason, seconds=seconds)


def lift(call: Call) -> None:
    """Let somebody come back."""
    guild = guild_of(call, permissions.BAN_MEMBERS)
    person = person_of(call)
    if person.id not in guild.bans:
        raise Refusal(10026)
    del guild.bans[person.id]
    call.state.tell_guild(guild, "GUILD_BAN_REMOVE", {"user": user_body(person)})
    call.state.record(call.bot, "unban", person=person.id, reason=call.reason)


def look(call: Call) -> JsonObject:
    """One ban."""
    guild = guild_of(call, permissions.BAN_MEMBERS)
    person = person_of(call)
    if person.id not in guild.bans:
        raise Refusal(10026)
    return {"reason": guild.bans[person.id], "user": user_body(person)}


def page(call: Call) -> list[JsonObject]:
    """All bans, by the id of who is banned."""
    guild = guild_of(call, permissions.BAN_MEMBERS)
    limit, after = call.amount("limit", 1000, 1000), number(call.query.get("after", "0"))
    ids = sorted(one for one in guild.bans if one > after)[:limit]
    return [{"reason": guild.bans[one], "user": user_body(call.state.people[one])} for one in ids]


def _seconds(call: Call) -> int:
    # discord.py puts it into the query, Discord's description into the body.
    given = call.body if isinstance(call.body, dict) else call.query
    seconds = int(given.get("delete_message_seconds") or 0)
    if not 0 <= seconds <= LONGEST_SWEEP:
        words = f"int value should be less than or equal to {LONGEST_SWEEP}."
        raise invalid(("delete_message_seconds",), "NUMBER_TYPE_MAX", words)
    return seconds


def _sweep(call: Call, guild: Guild, person: Person, seconds: int) -> None:
    if not seconds:
        return
    for channel in [*guild.channels.values(), *guild.threads.values()]:
        recent = [
            message
            for message in channel.messages.values()
            if message.author is person and message.time >= call.now - seconds
        ]
        if recent:
            posting.remove(call.state, recent)


ROUTES = {
    "PUT /guilds/{guild_id}/bans/{user_id}": put,
    "DELETE /guilds/{guild_id}/bans/{user_id}": lift,
    "GET /guilds/{guild_id}/bans/{user_id}": look,
    "GET /guilds/{guild_id}/bans": page,
}
