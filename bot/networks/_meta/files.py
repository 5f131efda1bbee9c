"""The files of a post, read only when a step needs them: a film may be large, and is asked for again and again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.networks._meta.looks import Look, look
from bot.networks._outside import Blobs
from inbox.errors import Rejected
from inbox.models import Media


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
        try:
            data = await self.blobs.get(medium.ref)
        except FileNotFoundError:
            raise Rejected(f"{called(medium, place)} has been erased. Attach it again.") from None
        seen = await asyncio.to_thread(look, data)
        return File(replace(medium, mime=seen.mime), seen, data)


def called(medium: Media, place: int) -> str:
    """How a file is spoken of to people; `place` counts from 0."""
    return f"“{medium.name}”" if medium.name else f"File {place + 1}"
