"""What the control channel is told besides cards: each digest once, one message about a storm, few calls for both."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from bot.playground.discord import Message
from bot.playground.discord.records import walk
from bot.playground.faults import Kind
from bot.surfaces.discord.kit import Kit
from bot.surfaces.discord.options import ControlOptions
from bot.surfaces.discord.post import Posting
from bot.surfaces.discord.posting import post_next
from bot.surfaces.discord.shift import Shift
from bot.surfaces.discord.waking import follow
from inbox.incoming import NewMessage
from inbox.models import Contact, RemoteId, Subject, Thread
from inbox.store.queue import Idle
from tests.bot.surfaces.discord.control_room import Handed
from tests.bot.surfaces.discord.wall import DESK, Wall, another, wall
from tests.cast import ASHA, BHAVIN
from tests.world import DAY, HOUR, SECOND, START, World, proposal

TIMES = {"at": ["09:00", "18:00"], "zone": "UTC"}
MIDNIGHT = START - START % DAY
MOST = 20


@dataclass(slots=True)
class Place:
    """A control channel with its notices, on one or several processes."""

    wall: Wall
    kit: Kit
    shift: Shift

    @property
    def said(self) -> list[str]:
        """What was said, oldest first: the text of each notice as it stands now."""
        return [words(message) for message in self.messages]

    @property
    def messages(self) -> list[Message]:
        """The notices themselves, oldest first."""
        channel = self.wall.channel
        inside = [message for post in channel.threads for message in post.messages.values()]
        return [one for one in (*inside, *channel.messages.values()) if not one.removed and is_notice(one)]

    async def until(self, at: int, *shifts: Shift) -> None:
        """Let the clock come to a time, and say what falls due until then."""
        self.wall.inbox.clock.at = at
        for shift in shifts or (self.shift,):
            while not isinstance(await shift.next(), Idle):
                pass


def is_notice(message: Message) -> bool:
    """Whether it is about no conversation in particular."""
    return words(message).startswith(("## Digest", "Every conversation")) or "for a post" in words(message)


def words(message: Message) -> str:
    """All texts of a message."""
    return "\n".join(str(one["content"]) for one in walk(message.components) if "content" in one)


def kit_for(here: Wall, **more: Any) -> Kit:
    """What the parts of the control channel are given."""
    handed = Handed()
    told = {
        "token": here.bot.token, "base_url": here.discord.api, "server": here.guild.id, "channel": here.channel.id,
        "digest": TIMES, "posts_per_minute": MOST, **more,
    }  # fmt: skip
    options = ControlOptions.model_validate(told)
    board = here.inbox.store.cards.of("discord")
    return Kit(here.inbox.brand, board, options, handed.search, dict, handed.keep, handed.school, DESK)


@contextlib.asynccontextmanager
async def placed(inbox: World, kind: str) -> AsyncIterator[Place]:
    """A control channel of a kind, at eight in the morning."""
    async with wall(inbox, kind, limits=False) as here:
        kit = kit_for(here)
        it = Place(here, kit, Shift(kit, here.posting.calls))
        await it.until(MIDNIGHT + 8 * HOUR)
        yield it


@pytest_asyncio.fixture(params=["forum", "text"])
async def place(request: pytest.FixtureRequest, inbox: World) -> AsyncIterator[Place]:
    """A control channel of either kind."""
    async with placed(inbox, request.param) as it:
        yield it


@pytest_asyncio.fixture
async def forum(inbox: World) -> AsyncIterator[Place]:
    """A control channel that is a forum."""
    async with placed(inbox, "forum") as it:
        yield it


async def test_a_digest_is_posted_at_its_time_and_not_before(place: Place) -> None:
    await place.until(MIDNIGHT + 9 * HOUR - 1)
    assert place.said == []

    await place.until(MIDNIGHT + 9 * HOUR)

    (said,) = place.said
    when = datetime.fromtimestamp((MIDNIGHT + 9 * HOUR) / 1000, UTC)
    assert said.startswith(f"## Digest of {when:%A} {when.day} {when:%B}, 09:00\n")
    assert "Late" not in said


async def test_each_digest_is_posted_once_by_several_processes(place: Place) -> None:
    async with another(place.wall) as posting:
        other = Shift(place.kit, posting.calls)
        for hour in (9, 10, 18, 33, 34):
            place.wall.inbox.clock.at = MIDNIGHT + hour * HOUR
            await asyncio.gather(*(drain(shift) for shift in (place.shift, other)))

    assert [said.partition(", ")[2][:5] for said in place.said] == ["09:00", "18:00", "09:00"]


async def drain(shift: Shift) -> None:
    """Say all that is due."""
    while not isinstance(await shift.next(), Idle):
        pass


async def test_a_restart_says_nothing_again(place: Place) -> None:
    await place.until(MIDNIGHT + 9 * HOUR)

    await place.until(MIDNIGHT + 10 * HOUR, Shift(place.kit, place.wall.posting.calls))

    assert len(place.said) == 1


async def test_of_the_times_that_were_missed_the_last_is_made_up_for_and_said_to_be_late(place: Place) -> None:
    await place.until(MIDNIGHT + 3 * DAY + 12 * HOUR, Shift(place.kit, place.wall.posting.calls))

    (said,) = place.said
    assert ", 09:00" in said
    assert "Late: it was due" in said


async def test_nothing_is_said_of_times_before_the_first_start(inbox: World) -> None:
    async with wall(inbox, "text", limits=False) as here:
        kit = kit_for(here)
        it = Place(here, kit, Shift(kit, here.posting.calls))

        await it.until(MIDNIGHT + 12 * HOUR)

        assert it.said == []


@pytest.mark.parametrize("kind", [Kind.CUT_AFTER, Kind.CUT_BEFORE])
async def test_a_digest_whose_answer_was_lost_is_there_once(place: Place, kind: Kind) -> None:
    place.wall.fail(kind, call="POST /channels*", count=3)

    await place.until(MIDNIGHT + 9 * HOUR)
    for minute in range(1, 12):
        await place.until(MIDNIGHT + 9 * HOUR + minute * 60 * SECOND)

    assert len(place.said) == 1


async def test_a_digest_counts_what_happened_and_names_who_waits(forum: Place) -> None:
    inbox = forum.wall.inbox
    await inbox.hear("Kem cho?", ASHA)
    await inbox.propose(proposal())
    await inbox.hear("Namaste", BHAVIN, id="m2")

    await forum.until(MIDNIGHT + 18 * HOUR)

    (said,) = forum.said
    assert "**2** wait for us, **2** of them longer than 4 h · 2 open · 1 with a draft to decide" in said
    assert "[Asha](https://desk.example.org/?c=" in said
    assert not any(message.body.get("mentions") for message in forum.messages)


# ------------------------------------------------------------------------------------------------------------- a storm


def comments(number: int, count: int, at: int) -> list[NewMessage]:
    """Comments by many people under one post, each the first of its conversation."""
    subject = Subject(RemoteId("77"), "Spring sale post")
    found = []
    for one in range(number, number + count):
        who = Contact(RemoteId(f"9{one:09}"), f"Follower {one}")
        thread = Thread(RemoteId(f"8{one:09}"), "comments", subject=subject)
        found.append(NewMessage(thread, RemoteId(f"c{one:09}"), who, "When does it start?", at))
    return found


def paced(place: Place) -> Posting:
    """The posting of cards at the pace of the shift."""
    storm = place.shift.storm
    return replace(place.wall.posting, may_post=storm.may_post, needs_none=storm.needs_none)


async def settle(place: Place, posting: Posting, seconds: int) -> None:
    """Everything that falls due within some seconds, second by second."""
    clock = place.wall.inbox.clock
    for _ in range(seconds):
        clock.at += SECOND
        while await posting.board.place() != await clock_log(place):
            await follow(posting)
        while not isinstance(await post_next(posting), Idle):
            pass
        await drain(place.shift)


async def clock_log(place: Place) -> object:
    """The newest line of the log."""
    return await place.wall.inbox.store.log.last()


async def test_five_thousand_comments_in_a_minute_are_few_posts_and_one_message(forum: Place) -> None:
    posting, clock = paced(forum), forum.wall.inbox.clock
    before = len(forum.wall.discord.calls)
    for batch in range(50):
        await forum.wall.inbox.receive(*comments(batch * 100, 100, clock.at))
        await settle(forum, posting, 1)
    await settle(forum, posting, 70)

    calls = [f"{call.method} {call.route}" for call in forum.wall.discord.calls[before:]]
    assert len(forum.wall.posts) == MOST + 1
    assert (await forum.wall.inbox.store.paces.of("discord").crowd(clock.at, 0)).total == 5000 - MOST
    assert len(forum.messages) == 1
    assert f"### {5000 - MOST} conversations wait for a post" in forum.said[0]
    assert f"- {5000 - MOST} under “Spring sale post”" in forum.said[0]
    assert len(calls) <= MOST + 15


async def test_the_message_of_a_storm_ends_when_all_were_answered(forum: Place) -> None:
    posting, inbox = paced(forum), forum.wall.inbox
    await inbox.receive(*comments(0, 60, inbox.clock.at))
    await settle(forum, posting, 5)
    (before,) = forum.said
    for message in comments(0, 60, inbox.clock.at):
        await inbox.receive(
            replace(message, id=RemoteId(f"o{message.id}"), author=None, text="At nine.", at=inbox.clock.at)
        )

    await settle(forum, posting, 40)

    assert before.startswith("### 40 conversations wait for a post")
    assert forum.said == ["Every conversation that waited here for its post was opened or answered."]


async def test_few_that_wait_get_their_posts_by_themselves_and_nothing_is_said_of_them(forum: Place) -> None:
    posting, inbox = paced(forum), forum.wall.inbox
    await inbox.receive(*comments(0, MOST + 7, inbox.clock.at))
    await settle(forum, posting, 5)
    assert len(forum.wall.posts) == MOST

    await settle(forum, posting, 120)

    assert len(forum.wall.posts) == MOST + 7
    assert forum.said == []


async def test_a_message_of_a_storm_that_was_deleted_is_said_again(forum: Place) -> None:
    posting, inbox = paced(forum), forum.wall.inbox
    await inbox.receive(*comments(0, 60, inbox.clock.at))
    await settle(forum, posting, 5)
    forum.wall.discord.world.remove(forum.messages[0])

    await inbox.receive(*comments(60, 1, inbox.clock.at))
    await settle(forum, posting, 40)

    assert "### 41 conversations wait for a post" in forum.said[0]
