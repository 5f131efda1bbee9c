"""What one conversation costs in calls to Discord: it comes, is drafted, edited in the window, sent, and folded."""

from __future__ import annotations

import contextlib
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bot.playground.discord import Message
from bot.surfaces.discord.calls import Calls
from bot.surfaces.discord.channels import Channels
from bot.surfaces.discord.post import Posting, Where
from bot.surfaces.discord.posting import post_next
from bot.surfaces.discord.rest import Rest
from bot.surfaces.discord.storm import Storm
from bot.surfaces.discord.waking import follow
from inbox import delivery
from inbox.models import Actor, Contact, Conversation, ConversationId, DraftId
from inbox.network import Receipt
from inbox.store.embedded import embedded
from inbox.store.outbox import Sending
from inbox.store.queue import Idle
from tests.bench.figures import Figure, show
from tests.bot.surfaces.discord.control_room import Room, control_room
from tests.world import LEASE, proposal, world

MOST = 6
HEARD, EDITED = "Kem cho? How long do I have to send it back?", "Majama! Thirty days from when it arrived."
NAMES = {
    "POST /channels/{channel_id}/threads": "post",
    "POST /interactions/{interaction_id}/{interaction_token}/callback": "answers to a click",
    "PATCH /channels/{channel_id}/messages/{message_id}": "edits of the card",
    "PATCH /channels/{channel_id}": "change of tags",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """A control channel that is connected, and the loop that posts its cards."""

    room: Room
    posting: Posting

    async def settle(self, seconds: int = 3) -> None:
        """Everything that falls due within some seconds."""
        inbox = self.room.inbox
        for _ in range(2 * seconds):
            inbox.clock.at += 500
            while await self.posting.board.place() != await inbox.store.log.last():
                await follow(self.posting)
            while not isinstance(await post_next(self.posting), Idle):
                pass

    async def taken(self) -> None:
        """The network takes what is due."""
        inbox = self.room.inbox
        inbox.clock.at += inbox.brand.undo.people
        sending = await inbox.store.outbox.claim(inbox.clock.at, LEASE, "bench")
        assert isinstance(sending, Sending)
        assert await inbox.store.outbox.begin(sending, inbox.clock.at)
        await delivery.sent(inbox.brand, sending, Receipt(sending.delivery.id, inbox.clock.at))


async def measure() -> list[Figure]:
    """The calls of one conversation, from its first words to the folded card."""
    async with stage() as here:
        before = len(here.room.discord.calls)
        await lived(here)
        calls = Counter(call.route for call in here.room.discord.calls[before:])
        remark = ", ".join(f"{count} {NAMES.get(route, route)}" for route, count in calls.items())
        return [Figure("Discord calls of a conversation", calls.total(), remark, most=MOST, digits=0)]


async def lived(here: Stage) -> None:
    """One conversation: heard, drafted, edited by a moderator, sent."""
    room, inbox = here.room, here.room.inbox
    id = await inbox.hear(HEARD)
    made = await inbox.propose(proposal())
    await here.settle()
    shown = await room.pressed("meera", await card(room, id), "edit")
    await room.submit("meera", shown, text=EDITED)
    await room.until_state(DraftId(made[0].draft), "approved")
    await here.settle(1)
    await here.taken()
    await here.settle()


async def card(room: Room, id: ConversationId) -> Message:
    """The first card of a conversation's post."""
    posted = await room.board.read(id)
    return room.thread(int(posted.post)).messages[int(posted.cards[0].message)]


@contextlib.asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """A control channel that has posted once before: its tags are made, its way to Discord is open."""
    with tempfile.TemporaryDirectory(prefix="sangam-bench-") as folder:
        async with (
            embedded(Path(folder) / "redis") as server,
            world(server.url, "bench") as inbox,
            control_room(inbox) as room,
        ):
            rest = Rest(room.kit.options.token)
            try:
                here = Stage(room, posting_of(room, Calls(rest)))
                await here.settle(1)
                await here.posting.channels.get(room.forum.id)
                yield here
            finally:
                await rest.aclose()


def posting_of(room: Room, calls: Calls) -> Posting:
    """The posting of cards as a process has it."""
    brand, options = room.inbox.brand, room.kit.options
    storm = Storm(brand, options, brand.store.paces.of("discord"))

    def route(conversation: Conversation, contact: Contact | None) -> Where:
        return Where(room.forum.id)

    return Posting(
        brand=brand,
        board=room.board,
        calls=calls,
        channels=Channels(calls, room.board, brand.capabilities, brand.now),
        by=Actor("person", "control channel", options.strongest or "viewer"),
        route=route,
        may_post=storm.may_post,
        needs_none=storm.needs_none,
        desk_url=room.kit.desk_url,
    )


if __name__ == "__main__":
    show(measure())
