"""One conversation's post: made when people are needed, its cards sent, edited and folded, its head kept.

Before a post or a card is sent, that it is about to be is written down. Whoever finds such an intent later looks on
Discord for what bears our mark, because the answer may be what was lost.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import structlog

from bot.surfaces.discord.look import Posting, Round, Where, look
from bot.surfaces.discord.making import make
from bot.surfaces.discord.renewing import renew
from bot.surfaces.discord.trouble import NotJudged, NotTaken
from inbox.models import ConversationId

log = structlog.get_logger("sangam")

PATIENCE: Final = 60_000  # ms after which people see what no rule has looked at, because something must be broken

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
    await _judged(this)
    this = replace(this, plain=plain)
    if not this.posted.post:
        return await make(this)
    await renew(this)
    return True


async def _judged(this: Round) -> None:
    """Raise NotJudged while rules have to look first: what they take out of sight makes no post."""
    brand, it = this.posting.brand, this.reading.conversation
    if brand.fairness is None or brand.now() - it.heard_at > PATIENCE:
        return
    if await brand.store.judging.left(it.id):
        raise NotJudged
