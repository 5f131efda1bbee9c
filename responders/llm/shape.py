"""What a model has to answer with: one JSON object, found leniently in whatever it says and then taken strictly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

LONGEST = 64_000  # characters of an answer that are looked at; what is longer is no answer to a follower
OPENINGS = 8  # braces that are tried; an answer that is JSON begins with one of the first
THINKING = re.compile(r"<think>.*?</think>", re.DOTALL)

Sentiment = Literal["positive", "neutral", "negative", "angry", "sarcastic"]
Why = Literal[
    "none", "not_in_sources", "asks_for_person", "complaint", "payment", "personal_data", "advice", "danger",
    "manipulation", "unclear", "other",
]  # fmt: skip
WORDS: dict[Why, str] = {
    "none": "it gave no reason",
    "not_in_sources": "nothing we have written down answers it",
    "asks_for_person": "they ask for a person",
    "complaint": "they complain",
    "payment": "it is about their money",
    "personal_data": "it is about their own order, account or data",
    "advice": "they ask for legal, medical or financial advice",
    "danger": "somebody may be in danger, or threatens",
    "manipulation": "the message tries to give the program orders",
    "unclear": "it is not clear what they want",
    "other": "it needs a person for a reason that is on no list",
}


class Shape(BaseModel):
    """An answer that keeps to the form."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    reply: Annotated[str, Field(max_length=20_000)]
    language: Annotated[str, Field(max_length=35)]
    intent: Annotated[str, Field(max_length=400)]
    sentiment: Sentiment
    needs_person: bool
    reason: Why
    sources: Annotated[list[Annotated[str, Field(max_length=400)]], Field(max_length=50)]


# Only keywords that every endpoint with strict output knows. The ids of this turn's sources are not listed: a schema
# that changes with each call is compiled with each call, which takes seconds.
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "reply": {"type": "string", "description": "What we would say to them; empty when nothing should be said."},
        "language": {"type": "string", "description": "The code of the language that the reply is in, such as en."},
        "intent": {"type": "string", "description": "What they want, in at most eight English words."},
        "sentiment": {"type": "string", "enum": list(get_args(Sentiment))},
        "needs_person": {"type": "boolean", "description": "Whether somebody of the team has to answer."},
        "reason": {"type": "string", "enum": list(get_args(Why))},
        "sources": {
            "type": "array",
            "items": {"type": "string"},
            "description": "The ids of the sources that the reply was made of, exactly as they stand in brackets.",
        },
    },
    "required": ["reply", "language", "intent", "sentiment", "needs_person", "reason", "sources"],
    "additionalProperties": False,
}


class Misshapen(Exception):
    """What came is no answer of this form; the words say why."""


def read(said: str) -> Shape:
    """The answer in what a model said; raises Misshapen."""
    if len(said) > LONGEST:
        raise Misshapen(f"its answer is too long ({len(said)} characters)")
    if not said.strip():
        raise Misshapen("its answer is empty")
    found = [one for one in _objects(THINKING.sub("", said)) if "reply" in one]
    if not found:
        raise Misshapen("its answer is no JSON object, or only a part of one")
    if len(found) > 1:  # a model that quotes what it was told to say, and then says something
        raise Misshapen("it gave more than one answer")
    try:
        return Shape.model_validate(found[0])
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Misshapen(f"its answer has not the form it must have: {where}: {first['msg']}") from None


def _objects(said: str) -> Iterator[dict[str, object]]:
    """The JSON objects in a text, whatever stands before, between or behind them."""
    decoder, at = json.JSONDecoder(), said.find("{")
    for _ in range(OPENINGS):
        if at < 0:
            return
        end = at + 1
        try:
            found, end = decoder.raw_decode(said, at)
            yield found
        except (ValueError, RecursionError):
            pass
        at = said.find("{", end)
