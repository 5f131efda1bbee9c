"""The shift digest: how things stand and what happened since the one before, at the times that bot.yaml names.

Posted once for each time, by whichever process is first. Of the times that passed while nothing ran, the last is made
up for, and said to be late.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from typing import Final

from bot.surfaces.discord import words
from bot.surfaces.discord.hours import last_time, local, next_time
from bot.surfaces.discord.kit import Kit
from bot.surfaces.discord.links import on_desk
from bot.surfaces.discord.notices import Notices
from bot.surfaces.discord.shown import line
from inbox.insights import Figures, figures
from inbox.models import SYSTEM, ConversationId
from inbox.store.conversations import Row
from inbox.wording import network

NAME: Final = "digest"
LATE: Final = 600_000
WHO, TOPIC, TOPICS = 60, 60, 5
HOUR, MINUTE = 3600, 60


@dataclass(frozen=True, slots=True)
class Told:
    """What stands in one digest: for which time, since when, and where each of those that wait longest is found."""

    due: int
    since: int
    late: bool
    zone: tzinfo
    overdue: timedelta
    ways: Mapping[ConversationId, str]


async def post(kit: Kit, notices: Notices) -> int | None:
    """Post the digest that is due, unless it was posted; answers when the next one is. Raises Trouble."""
    times, now = kit.options.digest, kit.brand.now()
    if times is None:
        return None
    due = last_time(times, now)
    if due >= int((await notices.last(NAME)).key or 0):
        since, overdue = last_time(times, due - 1), kit.options.overdue
        found = await figures(kit.brand, SYSTEM, since, round(overdue.total_seconds() * 1000))
        ways = await ways_to(kit, [row.conversation.id for row in found.longest_waiting])
        told = Told(due, since, now - due >= LATE, times.zone, overdue, ways)
        await notices.say(NAME, str(due), title(told), text(told, found))
    return next_time(times, now)


def title(told: Told) -> str:
    """The name of its post."""
    when = local(told.due, told.zone)
    return f"Digest of {when:%A} {when.day} {when:%B, %H:%M}"


def text(told: Told, found: Figures) -> str:
    """The whole digest."""
    return "\n".join(_lines(told, found))


def _lines(told: Told, found: Figures) -> Iterator[str]:
    yield f"## {title(told)}"
    if told.late:
        yield f"-# Late: it was due {words.moment(told.due)}, when nothing of Sangam ran or Discord was out of reach."
    yield (
        f"**{found.waiting}** wait for us, **{found.overdue}** of them longer than {_span(told.overdue)} · "
        f"{found.open} open · {found.drafted} with a draft to decide · {found.parked} parked"
    )
    first = (
        f"; the first answer took {_span(_ms(found.median_first_answer_ms))}" if found.median_first_answer_ms else ""
    )
    yield (
        f"Since {words.moment(told.since, 'f')}: {_count(found.heard, 'message')} came in, "
        f"{_count(found.answered, 'answer')} left, {found.by_itself} of them without a person{first}."
    )
    yield _drafts(found)
    if found.recovered:
        late = " · ".join(f"{line(account, WHO)} {_count(count, 'message')}" for account, count in found.recovered)
        yield f"Recovered after a gap: {late}"
    if found.topics:
        topics = " · ".join(f"{line(name, TOPIC)} {count}" for name, count in found.topics[:TOPICS])
        yield f"What it was about: {topics}"
    if found.longest_waiting:
        yield "Waiting longest:"
        yield from (_waiting(row, told) for row in found.longest_waiting)
    if not found.complete:
        yield "-# More happened than was counted: the figures since then are of its newest part."


def _drafts(found: Figures) -> str:
    """How good the drafts were, by what people made of them."""
    if not found.decided:
        return "No draft was decided by a person."
    share = round(100 * found.unchanged / found.decided)
    return (
        f"**{share} %** of {_count(found.decided, 'draft')} went out unchanged "
        f"({found.edited} edited, {found.rejected} rejected)."
    )


def _waiting(row: Row, told: Told) -> str:
    it = row.conversation
    who = line(words.who(it, row.contact.name if row.contact else ""), WHO)
    way = told.ways.get(it.id)
    named = f"[{who}]({way})" if way else who
    return f"- {named} on {network(it.account)}, {words.moment(it.waiting_since)}"


async def ways_to(kit: Kit, ids: Sequence[ConversationId]) -> dict[ConversationId, str]:
    """Where each is found: in its post, else on the desk."""
    posts = await kit.cards.posts(ids)
    found = {id: on_desk(kit.desk_url, id) for id in ids}
    found |= {id: f"https://discord.com/channels/{kit.options.server}/{post}" for id, post in posts.items()}
    return {id: way for id, way in found.items() if way}


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _ms(span: int) -> timedelta:
    return timedelta(milliseconds=span)


def _span(span: timedelta) -> str:
    """A length of time in its two largest units."""
    seconds = round(span.total_seconds())
    if seconds < MINUTE:
        return f"{seconds} s"
    hours, minutes = seconds // HOUR, seconds % HOUR // MINUTE
    return f"{hours} h {minutes} min" if hours and minutes else f"{hours} h" if hours else f"{minutes} min"
