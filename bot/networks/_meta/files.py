"""The files of a post, and how they get to Meta.

They are read only when a step needs them: a film may be large, and is asked for again and again. Meta fetches them from
our signed address or, where the world cannot reach us, Facebook takes them along with the call.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.networks._kept import kept
from bot.networks._looks import Look, look
from bot.networks._meta.graph import Upload
from bot.networks._meta.making import Tools
from bot.networks._outside import Blobs
from inbox.errors import Rejected
from inbox.models import Media

SHARED_FOR: Final = 3_600  # seconds in which Meta may fetch a file


@dataclass(frozen=True, slots=True)
class File:
    """One file: what our people attached (with its true type), what it is, and its bytes."""

    medium: Media
    look: Look
    data: bytes


@dataclass(frozen=True, slots=True)
class Files:
    """All of one post, by their place in it."""

    blobs: Blobs
    media: Sequence[Media]

    @property
    def films(self) -> int:
        """How many of them are films."""
        return sum(medium.kind == "video" for medium in self.media)

    async def get(self, place: int) -> File:
        """The file at a place, from 0; Rejected when it was erased."""
        medium = self.media[place]
        data = await kept(self.blobs, medium, f"{called(medium, place)} has been erased. Attach it again.")
        seen = await asyncio.to_thread(look, data)
        return File(replace(medium, mime=seen.mime), seen, data)


def called(medium: Media, place: int) -> str:
    """How a file is spoken of to people; `place` counts from 0."""
    return f"“{medium.name}”" if medium.name else f"File {place + 1}"


async def sent(
    tools: Tools, path: str, fields: Mapping[str, object], file: File, address: str, *, effect: bool
) -> dict[str, Any]:
    """Bring a file along: by our address where Facebook can reach us, else in the call itself."""
    if url := shared(tools, file):
        return await tools.graph.post(path, {**fields, address: url}, effect=effect)
    name = file.medium.name or f"file.{file.look.format.lower()}"
    upload = Upload("source", name, file.look.mime, file.data)
    return await tools.graph.post(path, fields, files=[upload], effect=effect)


def shared(tools: Tools, file: File) -> str:
    """The address at which Facebook can fetch a file; empty where the world cannot reach us."""
    try:
        return tools.share(file.medium, SHARED_FOR)
    except Rejected:
        return ""
