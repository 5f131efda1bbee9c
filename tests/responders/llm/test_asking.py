"""What was heard is enough to decide the same again, without an endpoint."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.playground.faults import Fault, Kind
from bot.playground.model import BEHAVIOURS, says
from inbox.decisions import Heard
from responders.llm.asking import recalled
from tests.model import asked, served
from tests.turns import turn


@pytest.mark.parametrize("kind", ["demo", "half", "boastful", "leaky", "obedient", "nothing"])
async def test_a_replay_decides_the_same_with_what_was_heard(kind: str) -> None:
    question = turn("When are you open?")
    async with served(BEHAVIOURS[kind]) as server, asked(server) as (model, _):
        then = await model.propose(question)
    again = await replace(model, ask=recalled(then.heard)).propose(question)

    assert again == then


async def test_a_replay_fails_as_it_failed_then() -> None:
    question = turn("When are you open?")
    async with served() as server, asked(server) as (model, _):
        server.faults.next(Fault(Kind.REFUSE, status=500), "chat")
        then = await model.propose(question)
    again = await replace(model, ask=recalled(then.heard)).propose(question)

    assert again == then
    assert then.skipped[0].startswith("llm (it answered 500")


async def test_what_was_never_asked_has_no_answer() -> None:
    async with served() as server, asked(server) as (model, _):
        then = await model.propose(turn("When are you open?"))
    other = await replace(model, ask=recalled(then.heard)).propose(turn("Where are you?"))

    assert other.skipped == ("llm (the model was never asked this)",)


async def test_a_model_that_speaks_like_a_failure_is_none() -> None:
    async with served(lambda _: '{"failed": "nothing"}') as server, asked(server) as (model, _):
        then = await model.propose(turn("Hi"))
    again = await replace(model, ask=recalled([*then.heard, Heard("rules", "x", "y")])).propose(turn("Hi"))

    assert again == then


async def test_what_is_kept_of_an_answer_is_bounded() -> None:
    async with served(says("x" * 300_000, "brand:hours")) as server, asked(server) as (model, _):
        then = await model.propose(turn("Hi"))

    assert len(then.heard[0].said) == 20_000
    assert then.proposals == ()
