"""Reading what a model said: leniently found, strictly taken."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from responders.llm.shape import LONGEST, SCHEMA, WORDS, Misshapen, Shape, Why, read

GOOD: dict[str, object] = {
    "reply": "At 9:00.",
    "language": "en",
    "intent": "hours",
    "sentiment": "neutral",
    "needs_person": False,
    "reason": "none",
    "sources": ["hours"],
}


@pytest.mark.parametrize(
    "around", ["{}", "Here: {} That is all {{.", "```json\n{}\n```", '<think>{{"reply": 1}}</think>{}']
)
def test_an_answer_is_found_wherever_it_stands(around: str) -> None:
    assert read(around.format(json.dumps(GOOD))).reply == "At 9:00."


def test_what_else_a_model_adds_is_left_alone() -> None:
    assert read(json.dumps({**GOOD, "mood": "fine"})).sources == ["hours"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"needs_person": "no"}, "needs_person"),
        ({"sources": "hours"}, "sources"),
        ({"sources": [1]}, "sources.0"),
        ({"sentiment": "furious"}, "sentiment"),
        ({"reason": "because"}, "reason"),
        ({"reply": None}, "reply"),
        ({"reply": ["a"]}, "reply"),
        ({"language": 5}, "language"),
    ],
)
def test_every_value_is_taken_strictly_and_the_wrong_one_is_named(change: dict[str, object], where: str) -> None:
    with pytest.raises(Misshapen, match=f"form it must have: {where}: "):
        read(json.dumps({**GOOD, **change}))


@pytest.mark.parametrize("key", list(GOOD))
def test_nothing_may_be_left_out(key: str) -> None:
    with pytest.raises(Misshapen):
        read(json.dumps({name: value for name, value in GOOD.items() if name != key}))


@pytest.mark.parametrize("said", ["", " \n", "No.", '{"reply": "At', "[1, 2]", "{" * 20_000, "[" * 40_000, "{}" * 1000])
def test_what_is_no_answer_is_refused(said: str) -> None:
    with pytest.raises(Misshapen):
        read(said)


def test_two_answers_are_none_and_an_endless_one_is_none() -> None:
    with pytest.raises(Misshapen, match="more than one"):
        read(json.dumps(GOOD) + json.dumps(GOOD))
    with pytest.raises(Misshapen, match="too long"):
        read(" " * LONGEST + json.dumps(GOOD))


def test_the_schema_is_the_form_and_every_reason_has_words() -> None:
    assert set(SCHEMA["required"]) == set(Shape.model_fields) == set(SCHEMA["properties"])  # type: ignore[call-overload]
    assert set(WORDS) == set(get_args(Why))
