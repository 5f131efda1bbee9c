"""People who talk: in which order they play their scenes, how long they wait, and how they take an answer."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from bot.playground import discord
from bot.playground.attachments import Attachment
from bot.playground.clock import Clock
from bot.playground.people import CALM, People
from bot.playground.story import Scene, Story
from bot.playground.telegram import CannotAct

NAMES = ("asha", "bhavin")


@dataclass
class Recorded:
    """A voice on no network: notes who did what, and hears an answer when the test gives one."""

    who: str
    done: list[tuple[str, ...]]
    answer: asyncio.Event = field(default_factory=asyncio.Event)
    silenced: Exception | None = None

    async def say(self, text: str, attached: Sequence[Attachment] = ()) -> None:
        if self.silenced:
            raise self.silenced
        self.done.append((self.who, text, *(one.name for one in attached)))

    async def edit(self, text: str) -> None:
        self.done.append((self.who, "edit", text))

    async def react(self, emoji: str) -> None:
        self.done.append((self.who, "react"))

    async def answered(self) -> None:
        await self.answer.wait()
        self.answer.clear()


def story(*later: dict[str, Any], opening: Sequence[dict[str, Any]] = ()) -> Story:
    """Two people and their scenes."""
    return Story.model_validate(
        {
            "people": {name: {"name": name.title(), "language": "en"} for name in NAMES},
            "posts": {},
            "manners": {"en": {"thanks": ["Thank you"], "ask_on": ["And then?"]}},
            "opening": list(opening),
            "later": list(later) or [{"who": "asha", "steps": [{"say": "Hello"}]}],
        }
    )


@dataclass
class Stage:
    """People at work, with their clock in the hands of the test."""

    people: People
    done: list[tuple[str, ...]]
    voices: dict[str, Recorded]

    async def passes(self, seconds: float) -> None:
        """Let time go by in small steps, and everybody act in between."""
        for _ in range(round(seconds)):
            self.people.clock.advance(1)
            for _ in range(5):
                await asyncio.sleep(0)

    async def until(self, holds: Callable[[], bool], seconds: float = 300) -> None:
        """Let time go by until something holds; AssertionError when it does not in time."""
        for _ in range(round(seconds)):
            if holds():
                return
            await self.passes(1)
        raise AssertionError(self.done)


@contextlib.asynccontextmanager
async def talking(told: Story) -> AsyncIterator[Stage]:
    done: list[tuple[str, ...]] = []
    voices = {name: Recorded(name, done) for name in NAMES}

    def speaks(scene: Scene) -> Recorded:
        return voices[scene.who]

    people = People(told, Clock(1_000_000, speed=0), random.Random(1), speaks)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(people.talk())
        yield Stage(people, done, voices)
        task.cancel()


async def test_the_opening_is_played_at_its_moments() -> None:
    opening = [
        {"who": "bhavin", "after": 4, "steps": [{"say": "Second"}]},
        {"who": "asha", "after": 2, "steps": [{"say": "First"}]},
    ]
    async with talking(story(opening=opening)) as stage:
        await stage.passes(5)

        assert stage.done == [("asha", "First"), ("bhavin", "Second")]


async def test_later_scenes_come_one_by_one_in_a_calm_trickle() -> None:
    scenes = [{"who": who, "hopes": False, "steps": [{"say": f"From {who}"}]} for who in NAMES]
    async with talking(story(*scenes)) as stage:
        await stage.passes(CALM[0] - 1)
        assert stage.done == []
        await stage.until(lambda: len(stage.done) == 2, seconds=2 * CALM[1])

        assert stage.done == [("asha", "From asha"), ("bhavin", "From bhavin")]


async def test_the_story_never_ends() -> None:
    async with talking(story({"who": "asha", "hopes": False, "steps": [{"say": "Again"}]})) as stage:
        await stage.until(lambda: len(stage.done) >= 5)


async def test_somebody_who_waits_for_an_answer_begins_nothing_new_in_that_place() -> None:
    async with talking(story({"who": "asha", "steps": [{"say": "Are you open?"}]})) as stage:
        await stage.passes(200)

        assert stage.done == [("asha", "Are you open?")]


async def test_each_kind_of_step_is_taken_in_its_order() -> None:
    steps = [{"say": "Look", "photos": ["cup"]}, {"voice": 1}, {"pause": 5}, {"edit": "Look!"}, {"react": "❤"}]
    async with talking(story(opening=[{"who": "asha", "hopes": False, "steps": steps}])) as stage:
        await stage.passes(3)
        assert stage.done == [("asha", "Look", "cup.png"), ("asha", "", "voice.wav")]
        await stage.passes(4)

        assert stage.done[2:] == [("asha", "edit", "Look!"), ("asha", "react")]


async def test_an_answer_is_read_and_then_taken_up() -> None:
    steps = [{"say": "Are you open?"}, {"until": "answered"}, {"say": "See you on Sunday"}]
    async with talking(story(opening=[{"who": "asha", "hopes": False, "steps": steps}])) as stage:
        await stage.passes(5)
        assert ("asha", "See you on Sunday") not in stage.done
        stage.voices["asha"].answer.set()

        await stage.until(lambda: ("asha", "See you on Sunday") in stage.done, seconds=15)


async def test_after_an_answer_that_no_step_waits_for_people_have_manners() -> None:
    async with talking(story({"who": "asha", "steps": [{"say": "Are you open?"}]})) as stage:
        polite = {("asha", "Thank you"), ("asha", "And then?"), ("asha", "react")}
        for _ in range(12):
            await stage.until(lambda: stage.done[-1:] == [("asha", "Are you open?")], seconds=1500)
            stage.voices["asha"].answer.set()
            await stage.passes(12)

        assert polite <= set(stage.done)


async def test_patience_ends_first_with_a_nudge_then_by_leaving() -> None:
    steps = [{"say": "Hello?"}, {"until": "answered", "patience": 30, "nudge": "Anybody?"}, {"say": "Ah"}]
    last = {"who": "bhavin", "hopes": False, "steps": [{"say": "."}]}
    async with talking(story(last, opening=[{"who": "asha", "steps": steps}])) as stage:
        await stage.passes(80)

        assert [deed for deed in stage.done if deed[0] == "asha"] == [("asha", "Hello?"), ("asha", "Anybody?")]


@pytest.mark.parametrize("refusal", [CannotAct("muted"), discord.CannotAct("gone"), aiohttp.ClientError("shut out")])
async def test_who_may_not_write_any_more_leaves_and_the_others_talk_on(refusal: Exception) -> None:
    scenes = [{"who": who, "hopes": False, "steps": [{"say": "Hi"}]} for who in NAMES]
    async with talking(story(*scenes)) as stage:
        stage.voices["asha"].silenced = refusal

        await stage.until(lambda: stage.done.count(("bhavin", "Hi")) == 2)


async def test_what_was_begun_before_is_gone_on_with() -> None:
    scene = {"who": "asha", "minutes_ago": 5, "hopes": False, "steps": [{"say": "Past"}, {"pause": 2}, {"say": "Now"}]}
    done: list[tuple[str, ...]] = []
    told = story(opening=[scene])
    people = People(told, Clock(0, speed=0), random.Random(1), lambda _: Recorded("asha", done))
    await people.begin(told.opening[0])
    assert done == [("asha", "Past")]

    async with asyncio.TaskGroup() as group:
        task = group.create_task(people.talk())
        await Stage(people, done, {}).until(lambda: done == [("asha", "Past"), ("asha", "Now")], seconds=5)
        task.cancel()
