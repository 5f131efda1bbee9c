"""The loop that posts cards: woken by the log, it makes what stands on Discord equal to how a conversation stands.

One worker at a time holds a conversation's lane. It draws every card anew and calls Discord only for what changed, so
it does not matter why it was woken, how often, or which process did the part before.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Coroutine
from typing import Any, Final

import structlog

from bot.surfaces.discord.post import Posting, refresh
from bot.surfaces.discord.trouble import NoChannel, NotAllowed, NotJudged, NotNow, Trouble
from bot.surfaces.discord.waking import follow
from inbox.models import ConversationId
from inbox.store.queue import Idle, Look, at_once

log = structlog.get_logger("sangam")

LEASE: Final = 90_000  # milliseconds; longer than anybody may take for one conversation
SLOWLY: Final = 300_000  # until a channel that is gone, or forbidden, is tried again


async def post_next(posting: Posting, look: Look = at_once) -> Idle | None:
    """Bring the cards of one conversation up to date; Idle when none is due."""
    now, token = posting.brand.now, secrets.token_hex(8)

    async def claim() -> str | Idle:
        await follow(posting)
        return await posting.board.lanes.claim(now(), LEASE, token)

    found = await look(claim)
    if isinstance(found, Idle):
        return found
    pause = await _pause_after(_in_time(posting, ConversationId(found)), found)
    await posting.board.lanes.release(found, token, now(), None if pause is None else now() + pause)
    return None


async def _in_time(posting: Posting, conversation: ConversationId) -> bool:
    """Do it, but no longer than the lane is ours: whoever comes next would post the same."""
    try:
        async with asyncio.timeout(posting.most_seconds):
            return await refresh(posting, conversation)
    except TimeoutError:
        raise NotNow("Discord is too slow") from None


async def _pause_after(work: Coroutine[Any, Any, bool], conversation: str) -> int | None:
    """Do it; how long until the next try, in milliseconds, or None when there is nothing left to do."""
    try:
        return None if await work else 0
    except NotJudged as error:
        return int(error.seconds * 1000)
    except NotNow as error:
        log.info("discord.not_now", conversation=conversation, words=str(error), seconds=error.seconds)
        return int(error.seconds * 1000)
    except (NoChannel, NotAllowed):
        return SLOWLY  # said already
    except Trouble as error:
        log.error("discord.card_not_taken", conversation=conversation, error=type(error).__name__, words=str(error))
        return SLOWLY
