"""Reads files that our people attached, which we keep until they are erased."""

from __future__ import annotations

import asyncio
from typing import Final

from bot.networks._looks import Look, look
from bot.networks._outside import Blobs
from inbox.errors import Rejected
from inbox.models import Media

ERASED: Final = "The file that belongs to this message has been erased."


async def kept(blobs: Blobs, medium: Media, otherwise: str = ERASED) -> bytes:
    """The bytes of a file; raises Rejected with the words `otherwise` when it was erased."""
    try:
        return await blobs.get(medium.ref)
    except FileNotFoundError:
        raise Rejected(otherwise) from None


async def look_into(blobs: Blobs, medium: Media) -> Look | None:
    """What a file is, by its bytes; None when it was erased."""
    try:
        return await asyncio.to_thread(look, await blobs.get(medium.ref))
    except FileNotFoundError:
        return None
