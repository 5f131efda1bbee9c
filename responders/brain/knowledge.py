"""All that responders may know and cite, in one place that never changes: made anew when a file does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from inbox.models import AccountId
from responders.brain.lines import Line
from responders.brain.passages import Chunk, Passage
from responders.brain.written import BrandFile
from responders.faq import FaqFile

Vector = Sequence[float]
Embed = Callable[[Sequence[str]], Awaitable[Sequence[Vector]]]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What may be told (`passages`), and what holds for whatever is said.

    `red_lines`, `promises` (those that may never be made), `claims` (those that may) and `contacts` (all of them, the
    public ones among them) are lines of brand.yaml; `links` are all addresses that stand in the passages, in full and
    as their hosts alone.
    """

    passages: tuple[Passage, ...] = ()
    red_lines: tuple[Line, ...] = ()
    promises: tuple[Line, ...] = ()
    claims: tuple[Line, ...] = ()
    contacts: tuple[Line, ...] = ()
    links: frozenset[str] = frozenset()

    def find(
        self, text: str, k: int = 6, *, account: AccountId | None = None, at: int = 0, vector: Vector | None = None
    ) -> tuple[Passage, ...]:
        """The `k` passages that help most to answer `text`, best first; fewer when fewer have anything to do with it.

        Of FAQ entries only those of `account` that are valid `at` that time (unix ms; 0: whenever). `vector` is that of
        the text; it counts once the passages have theirs. The same question always finds the same.
        """
        return ()

    def always(self, network: str = "") -> tuple[Line, ...]:
        """What every prompt needs: the mission, the voice (in general, then on this network), red lines, promises
        that may not be made; tell them apart by `section` (mission, voice, red_lines, never_promise)."""
        return ()

    def with_vectors(self, vectors: Mapping[str, Vector]) -> Knowledge:
        """The same with a vector for each passage, by its id."""
        return self


def knowledge_of(brand: BrandFile, faq: FaqFile, documents: Sequence[Chunk] = ()) -> Knowledge:
    """Everything that the files say, ready to be looked up."""
    return Knowledge()


async def embedded(knowledge: Knowledge, embed: Embed, known: Mapping[str, Vector] | None = None) -> Knowledge:
    """The same knowledge with vectors; those in `known`, by text, are not asked for again."""
    return knowledge
