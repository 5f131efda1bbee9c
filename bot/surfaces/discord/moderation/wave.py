"""What moderation did lately, counted together while it goes on: ten minutes of it are one message. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from bot.surfaces.discord.shown import line
from bot.surfaces.discord.words import moment
from inbox.cases import Case
from inbox.models import Entry
from inbox.wording import network

LASTS: Final = 600_000  # ms of a wave; what comes later begins another one
CARDS: Final = 5  # in a wave; when there is more, it is told together
KEPT: Final = 100  # cards that are still brought up to date, the newest
OUT_OF_SIGHT: Final = frozenset({"hide", "remove"})
RULES, NAME = 8, 40


@dataclass(frozen=True, slots=True)
class Wave:
    """Up to where the log was told, what has been going on since `since` (0: nothing), and which cards stand.

    `by` counts cases by rule ("" for people), `deeds` by kind of action, `refused` by network.
    """

    place: str = ""
    told: int = 0  # the number of the newest case that was told
    since: int = 0
    first: int = 0  # the number of its first case
    out: int = 0  # messages out of sight
    by: Mapping[str, int] = field(default_factory=dict)
    deeds: Mapping[str, int] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)
    undone: int = 0
    cards: int = 0  # how many cases and flags have had one of their own
    asked: int = 0  # and how many appeals
    together: bool = False  # whether it has a message of its own
    shown: Sequence[str] = ()  # the names of cards that are brought up to date, oldest first
    rests: int = 0  # until then nothing is said

    @property
    def room(self) -> int:
        """How many more cases and flags may have cards."""
        return 0 if self.together else max(0, CARDS - self.cards)

    @property
    def room_for_appeals(self) -> int:
        """How many more appeals may have cards."""
        return max(0, CARDS - self.asked)

    @property
    def many(self) -> int:
        """How many cases it has."""
        return sum(self.by.values())

    def begun(self, now: int) -> Wave:
        """The wave that is on, or another one when that is over."""
        if self.since and now - self.since < LASTS:
            return self
        return Wave(self.place, self.told, now, shown=self.shown, rests=self.rests)

    def with_cases(self, cases: Iterable[Case]) -> Wave:
        """With these cases, which were not told yet, counted."""
        new = list(cases)
        if not new:
            return self
        numbers = [one.number for one in new]
        by, deeds = Counter(self.by), Counter(self.deeds)
        by.update(one.rule if one.by.kind == "responder" else "" for one in new)
        deeds.update(deed.kind for one in new for deed in one.deeds)
        out = self.out + sum(any(deed.kind in OUT_OF_SIGHT for deed in one.deeds) for one in new)
        first, told = self.first or min(numbers), max(self.told, *numbers)
        return replace(self, told=told, first=first, out=out, by=dict(by), deeds=dict(deeds))

    def with_lines(self, entries: Iterable[Entry]) -> Wave:
        """With what these lines of the log say of cases."""
        refused, undone = Counter(self.refused), self.undone
        for entry in entries:
            if entry.what == "case.refused" and entry.conversation:
                refused[network(entry.conversation)] += 1
            undone += entry.what == "case.undone"
        return replace(self, refused=dict(refused), undone=undone)

    def with_cards(self, names: Sequence[str], *, appeals: int = 0) -> Wave:
        """With cards of these names, of which so many are of appeals."""
        shown = [*(name for name in self.shown if name not in names), *names][-KEPT:]
        return replace(self, cards=self.cards + len(names) - appeals, asked=self.asked + appeals, shown=shown)


def written(wave: Wave) -> str:
    """As it is remembered."""
    return json.dumps(asdict(wave), separators=(",", ":"))


def read(text: str) -> Wave:
    """What was remembered; what another version wrote and this one does not know is passed over."""
    known: dict[str, Any] = json.loads(text) if text else {}
    return Wave(**{name: value for name, value in known.items() if name in Wave.__dataclass_fields__})


def told(wave: Wave, waiting: str) -> str:
    """The message about a wave; `waiting` is what waits for people now, in words."""
    title = f"### Moderation since {moment(wave.since, 't')}, all together"
    return "\n".join(part for part in (title, _done(wave), _rules(wave), _numbers(wave), waiting) if part)


def _done(wave: Wave) -> str:
    counts = (
        (wave.out, "comment taken out of sight", "comments taken out of sight"),
        (wave.deeds.get("mute", 0), "person muted", "people muted"),
        (wave.deeds.get("block", 0), "person blocked", "people blocked"),
        (wave.deeds.get("slow", 0), "place slowed down", "places slowed down"),
    )
    done = [f"**{count}** {one if count == 1 else more}" for count, one, more in counts if count]
    return ", ".join(done) if done or not wave.many else f"**{wave.many}** cases, nothing done outside"


def _rules(wave: Wave) -> str:
    ranked = sorted(wave.by.items(), key=lambda one: (-one[1], one[0]))
    named = [f"{f'rule {line(rule, NAME)}' if rule else 'our people'} {count}" for rule, count in ranked[:RULES]]
    rest = sum(count for _, count in ranked[RULES:])
    return " · ".join([*named, *([f"other rules {rest}"] if rest else [])])


def _numbers(wave: Wave) -> str:
    if not wave.many:
        return ""
    numbers = f"case {wave.first}" if wave.told == wave.first else f"cases {wave.first}–{wave.told}"
    refused = [f"{count} refused by {line(by, NAME)}" for by, count in sorted(wave.refused.items())]
    undone = [f"{wave.undone} undone"] if wave.undone else []
    return f"-# {' · '.join([numbers, *refused, *undone])}"
