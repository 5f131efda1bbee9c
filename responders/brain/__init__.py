"""The brand brain: what the brand says of itself and what its documents say, looked up for every answer and cited."""

from __future__ import annotations

from responders.brain.knowledge import Embed, Knowledge, Vector, embedded, knowledge_of
from responders.brain.lines import Line, lines_of, stale_because
from responders.brain.passages import Chunk, Passage
from responders.brain.written import BrandFile

__all__ = [
    "BrandFile", "Chunk", "Embed", "Knowledge", "Line", "Passage", "Vector", "embedded",
    "knowledge_of", "lines_of", "stale_because",
]  # fmt: skip
