"""The brand brain: what the brand says of itself and what its documents say, looked up for every answer and cited.

What looks things up is in `responders.brain.knowledge`, which brings numpy: what only reads the lines does without.
"""

from __future__ import annotations

from responders.brain.lines import Line, lines_of, stale_because
from responders.brain.passages import Chunk, Passage
from responders.brain.written import BrandFile

__all__ = ["BrandFile", "Chunk", "Line", "Passage", "lines_of", "stale_because"]
