"""Finding what was said: an index beside the store, made of it and of the log, which may be deleted at any time."""

from __future__ import annotations

from inbox.search.file import Damaged, Unsearchable
from inbox.search.finding import Hit, search
from inbox.search.following import begin, catch_up, step
from inbox.search.index import Index, Writer

__all__ = ["Damaged", "Hit", "Index", "Unsearchable", "Writer", "begin", "catch_up", "search", "step"]
