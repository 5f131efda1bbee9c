"""From the log to the lanes of cards: what happened in a conversation makes its cards due, soon or after a moment.

Up to which line that was done stands in Redis, written in the step that wakes the lanes; so a crash loses nothing, and
of several processes that follow the log one does it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.surfaces.discord.autonomy import LANE
from bot.surfaces.discord.moderation import telling
from bot.surfaces.discord.post import Posting
from inbox import views
from inbox.models import ConversationId, Entry, EntryId

DEBOUNCE: Final = 1_500  # milliseconds: words and the draft that answers them become one card
SOON: Final = 250  # what a person or the network did is shown at once, but one deed may be several lines
UNSEEN: Final = frozenset(
    {
        "mail", "note", "message.read", "message.delivered", "message.reacted", "delivery.sending",
        "responders.skipped", "case.done", "case.refused", "moderation.tell", "moderation.unknown", "rule.match",
        "strikes",
    }
)  # fmt: skip
SLOW: Final = ("message.", "draft.outdated", "contact.")
FIRST: Final = 200  # conversations of each shelf that get their cards when the channel is new
APART: Final = 250  # milliseconds between them


async def follow(posting: Posting) -> None:
    """Wake the lanes of what the lines of the log that nobody has looked at yet are about; does not wait for any."""
    place = await posting.board.place()
    if place is None:
        await _begin(posting)
    while place and (entries := await posting.brand.store.log.after(place)):
        await notice(posting, place, entries)
        place = await posting.board.place()


async def notice(posting: Posting, place: EntryId, entries: Sequence[Entry]) -> None:
    """Wake what these lines after `place` are about."""
    now = posting.brand.now()
    lanes: dict[ConversationId, int] = {}
    for entry in entries:
        if entry.conversation and entry.what not in UNSEEN:
            due = now + (DEBOUNCE if entry.what.startswith(SLOW) else SOON)
            lanes[entry.conversation] = min(due, lanes.get(entry.conversation, due))
    if any(entry.what.startswith("mode.") for entry in entries):
        lanes = await _standing(posting, now) | lanes  # every open card says in which mode we are
    if any(entry.what.startswith("autonomy.") for entry in entries):
        await posting.brand.store.paces.of("discord").lanes.wake(LANE, now, now)
    if any(entry.what.startswith(telling.WORDS) for entry in entries):
        await posting.brand.store.paces.of("discord").lanes.wake(telling.LANE, now + SOON, now)
    await posting.board.woke(lanes, place, entries[-1].id, now)


async def _begin(posting: Posting) -> None:
    """The channel is new: what waits gets its cards, and from here on the log is followed."""
    last, now = await posting.brand.store.log.last(), posting.brand.now()
    await posting.board.woke(await _standing(posting, now), None, last, now)


async def _standing(posting: Posting, now: int) -> dict[ConversationId, int]:
    """The conversations that wait for people, those with drafts first, each a moment after the other."""
    pages = [await views.queue(posting.brand, posting.by, shelf, limit=FIRST) for shelf in ("drafted", "waiting")]
    found = dict.fromkeys(row.conversation.id for page in pages for row in page.rows)
    return {id: now + SOON + n * APART for n, id in enumerate(found)}
