"""Where the post of a conversation goes, and which role is told of it: the first route of bot.yaml that fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from bot.surfaces.discord.hours import quiet
from bot.surfaces.discord.options import ControlOptions, Role, When
from inbox.models import Conversation

URGENT: Final = 9  # what may break the quiet hours


@dataclass(frozen=True, slots=True)
class Where:
    """The channel of a post, and the role to mention in it, by id or name; `quiet`: nobody is, because of the hour."""

    channel: int
    mention: Role | None = None
    quiet: bool = False


def route(options: ControlOptions, conversation: Conversation, language: str, now: int) -> Where:
    """Where a conversation goes; `language` is the contact's, empty where nobody knows it."""
    found = next((route for route in options.routes if fits(route.when, conversation, language)), None)
    if found is None:
        return Where(options.channel)
    hushed = bool(found.mention) and conversation.priority < URGENT and quiet(options.quiet_hours, now)
    return Where(found.channel or options.channel, None if hushed else found.mention, hushed)


def fits(when: When, conversation: Conversation, language: str) -> bool:
    """Whether all that a route says holds for a conversation."""
    return (
        (not when.accounts or any(fnmatchcase(conversation.account, pattern) for pattern in when.accounts))
        and (not when.labels or not set(when.labels).isdisjoint(conversation.labels))
        and (not when.languages or any(_speaks(language, wanted) for wanted in when.languages))
        and conversation.priority >= when.priority_from
    )


def role_id(role: Role | None, server_roles: Mapping[int, str]) -> int | None:
    """The id of a role that the server has; None for one that it has not, and for a name that several have."""
    if isinstance(role, int):
        return role if role in server_roles else None
    named = [id for id, name in server_roles.items() if name == role]
    return named[0] if len(named) == 1 else None


def _speaks(language: str, wanted: str) -> bool:
    """Whether a language is the wanted one or a kind of it: pt means pt-BR, too, but not the other way round."""
    spoken, asked = language.lower().replace("_", "-"), wanted.lower()
    return spoken == asked or spoken.startswith(f"{asked}-")
