"""The lane that tells of moderation: single cards while it is calm, one message for ten minutes when it is not.

All of it stands beneath one notice for each day. Up to which line of the log it was told is remembered together with
what was counted, after Discord has it; what is said twice then is known by its name, and said once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.surfaces.discord import when
from bot.surfaces.discord.kit import Kit
from bot.surfaces.discord.moderation import cards, changes, shadow, together, wave
from bot.surfaces.discord.moderation.renewing import renew
from bot.surfaces.discord.moderation.wave import Wave
from bot.surfaces.discord.notices import Notices, Row
from inbox import docket
from inbox.cases import Case, CaseNumber
from inbox.docket.shown import Appeals, CaseView, Flags
from inbox.errors import NotFound
from inbox.models import SYSTEM, Entry, EntryId

LANE: Final = "moderation"  # falls due when something of it happened
WORDS: Final = ("case.", "appeal.", "moderation.", "measure.", "rule.")
# More than a change of what was said.
NEW: Final = (
    "case.new",
    "appeal.new",
    "appeal.overdue",
    "moderation.flag",
    "moderation.tell",
    "moderation.unknown",
    "measure.",
    "rule.",
)
CALM, BUSY = 2_000, 10_000  # ms between two times of saying something
PAGES, PAGE = 20, 500  # lines of the log that are told at once
STATE: Final = "moderation"  # the setting that holds the wave
DAY: Final = "moderation"  # the notice that all others stand beneath
FLAGS: Final = 20  # of those that wait, the worst that may have cards
INTRO: Final = (
    "-# What is taken out of sight, what waits for a person to judge, and what people ask to be looked at again."
)


@dataclass(frozen=True, slots=True)
class News:
    """What happened since the last time, and what waits for people; `first`: nothing was told before."""

    entries: Sequence[Entry]
    cases: Sequence[Case]
    appeals: Appeals
    flags: Flags
    first: bool

    @property
    def touched(self) -> Collection[str]:
        """The numbers of cases of which something changed."""
        return {entry.ref for entry in self.entries if entry.what.startswith(("case.", "appeal."))}

    @property
    def settled(self) -> Mapping[str, tuple[str, str]]:
        """Of flags that somebody judged: who did, and how."""
        judged = (entry for entry in self.entries if entry.what == "moderation.settled")
        return {f"{entry.conversation} {entry.ref}": (entry.by, entry.detail) for entry in judged}

    @property
    def new(self) -> bool:
        """Whether there is something to say that was not said."""
        waits = self.first and bool(self.appeals.total or self.flags.total)
        return waits or any(entry.what.startswith(NEW) for entry in self.entries)

    @property
    def anything(self) -> bool:
        """Whether there is something to say or to change."""
        return self.new or any(entry.what.startswith(WORDS) for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Card:
    """One that is to be said: under which name and key, and how it looks."""

    name: str
    key: str
    text: str
    rows: tuple[Row, ...]


async def speak(kit: Kit, notices: Notices) -> int | None:
    """Bring the channel up to date with moderation; answers when to look again. Raises Trouble."""
    now, before = kit.brand.now(), wave.read(await kit.cards.setting(STATE))
    if before.rests > now:
        return before.rests
    place = before.place or str(await kit.brand.store.log.last())
    entries = await _lines(kit, EntryId(before.place)) if before.place else []
    news = await _news(kit, entries, first=not before.place)
    after = replace(before, place=entries[-1].id if entries else place)
    if news.anything:
        after = await _tell(kit, notices, after.begun(now), news)
        after = replace(after, rests=now + (BUSY if after.together else CALM))
    await kit.cards.set(STATE, wave.written(after))
    return after.rests if len(entries) >= PAGE * PAGES else None


async def _lines(kit: Kit, place: EntryId) -> list[Entry]:
    entries: list[Entry] = []
    for _ in range(PAGES):
        page = await kit.brand.store.log.after(entries[-1].id if entries else place, PAGE)
        entries += page
        if len(page) < PAGE:
            break
    return entries


async def _news(kit: Kit, entries: Sequence[Entry], *, first: bool) -> News:
    numbers = [CaseNumber(int(entry.ref)) for entry in entries if entry.what == "case.new"]
    cases = await kit.brand.store.cases.read(numbers) if numbers else []
    appeals = await docket.appeals(kit.brand, SYSTEM, limit=wave.CARDS)
    return News(entries, cases, appeals, await docket.flags(kit.brand, SYSTEM, limit=FLAGS), first)


async def _tell(kit: Kit, notices: Notices, now: Wave, news: News) -> Wave:
    """Say and change what there is, what people have to decide first; answers what is remembered."""
    if news.new:
        await _day(kit, notices)
    now = await renew(kit, notices, now, news.touched, news.settled)
    asked = await _appeals(kit, news)
    await _point_down(notices, asked)
    if len(asked) <= now.room_for_appeals:
        now = (await _said(notices, now, asked)).with_cards([one.name for one in asked], appeals=len(asked))
    else:
        now = replace(now, together=True)
    found = [*_flags(news), *await _cases(kit, now, news)]
    fits = len(found) <= now.room and len(news.cases) <= now.room
    now = now.with_cases(news.cases).with_lines(news.entries)
    if fits:
        now = (await _said(notices, now, found)).with_cards([one.name for one in found])
    else:
        now = replace(now, together=True)
    if now.together:
        await together.say(notices, DAY, now, news.appeals, news.flags)
    await changes.say(kit, notices, DAY, news.entries)
    if news.first or any(entry.what.startswith("rule.") for entry in news.entries):
        await shadow.say(kit, notices, DAY, _date(kit).isoformat())
    return now


def _date(kit: Kit) -> datetime:
    today = datetime.fromtimestamp(kit.brand.now() / 1000, when.zone(kit.options))
    return today.replace(hour=0, minute=0, second=0, microsecond=0)


async def _day(kit: Kit, notices: Notices) -> None:
    """The notice of the day that all others stand beneath."""
    day = _date(kit)
    title = f"Moderation on {day:%A} {day.day} {day:%B}"
    await notices.say(DAY, f"{day:%Y-%m-%d}", title, f"## {title}\n{INTRO}")


async def _said(notices: Notices, now: Wave, found: Sequence[Card]) -> Wave:
    for one in found:
        await notices.add(one.name, one.key, DAY, one.text, *one.rows)
    return now


async def _point_down(notices: Notices, asked: Sequence[Card]) -> None:
    """What is said anew, because it is overdue, leaves a line where it was said before."""
    for one in asked:
        if (await notices.last(one.name)).message and (await notices.last(one.name)).key != one.key:
            await notices.change(one.name, f"-# {one.name.capitalize().replace(' ', ' on case ')}: see below")


# ------------------------------------------------------------------------------------------------ what there is to show


async def _appeals(kit: Kit, news: News) -> list[Card]:
    """Those that came, or are overdue now; with the first news, all that wait."""
    late = {entry.ref for entry in news.entries if entry.what == "appeal.overdue"}
    numbers = {entry.ref for entry in news.entries if entry.what == "appeal.new"} | late
    if news.first:
        numbers |= {str(one.case.number) for one in news.appeals.rows}
    found = [await _view(kit, number) for number in sorted(numbers, key=int)[: wave.CARDS + 1]]
    return [
        Card(
            f"appeal {one.case.number}",
            f"{one.appeal.appeal.at}{' late' if str(one.case.number) in late else ''}",
            cards.appeal(one),
            cards.appeal_buttons(one),
        )
        for one in found
        if one and one.appeal and one.appeal.appeal.state == "open"
    ]


def _flags(news: News) -> list[Card]:
    """Those that came and wait still, worst first."""
    came = {f"{entry.conversation} {entry.ref}" for entry in news.entries if entry.what == "moderation.flag"}
    named = [(f"{one.flag.conversation} {one.flag.message}", one) for one in news.flags.rows]
    return [
        Card(f"flag {name}", str(one.flag.at), cards.flag(one), cards.flag_buttons(one))
        for name, one in named
        if news.first or name in came
    ]


async def _cases(kit: Kit, now: Wave, news: News) -> list[Card]:
    if len(news.cases) > now.room:
        return []
    found = [await _view(kit, str(one.number)) for one in news.cases]
    return [
        Card(f"case {one.case.number}", str(one.case.at), cards.case(one), cards.case_buttons(one))
        for one in found
        if one
    ]


async def _view(kit: Kit, number: str) -> CaseView | None:
    try:
        return await docket.case(kit.brand, SYSTEM, CaseNumber(int(number)))
    except NotFound:
        return None
