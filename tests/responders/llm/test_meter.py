"""What calls may cost and did cost."""

from __future__ import annotations

import pytest

from responders.llm.meter import FREE, Cost, cost, limits_of, most_tokens
from responders.options import Budget, Price


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
