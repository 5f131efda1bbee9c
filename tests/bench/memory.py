"""How much memory of Redis a message takes, everything included: its conversation, contact, shelves, lanes and log."""

from __future__ import annotations

import tempfile
from pathlib import Path

from inbox.store import Store, opened
from inbox.store.embedded import embedded
from tests.bench.figures import Figure, show
from tests.bench.flood import Flood
from tests.redis_servers import until
from tests.world import ACCOUNT

MOST = 700
NOW = 1_790_000_000_000
AS_IN_LIFE = 20  # messages in a conversation; the target is held against this one


async def measure(messages: int = 200_000, in_each: tuple[int, ...] = (AS_IN_LIFE, 400, 1)) -> list[Figure]:
    """Bytes per 100-character message, for conversations of several lengths."""
    return [await _bytes_each(messages, each) for each in in_each]


async def _bytes_each(messages: int, each: int) -> Figure:
    conversations = messages // each
    flood = Flood(conversations)
    with tempfile.TemporaryDirectory() as folder:
        async with embedded(Path(folder)) as server, opened(server.url, "bench") as store:
            await store.conversations.receive(ACCOUNT, [], "7", NOW, 1000)  # loads the script
            before = await memory_used(store)
            for page in flood.pages(messages):
                await store.conversations.receive(ACCOUNT, page, "7", NOW, 1000)
            used = await memory_used(store) - before
            counted = (await store.conversations.counts(["all"]))["all"]
    assert counted == conversations
    return Figure(
        f"bytes of Redis a message, {each:,} a conversation",
        used / messages,
        f"{messages:,} messages of 100 characters in {conversations:,} conversations",
        most=MOST if each == AS_IN_LIFE else None,
        digits=0,
    )


async def memory_used(store: Store) -> int:
    """The memory in use, once what waits for the file has been written."""

    async def written() -> bool:
        return bool((await store.client.infos())[""]["aof_buffer_length"] == 0)

    await until(written)
    return int((await store.client.infos())[""]["used_memory"])


if __name__ == "__main__":
    show(measure())
