"""The one door to an OpenAI-compatible endpoint: bounded, metered, asked once, and left alone when it fails."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import time
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

from inbox.decisions import Heard
from responders.llm.asking import NAME, Unheard
from responders.llm.dialect import MOST_TOKENS, Dialect, weaker
from responders.llm.faults import Fault, fault_of
from responders.llm.meter import FREE, Cost, Meter, cost, limits_of, most_tokens
from responders.llm.prompt import Prompt
from responders.llm.reading import Read, read_completion
from responders.llm.resting import Rest
from responders.options import ModelOptions

if TYPE_CHECKING:
    import openai

BODY = 1_000_000  # most bytes of a response that are read
KEPT = 20_000  # most characters of an answer that are kept
NOTHING = " "  # an answer that is empty; one that is not kept is kept as ""
NO_KEY = "none"  # given to the library so that it does not take a key for another endpoint from the environment
TRIES = 4  # ways of asking that one turn goes through at most while an endpoint is still unknown
SPARE = 2.0  # seconds


class Endpoint:
    """One model at one endpoint, for the life of the process; knows how it is spoken to and when it is left alone.

    Calling it puts a prompt. `now` is unix ms, for the meter; `clock` seconds that never go back.
    """

    def __init__(
        self, options: ModelOptions, meter: Meter, now: Callable[[], int], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Nothing is connected, nor is the library loaded, before the first call or `prepare`."""
        self.options, self.dialect = options, Dialect()
        self._meter, self._now = meter, now
        self._timeout = options.timeout.total_seconds()
        self._turns = asyncio.Semaphore(options.at_once)
        self._rest = Rest(clock)
        self._client: openai.AsyncOpenAI | None = None

    @property
    def patience(self) -> float:
        """The most seconds that one call takes, waiting for its turn included."""
        return 2 * self._timeout + SPARE

    async def __call__(self, prompt: Prompt) -> Heard:
        """Ask; raises Unheard, in words."""
        if why := self._rest.why:
            raise Unheard(why, prompt.digest)
        async with self._turn(prompt):
            now = self._now()
            ahead = await self._reserve(prompt, now)
            done: Cost | None = None
            try:
                read = await self._ask(prompt)
                done = cost(*(read.tokens or (ahead.tokens_in, most_tokens(read.said))), self.options.price)
            except Fault as fault:
                done = None if fault.perhaps_paid else FREE
                raise Unheard(str(fault), prompt.digest) from fault
            finally:
                # What became of a call that was cut off nobody knows: then the estimate stands.
                if done is not None:
                    await self._settle(ahead, done, now)
        return Heard(NAME, prompt.digest, read.said[:KEPT] or NOTHING, done.tokens_in, done.tokens_out, done.micros)

    async def prepare(self) -> openai.AsyncOpenAI:
        """Load the library, in a thread because that takes a second, and make its client."""
        if self._client is None:
            library = await asyncio.to_thread(importlib.import_module, "openai")
            if self._client is None:  # nobody else was quicker
                self._client = client_of(library, self.options)
        return self._client

    async def close(self) -> None:
        """Let go of every connection; the next call opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    @contextlib.asynccontextmanager
    async def _turn(self, prompt: Prompt) -> AsyncIterator[None]:
        """One of the calls that may run at once; nobody waits longer for that than an answer may take."""
        try:
            async with asyncio.timeout(self._timeout):
                await self._turns.acquire()
        except TimeoutError:
            raise Unheard(
                f"{self.options.at_once} others were asking, and none was done in time", prompt.digest
            ) from None
        try:
            if why := self._rest.why:
                raise Unheard(why, prompt.digest)
            yield
        finally:
            self._turns.release()

    async def _reserve(self, prompt: Prompt, now: int) -> Cost:
        """Count the most that the call can cost; refused when the budget does not have it."""
        ahead = cost(most_tokens(prompt.system) + most_tokens(prompt.user), MOST_TOKENS, self.options.price)
        limits = limits_of(self.options.budget)
        if 0 in limits.values():
            raise Unheard("its budget is nothing", prompt.digest)
        if not await self._meter.reserve(NAME, ahead.micros, ahead.tokens, limits, now):
            spent = await self._meter.spent(NAME, now)
            today = (spent.day_micros + ahead.micros, spent.day_tokens + ahead.tokens)
            most = (limits.get("day_micros"), limits.get("day_tokens"))
            over_day = any(limit is not None and used > limit for used, limit in zip(today, most, strict=True))
            raise Unheard(f"its budget for {'today' if over_day else 'this month'} is used up", prompt.digest)
        return ahead

    async def _settle(self, ahead: Cost, done: Cost, now: int) -> None:
        await self._meter.settle(NAME, done.micros - ahead.micros, done.tokens - ahead.tokens, now)

    async def _ask(self, prompt: Prompt) -> Read:
        """One answer, in the strictest way of asking that the endpoint takes; raises Fault."""
        try:
            async with asyncio.timeout(self._timeout):
                read = await self._asked(prompt)
        except TimeoutError:
            fault = Fault(f"it did not answer within {self._timeout:g} s", perhaps_paid=True)
            self._rest.failed(str(fault))
            raise fault from None
        except Fault as fault:
            if fault.rest:
                self._rest.told(fault.rest, str(fault))
            elif fault.counts:
                self._rest.failed(str(fault))
            raise
        self._rest.answered()
        return read

    async def _asked(self, prompt: Prompt) -> Read:
        for _ in range(TRIES):
            dialect = self.dialect
            try:
                return await self._once(prompt, dialect)
            except Fault as fault:
                other = weaker(dialect, fault.refusal) if fault.refusal else None
                if other is None:
                    raise
                if self.dialect == dialect:
                    self.dialect = other
        raise Fault("it refuses every way of asking that we know", counts=True)

    async def _once(self, prompt: Prompt, dialect: Dialect) -> Read:
        client = await self.prepare()
        messages = [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}]
        return read_completion(await fetched(client, self.options.name, messages, dialect))


def client_of(library: Any, options: ModelOptions) -> openai.AsyncOpenAI:
    """The library's client: over aiohttp, to this address alone, and it tries nothing twice."""
    key = options.api_key.get_secret_value() if options.api_key else NO_KEY
    made: openai.AsyncOpenAI = library.AsyncOpenAI(
        api_key=key,
        base_url=options.base_url,
        timeout=options.timeout.total_seconds(),
        max_retries=0,
        default_headers={"OpenAI-Organization": library.Omit(), "OpenAI-Project": library.Omit()},
        http_client=library.DefaultAioHttpClient(follow_redirects=False),
    )
    return made


async def fetched(client: openai.AsyncOpenAI, model: str, messages: list[dict[str, str]], dialect: Dialect) -> bytes:
    """The body of a completion, as much of it as is read; raises Fault."""
    called: Any = client.chat.completions.with_streaming_response.create
    return await body_of(called, "model", model=model, messages=messages, **dialect.arguments)


async def body_of(called: Any, section: str, **asked: Any) -> bytes:
    """The body of what an endpoint answers to a call of the library; `section` of bot.yaml names it. Raises Fault."""
    try:
        async with called(**asked) as response:
            body = bytearray()
            async for part in response.iter_bytes():
                body += part
                if len(body) > BODY:
                    raise Fault(f"its response is longer than {BODY:,} bytes", perhaps_paid=True, counts=True)
            return bytes(body)
    except Fault:
        raise
    # The library and what it stands on have many errors; whatever it was, there is no answer, and `fault_of` says why.
    except Exception as error:
        raise fault_of(error, section) from error
