"""Warnings: what one of us should know before they say something. Nothing here ever keeps anybody from saying it."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from inbox.actions import Action, Delivery, Reply
from inbox.brand import Brand
from inbox.errors import NotAllowed, NotFound
from inbox.models import Actor, Conversation, ConversationId, Message
from inbox.policy import may
from inbox.prices import dear

log = logging.getLogger(__name__)

LOOKED_AT = 20  # of the newest messages: enough to know who asks, in which language, and what they told us


async def warnings(brand: Brand, by: Actor, id: ConversationId, text: str) -> tuple[str, ...]:
    """What is wrong with a text that somebody wants to say in a conversation, in sentences; raises NotFound."""
    if not may(by, "look"):
        raise NotAllowed(f"{by.name} may not look into conversations; somebody with more rights can.")
    found = await brand.store.conversations.read(id, brand.now(), limit=LOOKED_AT)
    if found is None:
        raise NotFound(f"There is no conversation {id}.")
    conversation = found.conversation
    answer = Reply(conversation.thread.remote, text)
    return judged(brand, conversation, found.messages, text) + _dear(brand, conversation, answer)


def judged(brand: Brand, conversation: Conversation, messages: Sequence[Message], text: str) -> tuple[str, ...]:
    """The same where the newest messages, oldest first, are there already; nothing for an empty text."""
    if not text.strip():
        return ()
    try:
        return brand.check(conversation, messages, text)
    except Exception:  # a bug in a check must not keep anybody from answering; the traceback mends it
        log.exception("a text could not be checked")
        return ()


def of_leaving(
    brand: Brand, conversation: Conversation, messages: Sequence[Message], delivery: Delivery
) -> tuple[str, ...]:
    """What was wrong with a text of one of us that can still be taken back.

    A draft that was approved as it stood has shown what was wrong with it on its card.
    """
    own = delivery.by.kind == "person" and (delivery.edited or delivery.author == delivery.by.name)
    text = str(getattr(delivery.action, "text", ""))
    if not own or delivery.state != "queued":
        return ()
    return judged(brand, conversation, messages, text) + _dear(brand, conversation, delivery.action)


def _dear(brand: Brand, conversation: Conversation, action: Action) -> tuple[str, ...]:
    """What it costs, where a link in it makes it cost more."""
    words = dear(brand.capabilities.get(conversation.account), action)
    return (words,) if words else ()
