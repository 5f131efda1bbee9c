"""/stats: how things stand, and what was heard, answered and decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from discord import app_commands

from bot.surfaces.discord import words
from bot.surfaces.discord.asked import Asked, Interaction, answer
from bot.surfaces.discord.shown import line
from inbox import insights, times
from inbox.capabilities import MICRO
from inbox.errors import NotAllowed
from inbox.insights import Figures
from inbox.spending import in_words

NAME, SPENT = 60, 140  # characters
SHOWN: Final = 6  # accounts whose spending is told
SINCE: Final = [
    app_commands.Choice(name=name, value=span)
    for name, span in (("Today's shift, 8 hours", "8h"), ("A day", "1d"), ("A week", "7d"), ("30 days", "30d"))
]


@app_commands.command(name="stats", description="How things stand, and what was heard, answered and decided.")
@app_commands.describe(since="How far back")
@app_commands.choices(since=SINCE)
async def stats(interaction: Interaction, since: str = "1d") -> None:
    """Figures since a time."""

    async def count(asked: Asked) -> None:
        await asked.acknowledge()
        begin, overdue = asked.kit.brand.now() - _span(since), asked.kit.options.overdue
        overdue_ms = round(overdue.total_seconds() * 1000)
        found = await insights.figures(asked.kit.brand, asked.by, begin, overdue_ms)
        await asked.done("\n".join(told(found, begin, asked.kit.brand.now())))

    await answer(interaction, count)


def told(found: Figures, since: int, now: int) -> Iterator[str]:
    """The figures in words, a line for each question that they answer."""
    overdue = f", {found.overdue} of them too long" if found.overdue else ""
    yield f"**Now:** {found.waiting} wait for us{overdue} · {found.open} open · {found.drafted} drafts to decide"
    if found.parked:
        yield f"**{found.parked} parked:** a person must look, `/parked`"
    yield f"**Since {words.moment(since, 'f')}:** {found.heard} messages heard, {found.answered} answered" + (
        f", {found.by_itself} of them by itself" if found.by_itself else ""
    )
    if found.decided:
        shares = (("unchanged", found.unchanged), ("edited", found.edited), ("rejected", found.rejected))
        share = " · ".join(f"{round(100 * count / found.decided)} % {word}" for word, count in shares)
        yield f"**{found.decided} draft{'s' if found.decided > 1 else ''} decided:** {share}"
    if found.median_first_answer_ms is not None:
        yield f"**First answer:** {times.span(found.median_first_answer_ms)} for half of them"
    yield from _ranking("Topics", found.topics)
    yield from _ranking("By person", found.by_person)
    if found.longest_waiting:
        names = [_waits(row) for row in found.longest_waiting]
        yield f"**Waiting longest:** {', '.join(names)}"
    yield from _costs(found, now)
    if not found.complete:
        yield "-# More happened since then than was counted."


def _costs(found: Figures, now: int) -> Iterator[str]:
    """What accounts have used, those that have used the most of their day first."""
    used = [one for one in found.costs if one.month or one.words]
    used.sort(key=lambda one: one.today / one.most if one.most else one.today / MICRO, reverse=True)
    yield from (f"**Spent, {line(one.account, NAME)}:** {line(in_words(one, now), SPENT)}" for one in used[:SHOWN])
    if (more := len(used) - SHOWN) > 0:
        yield f"-# and {more} more account{'s' if more > 1 else ''}; the desk shows all of them"


def _ranking(title: str, counted: Sequence[tuple[str, int]]) -> Iterator[str]:
    if counted:
        yield f"**{title}:** " + ", ".join(f"{line(name, NAME)} {count}" for name, count in counted)


def _waits(row: Any) -> str:
    name = words.who(row.conversation, row.contact.name if row.contact else "")
    return f"{line(name, NAME)} ({words.moment(row.conversation.waiting_since)})"


def _span(text: str) -> int:
    try:
        return times.length(text)
    except ValueError as wrong:
        raise NotAllowed(f"{wrong}.") from None


COMMANDS: Final[tuple[app_commands.Command[Any, ..., None], ...]] = (stats,)
