"""The body of a completion: what the model said, and what it used; whatever else stands there is left alone."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from responders.llm.faults import Fault


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Message(_Lenient):
    content: str | None = None
    refusal: str | None = None


class _Choice(_Lenient):
    message: _Message
    finish_reason: str | None = None


class _Usage(_Lenient):
    prompt_tokens: int = Field(default=0, ge=0, le=10**9)
    completion_tokens: int = Field(default=0, ge=0, le=10**9)


class _Completion(_Lenient):
    choices: tuple[_Choice, ...] = Field(min_length=1)
    usage: _Usage | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What a model said, and how many tokens went in and came out, where the endpoint says so."""

    said: str
    tokens: tuple[int, int] | None = None


def read_completion(body: bytes) -> Read:
    """What stands in a completion; raises Fault when it is none."""
    try:
        done = _Completion.model_validate(json.loads(body))
    except (ValidationError, ValueError, RecursionError):
        raise Fault("its response is no completion", counts=True, perhaps_paid=True) from None
    choice, usage = done.choices[0], done.usage
    if choice.finish_reason == "content_filter":
        raise Fault("the endpoint's own filter cut the answer off", perhaps_paid=True)
    if choice.message.refusal and not choice.message.content:
        raise Fault("the model refuses to answer this", perhaps_paid=True)
    tokens = (usage.prompt_tokens, usage.completion_tokens) if usage and usage.prompt_tokens else None
    return Read(choice.message.content or "", tokens)
