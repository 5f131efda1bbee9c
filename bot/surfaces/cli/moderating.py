"""The commands that act on what was said and on who said it: hide, unhide, like, block, unblock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from bot.surfaces.cli import arguments as given
from bot.surfaces.cli.call import Call
from bot.surfaces.cli.deciding import on_its_way
from inbox import review, views
from inbox.actions import Action, Block, Hide, React, Unblock, Unhide
from inbox.errors import NotFound
from inbox.models import ConversationId, Message, RemoteId

LIKE = "👍"
Which = Annotated[str, typer.Option("--message", metavar="MESSAGE", help="Which message; else their newest.")]


async def hide(call: Call, conversation: given.Conversation, message: Which = "") -> None:
    """Take a message out of sight of others; it can be shown again."""
    await _act(call, conversation, message, "It goes out of sight", lambda thread, it, _: Hide(thread, it.id))


async def unhide(call: Call, conversation: given.Conversation, message: Which = "") -> None:
    """Show a hidden message again."""
    await _act(call, conversation, message, "It is shown again", lambda thread, it, _: Unhide(thread, it.id))


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
) -> None:
    id = ConversationId(conversation)
    thread = (await views.reading(call.brand, call.by, id, limit=1)).conversation
    said = await review.message(call.brand, id, RemoteId(message) if message else thread.last)
    if said.person is None:
        raise NotFound("We said that ourselves; there is nobody to act on.")
    done = await review.act(call.brand, id, call.by, action(thread.thread.remote, said, said.person))
    on_its_way(call, done, sentence)
