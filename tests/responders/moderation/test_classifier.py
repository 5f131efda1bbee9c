"""The classifier over a real socket: asked once, bounded, counted, left alone when it fails, and "unknown" in words."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.playground.faults import Fault, Kind
from bot.playground.model import ModelServer
from bot.playground.model.behaviours import Raw
from bot.playground.model.moderating import CATEGORIES
from responders.moderation.classifier import AT_ONCE, HEAD, KEPT, TAIL, Classifier, Scores, Unknown
from responders.options import ClassifierOptions
from tests.model import NOW, Counted, served

FOUL = "You are a pathetic idiot, nobody likes you"


class Clock:
    """Seconds that pass when a test says so."""

    at = 1_000.0

    def __call__(self) -> float:
        """Now."""
        return self.at


@contextlib.asynccontextmanager
async def asking(server: ModelServer, **more: Any) -> AsyncIterator[Classifier]:
    """What asks this endpoint."""
    meter, clock = more.pop("meter", Counted()), more.pop("clock", Clock())
    options = ClassifierOptions.model_validate({"base_url": server.base_url, **more})
    classifier = Classifier(options, meter, lambda: NOW, clock)
    try:
        yield classifier
    finally:
        await classifier.close()


def body(scores: object, results: int = 1) -> dict[str, object]:
    """An answer with these scores for every text."""
    return {"id": "modr-1", "model": "m", "results": [{"category_scores": scores}] * results}


async def why(classifier: Classifier, text: str = "Hello there") -> str:
    """Why there are no scores."""
    answer = await classifier.scores(text)
    assert isinstance(answer, Unknown)
    return answer.why


async def test_a_foul_text_scores_higher_than_a_kind_one_in_every_category_it_belongs_to() -> None:
    async with served() as server, asking(server, api_key="sk-test") as classifier:
        foul, kind = await classifier.scores(FOUL), await classifier.scores("What a lovely bowl, thank you!")

    assert isinstance(foul, Scores)
    assert isinstance(kind, Scores)
    assert set(foul.values) == set(CATEGORIES)
    assert foul.values["harassment"] > 0.8 > 0.1 > kind.values["harassment"]
    assert server.calls[0] == {"model": "omni-moderation-latest", "input": FOUL}
    assert server.headers[0]["Authorization"] == "Bearer sk-test"


async def test_the_same_text_is_asked_about_once_however_it_is_spaced_and_again_after_some_hours() -> None:
    clock = Clock()
    async with served() as server, asking(server, clock=clock, cache="6h") as classifier:
        first = await classifier.scores(FOUL)
        same = await classifier.scores(f"  {FOUL.upper()}\n")
        clock.at += 6 * 3600 + 1
        await classifier.scores(FOUL)

    assert same == first
    assert server.counts["moderations"] == 2


async def test_texts_that_come_together_go_in_one_call_and_each_gets_its_own_scores() -> None:
    meter = Counted()
    async with served() as server, asking(server, meter=meter) as classifier:
        texts = [f"comment number {n}" for n in range(AT_ONCE - 1)]
        answers = await asyncio.gather(*map(classifier.scores, [*texts, FOUL, FOUL]))

    high = [isinstance(answer, Scores) and answer.values["harassment"] > 0.8 for answer in answers]
    assert high == [False] * (AT_ONCE - 1) + [True, True]
    assert server.counts["moderations"] == 1
    assert meter.tokens == 1


async def test_an_endpoint_that_takes_no_lists_is_asked_one_by_one_from_then_on() -> None:
    async with served(lists=False) as server, asking(server) as classifier:
        answers = await asyncio.gather(*(classifier.scores(f"comment {n}") for n in range(3)))
        more = await asyncio.gather(*(classifier.scores(f"later {n}") for n in range(2)))

    assert all(isinstance(answer, Scores) for answer in [*answers, *more])
    assert server.counts["moderations"] == 1 + 3 + 2


async def test_one_answer_too_few_for_a_list_makes_it_one_text_at_a_time() -> None:
    async with served() as server, asking(server) as classifier:
        server.instead["moderations"] = body({"hate": 0.1})
        answers = await asyncio.gather(*(classifier.scores(f"comment {n}") for n in range(3)))

    assert answers == [Scores({"hate": 0.1})] * 3


async def test_a_long_text_is_sent_with_its_beginning_and_its_end_and_an_empty_one_not_at_all() -> None:
    async with served() as server, asking(server) as classifier:
        await classifier.scores("a" * 50_000 + " the end")
        nothing = await classifier.scores(" \u200b\n")

    assert nothing == Scores({})
    assert server.counts["moderations"] == 1
    sent = str(server.calls[0]["input"])
    assert len(sent) == HEAD + TAIL + 1
    assert sent.endswith("the end")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Raw(b"<html><body>It works!</body></html>", "text/html"), "it is no JSON"),
        (Raw(b'{"results": [', "application/json"), "it is no JSON"),
        (Raw(b"[" * 100_000), "it is no JSON"),
        (Raw(b'{"results": [' + b" " * 2_000_000 + b"]}"), "longer than 1,000,000 bytes"),
        (Raw(b"[]"), "it has no results"),
        ({"results": "none"}, "it has no results"),
        ({"results": []}, "0 results for 1 text"),
        (body({"hate": 0.1}, 2), "2 results for 1 text"),
        ({"results": [7]}, "it has no category_scores"),
        (body({}), "it has no category_scores"),
        (body({f"c{n}": 0.1 for n in range(65)}), "it has no category_scores"),
        (body({"hate": "high"}), "the score of hate is no number"),
        (body({"hate": True}), "the score of hate is no number"),
        (Raw(b'{"results": [{"category_scores": {"hate": NaN}}]}'), "the score of hate is no number"),
        (body({"hate": 7}), "the score of hate is not between 0 and 1"),
        (body({"hate": -0.1}), "the score of hate is not between 0 and 1"),
        (body({"sexual": None, "hate": None}), "it scores nothing"),
    ],
)
async def test_nonsense_is_unknown_and_says_what_is_wrong_with_it(answer: Any, said: str) -> None:
    async with served() as server, asking(server) as classifier:
        server.instead["moderations"] = answer

        assert said in await why(classifier)


async def test_a_category_that_the_model_does_not_know_is_left_out() -> None:
    async with served() as server, asking(server) as classifier:
        server.instead["moderations"] = body({"hate": 0.25, "illicit": None, "violence": 1})

        assert await classifier.scores("hi") == Scores({"hate": 0.25, "violence": 1.0})


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault(Kind.HANG_BEFORE, seconds=60), "it did not answer within 0.2 s"),
        (Fault(Kind.CUT_BEFORE), "the connection was cut"),
        (Fault(Kind.REFUSE, status=500), "it answered 500"),
        (Fault(Kind.REFUSE, status=429, retry_after=40), "it has too much to do"),
        (Fault(Kind.REFUSE, status=429, text="quota"), "no credit left"),
    ],
)
async def test_an_endpoint_that_fails_is_unknown_with_the_reason_and_nothing_is_tried_twice(
    fault: Fault, said: str
) -> None:
    hangs = fault.kind is Kind.HANG_BEFORE
    async with served() as server, asking(server, timeout="200ms" if hangs else "20s") as classifier:
        server.faults.next(fault, "moderations")

        assert said in await why(classifier)
        assert server.counts["moderations"] == 1


async def test_an_endpoint_that_is_away_rests_after_three_failures_and_is_asked_again_later() -> None:
    clock = Clock()
    async with served() as server, asking(server, clock=clock) as classifier:
        server.faults.next(Fault(Kind.REFUSE, status=500), "moderations", times=3)
        for n in range(3):
            assert "it answered 500" in await why(classifier, f"text {n}")
        resting = await why(classifier, "text 4")
        calls = server.counts["moderations"]
        clock.at += 31
        after = await classifier.scores("text 5")

    assert resting.startswith("the classifier is left alone: it failed 3 times in a row")
    assert resting.endswith("it is asked again in 30 s")
    assert calls == 3
    assert isinstance(after, Scores)


async def test_too_many_requests_leave_it_alone_as_long_as_it_says() -> None:
    clock = Clock()
    async with served() as server, asking(server, clock=clock) as classifier:
        server.faults.next(Fault(Kind.REFUSE, status=429, retry_after=40), "moderations")
        await why(classifier)
        clock.at += 39
        assert "left alone" in await why(classifier)
        clock.at += 2
        assert isinstance(await classifier.scores("later"), Scores)


async def test_nobody_listens_at_the_address_and_nothing_is_counted_for_that() -> None:
    meter = Counted()
    async with ModelServer() as server:
        base_url = server.base_url
    options = ClassifierOptions(base_url=base_url)
    classifier = Classifier(options, meter, lambda: NOW)
    words = await why(classifier)
    await classifier.close()

    assert "it cannot be reached" in words
    assert meter.tokens == 0


async def test_a_wrong_key_is_named_by_where_it_stands_and_never_by_what_it_is() -> None:
    async with served(keys=["sk-right"]) as server, asking(server, api_key="sk-wrong-and-secret") as classifier:
        words = await why(classifier)

    assert "classifier.api_key in bot.yaml" in words
    assert "secret" not in words
    assert "secret" not in repr(classifier.options)


async def test_the_budget_of_calls_is_told_and_ends_them() -> None:
    meter = Counted()
    async with served() as server, asking(server, meter=meter, a_day=2_000) as classifier:
        await classifier.scores("one")
        meter.full = True
        words = await why(classifier, "two")

    assert meter.reserved == [(0, 1, {"day_tokens": 2_000})]
    assert "asked 2,000 times today" in words
    assert server.counts["moderations"] == 1


async def test_who_stops_waiting_takes_nobody_elses_answer_away() -> None:
    async with served() as server, asking(server, timeout="5s") as classifier:
        server.faults.next(Fault(Kind.HANG_BEFORE, seconds=60), "moderations")
        first = asyncio.ensure_future(classifier.scores("shared"))  # noqa: TID251  # it is cancelled below
        second = asyncio.ensure_future(classifier.scores("shared"))  # noqa: TID251  # it is awaited below
        while not server.counts["moderations"]:
            await asyncio.sleep(0.005)
        first.cancel()

        assert isinstance(await second, Scores)
        assert first.cancelled()


async def test_what_is_remembered_is_bounded() -> None:
    async with served() as server, asking(server) as classifier:
        for n in range(KEPT + 10):
            classifier._remember(n.to_bytes(16), Scores({"hate": 0.1}))

    assert len(classifier._known) == KEPT


async def test_an_answer_is_what_the_reference_says() -> None:
    async with served() as server, asking(server) as classifier:
        client = await classifier._prepared()
        done = await client.moderations.create(input=[FOUL, "hello"], model="omni-moderation-latest")

    assert [result.flagged for result in done.results] == [True, False]
    assert done.results[0].categories.harassment is True
    assert done.results[0].category_scores.self_harm_intent < 0.5
    assert json.loads(done.model_dump_json())["model"] == "omni-moderation-latest"
