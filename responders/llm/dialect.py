"""What an endpoint understands: found out by asking, and remembered, because the many servers differ in a few words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from responders.llm.shape import SCHEMA

Form = Literal["json_schema", "json_object", "text"]
WEAKER: dict[Form, Form] = {"json_schema": "json_object", "json_object": "text"}
MOST_TOKENS = 4_000  # of an answer, with what a reasoning model thinks before it
ABOUT_FORM = ("response_format", "json_schema", "json_object", "structured output", "grammar")
ABOUT_LENGTH = ("max_tokens", "max_completion_tokens")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an endpoint is spoken to; the newest and strictest way until it refuses that."""

    form: Form = "json_schema"
    length: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: bool = True  # reasoning models take none

    @property
    def arguments(self) -> dict[str, object]:
        """What a call says besides its model and its messages. No tools, ever: a model here can do nothing."""
        said: dict[str, object] = {self.length: MOST_TOKENS, "stream": False}
        if self.temperature:
            said["temperature"] = 0
        if self.form == "json_schema":
            schema = {"name": "answer", "strict": True, "schema": SCHEMA}
            said["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self.form == "json_object":
            said["response_format"] = {"type": "json_object"}
        return said


def weaker(dialect: Dialect, refusal: str) -> Dialect | None:
    """How to ask instead, after a refusal (400 or 422) in these words; None when it was about something else."""
    words = refusal.lower()
    if any(word in words for word in ABOUT_LENGTH) and dialect.length == "max_tokens":
        return replace(dialect, length="max_completion_tokens")
    if "temperature" in words and dialect.temperature:
        return replace(dialect, temperature=False)
    if any(word in words for word in ABOUT_FORM) and dialect.form in WEAKER:
        return replace(dialect, form=WEAKER[dialect.form])
    return None
