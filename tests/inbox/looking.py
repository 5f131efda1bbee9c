"""What tests look at: a conversation whole, how it stands, a draft, the shelves, the log."""

from __future__ import annotations

from inbox.actions import Delivery
from inbox.models import Conversation, ConversationId, DraftId, EntryId, Media
from inbox.store.conversations import Correspondence, Row
from inbox.store.drafts import Opened
from tests.cast import ASHA
from tests.world import World, at, thread_of

ASHAS = thread_of(ASHA)


async def read(here: World, id: ConversationId | None = None, limit: int = 500) -> Correspondence:
    """A conversation whole."""
    found = await here.store.conversations.read(id or at(ASHA), here.clock.at, limit=limit)
    assert found
    return found


async def standing(here: World, id: ConversationId | None = None) -> Conversation:
    """How a conversation stands."""
    return (await read(here, id)).conversation


async def texts(here: World) -> list[str]:
    """What Asha's conversation says, oldest first."""
    return [message.text for message in (await read(here)).messages]


async def shelves(here: World, id: ConversationId | None = None) -> set[str]:
    """The shelves that a conversation stands on."""
    found = set()
    for shelf in ("waiting", "drafted", "open", "snoozed", "resolved", "all"):
        page = await here.store.conversations.page(shelf, here.clock.at, oldest_first=True, after=None, limit=100)
        if (id or at(ASHA)) in [row.conversation.id for row in page.rows]:
            found.add(shelf)
    return found


async def whats(here: World) -> list[str]:
    """What the log says, oldest first."""
    return [entry.what for entry in await here.store.log.after(EntryId("0-0"))]


def photo(ref: str) -> tuple[Media, ...]:
    """One picture."""
    return (Media("image", ref, "image/jpeg"),)


async def opened(here: World, id: DraftId) -> Opened:
    """A draft as it stands."""
    found = await here.store.drafts.open(id, here.clock.at)
    assert found
    return found


async def on_shelf(here: World, shelf: str) -> tuple[Row, ...]:
    """What stands on a shelf."""
    return (await here.store.conversations.page(shelf, here.clock.at, oldest_first=True, after=None, limit=50)).rows


async def leaving(here: World) -> tuple[Delivery, ...]:
    """What is on its way in Asha's conversation."""
    found = await here.store.conversations.read(at(ASHA), here.clock.at)
    assert found
    return found.deliveries
