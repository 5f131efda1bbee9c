"""What a message costs that comes through an adapter: memory of Redis, its notes included, and time to take it in.

A storm below one post of ours: within a minute 200 people say 20 things each, and we answer some. The network is
simulated in the same process, so that the time is more than ours.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final, cast

from inbox.store import Store, opened
from inbox.store.embedded import embedded
from tests.bench.figures import Figure, show
from tests.bench.memory import AS_IN_LIFE, MOST, memory_used
from tests.day.bluesky import bluesky_day
from tests.day.mastodon import mastodon_day
from tests.day.plan import HOUR, MINUTE, Moment
from tests.day.running import OpenStage, heard_by_us
from tests.day.tiktok import tiktok_day
from tests.day.x import PEOPLE, x_day
from tests.day.youtube import youtube_day

IN_A_MINUTE: Final = 5_000
LENGTH: Final = 4 * HOUR  # in which X lets us answer a thousand times
NETWORKS: Final[dict[str, OpenStage]] = {
    "youtube": partial(youtube_day, units=10_000_000, length=LENGTH),
    "tiktok, hooks": partial(tiktok_day, length=LENGTH),
    "tiktok, no hooks": partial(tiktok_day, hooks=False, length=LENGTH),
    "mastodon": partial(mastodon_day, length=LENGTH),
    "bluesky": partial(bluesky_day, length=LENGTH),
    "x": partial(x_day, budget=0.0, length=LENGTH),
    "x, stream": partial(x_day, budget=0.0, listen="stream", length=LENGTH),
}


async def measure(
    count: int = PEOPLE * AS_IN_LIFE, answers: int = 1_000, people: int = PEOPLE, networks: Sequence[str] = (*NETWORKS,)
) -> list[Figure]:
    """Bytes and time for each message, of people and of ours, on each network."""
    return [figure for name in networks for figure in await _network(name, _storm(count, people), answers)]


async def _network(name: str, storm: list[Moment], answers: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        async with embedded(Path(folder)) as server, opened(server.url, "bench") as store:
            await heard_by_us(NETWORKS[name], storm[:2], server.url)  # loads the scripts
            before, began = await memory_used(store), time.perf_counter()
            day = await heard_by_us(NETWORKS[name], storm, server.url, answers)
            seconds, used = time.perf_counter() - began, await memory_used(store) - before
            notes = await _notes(store)
    assert (day.lost, day.doubled) == (0, 0)
    messages = day.said + day.spent.answers - len(day.spent.refused)
    remark = f"{messages:,} messages, {messages - day.said:,} of them ours; {notes / messages:.0f} of it notes"
    taken, most = seconds / messages * 1_000, MINUTE / IN_A_MINUTE * 1_000
    return [
        Figure(f"{name}: bytes of Redis a message", used / messages, remark, most=MOST, digits=0),
        Figure(f"{name}: seconds for 1,000 messages", taken, "the simulated network included", most=most, digits=1),
    ]


def _storm(count: int, people: int) -> list[Moment]:
    """One post of ours, and what so many people say below it, in turn, within a minute; at first to us."""
    said = [(n, 1 + n * MINUTE / count) for n in range(count)]
    told = [Moment(at, "comment", n, 1) if n < people else Moment(at, "reply", n, n % people) for n, at in said]
    return [Moment(0.0, "post", 0), *told]


async def _notes(store: Store) -> int:
    """The memory of what adapters wrote down."""
    shelves = [key for what in ("mail", "mailkeys") for key in await store.client.call("KEYS", f"*:{what}:*")]
    return sum([cast("int", await store.client.call("MEMORY", "USAGE", key, "SAMPLES", 0)) for key in shelves])


if __name__ == "__main__":
    show(measure())
