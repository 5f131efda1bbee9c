"""All that responders may know and cite, in one place that never changes: made anew when a file does."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC

import numpy as np

from inbox.models import AccountId, Conversation
from responders.brain.lines import Line, lines_of
from responders.brain.passages import Chunk, Kept, Passage, Where, kept
from responders.brain.ranking import Floats, View, asked, fused, views_of
from responders.brain.written import BrandFile
from responders.faq import FaqFile
from responders.links import addresses

Vector = Sequence[float]
Embed = Callable[[Sequence[str]], Awaitable[Sequence[Vector]]]
AT_ONCE = 64  # texts that are given to an endpoint for embeddings in one call


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What may be told (`passages`), and what holds for whatever is said.

    `red_lines`, `promises` (those that may never be made), `claims` (those that may) and `contacts` (all of them; only
    those that are `public` may be told) are lines of brand.yaml. `links` are all addresses that stand in the passages,
    in full and as their hosts alone. `version` is eight signs that change when anything here does.
    """

    passages: tuple[Passage, ...]
    lines: tuple[Line, ...]  # all of brand.yaml
    links: frozenset[str]
    version: str
    kept: tuple[Kept, ...] = field(repr=False)
    views: tuple[View, ...] = field(repr=False, compare=False)
    vectors: Floats | None = field(default=None, repr=False, compare=False)  # one row of length 1 for each passage

    @property
    def red_lines(self) -> tuple[Line, ...]:
        """What we never do or say."""
        return self._of("red_lines")

    @property
    def promises(self) -> tuple[Line, ...]:
        """What may never be promised."""
        return self._of("never_promise")

    @property
    def claims(self) -> tuple[Line, ...]:
        """What may be claimed; these are passages, too."""
        return self._of("claims")

    @property
    def contacts(self) -> tuple[Line, ...]:
        """Whom a matter goes to; the public ones are passages, too."""
        return self._of("contacts")

    def find(
        self,
        text: str,
        k: int = 6,
        *,
        account: AccountId | None = None,
        conversation: Conversation | None = None,
        at: int = 0,
        vector: Vector | None = None,
    ) -> tuple[Passage, ...]:
        """The `k` passages that help most to answer `text`, best first; fewer when fewer have anything to do with it.

        Of FAQ entries only those that count on `account`; those for some posts only in a `conversation` under one,
        those for some days only `at` such a time (unix ms). `vector` is that of the text; it counts once the passages
        have theirs (`embedded`). The same question always finds the same.
        """
        where = Where(account or (conversation.account if conversation else None), conversation, at)
        counts = np.array([one.counts(where) for one in self.kept], dtype=np.float32)
        line = asked(text)
        scores = [view.scores(line) for view in self.views]
        if vector is not None and self.vectors is not None and len(vector) == self.vectors.shape[1]:
            scores.append(self.vectors @ _of_length_1(np.asarray([vector], dtype=np.float32))[0])
        return tuple(self.kept[row].told(where) for row in fused([score * counts for score in scores])[:k])

    def always(self, network: str = "") -> tuple[Line, ...]:
        """What every prompt needs; tell it apart by `section`.

        The mission (one line), the voice (in general, then on this network), red_lines, never_promise.
        """
        mission = [replace(line, text=" ".join(line.text.split())) for line in self._of("mission")[:1]]
        voice = [line for line in self._of("voice") if line.network in {"", network}]
        return (*mission, *voice, *self.red_lines, *self.promises)

    def _of(self, section: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.section == section)


def knowledge_of(brand: BrandFile, faq: FaqFile, documents: Sequence[Chunk] = ()) -> Knowledge:
    """Everything that the files say, ready to be looked up; about half a millisecond for each passage."""
    lines = lines_of(brand)
    all_kept = kept(lines, faq, documents, brand.hours.zone if brand.hours else UTC)
    sought = [one.sought for one in all_kept]
    passages = tuple(one.passage for one in all_kept)
    digest = hashlib.sha256(repr((lines, all_kept)).encode("utf-8", "surrogatepass"))
    written = addresses(text for one in all_kept for text in one.texts)
    views = views_of(sought)
    return Knowledge(passages, lines, written, digest.hexdigest()[:8], all_kept, views)


async def embedded(knowledge: Knowledge, embed: Embed, before: Knowledge | None = None) -> Knowledge:
    """The same knowledge with vectors; passages that stood in `before` just so keep theirs and are not asked for.

    Raises what `embed` raises, and ValueError when the vectors are not one for each text, all of one length.
    """
    known = _vectors_of(before) if before else {}
    texts = list(dict.fromkeys(one.sought for one in knowledge.kept if one.sought not in known))
    for at in range(0, len(texts), AT_ONCE):
        some = texts[at : at + AT_ONCE]
        known |= zip(some, await embed(some), strict=True)
    if not knowledge.kept:
        return knowledge
    rows = [known[one.sought] for one in knowledge.kept]
    if len({len(row) for row in rows}) > 1:
        raise ValueError("the vectors are not all of one length")
    vectors = np.asarray(rows, dtype=np.float32)
    return replace(knowledge, vectors=_of_length_1(vectors))


def _vectors_of(knowledge: Knowledge) -> dict[str, Vector]:
    vectors = knowledge.vectors
    if vectors is None:
        return {}
    return {one.sought: vectors[row].tolist() for row, one in enumerate(knowledge.kept)}


def _of_length_1(vectors: Floats) -> Floats:
    """Scaled so that a product of two is their cosine; without numbers that are none."""
    finite = np.nan_to_num(vectors, posinf=0, neginf=0)
    lengths = np.linalg.norm(finite, axis=1, keepdims=True)
    scaled: Floats = (finite / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return scaled
