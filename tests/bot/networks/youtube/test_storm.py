"""A stormy afternoon: people write, change, delete; we die again and again, and YouTube fails. Nothing is lost."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from bot.playground.faults import Fault, Faults, Kind
from bot.playground.youtube import Comment, Person, Video
from inbox.errors import NetworkError
from tests.youtube_accounts import Ours, ours

HOUR = 3600.0
MANY = 10_000_000
COMMENTS = 200


@dataclass
class Afternoon:
    """Who writes below which videos, and what they have said."""

    ours: Ours
    chance: random.Random
    videos: list[Video] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    said: list[Comment] = field(default_factory=list)

    def happen(self) -> None:
        """One thing happens."""
        roll, world = self.chance.random(), self.ours.world
        video = self.chance.choice(self.videos)
        if roll < 0.03:
            world.comments_off(video, off=video.comments_open)
        elif roll < 0.05:
            world.make_private(video, private=video.asked != "private")
        elif roll < 0.55 or not self.said:
            self.comment(video)
        else:
            self.touch(self.chance.choice(self.said[-200:]), roll)

    def comment(self, video: Video) -> None:
        if video.talks(self.ours.clock.now()):
            held = self.chance.choice([False] * 10 + ["held", "spam"])
            text, who = f"c{len(self.said)}", self.chance.choice(self.people)
            self.said.append(self.ours.world.comment(who, video, text, held=held))

    def touch(self, comment: Comment, roll: float) -> None:
        """Somebody answers, changes, deletes or judges a comment."""
        world = self.ours.world
        if comment.gone or comment.status == "rejected":
            return
        if roll < 0.85 and comment.thread.status == "published" and comment.video.talks(self.ours.clock.now()):
            self.said.append(world.reply(self.chance.choice(self.people), comment.thread, f"r{len(self.said)}"))
        elif 0.85 <= roll < 0.91:
            world.edit_comment(comment, comment.text + "!")
        elif 0.91 <= roll < 0.94:
            world.remove_comment(comment)
        elif roll >= 0.94:
            world.moderate(comment, self.chance.choice(["published", "heldForReview"]))

    async def rest(self, seconds: float) -> None:
        """While we rest, things happen, and YouTube gets into trouble."""
        for _ in range(self.chance.randrange(200) if self.chance.random() < 0.04 else self.chance.randrange(12)):
            self.happen()
        if self.chance.random() < 0.1:
            kind = self.chance.choice([Kind.CUT_BEFORE, Kind.CUT_AFTER, Kind.REFUSE])
            fault = Fault(kind, status=self.chance.choice([500, 503, 429]))
            self.ours.server.faults.next(fault, "GET *", self.chance.randrange(1, 3))
        await Ours.rest(self.ours, seconds)


async def test_killed_again_and_again_and_told_badly_nothing_that_is_listed_is_lost_or_wrong() -> None:
    async with ours(units=MANY) as channel:
        storm = Afternoon(channel, random.Random(2), [channel.video(f"Film {n}") for n in range(3)])
        storm.people = [channel.person(f"Viewer {n}") for n in range(20)]
        channel.rest = storm.rest  # type: ignore[method-assign]  # what happens meanwhile is the test's own
        while len(storm.said) < COMMENTS:
            store = channel.store
            store.breaks = [store.calls + storm.chance.randrange(1, 25)]
            try:
                await channel.hear(channel.account(units_a_day=MANY), storm.chance.uniform(1, 600))
            except NetworkError:
                continue
        await calm(channel, storm)
        alive = [one for one in storm.said if not one.gone and one.status != "rejected"]
        listed = [one for one in alive if one.thread.status == "published"]  # what is below a held one is not
        assert len(listed) > 50
        assert [one.text for one in listed if one.id not in channel.store.texts] == []
        known = [one for one in alive if one.id in channel.store.texts]
        assert [one.text for one in known if channel.store.texts[one.id] != one.text] == []
        assert [one.text for one in known if (one.id in channel.store.held) != (one.status != "published")] == []
        assert [one.text for one in known if one.id in channel.store.removed] == []


async def calm(channel: Ours, storm: Afternoon) -> None:
    """The storm is over: all videos are seen again, and the last process looks everywhere."""
    del channel.rest
    channel.store.breaks, channel.server.faults = [], Faults(0)
    for video in storm.videos:
        channel.world.comments_off(video, off=False)
        channel.world.make_private(video, private=False)
    account = channel.account(units_a_day=MANY)
    for _ in range(2):
        channel.clock.advance(13 * HOUR)
        await channel.hear(account, 300)
