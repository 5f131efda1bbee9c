"""What changed in how we moderate: rules put in force or back into shadow, measures, and what rules tell the team."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.surfaces.discord.kit import Kit
from bot.surfaces.discord.moderation.cards import SECONDARY, measure, row
from bot.surfaces.discord.notices import Notices, Row
from bot.surfaces.discord.shown import line
from inbox import docket
from inbox.models import SYSTEM, Entry

NAME: Final = "moderation changes"
LINES, ROWS = 8, 3
WORD, WHY = 60, 200
SAID: Final = {
    "rule.force": "▶ The rule **{ref}** was put in force by {by}{why}",
    "rule.shadow": "↷ The rule **{ref}** went back to shadow{by_whom}{why}",
    "rule.off": "■ The rule **{ref}** was switched off by {by}{why}",
    "rule.earned": "✓ The rule **{ref}** has earned to act{why}",
    "moderation.tell": "❗ The rule **{by}** tells you{why}",
    "moderation.tell of strikes": "❗ The ladder of strikes tells you{why}",
    "moderation.unknown": "-# Not all could be asked{why}",
    "measure.off": "■ {by} ended what was on for a bad day{why}",
}


async def say(kit: Kit, notices: Notices, under: str, entries: Sequence[Entry]) -> None:
    """One message about all that changed since the last time; none when nothing did."""
    told = [entry for entry in entries if entry.what in SAID or entry.what == "measure.on"]
    if not told:
        return
    lines = [*_lines(told), *await _measures(kit, told)]
    more = [f"-# and {len(lines) - LINES} more: `/moderation rules`"] if len(lines) > LINES else []
    text = "\n".join(["### How we moderate", *lines[:LINES], *more])
    await notices.add(NAME, told[-1].id, under, text, *await _ends(kit, told))


def _lines(told: Sequence[Entry]) -> Iterator[str]:
    for entry in told:
        if entry.what in SAID:
            by = line(entry.by, WORD) or "itself"
            why = f": {line(entry.detail, WHY)}" if entry.detail else ""
            by_whom = f", by {by}" if entry.by else ""
            of_strikes = entry.what == "moderation.tell" and entry.by == "strikes"
            what = f"{entry.what} of strikes" if of_strikes else entry.what
            yield SAID[what].format(ref=line(entry.ref, WORD), by=by, by_whom=by_whom, why=why)


async def _measures(kit: Kit, told: Sequence[Entry]) -> list[str]:
    on = {one.measure.id: one for one in (await docket.measures(kit.brand, SYSTEM)).on}
    ids = dict.fromkeys(entry.ref for entry in told if entry.what == "measure.on")
    return [measure(on[id]) for id in ids if id in on]


async def _ends(kit: Kit, told: Sequence[Entry]) -> list[Row]:
    ids = dict.fromkeys(entry.ref for entry in told if entry.what == "measure.on")
    ended = {entry.ref for entry in told if entry.what == "measure.off"}
    return [row(("End it", "measure_end", id, SECONDARY)) for id in ids if id not in ended][:ROWS]
