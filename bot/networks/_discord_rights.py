"""What the bot may do where: Discord's own rule, from roles and a channel's exceptions to one number.

Source: https://docs.discord.com/developers/topics/permissions, "Permission Overwrites" (API v10).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.networks._discord_shapes import RawOverwrite

ADMINISTRATOR: Final = 1 << 3
ADD_REACTIONS: Final = 1 << 6
VIEW_CHANNEL: Final = 1 << 10
SEND_MESSAGES: Final = 1 << 11
READ_MESSAGE_HISTORY: Final = 1 << 16
SEND_MESSAGES_IN_THREADS: Final = 1 << 38
ALL: Final = (1 << 64) - 1
# The exact words of Discord's settings page, so that an operator finds them there.
WORDS: Final[Mapping[int, str]] = {
    VIEW_CHANNEL: "View Channel",
    READ_MESSAGE_HISTORY: "Read Message History",
    SEND_MESSAGES: "Send Messages",
    SEND_MESSAGES_IN_THREADS: "Send Messages in Threads",
    ADD_REACTIONS: "Add Reactions",
}
CONSEQUENCES: Final[Mapping[int, str]] = {
    VIEW_CHANNEL: "nothing there is heard",
    READ_MESSAGE_HISTORY: "what is said there while Sangam is away stays unread, and replies cannot point at a message",
    SEND_MESSAGES: "replies there will fail",
    SEND_MESSAGES_IN_THREADS: "replies in its threads will fail",
    ADD_REACTIONS: "reactions there will fail",
}


def rights(guild: int, me: int, roles: Mapping[int, int], mine: Iterable[int], within: Sequence[RawOverwrite]) -> int:
    """What one may do in a channel; `roles` gives each role's permissions, `mine` are those one has.

    First everybody's role and one's own; in the channel the exceptions of everybody, of the roles, of one alone.
    """
    held = {guild, *mine}
    base = 0
    for role in held:
        base |= roles.get(role, 0)
    if base & ADMINISTRATOR:
        return ALL
    exceptions = {int(one["id"]): one for one in within}
    base = _after(base, [exceptions[guild]] if guild in exceptions else [])
    base = _after(base, [one for id, one in exceptions.items() if id in held and id != guild])
    return _after(base, [exceptions[me]] if me in exceptions else [])


def missing(have: int, wanted: Iterable[int]) -> list[int]:
    """Those of the wanted rights that are not there; who cannot see a channel lacks only that."""
    lacks = [right for right in wanted if not have & right]
    return [VIEW_CHANNEL] if VIEW_CHANNEL in lacks else lacks


def _after(base: int, exceptions: Sequence[RawOverwrite]) -> int:
    deny = allow = 0
    for one in exceptions:
        deny |= int(one.get("deny", 0))
        allow |= int(one.get("allow", 0))
    return (base & ~deny) | allow
