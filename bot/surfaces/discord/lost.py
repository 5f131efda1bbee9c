"""Finding again what was sent when the process died before it was written down: posts and cards that bear our mark."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.surfaces.discord.calls import Calls, Channel, Json
from bot.surfaces.discord.head import head
from bot.surfaces.discord.marks import bears, marker
from bot.surfaces.discord.slots import ITSELF
from bot.surfaces.discord.trouble import NoChannel, NoMessage
from inbox.models import ConversationId
from inbox.store.cards import Board
from inbox.views import Reading

SLACK: Final = 120_000  # milliseconds by which Discord's clock may be behind ours
EPOCH: Final = 1_420_070_400_000  # of Discord's ids (discord docs, reference#snowflakes, read 2026-11-27)
LOOKED_AT: Final = 50  # posts that nobody knows of


async def find_post(
    calls: Calls, board: Board, channel: Channel, reading: Reading, since: int
) -> tuple[int, str] | None:
    """The post of a conversation whose making was begun at `since`, and the slot that its first card shows."""
    first, id = _id_at(since - SLACK), reading.conversation.id
    if channel.forum:
        posts = sorted(post for post in await calls.posts_in(channel) if post >= first)
        found = await find_starter(calls, board, posts, marker(id))
    else:
        found = next((one for one in await calls.newest(channel.id, after=first) if bears(one, marker(id))), None)
    if found is None:
        return None
    post = int(found["id"])
    if not channel.forum:
        await calls.open_thread(channel, post, head(reading).title)
    return post, _slot(found, reading)


async def find_card(calls: Calls, post: int, conversation: ConversationId, slot: str, after: int) -> int | None:
    """The message in a post that shows this slot and is newer than `after`."""
    mark = marker(conversation, slot)
    return next((int(one["id"]) for one in await calls.newest(post, after) if bears(one, mark)), None)


async def find_starter(calls: Calls, board: Board, posts: Iterable[int], mark: int) -> Json | None:
    """The first message that bears this mark, among the posts that we know nothing of."""
    unknown = [post for post in posts if not await board.conversation_of(str(post))]
    for post in unknown[:LOOKED_AT]:
        try:
            starter = await calls.message(post, post)
        except (NoMessage, NoChannel):
            continue
        if bears(starter, mark):
            return starter
    return None


def _slot(message: Json, reading: Reading) -> str:
    """Which of the slots that there may have been a card shows."""
    told = [said.did.ref for said in reading.lines if said.did and said.did.what.startswith("draft.")]
    slots = [ITSELF, *(card.draft.id for card in reading.cards), *(one.draft for one in reading.leaving), *told]
    return next((slot for slot in slots if bears(message, marker(reading.conversation.id, slot))), ITSELF)


def _id_at(ms: int) -> int:
    """The least id that Discord gave at a time."""
    return max(0, ms - EPOCH) << 22
