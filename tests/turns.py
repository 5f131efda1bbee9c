"""Turns for the tests of responders: one conversation of Asha's, with what they and we said in it."""

from __future__ import annotations

from inbox.capabilities import TextLimit
from inbox.models import Contact, Conversation, ConversationId, Kind, Message, RemoteId, Thread, account_id
from responders.turn import Turn
from tests.cast import ASHA

ACCOUNT = account_id("telegram", "main")


def theirs(text: str, number: int = 1, **more: object) -> Message:
    """Something that Asha wrote."""
    return Message(RemoteId(f"{number:010}"), text, number, contact=f"{ACCOUNT}/{ASHA.remote}", **more)  # type: ignore[arg-type]


def ours(text: str, number: int = 1, **more: object) -> Message:
    """Something that we wrote."""
    return Message(RemoteId(f"{number:010}"), text, number, by="meera", **more)  # type: ignore[arg-type]


def turn(
    *said: Message | str,
    kind: Kind = "direct",
    account: str = ACCOUNT,
    contact: Contact | None = ASHA,
    most: int = 4096,
) -> Turn:
    """Our turn after these messages; a bare text is Asha's."""
    messages = tuple(theirs(m, at) if isinstance(m, str) else m for at, m in enumerate(said, 1))
    thread = Thread(RemoteId("0000000101"), kind)
    asker = next((m.contact for m in reversed(messages) if m.contact), None)
    conversation = Conversation(ConversationId(f"{account}/0000000101"), account, thread)  # type: ignore[arg-type]
    return Turn(conversation, asker, contact, messages, TextLimit(most, "utf16"), now=1_700_000_000_000)
