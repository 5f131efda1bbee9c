"""What somebody deletes in the control channel, a card or a whole post: it comes again while people need it.

Every process hears of it; the step that forgets what is gone tells the first of them from the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import structlog

from bot.surfaces.discord.kit import Kit
from inbox.errors import StoreAway

log = structlog.get_logger("sangam")

SOON: Final = 1_500  # milliseconds


async def post_deleted(kit: Kit, post: int) -> None:
    """A thread is gone."""
    await _gone(kit, post, "")


async def messages_deleted(kit: Kit, post: int, messages: Iterable[int]) -> None:
    """Messages of a channel are gone; those of a text channel may be what a thread hangs from."""
    for message in messages:
        await _gone(kit, post, str(message))
        await _gone(kit, message, str(message))


async def _gone(kit: Kit, post: int, message: str) -> None:
    try:
        conversation = await kit.cards.conversation_of(str(post))
        if conversation and await kit.cards.gone(conversation, str(post), message):
            now = kit.brand.now()
            await kit.cards.lanes.wake(conversation, now + SOON, now)
            log.info("discord.card_deleted", conversation=conversation, post=post)
    except StoreAway as away:  # it comes again when something changes there
        log.warning("discord.deletion_not_noticed", post=post, words=str(away))
