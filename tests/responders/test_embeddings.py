"""Vectors from an endpoint: bounded, remembered, metered, and one clear error whatever happens."""

from __future__ import annotations

import contextlib
import math
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.playground.faults import Fault, Kind
from bot.playground.model import ModelServer
from responders.embeddings import AT_ONCE, LONGEST, Embedder, EmbeddingsAway, embedder
from responders.options import EmbeddingOptions
from tests.model import NOW, Counted, options, served


@contextlib.asynccontextmanager
async def embedding(server: ModelServer, meter: Counted | None = None, **more: Any) -> AsyncIterator[Embedder]:
    """What makes vectors at this endpoint."""
    model = more.pop("model", {})
    chosen = EmbeddingOptions.model_validate({"name": "sangam-embed", **more})
    embed = embedder(chosen, options(server, **model), meter, lambda: NOW)
    try:
        yield embed
    finally:
        await embed.close()


def likeness(one: Any, other: Any) -> float:
    """The cosine of two vectors of length one."""
    return sum(a * b for a, b in zip(one, other, strict=True))


async def test_each_text_gets_a_vector_and_what_means_the_same_is_near() -> None:
    async with served() as server, embedding(server) as embed:
        opening, horario, price = await embed(
            ["opening hours?", "¿cuál es el horario, está abierto?", "price of a mug"]
        )

    assert math.isclose(math.hypot(*opening), 1, rel_tol=1e-5)
    assert likeness(opening, horario) > likeness(opening, price)
    assert server.calls[-1]["encoding_format"] == "float"


async def test_the_same_text_is_asked_for_once() -> None:
    async with served() as server, embedding(server) as embed:
        first = await embed(["a", "b", "a"])
        again = await embed(["b", "c"])

    assert first[0] == first[2]
    assert again[0] == first[1]
    assert [call["input"] for call in server.calls] == [["a", "b"], ["c"]]


async def test_many_long_texts_go_in_several_calls_each_bounded() -> None:
    async with served() as server, embedding(server) as embed:
        vectors = await embed(["x" * 70_000, *(f"{n}" for n in range(AT_ONCE))])

    assert len(vectors) == AT_ONCE + 1
    assert [len(call["input"]) for call in server.calls] == [AT_ONCE, 1]  # type: ignore[arg-type]
    assert max(len(text) for text in server.calls[0]["input"]) == LONGEST  # type: ignore[attr-defined]


async def test_nothing_is_nothing_and_an_empty_text_still_has_a_vector() -> None:
    async with served() as server, embedding(server) as embed:
        assert list(await embed([])) == []
        assert len(await embed(["", "a"])) == 2


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(Kind.REFUSE, status=500), "sangam-embed makes no vectors: it answered 500"),
        (Fault(Kind.REFUSE, status=429, retry_after=1), "it has too much to do"),
        (Fault(Kind.CUT_BEFORE), "the connection was cut"),
        (Fault(Kind.HANG_BEFORE, seconds=60), "did not answer within 0.3 s"),
    ],
)
async def test_every_failure_is_one_error_in_words_and_the_next_call_works(fault: Fault, words: str) -> None:
    async with served() as server, embedding(server, timeout="300ms") as embed:
        await embed(["warm"])
        server.faults.next(fault, "embeddings")
        with pytest.raises(EmbeddingsAway, match=words):
            await embed(["a"])
        assert await embed(["a"])


async def test_a_model_that_is_not_there_is_named() -> None:
    async with served() as server, embedding(server, name="other") as embed:
        with pytest.raises(EmbeddingsAway, match="The model `other` does not exist"):
            await embed(["a"])


async def test_it_may_stand_elsewhere_with_a_key_of_its_own_and_gets_no_other() -> None:
    async with served(keys={"there"}) as elsewhere, served() as here:
        async with embedding(here, base_url=elsewhere.base_url, api_key="there", model={"api_key": "here"}) as embed:
            await embed(["a"])
        async with embedding(here, base_url=elsewhere.base_url, model={"api_key": "here"}) as embed:
            with pytest.raises(EmbeddingsAway):
                await embed(["a"])
        assert "here" not in elsewhere.headers[-1]["Authorization"]
        assert here.counts["embeddings"] == 0


async def test_it_is_metered_and_stops_when_the_budget_is_used_up() -> None:
    meter = Counted()
    async with served() as server, embedding(server, meter, price={"input": 3}) as embed:
        await embed(["how much is it?"])
        assert meter.micros == 3 * meter.tokens > 0
        meter.full = True
        with pytest.raises(EmbeddingsAway, match="budget"):
            await embed(["and this?"])
        assert await embed(["how much is it?"])  # known already


@pytest.mark.parametrize(
    "data",
    [
        [],
        [{"index": 0, "embedding": []}],
        [{"index": 0, "embedding": ["x"]}],
        [{"index": 5, "embedding": [1.0]}],
        [{"index": 0, "embedding": [1e999]}],
        [{"embedding": [1.0]}],
    ],
)
async def test_vectors_that_are_none_are_refused(data: list[object]) -> None:
    async with served() as server, embedding(server) as embed:
        server.instead["embeddings"] = {"object": "list", "data": data}
        with pytest.raises(EmbeddingsAway, match="cannot be used"):
            await embed(["a"])
