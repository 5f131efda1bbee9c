"""What a visitor's browser may send us, checked and cleaned: messages, changes, reactions, reading and typing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator, model_validator

from bot.networks._webchat_options import MOST_TEXT
from inbox.models import RemoteId

MOST_FILES = 10  # in one message
# Control characters, and the invisible ones that turn a line round or hide in a name (Unicode, UAX #9).
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
NAME_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whose browser is asking; `known_as` is the site's own id of the person, where its server vouched for it."""

    thread: RemoteId
    known_as: str = ""


class Part(BaseModel):
    """What all kinds have: nothing may be sent that we do not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Once(Part):
    """What is stored, once for each `client_id`, and who wrote it."""

    client_id: UUID
    name: str = Field("", max_length=80)
    language: str = Field("", max_length=20, pattern=r"^[A-Za-z0-9-]*$")

    @field_validator("name")
    @classmethod
    def plain_name(cls, name: str) -> str:
        """Take out what could turn round or hide the text beside a name."""
        return " ".join(NAME_CONTROLS.sub("", name).split())


class Wrote(Once):
    """A new message."""

    type: Literal["message"]
    text: str = Field("", max_length=MOST_TEXT)
    media: tuple[str, ...] = Field((), max_length=MOST_FILES)
    to: str = Field("", max_length=64)

    @field_validator("text")
    @classmethod
    def clean_text(cls, text: str) -> str:
        """Keep lines and tabs, drop other controls."""
        return clean(text)

    @model_validator(mode="after")
    def something(self) -> Self:
        """A message needs some text or a file."""
        if not (self.text or self.media):
            raise ValueError("A message needs some text or a file.")
        return self


class Changed(Once):
    """Another text for something the visitor wrote."""

    type: Literal["edit"]
    id: UUID
    text: str = Field(min_length=1, max_length=MOST_TEXT)

    @field_validator("text")
    @classmethod
    def clean_text(cls, text: str) -> str:
        """Keep lines and tabs, drop other controls."""
        return clean(text)


class TookBack(Once):
    """The visitor deletes something they wrote."""

    type: Literal["remove"]
    id: UUID


class ReactedTo(Once):
    """The visitor's one reaction to something we said; empty takes it back."""

    type: Literal["react"]
    id: str = Field(pattern=r"^[0-9]+-[0-9]+$", max_length=41)
    emoji: str = Field(max_length=16)


class SawUpTo(Part):
    """The visitor has our messages up to `at` (unix milliseconds) before their eyes."""

    type: Literal["seen"]
    at: int = Field(ge=0)


class IsTyping(Part):
    """The visitor is writing right now."""

    type: Literal["typing"]


Stored = Wrote | Changed | TookBack | ReactedTo
Said = Stored | SawUpTo | IsTyping
SAID: TypeAdapter[Said] = TypeAdapter(Annotated[Said, Field(discriminator="type")])


def clean(text: str) -> str:
    """The text with one kind of line end, without control characters, without blank edges."""
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
