"""The one door to Redis: commands with one shape of answer on every kind of server, never repeated, and counted.

redis-py answers differently on a standalone server and on a cluster and repeats a command whose answer was lost unless
told not to; both end here. What means "Redis is away" becomes `StoreAway`; every other error is a bug and passes.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from redis import exceptions as redis_errors
from redis.asyncio import Redis, RedisCluster
from redis.commands.core import AsyncScript

from inbox.errors import StoreAway
from inbox.store.line import Line

Word = str | int | float | bytes
Entry = tuple[str, dict[str, str]]
T = TypeVar("T")

SECONDS_FOR_A_CONNECTION = 5.0
AWAY = (
    OSError,
    redis_errors.ClusterError,
    redis_errors.ConnectionError,  # also: loading its data, no connection left, Sentinel knows no primary
    redis_errors.OutOfMemoryError,
    redis_errors.ReadOnlyError,
    redis_errors.SlotNotCoveredError,
    redis_errors.TimeoutError,
    redis_errors.TryAgainError,
)
# What a command inside a script was told is wrapped by Redis 6.2, what one in a pipeline was told by redis-py: only the
# words are left of the error's kind.
AWAY_WORDS = re.compile(
    r"(?:^|-|caused error: \W*)"
    r"(?:BUSY|CLUSTERDOWN|LOADING|MASTERDOWN|MISCONF|NOREPLICAS|OOM|READONLY|TRYAGAIN|UNBLOCKED) "
    r"|^Redis Cluster cannot be connected|^All slots are not covered"
)


class Client:
    """Commands to one Redis, Sentinel service or Cluster; safe to share between tasks.

    `round_trips` counts what was sent and answered; a pipeline counts as one. All methods raise StoreAway.
    """

    def __init__(
        self,
        redis: Redis | RedisCluster,
        *,
        max_connections: int,
        longest_block: int = 0,
        line: Line | None = None,
        close: Callable[[], Awaitable[None]],
    ) -> None:
        """`longest_block`: the longest blocking read in milliseconds that the socket time-out of `redis` allows.

        `line`: what scripts are sent over, where there is one server to send them to.
        """
        self._redis: Any = redis
        self._cluster = redis if isinstance(redis, RedisCluster) else None
        # Neither the pool of Sentinel nor that of Cluster can wait for a free connection, so the waiting is here.
        self._connections = asyncio.Semaphore(max_connections)
        self._longest_block = longest_block
        self._line = line
        self._close = close
        self._scripts: dict[str, AsyncScript] = {}
        self.round_trips = 0

    @property
    def is_cluster(self) -> bool:
        """Whether keys are spread over several servers."""
        return self._cluster is not None

    async def aclose(self) -> None:
        """Close every connection."""
        if self._line:
            await self._line.aclose()
        await self._close()

    async def call(self, *command: Word) -> object:
        """Send one command; the answer is as redis-py gives it for RESP3 with decoded text."""
        return await self._ask(lambda: self._redis.execute_command(*command))

    async def pipeline(self, commands: Sequence[Sequence[Word]]) -> list[object]:
        """Send reads in one round trip and return their answers in order; the first error is raised.

        Not atomic, and after StoreAway some may have been done: what changes something belongs into a script.
        """
        if not commands:
            return []

        async def send() -> list[object]:
            pipe = self._redis.pipeline(transaction=False) if self._cluster is None else self._redis.pipeline()
            for command in commands:
                pipe.execute_command(*command)
            return cast(list[object], await pipe.execute())

        return await self._ask(send)

    async def evalsha(self, script: str, keys: Sequence[str], args: Sequence[Word] = ()) -> object:
        """Run a Lua script, given as its text; it is loaded again when the server does not know it (any more)."""
        registered = self._scripts.get(script)
        if registered is None:
            registered = self._scripts[script] = self._redis.register_script(script)
        if self._line is None:
            return await self._ask(lambda: registered(keys=keys, args=args))
        return await self._once(_evaluate(self._line, registered, keys, args))

    async def xread(self, stream: str, after: str, count: int, block_ms: int | None = None) -> list[Entry]:
        """The next entries of a stream, oldest first; with `block_ms` wait that long for one, else return at once."""
        if block_ms is not None and not 0 < block_ms <= self._longest_block:
            raise ValueError(f"a read of {block_ms} ms needs blocking(url, block_ms) of at least that, and more than 0")
        options = () if block_ms is None else ("BLOCK", block_ms)
        command = ("XREAD", "COUNT", count, *options, "STREAMS", stream, after)
        # Without the node, a cluster is asked with an extra COMMAND GETKEYS where the key stands.
        found = await self._ask(lambda: self._redis.execute_command(*command, **self._node(stream)))
        return cast(Mapping[str, list[Entry]], found or {}).get(stream, [])

    async def xrange(self, stream: str, first: str = "-", last: str = "+", count: int = 100) -> list[Entry]:
        """Entries from `first` to `last`, oldest first."""
        return cast(list[Entry], await self.call("XRANGE", stream, first, last, "COUNT", count))

    async def xrevrange(self, stream: str, last: str = "+", first: str = "-", count: int = 100) -> list[Entry]:
        """Entries from `last` back to `first`, newest first."""
        return cast(list[Entry], await self.call("XREVRANGE", stream, last, first, "COUNT", count))

    async def infos(self) -> dict[str, dict[str, Any]]:
        """All of INFO of every primary, by its address; a single server's address is empty."""
        if self._cluster is None:
            return {"": cast(dict[str, Any], await self.call("INFO"))}
        to_all = {"target_nodes": RedisCluster.PRIMARIES}
        answer = await self._ask(lambda: self._redis.execute_command("INFO", **to_all))
        names = [node.name for node in self._cluster.get_primaries()]
        return cast(dict[str, dict[str, Any]], {names[0]: answer} if len(names) == 1 else answer)

    def _node(self, key: str) -> dict[str, object]:
        if self._cluster is None:
            return {}
        return {"target_nodes": self._cluster.get_node_from_key(key)}

    async def _ask(self, send: Callable[[], Awaitable[T]]) -> T:
        """Send once and count it; an error that means "away" becomes StoreAway."""
        task = asyncio.current_task()
        if task and task.cancelling():
            await asyncio.sleep(0)  # a request to stop that nobody heard yet is heard here, where nothing swallows it
        cancelled_before = task.cancelling() if task else 0
        await self._take_a_connection()
        try:
            answer = await self._once(self._known(send))
        finally:
            self._connections.release()
        if task and task.cancelling() > cancelled_before:
            # Before Python 3.12, asyncio.wait_for, with which redis-py sends, can swallow the request to stop.
            raise asyncio.CancelledError
        return answer

    async def _known(self, send: Callable[[], Awaitable[T]]) -> T:
        """Send when the nodes of a cluster are known."""
        if self._cluster is not None:
            await self._cluster.initialize()
        return await send()

    async def _once(self, sending: Awaitable[T]) -> T:
        try:
            answer = await sending
        except (redis_errors.RedisError, redis_errors.RedisClusterException, OSError) as error:
            if not _means_away(error):
                raise
            await self._drop_idle(error)
            raise StoreAway(_sentence(error)) from error
        self.round_trips += 1
        return answer

    async def _take_a_connection(self) -> None:
        if not self._connections.locked():
            await self._connections.acquire()  # at once; a time-out costs as much as the rest of us
            return
        try:
            async with asyncio.timeout(SECONDS_FOR_A_CONNECTION):
                await self._connections.acquire()
        except TimeoutError as error:
            raise StoreAway(f"No connection to Redis was free for {SECONDS_FOR_A_CONNECTION:g} s") from error

    async def _drop_idle(self, error: Exception) -> None:
        """Close the idle connections that share the fate of a failed one; each would fail its next caller, too.

        A primary that Sentinel demoted keeps its connections open, and redis-py cannot tell when it refused a script:
        closing them makes the next call ask who is the primary now. A cluster client does all this itself.
        """
        lost = isinstance(error, redis_errors.ConnectionError | redis_errors.ReadOnlyError) or "READONLY" in str(error)
        if self._cluster is None and lost:
            await self._redis.connection_pool.disconnect(inuse_connections=False)
            if self._line:
                await self._line.aclose()


async def _evaluate(line: Line, script: AsyncScript, keys: Sequence[str], args: Sequence[Word]) -> object:
    command = ("EVALSHA", script.sha, len(keys), *keys, *args)
    try:
        return await line.ask(*command)
    except redis_errors.NoScriptError:
        await line.ask("SCRIPT", "LOAD", str(script.script))
        return await line.ask(*command)


def _means_away(error: Exception) -> bool:
    worded = isinstance(error, redis_errors.ResponseError | redis_errors.RedisClusterException)
    return isinstance(error, AWAY) or (worded and AWAY_WORDS.search(str(error)) is not None)


def _sentence(error: Exception) -> str:
    said = str(error) or type(error).__name__
    if isinstance(error, redis_errors.AuthenticationError):
        return f"Redis refuses the user or password in `redis.url`: {said}"
    if "MISCONF " in said:
        return f"Redis cannot write to its disk ({said.rpartition(': ')[2]}): free some space there"
    return f"Redis is away: {said}"
