"""Files that our people attach in Discord, kept as ours before they go anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import discord

from bot.surfaces.discord.asked import FAILED
from bot.surfaces.discord.kit import Kit
from inbox.errors import NotAllowed
from inbox.models import Media, MediaKind

LARGEST: Final = 25_000_000
KINDS: Final[dict[str, MediaKind]] = {"image": "image", "video": "video", "audio": "audio"}
NAME: Final = 200


async def kept(kit: Kit, attached: Sequence[discord.Attachment]) -> tuple[Media, ...]:
    """The files as media of ours; raises NotAllowed for one that is too large or that Discord does not give."""
    for one in attached:
        if one.size > LARGEST:
            raise NotAllowed(f"{one.filename} is larger than {LARGEST // 1_000_000} MB; send a link to it instead.")
    return tuple([await _keep(kit, one) for one in attached])


async def _keep(kit: Kit, one: discord.Attachment) -> Media:
    try:
        data = await one.read()
    except FAILED as error:
        raise NotAllowed(f"Discord did not give {one.filename} ({error}); attach it again.") from error
    mime = (one.content_type or "application/octet-stream").partition(";")[0]
    kind = KINDS.get(mime.partition("/")[0], "file")
    return Media(kind, await kit.keep(data), mime, one.filename[:NAME], len(data), one.description or "")
