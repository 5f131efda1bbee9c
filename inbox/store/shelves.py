"""Reading a shelf of ids page by page, newest first, so that a page costs the same wherever it stands."""

from __future__ import annotations

from inbox.store.scripts import Scripts


async def newest(scripts: Scripts, shelf: str, limit: int, after: str | None) -> tuple[list[str], str | None]:
    """A page of ids and where the next one begins (None: this was the last); `after` is such a place.

    The place holds id and score, so that it is found again when the id has left the shelf meanwhile.
    """
    score, _, id = (after or "").partition(" ")
    found: list[str] = await scripts.run("newest", 0, shelf, id, score, limit)
    ids = found[::2]
    return ids, f"{found[-1]} {ids[-1]}" if len(ids) == limit else None
