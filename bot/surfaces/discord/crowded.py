"""Room for one more post: a server takes a thousand that are open, so the oldest that need nobody are put away.

They come back by themselves when somebody writes in them, as every post that is put away does.
Source of the limit: discord docs, topics/opcodes-and-status-codes (160006), read 2026-11-27.
"""

from __future__ import annotations

from typing import Final, NoReturn

import structlog

from bot.surfaces.discord.head import OVER
from bot.surfaces.discord.look import Posting
from bot.surfaces.discord.trouble import Full, NoChannel, NotNow, Trouble

log = structlog.get_logger("sangam")

AT_ONCE: Final = 20  # posts that are put away together


async def make_room(posting: Posting, channel: int, why: Full) -> NoReturn:
    """Put the oldest posts away that need nobody; raises NotNow when there is room again, else Full, said once."""
    try:
        done = await _put_away(posting, channel)
    except Trouble as trouble:
        done, why = 0, Full(f"{why}; {trouble}")
    if not done:
        await posting.channels.troubled(channel, why)
        raise why
    log.info("discord.posts_put_away", channel=channel, count=done, why=str(why))
    raise NotNow(str(why))


async def _put_away(posting: Posting, id: int) -> int:
    done = 0
    for post in reversed(await posting.calls.posts_in(await posting.channels.get(id))):
        conversation = await posting.board.conversation_of(str(post))
        if conversation and (await posting.board.read(conversation)).head.startswith(OVER):
            try:
                await posting.calls.change_post(post, archived=True)
            except NoChannel:
                continue
            done += 1
        if done == AT_ONCE:
            break
    return done
