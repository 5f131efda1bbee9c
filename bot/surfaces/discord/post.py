"""One conversation's post: made when people are needed, its cards sent, edited and folded, its head kept.

Before a post or a card is sent, that it is about to be is written down. Whoever finds such an intent later looks on
Discord for what bears our mark, because the answer may be what was lost.
"""

from __future__ import annotations

from bot.surfaces.discord.look import Posting, Where, look
from bot.surfaces.discord.making import make
from bot.surfaces.discord.renewing import renew
from inbox.models import ConversationId

__all__ = ["Posting", "Where", "refresh"]


async def refresh(posting: Posting, id: ConversationId) -> bool:
    """Make a conversation's post show how it stands; False when there is more to do at once. Raises Trouble."""
    this = await look(posting, id)
    if this is None:
        await posting.board.lost(id)
    elif not this.posted.post:
        return await make(this)
    else:
        await renew(this)
    return True
