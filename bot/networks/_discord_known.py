"""What the gateway has told of servers, channels, threads and people, and one message does not repeat.

Learned from the raw dispatches, in their order; bounded by what a server can hold and by the sizes named here.
"""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar, cast

from bot.networks._discord_ids import moment, moment_of, remote, snowflake
from bot.networks._discord_rights import ALL, rights
from bot.networks._discord_shapes import RawChannel, RawGuild, RawMember, RawOverwrite, RawReaction, RawRole, RawUser
from bot.networks._payloads import MALFORMED, a_text
from inbox.models import Contact, Subject

MOST_THREADS: Final = 5_000  # archived ones beyond the active, and their subjects
MOST_PEOPLE: Final = 20_000
MOST_REACTIONS: Final = 20_000
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, category, thread or DM; `newest` is its last message as far as told, None when that is unknown."""

    id: int
    type: int
    guild: int = 0
    name: str = ""
    parent: int = 0
    owner: int = 0
    newest: int | None = None
    archived: bool = False
    exceptions: tuple[RawOverwrite, ...] = ()


@dataclass(slots=True)
class Guild:
    """A server: its name, its roles (name and permissions), and which of them are ours."""

    id: int
    name: str
    owner: int = 0
    roles: dict[int, tuple[str, int]] = field(default_factory=dict)
    mine: frozenset[int] = frozenset()


class Known:
    """Everything told so far; `parse` reads it, `learn` writes it."""

    def __init__(self, me: int = 0, since: int = 0) -> None:
        """Nothing is known yet; `me` is the bot, messages older than the snowflake `since` are none of the inbox's."""
        self.me = me
        self.since = since
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self._archived: OrderedDict[int, None] = OrderedDict()
        self.dms: dict[int, int] = {}  # person -> DM channel
        self.subjects: OrderedDict[int, Subject | None] = OrderedDict()  # thread -> what it hangs on; None: nothing
        self.people: OrderedDict[int, Contact] = OrderedDict()
        self.reactions: OrderedDict[int, dict[int, tuple[str, ...]]] = OrderedDict()  # message -> person -> emoji

    def learn(self, kind: str, told: object) -> None:
        """Take in what one dispatch tells about servers and channels. Raises one of MALFORMED when it is none."""
        if (write := WRITERS.get(kind)) is not None:
            write(self, told)

    def guild_of(self, channel: int) -> int:
        """The server in which a channel stands, 0 when there is none or it is unknown."""
        found = self.channels.get(channel)
        return found.guild if found else 0

    def may(self, channel: Channel) -> int:
        """Our rights in a channel; a thread has those of the channel it hangs on."""
        guild = self.guilds.get(channel.guild)
        if guild is None or guild.owner == self.me:
            return ALL
        place = self.channels.get(channel.parent, channel) if channel.type in (10, 11, 12) else channel
        powers = {id: permissions for id, (_, permissions) in guild.roles.items()}
        return rights(guild.id, self.me, powers, guild.mine, place.exceptions)

    def of_guild(self, guild: int) -> list[Channel]:
        """The channels and threads of one server."""
        return [channel for channel in self.channels.values() if channel.guild == guild]

    def meet(self, user: RawUser, member: RawMember | None = None) -> Contact:
        """The contact that a user is, remembered for the events that give only an id.

        They are there since they joined the server or, where that is not told, since their account was made.
        """
        here: RawMember = member or {}
        name = here.get("nick") or user.get("global_name") or user["username"]
        joined = moment_of(here.get("joined_at")) or moment(user["id"])
        contact = Contact(remote(user["id"]), a_text(name), a_text(user["username"]), joined=joined)
        put(self.people, snowflake(user["id"]), contact, MOST_PEOPLE)
        return contact

    def hang(self, thread: int, subject: Subject | None) -> None:
        """Remember what a thread hangs on."""
        put(self.subjects, thread, subject, MOST_THREADS)

    def keep_channel(self, raw: RawChannel, guild: int = 0) -> Channel:
        """Remember a channel as it is now."""
        channel = channel_of(raw, guild)
        self.channels[channel.id] = channel
        self._archived.pop(channel.id, None)
        if channel.archived:
            self._archived[channel.id] = None
            if len(self._archived) > MOST_THREADS:
                self.channels.pop(self._archived.popitem(last=False)[0], None)
        if channel.type == 1:
            for person in raw.get("recipients", ()):
                self.meet(person)
                self.dms[snowflake(person["id"])] = channel.id
        return channel

    def rename_role(self, guild: int, role: RawRole) -> None:
        """Remember a role as it is now."""
        if guild in self.guilds:
            self.guilds[guild].roles[snowflake(role["id"])] = (a_text(role["name"]), int(role.get("permissions", 0)))


def channel_of(raw: RawChannel, guild: int = 0) -> Channel:
    """A channel as Discord describes it; what stands in GUILD_CREATE does not repeat the guild."""
    newest = raw.get("last_message_id")
    return Channel(
        id=snowflake(raw["id"]),
        type=int(raw["type"]),
        guild=guild or snowflake(raw.get("guild_id", 0)),
        name=a_text(raw.get("name") or ""),
        parent=snowflake(raw.get("parent_id") or 0),
        owner=snowflake(raw.get("owner_id", 0)),
        newest=snowflake(newest) if newest else None,
        archived=bool(raw.get("thread_metadata", {}).get("archived", False)),
        exceptions=tuple(raw.get("permission_overwrites", ())),
    )


def emoji_of(emoji: Mapping[str, Any]) -> str:
    """An emoji as people read it; a server's own picture by its name between colons."""
    name = a_text(emoji.get("name") or "?")
    return f":{name}:" if emoji.get("id") else name


def put(kept: OrderedDict[K, V], key: K, value: V, most: int) -> None:
    """Keep the latest, forget the oldest beyond `most`."""
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)


# ------------------------------------------------------------------------------------------- what each dispatch tells


def _guild(known: Known, told: object) -> None:
    raw = cast("RawGuild", told)
    id = snowflake(raw["id"])
    if raw.get("unavailable"):
        return
    before = known.guilds.get(id)
    guild = Guild(
        id, a_text(raw["name"]), snowflake(raw.get("owner_id", 0)), mine=before.mine if before else frozenset()
    )
    known.guilds[id] = guild
    _each(lambda role: known.rename_role(id, role), raw.get("roles", ()))
    _each(lambda member: _our_roles(guild, member, known.me), raw.get("members", ()))
    if "channels" in raw:  # GUILD_UPDATE has none
        for stale in known.of_guild(id):
            known.channels.pop(stale.id)
        _each(lambda channel: known.keep_channel(channel, id), [*raw["channels"], *raw.get("threads", ())])


def _each(take: Callable[[V], object], told: Iterable[V]) -> None:
    """Take in each of these; one that cannot be understood does not hide the others."""
    for one in told:
        with contextlib.suppress(*MALFORMED):
            take(one)


def _our_roles(guild: Guild, member: RawMember, me: int) -> None:
    if snowflake(member.get("user", {}).get("id", 0)) == me:
        guild.mine = frozenset(snowflake(role) for role in member.get("roles", ()))


def _guild_gone(known: Known, told: object) -> None:
    raw = cast("RawGuild", told)
    if not raw.get("unavailable"):
        for channel in known.of_guild(snowflake(raw["id"])):
            known.channels.pop(channel.id)
        known.guilds.pop(snowflake(raw["id"]), None)


def _role(known: Known, told: object) -> None:
    change = cast("dict[str, Any]", told)
    known.rename_role(snowflake(change["guild_id"]), change["role"])


def _role_gone(known: Known, told: object) -> None:
    change = cast("dict[str, Any]", told)
    if guild := known.guilds.get(snowflake(change["guild_id"])):
        guild.roles.pop(snowflake(change["role_id"]), None)


def _member(known: Known, told: object) -> None:
    change = cast("dict[str, Any]", told)
    if guild := known.guilds.get(snowflake(change["guild_id"])):
        _our_roles(guild, cast("RawMember", change), known.me)


def _channel(known: Known, told: object) -> None:
    known.keep_channel(cast("RawChannel", told))


def _channel_gone(known: Known, told: object) -> None:
    known.channels.pop(snowflake(cast("RawChannel", told)["id"]), None)


def _threads(known: Known, told: object) -> None:
    sync = cast("dict[str, Any]", told)
    guild = snowflake(sync["guild_id"])
    _each(lambda thread: known.keep_channel(thread, guild), cast("Iterable[RawChannel]", sync["threads"]))


def _reacted(known: Known, told: object) -> None:
    raw = cast("RawReaction", told)
    message, person, emoji = snowflake(raw["message_id"]), snowflake(raw["user_id"]), emoji_of(raw["emoji"])
    if "user" in raw.get("member", {}):
        known.meet(raw["member"]["user"], raw["member"])
    standing = known.reactions.get(message, {})
    put(known.reactions, message, standing, MOST_REACTIONS)
    if emoji not in standing.get(person, ()):
        standing[person] = (*standing.get(person, ()), emoji)


def _unreacted(known: Known, told: object) -> None:
    raw = cast("RawReaction", told)
    standing = known.reactions.get(snowflake(raw["message_id"]), {})
    person, emoji = snowflake(raw["user_id"]), emoji_of(raw["emoji"])
    left = tuple(one for one in standing.get(person, ()) if one != emoji)
    if person in standing:
        standing[person] = left


WRITERS: Final[Mapping[str, Callable[[Known, object], None]]] = {
    "GUILD_CREATE": _guild,
    "GUILD_UPDATE": _guild,
    "GUILD_DELETE": _guild_gone,
    "GUILD_ROLE_CREATE": _role,
    "GUILD_ROLE_UPDATE": _role,
    "GUILD_ROLE_DELETE": _role_gone,
    "GUILD_MEMBER_UPDATE": _member,
    "CHANNEL_CREATE": _channel,
    "CHANNEL_UPDATE": _channel,
    "CHANNEL_DELETE": _channel_gone,
    "THREAD_CREATE": _channel,
    "THREAD_UPDATE": _channel,
    "THREAD_DELETE": _channel_gone,
    "THREAD_LIST_SYNC": _threads,
    "MESSAGE_REACTION_ADD": _reacted,
    "MESSAGE_REACTION_REMOVE": _unreacted,
}
