"""Vectors of phrasings and questions: asked for once, kept, and done without when the endpoint is away."""

import logging
from collections.abc import Sequence

import pytest

from responders.faq.meaning import AT_ONCE, REST, Meanings


class Endpoint:
    """Makes a vector of a text's length, remembers what it was asked, and fails when told to."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.away = False

    async def __call__(self, texts: Sequence[str]) -> list[list[float]]:
        self.asked.append(list(texts))
        if self.away:
            raise TimeoutError("no answer within 3 s")
        return [[float(len(text)), 1.0] for text in texts]


async def test_phrasings_are_asked_for_once_and_in_batches() -> None:
    endpoint = Endpoint()
    meanings = Meanings(endpoint)
    texts = [f"question {number}" for number in range(AT_ONCE + 3)]

    first = await meanings.learn(texts)
    again = await meanings.learn([*texts[1:], "one more"])

    assert first is not None
    assert again is not None
    assert first["question 0"] == [10.0, 1.0]
    assert [len(texts) for texts in endpoint.asked] == [AT_ONCE, 3, 1]
    assert "question 0" not in again
    assert endpoint.asked[-1] == ["one more"]


async def test_the_words_of_a_phrasing_need_no_call() -> None:
    endpoint = Endpoint()
    meanings = Meanings(endpoint)
    await meanings.learn(["open?"])

    assert await meanings.of("open?", 0) == {"open?": [5.0, 1.0]}
    assert await meanings.of("opened?", 0) == {"opened?": [7.0, 1.0]}
    assert endpoint.asked == [["open?"], ["opened?"]]


async def test_an_endpoint_that_is_away_is_said_once_and_left_alone_for_a_while(
    caplog: pytest.LogCaptureFixture,
) -> None:
    endpoint = Endpoint()
    meanings = Meanings(endpoint)
    endpoint.away = True

    with caplog.at_level(logging.WARNING):
        assert await meanings.learn(["open?"]) is None
        assert await meanings.of("when", 1_000) == {}
        assert await meanings.of("when", 1_000 + REST - 1) == {}
        assert await meanings.of("when", 1_000 + REST) == {}

    assert endpoint.asked == [["open?"], ["when"], ["when"]]
    assert [record.message for record in caplog.records] == [
        "the FAQ goes on without meanings until the endpoint makes vectors again: no answer within 3 s"
    ]
    endpoint.away = False
    assert await meanings.of("when", 1_000 + 2 * REST) == {"when": [4.0, 1.0]}


async def test_what_was_learnt_before_it_went_away_is_not_asked_for_again() -> None:
    endpoint = Endpoint()
    meanings = Meanings(endpoint)
    await meanings.learn(["a", "b"])
    endpoint.away = True
    assert await meanings.learn(["a", "b", "c"]) is None
    endpoint.away = False

    assert await meanings.learn(["a", "b", "c"]) is not None
    assert endpoint.asked[-1] == ["c"]
