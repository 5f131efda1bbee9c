"""Holds the benchmarks to the code: each works with small numbers, and what is counted, not timed, is exact."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.bench import (
    answering,
    clicks,
    desk,
    hooks,
    idle,
    keeping,
    lifecycle,
    memory,
    offline,
    queue_pages,
    storing,
    trips,
)
from tests.bench.figures import Figure, in_turn, table

Measure = Callable[[], Awaitable[list[Figure]]]
SMALL = [
    pytest.param(lambda: storing.measure(rounds=1, pages=2, people=5), 2, id="storing"),
    pytest.param(lambda: hooks.measure(rounds=1, requests=20, at_once=4), 2, id="hooks"),
    pytest.param(lambda: queue_pages.measure(few=200, many=400, pages=4), 2, id="queue_pages"),
    pytest.param(lambda: memory.measure(messages=400, in_each=(20,)), 1, id="memory"),
    pytest.param(lambda: keeping.measure(count=6, answers=1, people=3, networks=["tiktok, hooks"]), 2, id="keeping"),
    pytest.param(lambda: idle.measure(seconds=0.1), 1, id="idle"),
    pytest.param(lambda: clicks.measure(slowly=0.1), 1, id="clicks"),
    pytest.param(lambda: offline.measure(rounds=1), 1, id="offline"),
    pytest.param(lambda: desk.measure(count=5, seconds=1.0), 1, id="desk"),
]


async def test_round_trips_are_as_few_as_we_say() -> None:
    counted = {figure.name: figure.value for figure in await trips.measure(page=100)}

    assert counted == {
        "round trips of a draft": 2,
        "round trips of an approval": 2,
        "round trips of a send": 3,
        "round trips of a page of 100": 1,
        "looks at durability after it": 1,
        "looks shared by 100 hooks": pytest.approx(2, abs=2),
    }


async def test_a_conversation_costs_as_few_calls_to_discord_as_we_say() -> None:
    (figure,) = await lifecycle.measure()

    assert (figure.value, figure.met) == (6, True)


@pytest.mark.parametrize(("measure", "figures"), SMALL)
async def test_every_benchmark_works_with_small_numbers(measure: Measure, figures: int) -> None:
    found = await measure()

    assert len(found) == figures
    assert all(figure.value > 0 for figure in found)


async def test_sangam_answers_every_question_of_the_bare_server() -> None:
    assert await answering.answered_per_second(answering.ours, 20) > 0


async def test_steps_are_measured_in_turn() -> None:
    done: list[str] = []

    async def one() -> None:
        done.append("one")

    async def two() -> None:
        done.append("two")

    assert len(await in_turn(3, one, two)) == 2
    assert done == ["one", "two"] * 3


def test_a_figure_says_whether_it_reaches_its_target() -> None:
    figures = [Figure("share", 0.4, least=0.5), Figure("bytes", 650, most=700, digits=0), Figure("events", 12.3)]

    assert [figure.met for figure in figures] == [False, True, True]
    assert figures[0].missed_by == pytest.approx(1.25)
    assert table(figures).splitlines()[1:] == [
        "share     0.40  >= 0.5  not",
        "bytes      650  <= 700  ok",
        "events   12.30",
    ]
