"""Reading a sorted set page by page, newest first, so that a page costs the same wherever it stands."""

from __future__ import annotations

from inbox.store.client import Client


async def newest(client: Client, shelf: str, limit: int, after: str | None) -> tuple[list[str], str | None]:
    """A page of ids and where the next one begins (None: this was the last); `after` is such a place.

    The place holds id and score, so that it is found again when the id has left the shelf meanwhile.
    """
    first = await _rank_behind(client, shelf, after) if after else 0
    found = await client.call("ZREVRANGE", shelf, first, first + limit - 1, "WITHSCORES")
    assert isinstance(found, list)
    ids = [str(id) for id, _ in found]
    return ids, f"{found[-1][1]:.0f} {ids[-1]}" if len(ids) == limit else None


async def _rank_behind(client: Client, shelf: str, after: str) -> int:
    score, _, id = after.partition(" ")
    commands = [("ZREVRANK", shelf, id), ("ZSCORE", shelf, id), ("ZCOUNT", shelf, score, "+inf")]
    rank, still, before = await client.pipeline(commands)
    if rank is not None and still is not None and float(str(still)) == float(score):
        return int(str(rank)) + 1
    return int(str(before))
