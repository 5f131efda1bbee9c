"""Addresses that Discord takes, for link buttons and pictures; one that it refuses would take the whole card along."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

import discord

from bot.surfaces.discord.shown import cut, plain
from inbox.models import ConversationId, Media

LONGEST: Final = 512  # characters of a link button's address (discord docs, components/reference, read 2026-11-27)
ALT: Final = 256
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS: Final = re.compile(rf"(?i)https?://{_HOST}(?::\d{{1,5}})?(?:[/?#][!-~]*)?")
_SEEN: Final = frozenset({"image", "video"})


def link(address: str) -> str:
    """The address, if Discord takes it; a host without a dot in it (localhost) it does not take."""
    return address if len(address) <= LONGEST and _ADDRESS.fullmatch(address) else ""


def picture(medium: Media) -> discord.MediaGalleryItem | None:
    """A picture or video that everybody may fetch; None for what needs our credentials, which Discord has not.

    A network that must ask for an expired address anew names what has the file behind the address.
    """
    address = medium.ref.partition(" ")[0]
    if medium.kind not in _SEEN or not address.startswith("https://") or not link(address):
        return None
    alt = cut(" ".join(plain(medium.alt).split()), ALT)
    return discord.MediaGalleryItem(address, description=alt or None)


def on_desk(desk: str, conversation: ConversationId) -> str:
    """Where a conversation stands on the desk; empty where the desk has no address that Discord takes."""
    return link(f"{desk}/?c={quote(conversation, safe='')}") if desk else ""
