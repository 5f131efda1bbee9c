"""What our people say to each other in a post: kept as notes where the options want it, and never sent.

A note is marked with a small sign once it is kept; nothing else is said, so that people can talk.
"""

from __future__ import annotations

import discord
import structlog

from bot.surfaces.discord.asked import FAILED
from bot.surfaces.discord.kit import Kit
from bot.surfaces.discord.people import actor
from inbox import review
from inbox.errors import Refused, StoreAway

log = structlog.get_logger("sangam")

KEPT = "🗒️"
REMEMBERED = 7 * 86_400  # seconds in which the same message is not kept twice: longer than any gateway repeats itself
SAID = (discord.MessageType.default, discord.MessageType.reply)


async def keep(kit: Kit, message: discord.Message) -> None:
    """Keep one message as a note of its conversation, once, whatever process hears of it."""
    if not kit.options.notes or message.type not in SAID or not message.clean_content.strip():
        return
    by = actor(kit.options, message.author)
    if by is None:
        return
    try:
        id = await kit.cards.conversation_of(str(message.channel.id))
        if id is None or not await kit.cards.first(f"note:{message.id}", REMEMBERED):
            return
        await review.note(kit.brand, id, by, message.clean_content.strip())
    except (Refused, StoreAway) as away:
        log.warning("discord.note_not_kept", by=by.name, words=str(away))
        return
    try:
        await message.add_reaction(KEPT)
    except FAILED as error:  # the note is kept; only the sign is missing
        log.info("discord.note_not_marked", words=str(error))
