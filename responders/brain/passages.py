"""What can be looked up and cited: one line of the brand, one product, one FAQ entry or one piece of a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from inbox.actions import Source

PassageKind = Literal["line", "product", "faq", "document"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """One paragraph of a document; `title` is the file and the headings above it."""

    id: str  # doc:<file>#<digest of the text>
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Something that may be told to people outside, and cited: `brand:<id>`, `doc:<file>#…`, or an FAQ entry's id."""

    id: str
    title: str
    text: str
    kind: PassageKind

    @property
    def source(self) -> Source:
        """How a draft cites it."""
        return Source(self.id, self.title, self.text)
