"""Which message a card is about: the one that its draft answers, else their newest, else what waits for our review."""

from __future__ import annotations

from inbox.models import Message, RemoteId
from inbox.views import Card, Reading


def topic_id(reading: Reading, one: Card | None) -> RemoteId | None:
    """Its id; where nobody waits for an answer, the oldest that others do not see until we publish it."""
    if one:
        return one.draft.about
    conversation = reading.conversation
    return reading.held[0].id if reading.held and not conversation.waiting_since else conversation.last


def topic(reading: Reading, one: Card | None) -> Message | None:
    """The message, where it is among the lines that were read or on the card."""
    id = topic_id(reading, one)
    found = (said.message for said in reading.lines if said.message and said.message.id == id)
    return next(found, one.about if one else None)


def way_out(reading: Reading, one: Card | None) -> str:
    """Where it stands in the network's own pages; empty where it has no address."""
    if one:
        return one.opens
    id = topic_id(reading, one)
    return next((said.opens for said in reading.lines if said.message and said.message.id == id), reading.opens)
