"""What Discord proposes while somebody types an option, by the option's name; nothing for whoever is not one of us."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import structlog
from discord import app_commands

from bot.surfaces.discord import when, words
from bot.surfaces.discord.asked import FAILED, Asked, Interaction, seated
from bot.surfaces.discord.shown import plain, plain_title
from inbox import docket, views
from inbox.errors import Refused, StoreAway
from inbox.wording import network

log = structlog.get_logger("sangam")

Found = Iterable[tuple[str, str]]  # what is proposed, and what it stands for
MOST: Final = 25  # choices, of 100 characters each (discord docs, interactions/application-commands, read 2026-11-27)
LONGEST: Final = 100
LOOKED_AT: Final = 100  # conversations
PATIENCE: Final = 2.5  # seconds of the three in which Discord wants its answer
NOBODY: Final = "nobody"


async def conversations(asked: Asked, typed: str) -> Found:
    """The newest conversations in which every word stands: in a name, a group's title, or what was said last."""
    page = await views.queue(asked.kit.brand, asked.by, "all", limit=LOOKED_AT)
    return _fitting(typed, (_named(row.conversation, row.contact) for row in page.rows))


async def people(asked: Asked, typed: str) -> Found:
    """Whom a conversation can be given to."""
    return _fitting(typed, [(name, name) for name in [*await everybody(asked), NOBODY]])


async def everybody(asked: Asked) -> Sequence[str]:
    """Those on the desk, those whom the options name, and whoever asks."""
    desk = await views.people(asked.kit.brand, asked.by)
    return list(dict.fromkeys([asked.by.name, *desk, *asked.kit.options.people.values()]))


async def accounts(asked: Asked, typed: str) -> Found:
    """Our accounts."""
    return _fitting(typed, [(account, account) for account in asked.kit.brand.capabilities])


async def canned(asked: Asked, typed: str) -> Found:
    """The replies that were written beforehand."""
    return _fitting(typed, [(name, name) for name in asked.kit.canned()])


async def rules(asked: Asked, typed: str) -> Found:
    """The rules of moderation.yaml, and those that it has no more."""
    known = [one.standing.rule for one in await docket.rules(asked.kit.brand, asked.by, matches=1)]
    return _fitting(typed, [(rule, rule) for rule in known])


async def times(asked: Asked, typed: str) -> Found:
    """What was typed, where that is a time, and a few others."""
    known = ["1h", "3h", "tomorrow 9:00", "monday 9:00"]
    try:
        when.to_come(asked.kit, typed)
    except Refused:
        return _fitting(typed, [(one, one) for one in known]) if typed else [(one, one) for one in known]
    return [(typed, typed)]


BY_OPTION: Final[Mapping[str, Callable[[Asked, str], Awaitable[Found]]]] = {
    "conversation": conversations,
    "person": conversations,
    "rule": rules,
    "to": people,
    "account": accounts,
    "name": canned,
    "when": times,
    "until": times,
    "for": times,
}


async def complete(interaction: Interaction) -> None:
    """Answer within the time that Discord gives, once: another process may have answered already."""
    data: Any = interaction.data
    asked, (name, typed) = seated(interaction), _focused(data.get("options", ()))
    found: list[app_commands.Choice[str]] = []
    if asked and name in BY_OPTION:
        try:
            async with asyncio.timeout(PATIENCE):
                proposed = await BY_OPTION[name](asked, typed)
            found = [app_commands.Choice(name=label, value=value) for label, value in proposed if _fits(value)][:MOST]
        except (TimeoutError, Refused, StoreAway) as away:
            log.info("discord.nothing_proposed", option=name, why=str(away) or "Redis is too slow")
        except Exception:  # a bug in a proposal must not keep somebody from typing on; the traceback mends it
            log.exception("discord.nothing_proposed", option=name)
    try:
        await interaction.response.autocomplete(found)
    except FAILED as error:
        log.debug("discord.not_told", words=str(error))


async def nothing(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    """What makes Discord ask while somebody types; `complete` has answered before this would be."""
    return []


def _fitting(typed: str, proposed: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    wanted = typed.casefold().split()
    return ((name, value) for name, value in proposed if all(word in name.casefold() for word in wanted))


def _named(conversation: Any, contact: Any) -> tuple[str, str]:
    who = words.who(conversation, contact.name if contact else "")
    handle = f" @{contact.username}" if contact and plain(contact.username).strip() else ""
    label = f"{who}{handle} · {network(conversation.account)} · {conversation.preview}"
    return plain_title(label, LONGEST), conversation.id


def _fits(value: str) -> bool:
    return 0 < len(value) <= LONGEST


def _focused(options: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    for option in options:
        if option.get("focused"):
            return option["name"], str(option.get("value", ""))
        if inner := option.get("options"):
            return _focused(inner)
    return "", ""
