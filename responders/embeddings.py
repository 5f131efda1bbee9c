"""Texts as vectors, from an OpenAI-compatible endpoint: in batches, bounded, metered, and the same text asked once."""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import math
from array import array
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from responders.llm.client import client_of
from responders.llm.faults import fault_of
from responders.llm.meter import Meter, cost, limits_of, most_tokens
from responders.options import EmbeddingOptions, ModelOptions

if TYPE_CHECKING:
    import openai

NAME = "embeddings"
AT_ONCE = 64  # texts in one call; some servers take no more
LONGEST = 4_000  # characters of a text; models take some thousand tokens
KEPT = 2_048  # vectors, about 6 kB each
MOST_NUMBERS = 8_192  # in a vector

Embed = Callable[[Sequence[str]], Awaitable[Sequence[Sequence[float]]]]


class EmbeddingsAway(Exception):
    """There are no vectors now; the words say why."""


class Embedder:
    """Makes vectors of texts; call it. One object for as long as the options hold."""

    def __init__(
        self, options: EmbeddingOptions, model: ModelOptions, meter: Meter | None, now: Callable[[], int]
    ) -> None:
        """Nothing is connected before the first call. What `options` leave out is that of the model."""
        self._options, self._budget = options, model.budget
        self._endpoint = model.model_copy(
            update={
                "base_url": options.base_url or model.base_url,
                "api_key": options.api_key if options.base_url or options.api_key else model.api_key,
                "timeout": options.timeout,
            }
        )
        self._meter, self._now = meter, now
        self._known: OrderedDict[bytes, array[float]] = OrderedDict()
        self._one = asyncio.Lock()
        self._client: openai.AsyncOpenAI | None = None

    async def __call__(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """One vector for each text, all of one length; raises EmbeddingsAway."""
        bounded = [text[:LONGEST] or " " for text in texts]
        found = {text: self._remembered(text) for text in bounded}
        strange = [text for text, vector in found.items() if vector is None]
        for at in range(0, len(strange), AT_ONCE):
            some = strange[at : at + AT_ONCE]
            made = await self._asked(some)
            found |= {text: self._remember(text, vector) for text, vector in zip(some, made, strict=True)}
        vectors = [vector for text in bounded if (vector := found[text]) is not None]
        if len({len(vector) for vector in vectors}) > 1:
            raise EmbeddingsAway(f"{self._options.name} gives vectors of different lengths; restart to forget the old")
        return vectors

    async def close(self) -> None:
        """Let go of every connection."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def _asked(self, texts: list[str]) -> list[array[float]]:
        async with self._one:  # they come one after the other, so that a budget and a small server last
            now = self._now()
            ahead = cost(sum(map(most_tokens, texts)), 0, self._options.price)
            await self._reserve(ahead.micros, ahead.tokens, now)
            answer = await self._fetched(texts)
            used = answer.get("usage")
            tokens = used.get("total_tokens") if isinstance(used, dict) else None
            if self._meter and isinstance(tokens, int) and 0 < tokens <= ahead.tokens:
                done = cost(tokens, 0, self._options.price)
                await self._meter.settle(NAME, done.micros - ahead.micros, tokens - ahead.tokens, now)
        return _vectors(answer, len(texts))

    async def _reserve(self, micros: int, tokens: int, now: int) -> None:
        limits = limits_of(self._budget)
        if self._meter and not await self._meter.reserve(NAME, micros, tokens, limits, now):
            raise EmbeddingsAway("the budget for embeddings is used up")

    async def _fetched(self, texts: list[str]) -> dict[str, Any]:
        if self._client is None:  # under the lock: nobody else makes one
            library = await asyncio.to_thread(importlib.import_module, "openai")
            self._client = client_of(library, self._endpoint)
        seconds = self._options.timeout.total_seconds()
        try:
            async with asyncio.timeout(seconds):
                # Plain numbers: the library's own default is base64, which not every server knows.
                answer = await self._client.embeddings.create(
                    model=self._options.name, input=texts, encoding_format="float"
                )
        except TimeoutError:
            raise EmbeddingsAway(f"{self._options.name} did not answer within {seconds:g} s") from None
        except Exception as error:  # whatever the library raises, there are no vectors, and `fault_of` says why
            raise EmbeddingsAway(f"{self._options.name} makes no vectors: {fault_of(error)}") from error
        return answer.to_dict(warnings=False)  # what it says is looked at by `_vectors`

    def _remembered(self, text: str) -> array[float] | None:
        key = _key(text)
        if key in self._known:
            self._known.move_to_end(key)
        return self._known.get(key)

    def _remember(self, text: str, vector: array[float]) -> array[float]:
        self._known[_key(text)] = vector
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return vector


def embedder(
    options: EmbeddingOptions, model: ModelOptions, meter: Meter | None = None, now: Callable[[], int] = lambda: 0
) -> Embedder:
    """What makes vectors by these options. With a meter it counts as "embeddings", within the budget of the model."""
    return Embedder(options, model, meter, now)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _vectors(answer: dict[str, Any], wanted: int) -> list[array[float]]:
    """The vectors of an answer in the order of their texts; raises EmbeddingsAway when it is not what it should be."""
    data = answer.get("data")
    try:
        if not isinstance(data, list) or len(data) != wanted:
            raise ValueError(f"{len(data) if isinstance(data, list) else 'no'} vectors for {wanted} texts")
        placed = sorted(data, key=lambda one: int(one["index"]))
        vectors = [array("f", one["embedding"]) for one in placed]
        if [int(one["index"]) for one in placed] != list(range(wanted)):
            raise ValueError("vectors out of order")
        if not all(0 < len(one) <= MOST_NUMBERS and all(map(math.isfinite, one)) for one in vectors):
            raise ValueError("vectors that are none")
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise EmbeddingsAway(f"the endpoint's vectors cannot be used: {error}") from None
    return vectors
