"""When more is written than anybody could read: so many new posts in a minute, and one message about all the others.

Nothing is lost by that: what waits is on the desk and in `/inbox`. It gets its post when somebody opens it or it is
given to somebody, and by itself once few wait.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import discord
from discord import ui

from bot.surfaces.discord.asked import Asked
from bot.surfaces.discord.buttons import named
from bot.surfaces.discord.links import link
from bot.surfaces.discord.notices import Notices, Row
from bot.surfaces.discord.options import ControlOptions
from bot.surfaces.discord.shown import line, plain
from inbox.brand import Brand
from inbox.models import Conversation, ConversationId
from inbox.review import require
from inbox.store.pace import Crowd, Pace
from inbox.wording import network

NAME: Final = "crowd"
URGENT: Final = 8  # from this priority on, as many again are let through
NEXT: Final = 10
GROUPS: Final = 8
LABEL: Final = 60
AGAIN: Final = 30_000
POST, ACCOUNT = "post ", "account "
OVER: Final = "Every conversation that waited here for its post was opened or answered."


class Storm:
    """Which conversations get a post, over all processes, and what is said of the others."""

    def __init__(self, brand: Brand, options: ControlOptions, pace: Pace) -> None:
        """`pace` is that of this surface."""
        self._brand = brand
        self._most = options.posts_per_minute
        self._pace = pace

    async def may_post(self, conversation: Conversation, *, asked: bool = False) -> bool:
        """Whether a conversation without a post gets one now; `asked`: somebody wants to see it. Else it waits."""
        return await self._pace.take(
            conversation.id,
            group_of(conversation),
            self._brand.now(),
            most=0 if asked else limit(conversation, self._most),
            few=self._most,
            waits=waits(conversation),
        )

    async def needs_none(self, conversation: ConversationId) -> None:
        """Nobody has to see this one any more: it waits for no post."""
        await self._pace.forget(conversation, self._brand.now())

    async def speak(self, notices: Notices, desk_url: str) -> int | None:
        """Bring the message about those that wait up to date; answers when to look again, None: when that changes."""
        now = self._brand.now()
        crowd = await self._pace.crowd(now, self._most)
        if not crowd.total:
            await self._end(notices)
        else:
            await self._tell(notices, crowd, buttons(desk_url))
        await self._pace.told(now)
        if crowd.total <= self._most:
            await self._give_turns(crowd, now)
        return now + AGAIN if crowd.total else None

    async def _tell(self, notices: Notices, crowd: Crowd, row: Row) -> None:
        """Few get their turn in a minute or two, so there is a message only when there is one already."""
        text = told(crowd, self._most)
        if await notices.change(NAME, text, row) or crowd.total <= self._most:
            return
        key = (await notices.last(NAME)).key or str(self._brand.now())
        await notices.say(NAME, key, _title(key), text, row)

    async def _end(self, notices: Notices) -> None:
        if await notices.change(NAME, OVER):
            await notices.forget(NAME)

    async def _give_turns(self, crowd: Crowd, now: int) -> None:
        lanes = self._brand.store.cards.of("discord").lanes
        for conversation in crowd.first:
            await lanes.wake(conversation, now, now)


def limit(conversation: Conversation, most: int) -> int:
    """How many posts there may be in a minute for this one to be among them; 0: any number."""
    if conversation.assignee or conversation.claimed_by:
        return 0
    return 2 * most if conversation.priority >= URGENT else most


def waits(conversation: Conversation) -> bool:
    """Whether somebody outside, or a draft, waits for one of us."""
    return conversation.state == "open" and bool(conversation.waiting_since or conversation.drafts)


def group_of(conversation: Conversation) -> str:
    """What conversations are counted by: the post that they stand under, else the account."""
    subject = conversation.thread.subject
    text = " ".join(plain(subject.text).split())[:LABEL] if subject else ""
    return f"{POST}{text}" if text else f"{ACCOUNT}{conversation.account}"


def told(crowd: Crowd, most: int) -> str:
    """How many wait, and under what."""
    many = "1 conversation waits" if crowd.total == 1 else f"{crowd.total} conversations wait"
    groups = sorted(crowd.groups.items(), key=lambda group: (-group[1], group[0]))
    lines = [f"- {count} {_where(group)}" for group, count in groups[:GROUPS]]
    rest = sum(count for _, count in groups[GROUPS:])
    return "\n".join(
        [
            f"### {many} for a post",
            (
                f"More came in than {most} a minute. All of them are in `/inbox` and on the desk; "
                "here they get their post when somebody opens them."
            ),
            *lines,
            *([f"- {rest} elsewhere"] if rest else ()),
        ]
    )


def buttons(desk_url: str) -> Row:
    """The ways on from there."""
    row: Row = ui.ActionRow()
    row.add_item(ui.Button(label=f"Show the next {NEXT}", custom_id=named("next"), style=discord.ButtonStyle.primary))
    if desk := link(f"{desk_url}/") if desk_url else "":
        row.add_item(ui.Button(label="Desk", url=desk))
    return row


async def show_next(asked: Asked, _: str) -> None:
    """Give a post to those that wait longest."""
    await asked.acknowledge()
    kit, now = asked.kit, asked.kit.brand.now()
    require(asked.by, "look")
    pace = kit.brand.store.paces.of("discord")
    crowd = await pace.crowd(now, NEXT)
    for conversation in crowd.first:
        await kit.cards.ask(conversation, now)
        await pace.forget(conversation, now)
    await asked.done(_shown(len(crowd.first), crowd.total - len(crowd.first)), told=True)


def _shown(now: int, still: int) -> str:
    if not now:
        return "Nobody waits for a post."
    get = "1 gets its post" if now == 1 else f"{now} get their posts"
    wait = f"{still} wait{'s' if still == 1 else ''} still" if still else "nobody else waits for one"
    return f"{get}; {wait}."


def _where(group: str) -> str:
    if group.startswith(POST):
        return f"under “{line(group.removeprefix(POST), LABEL)}”"
    account = group.removeprefix(ACCOUNT)
    return f"on {network(account)} ({line(account, LABEL)})"


def _title(key: str) -> str:
    """The title of a storm's post; the key is when it began."""
    began = datetime.fromtimestamp(int(key) / 1000, UTC)
    return f"More wait, since {began.day} {began:%B, %H:%M:%S} UTC"
