"""What another service may tell by the generic network, as it stands in its JSON, and what each item means to us."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    field_validator,
)

from inbox.incoming import (
    ContactLeft,
    Incoming,
    MessageEdited,
    MessageHidden,
    MessageRemoved,
    NewMessage,
    Reacted,
    Seen,
)
from inbox.models import Contact, Kind, Media, MediaKind, RemoteId, Subject, Thread

MOST_ITEMS: Final = 1000
MOST_PROBLEMS: Final = 20
MOST_FILE: Final = 5 * 1024 * 1024  # bytes of one file that comes along
EARLIEST: Final = 946_684_800_000  # the year 2000; what is smaller counts seconds
LATEST: Final = 253_402_300_799_000  # the last millisecond of the year 9999


def _printable(id: str) -> str:
    if not id.isprintable():
        raise ValueError("an id has no signs that nobody sees, such as line breaks")
    return id


def _milliseconds(at: int) -> int:
    if at < EARLIEST:
        raise ValueError("at is in milliseconds since 1970, and this is before the year 2000; seconds are too few")
    return at


Id = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_printable)]
Line = Annotated[str, StringConstraints(max_length=500)]
Text = Annotated[str, StringConstraints(max_length=100_000)]
At = Annotated[int, Field(le=LATEST, strict=True), AfterValidator(_milliseconds)]


class Said(BaseModel):
    """Anything in the JSON: never changed, and no key that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class PostSaid(Said):
    """The post that a conversation of comments stands under."""

    id: Id
    text: Text = ""
    link: Line = ""


class ThreadSaid(Said):
    """Where it is said."""

    id: Id
    kind: Kind = "direct"
    title: Line = ""
    post: PostSaid | None = None


class AuthorSaid(Said):
    """Who says it."""

    id: Id
    name: Line = ""
    username: Line = ""
    language: Annotated[str, StringConstraints(max_length=35)] = ""


class FileSaid(Said):
    """A file that comes along, in base64."""

    kind: MediaKind = "file"
    data: bytes
    name: Line = ""
    mime: Line = ""

    @field_validator("data", mode="before")
    @classmethod
    def _decoded(cls, data: object) -> bytes:
        try:
            found = base64.b64decode(data if isinstance(data, str | bytes) else b"", validate=True)
        except (binascii.Error, ValueError):
            found = b""
        if not found or len(found) > MOST_FILE:
            raise ValueError(f"data is the file in base64, of 1 to {MOST_FILE} bytes")
        return found


class Item(Said):
    """What every item has: where, which message, and when (unix milliseconds)."""

    thread: ThreadSaid
    at: At


class MessageSaid(Item):
    """Something was said; without an author it was said by us, in the service itself."""

    type: Literal["message"]
    id: Id
    author: AuthorSaid | None
    text: Text
    reply_to: Id | None = None
    media: Annotated[tuple[FileSaid, ...], Field(max_length=10)] = ()
    key: Line = ""


class EditedSaid(Item):
    """A message has another text now."""

    type: Literal["edited"]
    id: Id
    author: AuthorSaid | None
    text: Text


class ChangedSaid(Item):
    """A message is gone, out of sight, or back in sight."""

    type: Literal["removed", "hidden", "shown"]
    id: Id


class ReactedSaid(Item):
    """Somebody reacted to a message; without an emoji they took it back."""

    type: Literal["reacted"]
    id: Id
    author: AuthorSaid
    emoji: Annotated[str, StringConstraints(max_length=50)]


class SeenSaid(Item):
    """Our messages up to then were read."""

    type: Literal["seen"]


class LeftSaid(Item):
    """Somebody left, or came back."""

    type: Literal["left", "back"]
    author: AuthorSaid


AnyItem = Annotated[
    MessageSaid | EditedSaid | ChangedSaid | ReactedSaid | SeenSaid | LeftSaid, Field(discriminator="type")
]
ITEMS: Final = TypeAdapter(Annotated[list[AnyItem], Field(min_length=1, max_length=MOST_ITEMS)])


def problems(error: ValidationError) -> list[dict[str, object]]:
    """What is wrong with items, each with the place it stands at and words; the first few."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return [
        {"where": ".".join(str(part) for part in one["loc"] if part not in KINDS) or "items", "words": one["msg"]}
        for one in found[:MOST_PROBLEMS]
    ]


KINDS: Final = frozenset({"message", "edited", "removed", "hidden", "shown", "reacted", "seen", "left", "back"})


def inside(id: str) -> RemoteId:
    """Another service's id as we keep it: no slash in it."""
    return RemoteId(id.replace("%", "%25").replace("/", "%2F"))


def outside(id: RemoteId) -> str:
    """The id as the other service knows it."""
    return id.replace("%2F", "/").replace("%25", "%")


def meant(item: AnyItem, media: tuple[Media, ...] = ()) -> Incoming:
    """What an item means; `media` are its files as they are kept."""
    thread, at = _thread(item.thread), item.at
    match item:
        case MessageSaid():
            to = inside(item.reply_to) if item.reply_to else None
            author = _contact(item.author) if item.author else None
            return NewMessage(thread, inside(item.id), author, item.text, at, media, to, delivery=item.key)
        case EditedSaid():
            return MessageEdited(thread, inside(item.id), _contact(item.author) if item.author else None, item.text, at)
        case ChangedSaid(type="removed"):
            return MessageRemoved(thread, inside(item.id), at)
        case ChangedSaid():
            return MessageHidden(thread, inside(item.id), at, hidden=item.type == "hidden")
        case ReactedSaid():
            return Reacted(thread, inside(item.id), _contact(item.author), item.emoji, at)
        case SeenSaid():
            return Seen(thread, at)
        case LeftSaid():
            return ContactLeft(thread, _contact(item.author), at, back=item.type == "back")


def _thread(said: ThreadSaid) -> Thread:
    post = said.post
    subject = Subject(inside(post.id), post.text, post.link) if post else None
    return Thread(inside(said.id), said.kind, said.title, subject)


def _contact(said: AuthorSaid) -> Contact:
    return Contact(inside(said.id), said.name, said.username, said.language)
