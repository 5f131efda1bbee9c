"""Asks OpenAI's moderation endpoint, or one that speaks like it, how a text scores; whatever goes wrong is "unknown".

A text is asked about once and remembered for some hours; texts that wait at the same time go in one call. Nothing is
tried twice, an endpoint that fails is left alone for a while, and only so many calls are made in a day.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import itertools
import json
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from responders.llm.client import body_of, client_of
from responders.llm.faults import Fault
from responders.llm.meter import Meter
from responders.llm.resting import Rest
from responders.options import ClassifierOptions, ModelOptions
from responders.text import readable

if TYPE_CHECKING:
    import openai

NAME: Final = "classifier"  # what the meter counts its calls under, one "token" for each
SECTION: Final = "classifier"  # of bot.yaml, named where something there is to be mended
HEAD, TAIL = 6_000, 2_000  # characters that are sent; what is foul may stand behind a long beginning
AT_ONCE: Final = 32  # texts in one call
KEPT: Final = 4_096  # texts that are remembered
MOST_CATEGORIES: Final = 64
LONGEST_CATEGORY: Final = 64  # characters
SPARE: Final = 3.0  # seconds; once the library is loaded in them


@dataclass(frozen=True, slots=True)
class Scores:
    """What the endpoint makes of a text: 0 to 1 by category, as it names them."""

    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Unknown:
    """There is no answer; `why` in words, without the text and without the key."""

    why: str


@dataclass(slots=True)
class _Asked:
    """A text that waits for its answer; all who ask for the same text wait for one of these."""

    text: str
    answer: Scores | Unknown | None = None


class Classifier:
    """One endpoint for the life of the process. `now` is unix ms, for the meter; `clock` seconds that never go back."""

    def __init__(
        self,
        options: ClassifierOptions,
        meter: Meter,
        now: Callable[[], int],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Nothing is connected before the first text."""
        self.options = options
        self._meter, self._now, self._clock = meter, now, clock
        self._seconds = options.timeout.total_seconds()
        self._keep = options.cache.total_seconds()
        self._rest = Rest(clock)
        self._one = asyncio.Lock()
        self._waiting: dict[bytes, _Asked] = {}
        self._known: OrderedDict[bytes, tuple[float, Scores]] = OrderedDict()
        self._most = AT_ONCE  # 1 where the endpoint turned out to take no lists
        self._client: openai.AsyncOpenAI | None = None

    @property
    def patience(self) -> float:
        """The most seconds that one answer takes, waiting for a turn included."""
        return 2 * self._seconds + SPARE

    async def scores(self, text: str) -> Scores | Unknown:
        """How a text scores, or why that is not known. Never raises."""
        text = bounded(text)
        if not text:
            return Scores({})
        key = digest(text)
        if (known := self._remembered(key)) is not None:
            return known
        asked = self._waiting.setdefault(key, _Asked(text))
        try:
            async with asyncio.timeout(self.patience):
                while asked.answer is None:
                    async with self._one:  # one call after the other, each with all that wait by then
                        if asked.answer is None:
                            await self._turn(key, asked)
        except TimeoutError:
            return Unknown("too many texts were waiting for the classifier, and this one was not reached in time")
        finally:
            if asked.answer is None:
                self._waiting.pop(key, None)
        return asked.answer

    async def close(self) -> None:
        """Let go of every connection; the next text opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def _turn(self, key: bytes, asked: _Asked) -> None:
        """Ask about this text and about others that wait; whoever is cut off here leaves them to the next."""
        await asyncio.sleep(0)  # all that came at the same time are waiting now
        others = ((at, one) for at, one in self._waiting.items() if at != key)
        batch = {key: asked, **dict(itertools.islice(others, self._most - 1))}
        try:
            answers = await self._answers([one.text for one in batch.values()])
        except _NoLists:
            self._most = 1
            return
        for (at, one), answer in zip(batch.items(), answers, strict=True):
            one.answer = answer
            self._waiting.pop(at, None)
            if isinstance(answer, Scores):
                self._remember(at, answer)

    async def _answers(self, texts: Sequence[str]) -> Sequence[Scores | Unknown]:
        """One answer for each text; raises _NoLists when they must come one by one."""
        if why := self._rest.why:
            return [Unknown(f"the classifier is left alone: {why}")] * len(texts)
        now = self._now()
        if not await self._meter.reserve(NAME, 0, 1, {"day_tokens": self.options.a_day}, now):
            return [
                Unknown(f"the classifier was asked {self.options.a_day:,} times today, which is all it may be")
            ] * len(texts)
        client = await self._prepared()
        try:
            async with asyncio.timeout(self._seconds):
                read = read_scores(await fetched(client, self.options.name, texts), len(texts))
        except TimeoutError:
            return self._failed(Fault(f"it did not answer within {self._seconds:g} s", counts=True), len(texts))
        except Fault as fault:
            if not fault.perhaps_paid:
                await self._meter.settle(NAME, 0, -1, now)
            if len(texts) > 1 and fault.refusal:
                raise _NoLists from fault
            return self._failed(fault, len(texts))
        self._rest.answered()
        return read

    def _failed(self, fault: Fault, texts: int) -> Sequence[Unknown]:
        if fault.rest:
            self._rest.told(fault.rest, str(fault))
        elif fault.counts:
            self._rest.failed(str(fault))
        return [Unknown(f"the classifier gave no answer: {fault}")] * texts

    async def _prepared(self) -> openai.AsyncOpenAI:
        if self._client is None:
            library = await asyncio.to_thread(importlib.import_module, "openai")
            if self._client is None:  # nobody else was quicker
                self._client = client_of(library, as_model(self.options))
        return self._client

    def _remembered(self, key: bytes) -> Scores | None:
        until, scores = self._known.get(key, (0.0, None))
        if scores is None or until <= self._clock():
            return None
        self._known.move_to_end(key)
        return scores

    def _remember(self, key: bytes, scores: Scores) -> None:
        self._known[key] = (self._clock() + self._keep, scores)
        self._known.move_to_end(key)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)


class _NoLists(Exception):
    """The endpoint takes one text at a time."""


async def fetched(client: openai.AsyncOpenAI, model: str, texts: Sequence[str]) -> bytes:
    """The body of an answer, as much of it as is read; raises Fault."""
    called: Any = client.moderations.with_streaming_response.create
    return await body_of(called, SECTION, model=model, input=texts[0] if len(texts) == 1 else list(texts))


def bounded(text: str) -> str:
    """What is sent of a text: all of it, or its beginning and its end."""
    text = readable(text).strip()
    return text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n{text[-TAIL:]}"


def digest(text: str) -> bytes:
    """What a text is remembered by; capitals and how much space stands in it make no other text of it."""
    same = " ".join(text.casefold().split())
    return hashlib.blake2b(same.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def read_scores(body: bytes, wanted: int) -> Sequence[Scores]:
    """The scores of each text out of the body of an answer; raises Fault when it is not what it should be."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise _nonsense("it is no JSON") from None
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list):
        raise _nonsense("it has no results")
    if len(results) != wanted:
        words = f"{len(results)} results for {wanted} {'text' if wanted == 1 else 'texts'}"
        raise _nonsense(words, refusal=words if wanted > 1 else "")
    return [_read(result) for result in results]


def _read(result: object) -> Scores:
    scores = result.get("category_scores") if isinstance(result, dict) else None
    if not isinstance(scores, dict) or not 0 < len(scores) <= MOST_CATEGORIES:
        raise _nonsense("it has no category_scores")
    values: dict[str, float] = {}
    for name, score in scores.items():
        if score is None:  # a category that this model does not know
            continue
        if isinstance(score, bool) or not isinstance(score, int | float) or not math.isfinite(score):
            raise _nonsense(f"the score of {name[:LONGEST_CATEGORY]} is no number")
        if not 0 <= score <= 1:
            raise _nonsense(f"the score of {name[:LONGEST_CATEGORY]} is not between 0 and 1")
        values[name[:LONGEST_CATEGORY]] = float(score)
    if not values:
        raise _nonsense("it scores nothing")
    return Scores(values)


def _nonsense(why: str, refusal: str = "") -> Fault:
    return Fault(f"its answer makes no sense ({why})", counts=True, perhaps_paid=True, refusal=refusal)


def as_model(options: ClassifierOptions) -> ModelOptions:
    """The same endpoint as the library is told of it."""
    return ModelOptions(base_url=options.base_url, name=options.name, api_key=options.api_key, timeout=options.timeout)


__all__ = ["NAME", "Classifier", "Scores", "Unknown", "as_model", "bounded", "digest", "fetched", "read_scores"]
