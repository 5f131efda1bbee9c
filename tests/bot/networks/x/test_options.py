"""Holds what bot.yaml may say of an account on X, and what is said back when it says something else."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bot.networks._x.options import API, XOptions

GIVEN = {"id": 2244994945, "client_id": "VUttdG9PX2Rr", "bearer": "AAAAAAAA", "consumer_secret": "secret-of-the-app"}


def test_the_least_that_has_to_be_said() -> None:
    options = XOptions.model_validate({"id": "2244994945", "client_id": "VUttdG9PX2Rr"})
    assert (options.base_url, options.plan, options.premium, options.listen) == (API, "self-serve", False, "poll")
    assert options.budget == 1_000_000


def test_an_id_without_quotes_is_an_id() -> None:
    options = XOptions.model_validate({**GIVEN, "listen": "webhook", "budget_a_day": 0.25})
    assert (options.id, options.budget) == ("2244994945", 250_000)
    assert "secret-of-the-app" not in repr(options)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id": "@nadipots"}, "X's ids are numbers"),
        ({"id": True}, "X's ids are numbers"),
        ({"client_id": "no id"}, "no Client ID"),
        ({"bearer": "short"}, "no secret of X"),
        ({"base_url": "api.x.com"}, "an address such as"),
        ({"budget_a_day": -1}, "greater than or equal to 0"),
        ({"plan": "basic"}, "self-serve"),
        ({"listen": "stream", "bearer": None}, "needs the app's Bearer Token"),
        ({"listen": "webhook", "consumer_secret": None}, "needs the app's API Key Secret"),
        ({"token": "abc"}, "not permitted"),
    ],
)
def test_whatever_else_is_said_is_refused_in_words(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words) as caught:
        XOptions.model_validate({**GIVEN, **changes})
    assert "secret-of-the-app" not in str(caught.value)
