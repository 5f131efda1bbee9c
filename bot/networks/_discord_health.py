"""What proving a Discord account found, in words that say how to mend it.

Only what keeps the account from working at all counts as failed: what is missing in one channel does no harm elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from bot.discord_base import INTENTS_FIX, TOKEN_FIX
from bot.networks._discord_calls import Call
from bot.networks._discord_known import Channel, Known
from bot.networks._discord_parse import ANNOUNCEMENT
from bot.networks._discord_rights import (
    ADD_REACTIONS,
    CONSEQUENCES,
    READ_MESSAGE_HISTORY,
    SEND_MESSAGES,
    SEND_MESSAGES_IN_THREADS,
    VIEW_CHANNEL,
    WORDS,
    missing,
)
from bot.networks._discord_scope import FORUMS, Scope
from bot.networks._discord_wire import Wire
from bot.networks._payloads import a_text
from inbox.errors import LoginNeeded, NetworkError, Rejected, Unavailable
from inbox.network import Health

# Application flags (resources/application): granted after a review, or switched on for a bot in few servers.
MESSAGE_CONTENT: Final = 1 << 18 | 1 << 19
MEMBERS: Final = 1 << 14 | 1 << 15
REACH_FIX: Final = "See that this machine reaches the internet, and that base_url, if you set it, is right."
SERVERS_FIX: Final = (
    "Invite the bot: https://discord.com/developers/applications, your application, OAuth2, scopes bot and "
    "applications.commands. With Sangam: .venv/bin/python run.py discord invite"
)
MOST_NAMES: Final = 12
MOST_SERVERS: Final = 200  # in one answer
TALK: Final = (0, 2, 5, 13)


def unproven(error: NetworkError) -> Health:
    """The account could not be proven: the token is dead, or nobody answered."""
    if isinstance(error, LoginNeeded):
        return Health(ok=False, words=str(error).removesuffix(f" {TOKEN_FIX}"), fix=TOKEN_FIX)
    return Health(ok=False, words=str(error), fix=REACH_FIX)


def proven(name: str, flags: int) -> Sequence[Health]:
    """Discord knows the token; say as whom, and which privileged intents are switched on."""
    found = [Health(ok=True, words=f"Discord knows this bot as {name}.")]
    if not flags & MESSAGE_CONTENT:
        words = "Message Content Intent is off: in servers the bot would see that something was said, and not what."
        found.append(Health(ok=False, words=words, fix=INTENTS_FIX.format(intents="Message Content Intent")))
    if not flags & MEMBERS:
        words = "Server Members Intent is off: Sangam does not hear who leaves a server. All else works."
        found.append(Health(ok=True, words=words, fix=INTENTS_FIX.format(intents="Server Members Intent")))
    return found


async def look_around(wire: Wire, known: Known) -> Sequence[Health]:
    """Learn all servers that the bot is in, with their channels and the bot's roles there; says which do not show."""
    after, unseen = "0", []
    while True:
        query = {"after": after, "limit": str(MOST_SERVERS)}
        page = await wire.ask(Call("GET", "/users/@me/guilds", {}, query=query))
        for listed in page:
            try:
                await _look_into(wire, known, listed["id"])
            except (Rejected, Unavailable) as error:
                unseen.append(_hidden(a_text(listed.get("name", listed["id"])), error))
        if len(page) < MOST_SERVERS:
            return unseen
        after = page[-1]["id"]


async def _look_into(wire: Wire, known: Known, id: str) -> None:
    ids = {"guild_id": int(id)}
    guild: dict[str, Any] = dict(await wire.ask(Call("GET", "/guilds/{guild_id}", ids)))
    guild["channels"] = await wire.ask(Call("GET", "/guilds/{guild_id}/channels", ids))
    member = await wire.ask(Call("GET", "/guilds/{guild_id}/members/{user_id}", ids | {"user_id": known.me}))
    guild["members"] = [dict(member, user={"id": str(known.me)})]
    guild.pop("threads", None)
    known.learn("GUILD_CREATE", guild)


def places(known: Known, scope: Scope) -> Sequence[Health]:
    """Which servers and channels are read, what the bot lacks where, and which entries of bot.yaml mean nothing."""
    if not known.guilds:
        return [Health(ok=True, words="The bot is in no server; only direct messages are heard.", fix=SERVERS_FIX)]
    found = [_stranger(id) for id in sorted(scope.servers - known.guilds.keys())]
    for guild in known.guilds.values():
        if scope.servers and guild.id not in scope.servers:
            continue
        channels = [one for one in known.of_guild(guild.id) if one.type in TALK or one.type in FORUMS]
        wanted = [one for one in channels if scope.reads(one, known)]
        seen = [one for one in wanted if known.may(one) & VIEW_CHANNEL]
        found.append(Health(ok=True, words=f"In {guild.name} the bot reads {_named(seen)}."))
        named = wanted if scope.channels else seen
        found += [lack for one in named if (lack := _lacking(one, guild.name, known))]
    there = list(known.channels.values())
    found += [_no_such(entry) for entry in scope.strangers(there, known)]
    return found


def _named(channels: Sequence[Channel]) -> str:
    if not channels:
        return "no channel"
    names = ", ".join(f"#{one.name}" for one in channels[:MOST_NAMES])
    return f"{names} and {len(channels) - MOST_NAMES} more" if len(channels) > MOST_NAMES else names


def _lacking(channel: Channel, guild: str, known: Known) -> Health | None:
    wanted = [VIEW_CHANNEL, READ_MESSAGE_HISTORY, ADD_REACTIONS]
    wanted.append(SEND_MESSAGES_IN_THREADS if channel.type in FORUMS else SEND_MESSAGES)
    if channel.type in (0, ANNOUNCEMENT):
        wanted.append(SEND_MESSAGES_IN_THREADS)
    lacks = missing(known.may(channel), wanted)
    if not lacks:
        return None
    words = "; ".join(f"cannot {WORDS[right]}: {CONSEQUENCES[right]}" for right in lacks)
    rights = ", ".join(WORDS[right] for right in lacks)
    fix = f"In Discord: #{channel.name}, Edit Channel, Permissions, the bot's role; allow {rights}."
    return Health(ok=True, words=f"In #{channel.name} of {guild} the bot {words}.", fix=fix)


def _hidden(server: str, error: NetworkError) -> Health:
    words = f"The server {server} could not be looked into: {error}"
    return Health(ok=True, words=words, fix="It may have an outage: check again later, or invite the bot once more.")


def _stranger(server: int) -> Health:
    words = f"The bot is not in the server {server} that bot.yaml names."
    return Health(ok=True, words=words, fix=f"{SERVERS_FIX}; or take {server} out of servers.")


def _no_such(entry: str) -> Health:
    words = f"No channel or category that the bot can see is called {entry!r}."
    fix = "Under channels or exclude write the exact name or, better, the id (right click, Copy Channel ID)."
    return Health(ok=True, words=words, fix=fix)
