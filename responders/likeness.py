"""Which texts say the same in other words: groups of them, found in order, the same on every machine.

Texts are compared by the runs of two to four signs that they share, the rare ones counting more (the cosine of their
TF-IDF vectors). Good enough to bring questions before a person who decides; never to answer one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from responders.text import running

SIZES = (2, 3, 4)
TELLING, COMPARED = 24, 20
LONGEST = 1000  # signs of a text that are looked at; nobody asks the same in more

Vector = dict[str, float]  # of length one; the rarest first


@dataclass(frozen=True, slots=True)
class Scale:
    """How rare each run of signs is among the texts that are compared."""

    rarity: dict[str, float]
    unseen: float  # of a run that none has, or too few

    def weigh(self, text: str) -> Vector:
        """A text as a vector; empty for one without a letter or digit."""
        runs = _runs(text)
        weights = {run: (1 + math.log(n)) * self.rarity.get(run, self.unseen) for run, n in runs.items()}
        length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
        ranked = sorted(weights.items(), key=lambda item: (-self.rarity.get(item[0], self.unseen), item[0]))
        return {run: weight / length for run, weight in ranked}


def scale(texts: Iterable[str], fewest: int = 1) -> Scale:
    """Weigh by these texts, in whatever order, and by those runs that so many of them have."""
    held: Counter[str] = Counter()
    count = 0
    for text in texts:
        held.update(set(_runs(text)))
        count += 1
    rarity = {run: 1 + math.log((1 + count) / (1 + n)) for run, n in held.items() if n >= fewest}
    return Scale(rarity, 1 + math.log(1 + count))


@dataclass(slots=True)
class Alike:
    """Texts that were put in, to find those again that are at least `enough` like another one.

    Only texts that share one of the rarest runs are compared at all, and of these the few that share most of them: of a
    hundred texts that are like enough perhaps two are missed, and a text takes half a millisecond instead of thirty.
    """

    scale: Scale
    enough: float
    _vectors: list[Vector] = field(default_factory=list)
    _holders: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, vector: Vector) -> int:
        """Put a text in; answers its number, counted from 0."""
        number = len(self._vectors)
        self._vectors.append(vector)
        for run in self._telling(vector):
            self._holders[run].append(number)
        return number

    def nearest(self, vector: Vector) -> tuple[int, float] | None:
        """The number of the text that is most like this one (of equal ones the first), and how much; None: none is."""
        shared = Counter(number for run in self._telling(vector) for number in self._holders.get(run, ()))
        likely = sorted(shared, key=lambda number: (-shared[number], number))[:COMPARED]
        scored = [(_cosine(vector, self._vectors[number]), number) for number in likely]
        best = max(scored, key=lambda item: (item[0], -item[1]), default=(0.0, 0))
        return (best[1], best[0]) if best[0] >= self.enough else None

    def _telling(self, vector: Vector) -> list[str]:
        """The rarest runs that another text may have, too."""
        return [run for run in vector if run in self.scale.rarity][:TELLING]


def groups(texts: Sequence[str], enough: float) -> list[list[int]]:
    """Put each text to the first one that it is like, in their order; the places of the texts, group by group.

    Texts without a letter or digit are in no group.
    """
    weights = scale(texts, fewest=2)
    leaders, found = Alike(weights, enough), list[list[int]]()
    known: dict[str, int] = {}  # most of what people ask is asked again word for word
    for place, text in enumerate(texts):
        line = running(text[:LONGEST])
        if not line:
            continue
        if line not in known:
            vector = weights.weigh(text)
            near = leaders.nearest(vector)
            known[line] = near[0] if near else leaders.add(vector)
            if near is None:
                found.append([])
        found[known[line]].append(place)
    return found


def _runs(text: str) -> Counter[str]:
    line = running(text[:LONGEST])
    return Counter(line[at : at + size] for size in SIZES for at in range(len(line) - size + 1))


def _cosine(one: Vector, other: Vector) -> float:
    shorter, longer = (one, other) if len(one) < len(other) else (other, one)
    return math.fsum(weight * longer[run] for run, weight in shorter.items() if run in longer)
