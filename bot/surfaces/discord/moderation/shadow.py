"""Rules in shadow: a few of their matches a day are shown in one message, to be said right or wrong."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from bot.surfaces.discord.kit import Kit
from bot.surfaces.discord.moderation.cards import match, match_buttons, text
from bot.surfaces.discord.notices import Notices, Part
from inbox import docket
from inbox.docket.shown import MatchView
from inbox.errors import NotFound
from inbox.models import SYSTEM

NAME: Final = "moderation shadow"
ASKED: Final = "moderation asked"  # the setting that holds what was asked today
A_DAY: Final = 6
TITLE: Final = "### Rules in shadow: were these right?"
MEANS: Final = (
    "-# Nothing was done. Once enough of them are right, a rule is put in force; "
    "`/moderation rules` shows how each stands."
)


async def say(kit: Kit, notices: Notices, under: str, day: str) -> None:
    """Ask about a few more, if there may be more today, and show what was said of those before."""
    ids = await _asked(kit, day)
    if len(ids) < A_DAY:
        ids = [*ids, *(id for id in await _waiting(kit) if id not in ids)][:A_DAY]
    found = [one for id in ids if (one := await _match(kit, id))]
    if not found:
        return
    await kit.cards.set(ASKED, " ".join([day, *ids]))
    parts = _parts(found)
    if (await notices.last(NAME)).key != day or not await notices.change(NAME, f"{TITLE}\n{MEANS}", *parts):
        await notices.add(NAME, day, under, f"{TITLE}\n{MEANS}", *parts)


def _parts(found: Sequence[MatchView]) -> list[Part]:
    return [part for one in found for part in (text(match(one)), *match_buttons(one))]


async def _asked(kit: Kit, day: str) -> list[str]:
    of, *ids = (await kit.cards.setting(ASKED)).split(" ")
    return ids if of == day else []


async def _waiting(kit: Kit) -> list[str]:
    """Matches that nobody judged: the newest of each rule, then the next ones."""
    rules = await docket.rules(kit.brand, SYSTEM, matches=A_DAY)
    by_rule = [[one.match.id for one in rule.waiting] for rule in rules if rule.standing.state == "shadow"]
    return [id for row in zip_longest(*by_rule) for id in row if id]


async def _match(kit: Kit, id: str) -> MatchView | None:
    try:
        return await docket.match(kit.brand, SYSTEM, id)
    except NotFound:
        return None
