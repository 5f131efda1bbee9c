"""Members of a guild: looking them up, timeouts, sending them away."""

from __future__ import annotations

from bot.playground.discord import permissions, places
from bot.playground.discord.bodies import member_with_user
from bot.playground.discord.calls import Call, guild_of, member_of
from bot.playground.discord.records import GUILD_MEMBERS
from bot.playground.discord.refusals import Refusal, invalid
from bot.playground.discord.wire import JsonObject, moment, number

LONGEST_TIMEOUT = 28 * 24 * 3600.0


def page(call: Call) -> list[JsonObject]:
    """The members, by id; only for bots with the members intent."""
    guild = guild_of(call)
    if not call.bot.allowed_intents & GUILD_MEMBERS:
        raise Refusal(50001)
    limit, after = call.amount("limit", 1, 1000), number(call.query.get("after", "0"))
    ids = sorted(one for one in guild.members if one > after)[:limit]
    return [member_with_user(guild.members[one]) for one in ids]


def look(call: Call) -> JsonObject:
    """One member."""
    return member_with_user(member_of(call, guild_of(call)))


def change(call: Call) -> JsonObject:
    """A timeout, its end, or a nickname."""
    guild = guild_of(call)
    member = member_of(call, guild)
    given = call.given
    if "communication_disabled_until" in given:
        guild_of(call, permissions.MODERATE_MEMBERS)
        if permissions.is_privileged(member) or not permissions.outranks(guild.members[call.bot.id], member):
            raise Refusal(50013)
        member.muted_until = _until(call, given["communication_disabled_until"])
        what = "mute" if member.muted_until > call.now else "unmute"
        call.state.record(call.bot, what, person=member.person.id, until=member.muted_until, reason=call.reason)
    if "nick" in given:
        member.nick = str(given["nick"] or "")
    places.member_changed(call.state, member)
    return member_with_user(member)


def kick(call: Call) -> None:
    """Send a member away; they may come back."""
    guild = guild_of(call, permissions.KICK_MEMBERS)
    member = member_of(call, guild)
    if not permissions.outranks(guild.members[call.bot.id], member):
        raise Refusal(50013)
    places.depart(call.state, guild, member.person)
    call.state.record(call.bot, "kick", person=member.person.id, reason=call.reason)


def _until(call: Call, given: object) -> float:
    if given is None:
        return 0.0
    try:
        until = moment(str(given))
    except ValueError:
        words = f"Could not parse {given}. Should be ISO8601."
        raise invalid(("communication_disabled_until",), "DATE_TIME_TYPE_PARSE", words) from None
    if until - call.now > LONGEST_TIMEOUT:
        words = "Cannot set timeout for more than 28 days."
        raise invalid(("communication_disabled_until",), "GUILD_MEMBER_TIMEOUT_TOO_LONG", words)
    return until


ROUTES = {
    "GET /guilds/{guild_id}/members": page,
    "GET /guilds/{guild_id}/members/{user_id}": look,
    "PATCH /guilds/{guild_id}/members/{user_id}": change,
    "DELETE /guilds/{guild_id}/members/{user_id}": kick,
}
