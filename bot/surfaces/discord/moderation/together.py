"""The message about a wave: what was done in it, what waits for people now, and the ways on from there."""

from __future__ import annotations

from typing import Final

from bot.surfaces.discord import words
from bot.surfaces.discord.moderation import wave
from bot.surfaces.discord.moderation.cards import DANGER, PRIMARY, SECONDARY, row
from bot.surfaces.discord.moderation.wave import Wave
from bot.surfaces.discord.notices import Notices, Row
from inbox.docket.shown import Appeals, Flags

NAME: Final = "moderation together"


async def say(notices: Notices, under: str, now: Wave, appeals: Appeals, flags: Flags) -> None:
    """Say it, or bring what was said of this wave up to date."""
    key, text = str(now.since), wave.told(now, waiting(appeals, flags))
    if (await notices.last(NAME)).key == key and await notices.change(NAME, text, _ways(appeals, flags)):
        return
    await notices.add(NAME, key, under, text, _ways(appeals, flags))


def waiting(appeals: Appeals, flags: Flags) -> str:
    """What waits for people, in a line; empty when nothing does."""
    parts = []
    if flags.total:
        parts.append(f"**{flags.total}** {'waits' if flags.total == 1 else 'wait'} for a person to judge")
    if appeals.total:
        many = "appeal waits" if appeals.total == 1 else "appeals wait"
        late = f", {_of(appeals.overdue, appeals.total)}overdue" if appeals.overdue else ""
        first = appeals.rows[0].appeal if appeals.rows else None
        due = f", the first until {words.moment(first.appeal.due)}" if first and not appeals.overdue else ""
        parts.append(f"**{appeals.total}** {many}{late}{due}")
    return " · ".join(parts)


def _of(some: int, total: int) -> str:
    return "" if some == total == 1 else f"{some} of them "


def _ways(appeals: Appeals, flags: Flags) -> Row:
    ways = [("Newest cases", "cases", "", PRIMARY), ("Undo one…", "cases_undo", "", SECONDARY)]
    if flags.total:
        ways.append(("Judge the worst", "flags", "", DANGER))
    if appeals.total:
        ways.append(("Appeals", "appeals", "", SECONDARY))
    return row(*ways)
