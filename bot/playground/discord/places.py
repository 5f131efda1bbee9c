"""Guilds, roles, channels and threads, and who is in them; every bot there is told."""

from __future__ import annotations

from typing import Any

from bot.playground.discord import permissions
from bot.playground.discord.archiving import watch
from bot.playground.discord.bodies import channel_body, member_with_user, role_body, user_body
from bot.playground.discord.guild_bodies import guild_create
from bot.playground.discord.posting import STARTER, Said, post, reference_to, update_quietly
from bot.playground.discord.records import (
    ANNOUNCEMENT,
    DIRECT,
    FORUM,
    HAS_THREAD,
    NEWS_THREAD,
    PUBLIC_THREAD,
    BotAccount,
    Channel,
    Guild,
    Member,
    Message,
    Person,
    Role,
    ThreadPart,
)
from bot.playground.discord.state import State

THREAD_CREATED = 18


def enter(state: State, guild: Guild, person: Person, roles: list[Role] | None = None) -> Member:
    """Somebody joins a guild; a bot gets a role of its own."""
    member = Member(person, guild, state.clock.now(), list(roles or []))
    guild.members[person.id] = member
    if isinstance(person, BotAccount):
        role = Role(state.ids.next(), guild, person.name or person.username, permissions.INVITED_BOT, bot_id=person.id)
        role.position = 1000 + len(guild.roles)
        guild.roles[role.id] = role
        member.roles.append(role)
        for session in state.sessions.of(person):
            state.sessions.dispatch(person, "GUILD_CREATE", guild_seen_by(state, guild, person, session.intents))
            break
    others = [person] if isinstance(person, BotAccount) else []
    state.tell_guild(guild, "GUILD_MEMBER_ADD", member_with_user(member), but=others)
    return member


def depart(state: State, guild: Guild, person: Person) -> None:
    """Somebody leaves a guild, or is sent away."""
    if guild.members.pop(person.id, None) is None:
        return
    state.tell_guild(guild, "GUILD_MEMBER_REMOVE", {"user": user_body(person)})
    if isinstance(person, BotAccount):
        state.sessions.dispatch(person, "GUILD_DELETE", {"id": str(guild.id)})


def guild_seen_by(state: State, guild: Guild, bot: BotAccount, intents: int, large: int = 250) -> dict[str, Any]:
    """The GUILD_CREATE of a bot."""
    visible = [channel for channel in guild.threads.values() if state.may(bot, channel)]
    return guild_create(guild, bot, intents, visible, large)


def member_changed(state: State, member: Member) -> None:
    """Tell of new roles, a new nickname, a timeout."""
    state.tell_guild(member.guild, "GUILD_MEMBER_UPDATE", member_with_user(member))


def add_role(state: State, guild: Guild, name: str, bits: int, *, mentionable: bool = False) -> Role:
    """A new role, above the others but below those of bots."""
    role = Role(state.ids.next(), guild, name, bits, permissions.highest_free_position(guild), mentionable)
    guild.roles[role.id] = role
    state.tell_guild(guild, "GUILD_ROLE_CREATE", {"role": role_body(role)})
    return role


def role_changed(state: State, role: Role) -> None:
    """Tell how a role is now."""
    state.tell_guild(role.guild, "GUILD_ROLE_UPDATE", {"role": role_body(role)})


def add_channel(state: State, guild: Guild, name: str, kind: int, parent: Channel | None, topic: str | None) -> Channel:
    """A new channel; inside a category it begins with the category's overwrites."""
    channel = Channel(state.ids.next(), kind, name, guild, parent, topic, len(guild.channels))
    if parent is not None:
        channel.overwrites = dict(parent.overwrites)
    guild.channels[channel.id] = state.channels[channel.id] = channel
    state.tell_guild(guild, "CHANNEL_CREATE", channel_body(channel))
    return channel


def drop_channel(state: State, channel: Channel) -> None:
    """A channel or thread goes, with everything in it."""
    guild = channel.guild
    if guild is None:
        return
    for thread in channel.threads:
        drop_channel(state, thread)
    event = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
    body = channel_body(channel)
    short = {key: body[key] for key in ("id", "guild_id", "parent_id", "type")} if channel.is_thread else body
    seers = state.bots_seeing(channel)
    (guild.threads if channel.is_thread else guild.channels).pop(channel.id, None)
    state.channels.pop(channel.id, None)
    for message in channel.messages.values():
        message.removed = True
    for bot in seers:
        state.sessions.dispatch(bot, event, short, str(channel.id))
    state.bell.ring()


def channel_changed(state: State, channel: Channel) -> None:
    """Tell how a channel or thread is now."""
    if channel.is_thread:
        state.tell_of_thread(channel, "THREAD_UPDATE")
    else:
        state.tell(channel, "CHANNEL_UPDATE", channel_body(channel))


def direct(state: State, person: Person, bot: BotAccount) -> Channel:
    """The direct conversation of a person and a bot; opened when it is not there yet."""
    known = state.directs.get((person.id, bot.id))
    if known is not None:
        return known
    channel = Channel(state.ids.next(), DIRECT, pair=(person, bot))
    state.channels[channel.id] = state.directs[person.id, bot.id] = channel
    return channel


def start_thread(
    state: State,
    parent: Channel,
    owner: Person,
    name: str,
    *,
    message: Message | None = None,
    quiet_minutes: int = 4320,
    tags: list[int] | None = None,
    first: Said | None = None,
    kind: int = 0,
) -> tuple[Channel, Message | None]:
    """A thread on a message, beside messages, or as a forum's post; then its first message is returned with it."""
    number = message.id if message is not None else state.ids.next()
    kind = kind or (NEWS_THREAD if parent.kind == ANNOUNCEMENT else PUBLIC_THREAD)
    thread = Channel(number, kind, name, parent.guild, parent)
    now = state.clock.now()
    thread.thread = ThreadPart(owner.id, now, quiet_minutes, last_active=now, applied_tags=list(tags or []))
    thread.thread.members.add(owner.id)
    state.channels[thread.id] = thread
    if parent.guild is not None:
        parent.guild.threads[thread.id] = thread
    state.tell_of_thread(thread, "THREAD_CREATE", {"newly_created": True})
    watch(state, thread)
    if parent.kind == FORUM:
        parent.last_message_id = thread.id
        return thread, post(state, thread, owner, first or Said(), number=thread.id)
    if message is not None:
        message.thread = thread
        update_quietly(state, message, flags=message.flags | HAS_THREAD)
        post(state, thread, owner, Said(kind=STARTER, more={"message_reference": reference_to(message)}))
    else:
        pointer = {"type": 0, "channel_id": str(thread.id), "guild_id": str(parent.guild.id) if parent.guild else None}
        post(state, parent, owner, Said(content=name, kind=THREAD_CREATED, more={"message_reference": pointer}))
    return thread, post(state, thread, owner, first) if first is not None else None
