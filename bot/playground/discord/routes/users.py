"""Who the bot is, where its gateway is, and direct conversations."""

from __future__ import annotations

from bot.playground.discord import places
from bot.playground.discord.bodies import application_body, channel_body, me_body, user_body
from bot.playground.discord.calls import Call, person_of
from bot.playground.discord.records import BotAccount
from bot.playground.discord.refusals import Refusal, invalid
from bot.playground.discord.wire import JsonObject, number


def me(call: Call) -> JsonObject:
    """The bot itself."""
    return me_body(call.bot)


def user(call: Call) -> JsonObject:
    """Anybody."""
    return user_body(person_of(call))


def application(call: Call) -> JsonObject:
    """The bot's application."""
    return application_body(call.bot)


def gateway(call: Call) -> JsonObject:
    """Where the gateway is."""
    return {"url": call.state.gateway_url}


def gateway_for_bot(call: Call) -> JsonObject:
    """Where the gateway is, and how often the bot may still start a session."""
    started = len(call.state.sessions.of(call.bot))
    limit = {"total": 1000, "remaining": 1000 - started, "reset_after": 86_400_000, "max_concurrency": 1}
    return gateway(call) | {"shards": 1, "session_start_limit": limit}


def my_guilds(call: Call) -> list[JsonObject]:
    """The guilds that the bot is in."""
    guilds = [guild for guild in call.state.guilds.values() if call.bot.id in guild.members]
    return [
        {
            "id": str(guild.id),
            "name": guild.name,
            "icon": None,
            "banner": None,
            "owner": False,
            "permissions": "0",
            "features": [],
        }
        for guild in guilds
    ]


def open_direct(call: Call) -> JsonObject:
    """The direct conversation with somebody; opened if need be."""
    person = call.state.people.get(number(call.given.get("recipient_id")))
    if person is None:
        raise Refusal(10013)
    if isinstance(person, BotAccount):
        raise invalid(("recipient_id",), "CHANNEL_RECIPIENT_REQUIRED", "Cannot message a bot")
    return channel_body(places.direct(call.state, person, call.bot))


ROUTES = {
    "GET /users/@me": me,
    "GET /users/{user_id}": user,
    "GET /oauth2/applications/@me": application,
    "GET /applications/@me": application,
    "GET /gateway": gateway,
    "GET /gateway/bot": gateway_for_bot,
    "GET /users/@me/guilds": my_guilds,
    "POST /users/@me/channels": open_direct,
}
