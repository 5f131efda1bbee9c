"""One conversation's post: made when people are needed, its cards sent, edited and folded, its head kept.

Before a post or a card is sent, that it is about to be is written down. Whoever finds such an intent later looks on
Discord for what bears our mark, because the answer may be what was lost.
"""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot.surfaces.discord.look import Posting, Where, look
from bot.surfaces.discord.making import make
from bot.surfaces.discord.renewing import renew
from bot.surfaces.discord.trouble import NotTaken
from inbox.models import ConversationId

log = structlog.get_logger("sangam")

__all__ = ["Posting", "Where", "refresh"]


async def refresh(posting: Posting, id: ConversationId) -> bool:
    """Make a conversation's post show how it stands; False when there is more to do at once. Raises Trouble."""
    try:
        return await _brought_up(posting, id)
    except NotTaken as why:  # one address from outside that Discord does not like must not hide a conversation
        log.warning("discord.card_made_plain", conversation=id, words=str(why))
        return await _brought_up(posting, id, plain=True)


async def _brought_up(posting: Posting, id: ConversationId, *, plain: bool = False) -> bool:
    this = await look(posting, id)
    if this is None:
        await posting.board.lost(id)
        return True
    this = replace(this, plain=plain)
    if not this.posted.post:
        return await make(this)
    await renew(this)
    return True
