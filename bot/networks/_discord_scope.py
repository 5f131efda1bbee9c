"""Which servers and channels are read: the lists of bot.yaml, by id or exact name, of a channel or its category."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.networks._discord_known import Channel, Known

TALKED_IN: Final = frozenset({0, 2, 5, 10, 11, 12, 13})  # text, voice, announcement, its threads, threads, stage
FORUMS: Final = frozenset({15, 16})
THREADS: Final = frozenset({10, 11, 12})
CATEGORY: Final = 4


@dataclass(frozen=True, slots=True)
class Scope:
    """What one account reads; empty lists of servers and channels mean all."""

    servers: frozenset[int] = frozenset()
    channels: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()
    direct_messages: bool = True
    team: frozenset[str] = frozenset()  # where our own people talk

    def reads(self, channel: Channel, known: Known) -> bool:
        """Whether what is said in this channel belongs into the inbox."""
        if not channel.guild:
            return self.direct_messages
        if self.servers and channel.guild not in self.servers:
            return False
        names = frozenset(self.names_of(channel, known))
        return names.isdisjoint(self.exclude | self.team) and (not self.channels or not names.isdisjoint(self.channels))

    @staticmethod
    def names_of(channel: Channel, known: Known) -> Iterator[str]:
        """Everything by which bot.yaml may mean this channel: itself, what it stands in, and what that stands in.

        A thread only by its id: anybody may call one what they like.
        """
        standing: Channel | None = channel
        while standing:
            yield str(standing.id)
            if standing.name and standing.type not in THREADS:
                yield standing.name
            standing = known.channels.get(standing.parent) if standing.parent else None

    def strangers(self, channels: Iterable[Channel], known: Known) -> list[str]:
        """Entries of the lists that mean no channel at all."""
        there = {name for channel in channels for name in self.names_of(channel, known)}
        return sorted((self.channels | self.exclude) - there)


def entry(value: object) -> str:
    """An entry of a list as it is compared: digits of an id, or a name without the # people write before it."""
    return str(value).strip().removeprefix("#")
