"""People who talk: they play the scenes of a story, wait for our answers, thank, ask on, and begin again."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace

import aiohttp

from bot.playground import bluesky, discord, mastodon, tiktok, x, youtube
from bot.playground.attachments import Attachment, photo, voice
from bot.playground.clock import Clock
from bot.playground.meta.world import CannotAct as CannotActOnMeta
from bot.playground.story import Await, Change, Feel, Pause, Say, Scene, Step, Story
from bot.playground.telegram import CannotAct
from bot.playground.voices import Voice

CALM = (6.0, 20.0)  # seconds from one scene to the next
READING = (3.0, 9.0)  # seconds that somebody looks at an answer
HEARTS = "❤👍🙏🔥🥰"
CANNOT = (
    CannotAct, discord.CannotAct, CannotActOnMeta, x.CannotAct, youtube.CannotAct, tiktok.CannotAct, mastodon.CannotAct,
    bluesky.CannotAct,
)  # fmt: skip


@dataclass(slots=True)
class Playing:
    """A scene under way: who speaks, and which step is next."""

    scene: Scene
    voice: Voice
    step: int = 0


@dataclass(slots=True)
class People:
    """Everybody in a story. `speaks` gives a scene its voice; `clock` may run fast, so that tests need not wait."""

    story: Story
    clock: Clock
    draw: random.Random
    speaks: Callable[[Scene], Voice]
    _begun: list[Playing] = field(default_factory=list)
    _busy: set[tuple[str, str]] = field(default_factory=set)
    _deck: list[Scene] = field(default_factory=list)

    async def begin(self, scene: Scene) -> None:
        """Take the steps of a scene that need no waiting; `talk` will go on with it."""
        playing = Playing(scene, self.speaks(scene), scene.opening())
        for step in scene.steps[: playing.step]:
            await self._take(step, playing.voice)
        self._begun.append(playing)

    async def talk(self) -> None:
        """Play what was begun and the rest of the opening, then one scene after the other, until cancelled."""
        scenes = [Playing(scene, self.speaks(scene)) for scene in self.story.opening if scene.minutes_ago is None]
        async with asyncio.TaskGroup() as group:
            for playing in (*self._begun, *scenes):
                self._busy.add(_seat(playing.scene))
                group.create_task(self._play(playing))
            self._begun.clear()
            while True:
                await self.clock.sleep(self.draw.uniform(*CALM))
                if (scene := self._next_scene()) is not None:
                    self._busy.add(_seat(scene))
                    group.create_task(self._play(Playing(scene, self.speaks(scene))))

    def _next_scene(self) -> Scene | None:
        """The next scene whose person is free; the first time in the story's order, then shuffled."""
        if not self._deck:
            self._deck = list(self.story.later)
        for scene in self._deck:
            if _seat(scene) not in self._busy:
                self._deck.remove(scene)
                if not self._deck:
                    self._deck = self.draw.sample(self.story.later, len(self.story.later))
                return scene
        return None

    async def _play(self, playing: Playing) -> None:
        """The scene to its end. Somebody who may not write any more, or loses patience, simply leaves."""
        scene = playing.scene
        try:
            if playing.step == 0 and scene.after:
                await self.clock.sleep(scene.after)
            for step in scene.steps[playing.step :]:
                await self._take(step, playing.voice)
            if scene.hopes:
                await self._take_leave(playing)
        except (*CANNOT, aiohttp.ClientError, TimeoutError):
            pass
        finally:
            self._busy.discard(_seat(scene))

    async def _take(self, step: Step, voice: Voice) -> None:
        match step:
            case Say():
                await voice.say(step.say, _attachments(step))
            case Change(edit=text):
                await voice.edit(text)
            case Feel(react=emoji):
                await voice.react(emoji)
            case Pause(pause=seconds):
                await self.clock.sleep(seconds)
            case Await():
                await self._await(step, voice)

    async def _await(self, step: Await, voice: Voice) -> None:
        try:
            await self._answer(voice, step.patience)
        except TimeoutError:
            if not step.nudge:
                raise
            await voice.say(step.nudge)
            await self._answer(voice, step.patience)

    async def _answer(self, voice: Voice, patience: float) -> None:
        """Wait for an answer and read it; raises TimeoutError after `patience` seconds of the people's clock."""
        async with _within(self.clock, patience):
            await voice.answered()
        await self.clock.sleep(self.draw.uniform(*READING))

    async def _take_leave(self, playing: Playing) -> None:
        """An answer that no step waits for: most people thank, some ask on, some only react, some are gone."""
        speaker, patience = playing.voice, Await(until="answered").patience
        if not isinstance(playing.scene.steps[-1], Await):
            await self._answer(speaker, patience)
        manners = self.story.manners[self.story.people[playing.scene.who].language]
        match self.draw.choices(("thanks", "heart", "ask on", "gone"), (4, 3, 2, 1))[0]:
            case "thanks":
                await speaker.say(self.draw.choice(manners.thanks))
            case "heart":
                await speaker.react(self.draw.choice(HEARTS))
            case "ask on":
                await speaker.say(self.draw.choice(manners.ask_on))
                await self._answer(speaker, patience)
                await speaker.react(self.draw.choice(HEARTS))


def _attachments(step: Say) -> Sequence[Attachment]:
    stories = [replace(photo(step.story), kind="story")] if step.story else []
    voices = [voice(step.voice)] if step.voice else []
    return [*map(photo, step.photos), *voices, *stories]


def _seat(scene: Scene) -> tuple[str, str]:
    """One person can talk in several places, but says one thing at a time in each."""
    return scene.who, f"{scene.where} {scene.post}{scene.title}"


@contextlib.asynccontextmanager
async def _within(clock: Clock, seconds: float) -> AsyncIterator[None]:
    """Raise TimeoutError when the block takes more than so many seconds of this clock."""
    async with asyncio.timeout(None) as limit:
        timer = clock.call_at(clock.now() + seconds, lambda: limit.reschedule(0))
        try:
            yield
        finally:
            timer.cancel()
