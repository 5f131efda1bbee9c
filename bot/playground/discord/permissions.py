"""Who may do what where: roles, overwrites of a channel, timeouts, owners.

Source: https://discord.com/developers/docs/topics/permissions
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.playground.discord.records import Channel, Guild, Member

KICK_MEMBERS: Final = 1 << 1
BAN_MEMBERS: Final = 1 << 2
ADMINISTRATOR: Final = 1 << 3
MANAGE_CHANNELS: Final = 1 << 4
MANAGE_GUILD: Final = 1 << 5
ADD_REACTIONS: Final = 1 << 6
VIEW_CHANNEL: Final = 1 << 10
SEND_MESSAGES: Final = 1 << 11
MANAGE_MESSAGES: Final = 1 << 13
EMBED_LINKS: Final = 1 << 14
ATTACH_FILES: Final = 1 << 15
READ_MESSAGE_HISTORY: Final = 1 << 16
MENTION_EVERYONE: Final = 1 << 17
MANAGE_ROLES: Final = 1 << 28
MANAGE_WEBHOOKS: Final = 1 << 29
USE_APPLICATION_COMMANDS: Final = 1 << 31
MANAGE_THREADS: Final = 1 << 34
CREATE_PUBLIC_THREADS: Final = 1 << 35
CREATE_PRIVATE_THREADS: Final = 1 << 36
SEND_MESSAGES_IN_THREADS: Final = 1 << 38
MODERATE_MEMBERS: Final = 1 << 40

PRIVATE_THREAD: Final = 12  # a kind of channel
ALL: Final = (1 << 51) - 1
EVERYBODY: Final = (
    VIEW_CHANNEL
    | SEND_MESSAGES
    | SEND_MESSAGES_IN_THREADS
    | READ_MESSAGE_HISTORY
    | ADD_REACTIONS
    | ATTACH_FILES
    | EMBED_LINKS
    | CREATE_PUBLIC_THREADS
    | USE_APPLICATION_COMMANDS
)
INVITED_BOT: Final = ALL & ~ADMINISTRATOR
IN_DIRECT: Final = EVERYBODY & ~CREATE_PUBLIC_THREADS
WHEN_MUTED: Final = VIEW_CHANNEL | READ_MESSAGE_HISTORY


def in_guild(member: Member) -> int:
    """What a member may do in the guild as a whole."""
    guild = member.guild
    if guild.owner.id == member.person.id:
        return ALL
    bits = guild.everyone.permissions
    for role in member.roles:
        bits |= role.permissions
    return ALL if bits & ADMINISTRATOR else bits


def in_channel(member: Member, channel: Channel, now: float) -> int:
    """What a member may do in a channel or thread; 0 when they cannot see it."""
    bits = in_guild(member)
    if bits & ADMINISTRATOR:
        return ALL
    bits = _overwritten(member, channel.parent if channel.is_thread and channel.parent else channel, bits)
    if _is_closed_to(member, channel, bits):
        return 0
    if member.muted_until > now:
        bits &= WHEN_MUTED
    return bits if bits & VIEW_CHANNEL else 0


def outranks(member: Member, other: Member) -> bool:
    """Whether a member's highest role stands above the other's; an owner stands above all."""
    if other.guild.owner is other.person:
        return False
    return member.guild.owner is member.person or _rank(member) > _rank(other)


def is_privileged(member: Member) -> bool:
    """Owners and administrators: nobody can put them in a timeout."""
    return bool(in_guild(member) & ADMINISTRATOR)


def highest_free_position(guild: Guild) -> int:
    """Where a new role goes: above all others but those of bots."""
    return 1 + max((role.position for role in guild.roles.values() if role.bot_id == 0), default=0)


def _rank(member: Member) -> int:
    return max((role.position for role in member.roles), default=0)


def _is_closed_to(member: Member, channel: Channel, bits: int) -> bool:
    """A private thread is for those who are in it, and for those who manage threads."""
    thread = channel.thread if channel.kind == PRIVATE_THREAD else None
    return thread is not None and member.person.id not in thread.members and not bits & MANAGE_THREADS


def _overwritten(member: Member, channel: Channel, bits: int) -> int:
    overwrites = channel.overwrites
    if not overwrites:
        return bits
    everyone = overwrites.get(member.guild.id)
    if everyone is not None:
        bits = bits & ~everyone.deny | everyone.allow
    allow = deny = 0
    for role in member.roles:
        overwrite = overwrites.get(role.id)
        if overwrite is not None:
            allow |= overwrite.allow
            deny |= overwrite.deny
    bits = bits & ~deny | allow
    own = overwrites.get(member.person.id)
    return bits & ~own.deny | own.allow if own is not None else bits
