"""What this process has read before: how it finds edits, decisions and removals, of which YouTube tells nobody.

Only what is stored is remembered here, so that what a crash of the store kept away is told again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from bot.networks._youtube.parse import Said

MOST: Final = 60_000  # comments and replies


@dataclass(slots=True)
class Seen:
    """The newest comments and replies by id, and how many replies each conversation had."""

    most: int = MOST
    said: OrderedDict[str, Said] = field(default_factory=OrderedDict)
    totals: dict[str, int] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)  # not listed any more, and not known to be gone
    _threads: dict[str, set[str]] = field(default_factory=dict)  # top-level comment -> it and its replies

    def get(self, id: str) -> Said | None:
        """What was read of it last; None where it is not remembered."""
        return self.said.get(id)

    def keep(self, found: Iterable[Said]) -> None:
        """Remember these as they are now."""
        for one in found:
            self.said[one.id] = one
            self.said.move_to_end(one.id)
            self.away.discard(one.id)
            self._threads.setdefault(one.top, set()).add(one.id)
        while len(self.said) > self.most:
            self.forget(next(iter(self.said)))

    def forget(self, id: str) -> None:
        """It is gone."""
        one = self.said.pop(id, None)
        self.away.discard(id)
        if one is not None and (there := self._threads.get(one.top)) is not None:
            there.discard(id)
            if not there:
                del self._threads[one.top]
                self.totals.pop(one.top, None)

    def below(self, top: str) -> list[Said]:
        """A conversation: its top-level comment and its replies, as far as they are remembered."""
        return [self.said[id] for id in self._threads.get(top, ())]

    def tops(self) -> list[Said]:
        """The top-level comments."""
        return [self.said[id] for id in self._threads if id in self.said]

    def held(self) -> list[Said]:
        """What waits for our review."""
        return [one for one in self.said.values() if one.held]
