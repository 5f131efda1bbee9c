"""What a browser sent: the fields of a form, the files in it, and how large they may be."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import BinaryIO, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aiohttp import web

from inbox.errors import NotAllowed
from inbox.models import MediaKind

LARGEST_FILE = 10_000_000
MOST_FILES = 10
LARGEST_FORM = 32 * 1024 * 1024
LONGEST_TEXT = 100_000
LONGEST_NUMBER = 15  # digits: of a time in milliseconds, or the number of a case
LONGEST_MUTE = 365 * 86_400  # seconds
MEDIA: dict[str, MediaKind] = {"image": "image", "video": "video", "audio": "audio"}


@dataclass(frozen=True, slots=True)
class Upload:
    """One attached file as the browser described it."""

    name: str
    mime: str
    data: bytes

    @property
    def kind(self) -> MediaKind:
        """What sort of media it is for a network."""
        return MEDIA.get(self.mime.partition("/")[0], "file")


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of one form, each with its lines ended as we end them, and its files."""

    fields: Mapping[str, str]
    files: tuple[Upload, ...] = field(default=())

    def __getitem__(self, name: str) -> str:
        """A field; empty when the form does not have it."""
        return self.fields.get(name, "")

    def given(self, name: str) -> str | None:
        """A field; None when the form does not have it."""
        return self.fields.get(name)


@contextlib.asynccontextmanager
async def form_of(request: web.Request) -> AsyncIterator[web.Request]:
    """A request whose body may be as large as a form with files; raises NotAllowed for one that is larger."""
    if (request.content_length or 0) > LARGEST_FORM:
        raise too_large("The attachments together are", LARGEST_FORM)
    try:
        yield request.clone(client_max_size=LARGEST_FORM)
    except web.HTTPRequestEntityTooLarge:
        raise too_large("The attachments together are", LARGEST_FORM) from None


async def read(request: web.Request) -> Form:
    """The form in a request; raises NotAllowed when a file or a text is too large."""
    async with form_of(request) as roomy:
        try:
            posted = await roomy.post()
        except ValueError:
            raise NotAllowed("The form could not be read; load the page again and try once more.") from None
    fields = {name: _text(value) for name, value in posted.items() if isinstance(value, str)}
    attached = [value for value in posted.values() if isinstance(value, web.FileField) and value.filename]
    try:
        if len(attached) > MOST_FILES:
            raise NotAllowed(f"At most {MOST_FILES} files go with one message.")
        return Form(fields, tuple([await _upload(one) for one in attached]))
    finally:
        for one in attached:
            one.file.close()


def zone_of(name: str) -> tzinfo:
    """The zone of a browser's clock; UTC for a name that nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def whole(text: str, usual: int = 0) -> int:
    """A whole number that a browser sent; `usual` for what is none, or longer than any that we give out."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else usual


def too_large(what: str, most: int) -> NotAllowed:
    """The refusal of something that is larger than it may be."""
    return NotAllowed(f"{what} larger than {most // 1_000_000} MB. Make it smaller, or send a link to it.")


async def _upload(one: web.FileField) -> Upload:
    data = await asyncio.to_thread(cast(BinaryIO, one.file).read, LARGEST_FILE + 1)
    name = one.filename.replace("\\", "/").rpartition("/")[2][:200]
    if len(data) > LARGEST_FILE:
        raise too_large(f"{name} is", LARGEST_FILE)
    return Upload(name, one.content_type, data)


def _text(value: str) -> str:
    if len(value) > LONGEST_TEXT:
        raise NotAllowed(f"The text is {len(value)} characters long; {LONGEST_TEXT} is more than any network takes.")
    return value.replace("\r\n", "\n")
