"""People who speak, change and take back what they said on one network, in bursts; and what there is to be stored."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from inbox.models import ConversationId
from tests.chaos.network_scenes import Scene
from tests.day.plan import Moment, What, words

POSTS, PEOPLE = 10, 200
TALKERS = 80  # who write in private: TikTok lists the newest 100 conversations only, and the newest 20 messages in each
REPLIES, EDITED, REMOVED = 0.2, 0.03, 0.03
LATELY = 200  # only what was said so lately is answered, changed or taken back
LARGEST = 2.5  # a burst is of up to ten to this power


@dataclass(frozen=True, slots=True)
class Load:
    """So much is said in about so many seconds."""

    arrivals: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Line:
    """What must be stored of one arrival: any of these texts, said in this time (unix ms); `offered` by the network."""

    number: int
    texts: tuple[str, ...]
    since: int
    until: int
    offered: bool


@dataclass(slots=True)
class Crowd:
    """Everybody who speaks there."""

    scene: Scene
    stage: Any
    draw: random.Random
    at: dict[int, tuple[int, int]] = field(default_factory=dict)
    edited: set[int] = field(default_factory=set)
    removed: set[int] = field(default_factory=set)
    _open: list[int] = field(default_factory=list)  # what can be answered
    _answered: set[int] = field(default_factory=set)

    def begin(self) -> None:
        """Our posts."""
        for number in range(1, POSTS):
            self.stage.act(Moment(0, "post", number))

    async def talk(self, load: Load) -> None:
        """All that the load says."""
        left = load.arrivals
        while left:
            burst = min(left, round(10 ** self.draw.uniform(0, LARGEST)))
            for _ in range(burst):
                self._say(load.arrivals - left)
                left -= 1
                if left % 20 == 0:
                    await asyncio.sleep(0)
            await asyncio.sleep(self.draw.uniform(0, 2) * burst * load.seconds / load.arrivals)

    def expected(self) -> Mapping[ConversationId, Mapping[str, Line]]:
        """What there is to be stored in each conversation, by its id there."""
        found: dict[ConversationId, dict[str, Line]] = {}
        for number, at in self.at.items():
            id = ConversationId(f"{self.scene.network}:main/{self.stage.answer(number).thread}")
            line = Line(number, tuple(self._texts(number)), *at, number not in self.removed)
            found.setdefault(id, {})[self.stage.ids[number]] = line
        return found

    def _texts(self, number: int) -> Iterator[str]:
        yield words(number)
        if number in self.edited:
            yield words(number, edited=True)

    def _say(self, number: int) -> None:
        begun, (what, to) = self.stage.turning.now(), self._kind(talks=number % PEOPLE < TALKERS)
        self.stage.act(Moment(0, what, number, to))
        self.at[number] = begun, self.stage.turning.now()
        if what in ("comment", "reply"):
            self._open += [number] if what == "comment" else []
            self._change(number)

    def _kind(self, *, talks: bool) -> tuple[What, int]:
        share = self.draw.random()
        if share < REPLIES and self._open:
            to = self.draw.choice(self._open[-LATELY:])
            self._answered.add(to)
            return "reply", to
        if talks and share > 1 - self.scene.private:
            return "message", 0
        held = share < REPLIES + self.scene.held
        return "held" if held and share >= REPLIES else "comment", self.draw.randrange(POSTS)

    def _change(self, number: int) -> None:
        """Somebody changes what they said, or takes it back."""
        lately = [one for one in self._open[-LATELY:] if one not in self._answered | self.edited]
        share = self.draw.random()
        if not lately or share > EDITED + REMOVED:
            return
        one = self.draw.choice(lately)
        if share < REMOVED:
            self._open.remove(one)
            self.removed.add(one)
            self.stage.act(Moment(0, "remove", one, one))
        elif self.scene.edits:
            self.edited.add(one)
            self.stage.act(Moment(0, "edit", one, one))
