"""The commands that act on what was said and on who said it: hide, unhide, remove, like, unlike, block, unblock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from bot.surfaces.cli import arguments as given
from bot.surfaces.cli.call import Call
from bot.surfaces.cli.deciding import on_its_way
from inbox import review, views
from inbox.actions import Action, Block, Hide, React, Remove, Unblock, Unhide, kind_of
from inbox.errors import NotFound
from inbox.models import ConversationId, Message, RemoteId
from inbox.views import Reading

LIKE = "👍"
LOOKED_AT = 20  # lines, of which one may be meant
Which = Annotated[str, typer.Option("--message", metavar="MESSAGE", help="Which message; else their newest.")]


async def hide(call: Call, conversation: given.Conversation, message: Which = "") -> None:
    """Take a message out of sight of others; it can be shown again."""
    await _act(call, conversation, message, "It goes out of sight", lambda thread, it, _: Hide(thread, it.id))


async def unhide(call: Call, conversation: given.Conversation, message: Which = "") -> None:
    """Show a hidden message again."""
    await _act(call, conversation, message, "It is shown again", lambda thread, it, _: Unhide(thread, it.id))


async def remove(call: Call, conversation: given.Conversation, message: Which = "") -> None:
    """Remove a message for good, or reject one that waits for review."""
    await _act(call, conversation, message, "It is removed", lambda thread, it, _: Remove(thread, it.id), ours=True)


async def like(call: Call, conversation: given.Conversation, message: Which = "") -> None:
    """Like a message."""
    await _act(call, conversation, message, "It is liked", lambda thread, it, _: React(thread, it.id, LIKE))


async def unlike(call: Call, conversation: given.Conversation, message: Which = "") -> None:
    """Take a like back."""
    await _act(call, conversation, message, "The like is taken back", lambda thread, it, _: React(thread, it.id, ""))


async def block(call: Call, conversation: given.Conversation, message: Which = "") -> None:
    """Shut out whoever wrote a message."""
    await _act(call, conversation, message, "They are blocked", lambda thread, it, person: Block(thread, person, it.id))


async def unblock(call: Call, conversation: given.Conversation, message: Which = "") -> None:
    """Let whoever wrote a message back in."""
    await _act(call, conversation, message, "They are let back in", lambda thread, _, person: Unblock(thread, person))


async def _act(
    call: Call,
    conversation: str,
    message: str,
    sentence: str,
    action: Callable[[RemoteId, Message, RemoteId], Action],
    *,
    ours: bool = False,
) -> None:
    id = ConversationId(conversation)
    read = await views.reading(call.brand, call.by, id, limit=LOOKED_AT)
    thread = read.conversation
    said = await review.message(call.brand, id, RemoteId(message) if message else _meant(read))
    if said.ours and not ours:
        raise NotFound("We said that ourselves; there is nobody to act on.")
    deed = action(thread.thread.remote, said, said.person or RemoteId(""))
    done = await review.act(call.brand, id, call.by, deed)
    on_its_way(call, done, sentence if said.ours else read.called.get(kind_of(deed), sentence))


def _meant(read: Reading) -> RemoteId | None:
    """Their newest message; where nobody waits for an answer, the oldest that waits for our review."""
    return read.held[0].id if read.held and not read.conversation.waiting_since else read.conversation.last
