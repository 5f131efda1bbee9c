"""How an endpoint is spoken to, and how instead after it refused."""

from __future__ import annotations

import pytest

from responders.llm.dialect import Dialect, weaker

JSON_SCHEMA = "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model."
JSON_OBJECT = "Invalid parameter: 'response_format' of type 'json_object' is not supported with this model."
OTHERS = "invalid value: `json_schema`, supported values are: `json_object` and `text`"
LENGTH = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
WARMTH = "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported."


@pytest.mark.parametrize(
    ("refusal", "then"),
    [
        (JSON_SCHEMA, Dialect("json_object")),
        (OTHERS, Dialect("json_object")),
        (LENGTH, Dialect(length="max_completion_tokens")),
        (WARMTH, Dialect(temperature=False)),
        ("The message was bad.", None),
    ],
)
def test_what_is_refused_is_asked_otherwise(refusal: str, then: Dialect | None) -> None:
    assert weaker(Dialect(), refusal) == then


def test_there_is_an_end_to_it() -> None:
    last = Dialect("text", "max_completion_tokens", temperature=False)

    assert weaker(Dialect("json_object"), JSON_OBJECT) == Dialect("text")
    assert all(weaker(last, words) is None for words in (JSON_SCHEMA, LENGTH, WARMTH))


def test_the_weakest_way_asks_for_no_form_and_every_way_bounds_the_answer() -> None:
    last = Dialect("text", "max_completion_tokens", temperature=False).arguments

    assert last.keys() == {"max_completion_tokens", "stream"}
    assert Dialect("json_object").arguments["response_format"] == {"type": "json_object"}
