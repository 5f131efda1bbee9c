"""A card as it is drawn for a conversation as it stands, and the digest by which one that did not change is known."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from discord import ui

from bot.surfaces.discord.calls import content
from bot.surfaces.discord.card import Scene, card
from bot.surfaces.discord.fold import folded
from bot.surfaces.discord.links import on_desk
from bot.surfaces.discord.slots import Want
from inbox.brand import Brand
from inbox.views import Reading
from inbox.windows import next_end


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a message should show."""

    view: ui.LayoutView
    digest: str


def draw(scene: Scene, want: Want, mention: int = 0) -> Drawn:
    """One card; who is mentioned with it does not count: that is said once, when the post is made."""
    view = folded(scene.reading, want.slot, want.card) if want.folded else card(scene, want.card)
    digest = _digest(view)
    return Drawn(card(scene, want.card, mention) if mention and not want.folded else view, digest)


def scene(brand: Brand, reading: Reading, desk: str, *, plain: bool = False) -> Scene:
    """A conversation as its cards show it; `desk` is the desk's address, empty where it has none for others."""
    conversation = reading.conversation
    capabilities = brand.capabilities.get(conversation.account)
    closes = next_end(capabilities, conversation, brand.now())
    own_only = capabilities.own_only if capabilities else frozenset()
    return Scene(reading, closes or 0, own_only, on_desk(desk, conversation.id), plain)


def _digest(view: ui.LayoutView) -> str:
    return hashlib.sha256(json.dumps(content(view).payload, sort_keys=True).encode()).hexdigest()[:16]
