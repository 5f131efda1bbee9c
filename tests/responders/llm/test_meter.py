"""What calls may cost and did cost."""

from __future__ import annotations

import asyncio

import pytest

from inbox.store import opened
from inbox.store.embedded import Server
from responders.llm.meter import FREE, Cost, cost, limits_of, most_tokens
from responders.options import Budget, Price
from tests.model import NOW, asked, served
from tests.turns import turn


def test_a_price_is_for_a_million_tokens() -> None:
    done = cost(1_000_000, 500_000, Price(input=2, output=8))

    assert (done, done.tokens) == (Cost(1_000_000, 500_000, 6_000_000), 1_500_000)
    assert cost(7, 7, Price()).micros == FREE.micros == 0


@pytest.mark.parametrize("text", ["hello", "નમસ્તે", "你好", "👩‍🚒", "", "\ud800"])
def test_the_estimate_is_above_what_a_tokenizer_over_bytes_can_make_of_a_text(text: str) -> None:
    plain = text.isascii()

    assert most_tokens(text) >= (len(text) / 2 if plain else len(text.encode("utf-8", "surrogatepass")))


def test_only_what_is_limited_has_a_limit_and_nothing_is_a_limit_too() -> None:
    assert limits_of(Budget()) == {}
    assert limits_of(Budget(day=1.5, month=0, tokens_day=9, tokens_month=7)) == {
        "day_micros": 1_500_000, "month_micros": 0, "day_tokens": 9, "month_tokens": 7,
    }  # fmt: skip


async def test_what_was_used_stands_in_redis_to_the_token(redis_server: Server, brand: str) -> None:
    async with opened(redis_server.url, brand) as store, served() as server:
        async with asked(server, store.meters, price={"input": 1, "output": 4}) as (model, _):
            answers = [await model.propose(turn(words)) for words in ("When are you open?", "Are dogs welcome?")]
        spent = await store.meters.spent("llm", NOW)

    heard = [answer.heard[0] for answer in answers]
    assert spent.day_tokens == spent.month_tokens == sum(one.tokens_in + one.tokens_out for one in heard)
    assert spent.day_micros == spent.month_micros == sum(one.micros for one in heard) > 0


async def test_of_many_at_once_only_as_many_are_asked_as_the_budget_has_money_for(
    redis_server: Server, brand: str
) -> None:
    most = {"price": {"output": 100}, "budget": {"day": 1}}  # 0.40 is set aside for each, whatever it will cost
    async with opened(redis_server.url, brand) as store, served() as server:
        async with asked(server, store.meters, at_once=8, **most) as (model, _):
            answers = await asyncio.gather(*(model.propose(turn(f"Are you open on day {n}?")) for n in range(8)))
        spent = await store.meters.spent("llm", NOW)

    refused = [answer.skipped for answer in answers if answer.skipped]
    assert set(refused) == {("llm (its budget for today is used up)",)}
    assert len(refused) + server.counts["chat"] == 8
    assert spent.day_micros == sum(one.micros for answer in answers for one in answer.heard) < 1_000_000


async def test_a_month_outlasts_its_days(redis_server: Server, brand: str) -> None:
    async with opened(redis_server.url, brand) as store, served() as server:
        await store.meters.reserve("llm", 0, 999_999, {}, NOW - 3 * 86_400_000)
        async with asked(server, store.meters, budget={"tokens_month": 1_000_000}) as (model, _):
            answer = await model.propose(turn("When are you open?"))

    assert answer.skipped == ("llm (its budget for this month is used up)",)
