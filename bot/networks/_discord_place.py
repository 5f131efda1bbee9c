"""Where to resume: up to which snowflake everything everywhere is stored, and which places stay behind that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.networks._discord_ids import at_moment, moment

MARGIN: Final = 60_000  # ms; so much may the order of snowflakes differ from the order in which the gateway tells them
MOST_BEHIND: Final = 200
BEGIN: Final = "begin"


@dataclass(slots=True)
class Place:
    """`upto` holds everywhere but in `behind` (channels and servers); before `begin` nothing was ever read."""

    upto: int
    begin: int
    behind: dict[int, int] = field(default_factory=dict)

    @classmethod
    def now(cls, ms: int) -> Place:
        """Where an account begins that was never here: history is not read."""
        return cls(at_moment(ms), at_moment(ms))

    @classmethod
    def read(cls, cursor: str) -> Place:
        """The place behind a cursor of ours. ValueError when it is none."""
        upto, *rest = cursor.split(";")
        own = dict(part.split("=") for part in rest if part)
        begin = int(own.pop(BEGIN, 0))
        return cls(int(upto), begin, {int(id): int(place) for id, place in own.items()})

    @property
    def cursor(self) -> str:
        """The place as text: "175928847299117063;begin=175928847299100000;41771983423143937=175928847299110000"."""
        return ";".join([str(self.upto), f"{BEGIN}={self.begin}", *(f"{id}={at}" for id, at in self.behind.items())])

    def reach(self, id: int, now: int) -> None:
        """Everything up to this snowflake is stored. One of the future moves no place: it would hide what comes."""
        self.upto = max(self.upto, min(id, at_moment(now + MARGIN)))

    @staticmethod
    def key(channel: int, guild: int) -> int:
        """Under what a channel stays behind: its id; below zero for an old server's first channel, which has its."""
        return -channel if channel == guild else channel

    def of(self, channel: int, guild: int) -> int:
        """From where a channel has to be read again, with a margin; never from before the beginning."""
        own = self.behind.get(self.key(channel, guild), self.behind.get(guild, self.upto))
        return max(self.begin, at_moment(moment(own) - MARGIN))

    def leave_behind(self, id: int, at: int) -> None:
        """What could not be read keeps its place; of very many the oldest are given up: a cursor stays small."""
        self.behind.setdefault(id, at)
        while len(self.behind) > MOST_BEHIND:
            self.behind.pop(next(iter(self.behind)))

    def caught_up(self, ids: Mapping[int, object] | set[int]) -> None:
        """These have been read to the end."""
        for id in ids:
            self.behind.pop(id, None)
