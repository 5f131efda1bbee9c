"""When a write is safe from a kill -9 of Redis, and whether a Redis may lose data at all.

When the disk stalls, a Redis with `appendfsync everysec` acknowledges writes up to two seconds before it hands them to
the kernel. What we confirm upstream (an offset, a webhook's 2xx) cannot be fetched again, so it waits for `settled`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from typing import Any, cast

from redis.exceptions import ResponseError

from inbox.errors import StoreAway, StoreRestarted
from inbox.store.client import Client

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.05
SECONDS_BEFORE_LOGGING = 2.0
OLDEST_VERSION = (6, 2)
CLUSTER_SLOTS = 16384

# A script rather than INFO itself: one round trip for both sections, on the server that owns the key, in a cluster too.
LOOK = """
local function fields(section, names)
  local text, found = redis.call('INFO', section), {}
  for i, name in ipairs(names) do
    found[i] = string.match(text, name .. ':([^\\r\\n]*)') or ''
  end
  return found
end
local run = fields('server', {'run_id'})[1]
local names = {'aof_enabled', 'aof_buffer_length', 'aof_pending_bio_fsync', 'aof_last_write_status'}
local aof = fields('persistence', names)
return {run, aof[1], aof[2], aof[3], aof[4]}
"""


class Durability:
    """Answers when what was written before is safe; tasks that ask at the same time share one look.

    Redis appends to its file before it sends the replies of the same round of its loop. So a look that finds the buffer
    empty proves that all writes acknowledged before it are in the file. A look that finds no fsync under way says that
    the buffer was about to be written; a second look then proves that this did not fail.
    """

    def __init__(self, client: Client, key: str) -> None:
        """`key`: any key of the brand; in a cluster it says which server to look at."""
        self._client = client
        self._key = key
        self._looking = asyncio.Lock()
        self._asked = 0
        self._looked_for = 0  # everybody up to here has been looked for, with this outcome
        self._away: StoreAway | None = None
        self._run = ""
        self._restarts = 0

    def mark(self) -> int:
        """Take this before a write and give it to `settled` after it, so that a restart between the two is noticed."""
        return self._restarts

    async def settled(self, mark: int) -> None:
        """Return when every write since `mark` survives a kill -9 of Redis; may take as long as the disk does.

        Raises StoreAway when that cannot be known any more, because Redis is away, or was restarted or replaced since
        (StoreRestarted): do not confirm, ask for the same again. (The first call only learns which Redis it is: make it
        at the start.)
        Without an AOF nothing is ever safe and it returns at once; `safety_report` complains about that.
        """
        self._asked += 1
        mine = self._asked
        async with self._looking:
            if self._looked_for < mine:
                everybody = self._asked  # a look serves those who asked before it began
                self._away = await self._look_until_safe()
                self._looked_for = everybody
            # The lock is fair: nobody who asked later has looked since.
            if self._away is not None:
                raise StoreAway(str(self._away)) from self._away
        if mark != self._restarts:
            raise StoreRestarted("Redis was restarted or replaced: what it acknowledged just before may be gone")

    async def _look_until_safe(self) -> StoreAway | None:
        try:
            await self._until_safe()
        except StoreAway as error:
            return error
        return None

    async def _until_safe(self) -> None:
        loop = asyncio.get_running_loop()
        began, logged, flushed = loop.time(), False, False
        while True:
            enabled, buffered, pending, status = await self._look()
            if enabled != "1" or buffered == "0" or (flushed and status == "ok"):
                return
            flushed = pending == "0"
            if flushed and status == "ok":
                continue  # no pause: the next look is only about how that write went
            if not logged and loop.time() - began > SECONDS_BEFORE_LOGGING:
                logger.warning("The disk of Redis stalls: nothing is confirmed to any network until it has caught up.")
                logged = True
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)

    async def _look(self) -> tuple[str, str, str, str]:
        run, *found = cast(list[str], await self._client.evalsha(LOOK, [self._key]))
        if self._run not in ("", run):
            self._restarts += 1
        self._run = run
        return found[0], found[1], found[2], found[3]


async def safety_report(client: Client) -> list[str]:
    """Everything that lets this Redis lose or refuse data, one sentence with the mend each; empty is good.

    Raises StoreAway.
    """
    infos = await client.infos()
    problems = [
        f"{f'Redis {name}' if name else 'Redis'} {problem}"
        for name, info in infos.items()
        for problem in _server_problems(info)
    ]
    return problems + [f"Redis {problem}" for problem in await _setting_problems(client, infos.values())]


def _server_problems(info: Mapping[str, Any]) -> list[str]:
    """`info`: as redis-py parses INFO, numbers as numbers."""
    version = tuple(int(part) for part in str(info["redis_version"]).split(".")[:2])
    policy, limit, used = info["maxmemory_policy"], info["maxmemory"], info["used_memory"]
    checks = {
        f"is version {info['redis_version']}, too old: update it to 6.2 or newer.": version < OLDEST_VERSION,
        "keeps its data in memory only: set `appendonly yes` in redis.conf.": not info["aof_enabled"],
        "could not write its last data to the disk: free some space there and read its log.": (
            info.get("aof_last_write_status", "ok") != "ok"
        ),
        f"may throw data away (maxmemory-policy {policy}): set `maxmemory-policy noeviction`.": policy != "noeviction",
        f"has used {used * 100 // (limit or 1)} % of its maxmemory: raise it, or make it 0.": limit
        and used > 0.9 * limit,
        "is a read-only replica: set `redis.url` to the primary, or use redis+sentinel://.": info["role"] != "master",
    }
    return [problem for problem, found in checks.items() if found]


async def _fsync_policy(client: Client) -> str:
    try:
        return str(cast(Mapping[str, str], await client.call("CONFIG GET", "appendfsync")).get("appendfsync", ""))
    except ResponseError:
        return ""  # hosted servers keep CONFIG to themselves


async def _setting_problems(client: Client, infos: Iterable[Mapping[str, Any]]) -> list[str]:
    problems = []
    if await _fsync_policy(client) == "no":
        problems.append("leaves it to the system when to reach the disk: set `appendfsync everysec`.")
    if not client.is_cluster and any(info.get("cluster_enabled") for info in infos):
        problems.append("belongs to a cluster: write `redis.url` as redis+cluster://.")
    if client.is_cluster:
        state = cast(Mapping[str, str], await client.call("CLUSTER INFO"))
        covered = int(state["cluster_slots_ok"])
        if state["cluster_state"] != "ok" or covered < CLUSTER_SLOTS:
            problems.append(f"Cluster serves {covered} of {CLUSTER_SLOTS} slots: run `redis-cli --cluster fix`.")
    return problems
