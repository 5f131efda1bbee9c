"""Reply windows: until when a network lets us say something, to whom it was said, and who may still say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from inbox.actions import Action, Delivery, DirectMessage, Reply, kind_of
from inbox.capabilities import Capabilities, Window
from inbox.models import Conversation, Kind, Message
from inbox.wording import network as named

_AFTER: Mapping[bool, str] = {False: "after their last message", True: "after the comment"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a window counts from: the kind of conversation, when they last wrote (0: never), the message answered."""

    kind: Kind
    heard_at: int
    about: Message | None = None
    said: int = 0  # how many messages of ours since they last wrote


def by_person(delivery: Delivery) -> bool:
    """Whether a person wrote what is on its way: not only approved it."""
    return delivery.by.kind == "person" and (delivery.edited or delivery.by.name == delivery.author)


def closes(capabilities: Capabilities, action: Action, asked: Asked, *, person: bool) -> int | None:
    """When the window of an action ends (unix ms), for a person's words or for all others; None: it has no end."""
    window = _window(capabilities, action, asked)
    start = _start(window, asked) if window else 0
    if window is None or not start:
        return None
    return start + 1000 * (max(window.people, window.seconds) if person else window.seconds)


def too_late(capabilities: Capabilities, action: Action, asked: Asked, now: int, *, person: bool) -> str:
    """Why the network would no longer let us say this; empty while it does."""
    window, network = _window(capabilities, action, asked), named(capabilities.network)
    if window and window.once and asked.about and asked.about.private:
        return f"{network} lets us write in private about a comment once; that was done"
    if window and messages_left(capabilities, action, asked) == 0:
        return f"{network} lets us say {_messages(window)} until they write again; that is done"
    end = closes(capabilities, action, asked, person=person)
    if window is None or end is None or now < end:
        return ""
    after = _AFTER[window.of_message]
    if not person and now < _start(window, asked) + 1000 * window.people:
        return (
            f"{network} lets only what a person wrote through, later than {long(window.seconds)} {after}; "
            "write it in your own words"
        )
    most = max(window.people, window.seconds)
    return f"{network} lets us answer for {long(most)} {after}; that is over"


def messages_left(capabilities: Capabilities, action: Action, asked: Asked) -> int | None:
    """How many messages of ours the network still lets through until they write again; None: any number."""
    window = _window(capabilities, action, asked)
    return max(0, window.messages - asked.said) if window and window.messages else None


def most_messages(capabilities: Capabilities, action: Action, asked: Asked) -> int:
    """How many messages of ours the network lets through between two of theirs; 0: any number."""
    window = _window(capabilities, action, asked)
    return window.messages if window else 0


def as_it_leaves(capabilities: Capabilities, action: Action, asked: Asked, now: int, *, person: bool) -> Action:
    """The action, marked as late when only a person's words still get through and these are a person's."""
    end = closes(capabilities, action, asked, person=False)
    if person and isinstance(action, Reply | DirectMessage) and end is not None and now >= end:
        return replace(action, late=True)
    return action


def answering_closes(capabilities: Capabilities | None, conversation: Conversation, *, person: bool) -> int | None:
    """When a reply in this conversation becomes too late (unix ms); None where there is no end."""
    ends = answering_ends(capabilities, conversation.thread.kind, conversation.heard_at)
    return ends[person] if ends else None


def answering_ends(capabilities: Capabilities | None, kind: Kind, heard_at: int) -> tuple[int, int] | None:
    """Until when (unix ms) words of `heard_at` may be answered: by what was drafted, and by what a person writes."""
    window = capabilities.windows.get((kind, "reply")) if capabilities else None
    if window is None or not heard_at:
        return None
    return heard_at + 1000 * window.seconds, heard_at + 1000 * max(window.people, window.seconds)


def next_end(capabilities: Capabilities | None, conversation: Conversation, now: int) -> int | None:
    """What the shelf of windows that close is ordered by: the end for drafted answers, once that is over a person's.

    None where there is no end, or the last one is over. Both count, because what closes first is what costs nothing but
    a click now, and costs somebody's own words later.
    """
    ends = answering_ends(capabilities, conversation.thread.kind, conversation.heard_at)
    return next((end for end in ends or () if end > now), None)


def _window(capabilities: Capabilities, action: Action, asked: Asked) -> Window | None:
    return capabilities.windows.get((asked.kind, kind_of(action)))


def _start(window: Window, asked: Asked) -> int:
    if window.of_message:
        return asked.about.at if asked.about else 0
    return asked.heard_at


def _messages(window: Window) -> str:
    return f"{window.messages} messages" if window.messages > 1 else "one message"


def long(seconds: int) -> str:
    """How long a window is open, as networks say it: in hours up to two days."""
    hours = seconds // 3600
    return f"{hours} hours" if hours <= 48 else f"{hours // 24} days"
