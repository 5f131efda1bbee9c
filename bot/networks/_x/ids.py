"""How threads, posts, messages and people of X are named in the inbox, and named to X again.

X's ids are numbers of up to 64 bits; those of posts and messages tell their time. They are padded, so that within one
instant they sort as text. A thread of posts is one person in one conversation of posts: `<conversation>.<person>`. A
private one says so in its first letters: `dm.<person>`, or `dm.g<conversation>` for a group.
"""

from __future__ import annotations

import re
from typing import Final

from inbox.models import RemoteId

NUMBER: Final = re.compile("[0-9]+", re.ASCII)
DIGITS: Final = 19  # as many as the largest 64-bit number has
PRIVATE: Final = "dm."
GROUP: Final = "dm.g"
PAGE: Final = "https://x.com/i/status/"
MESSAGES: Final = "https://x.com/messages"
EPOCH: Final = 1_288_834_974_657  # unix ms from which ids of posts and messages count


def padded(id: str) -> RemoteId:
    """The id of a post or message so that it sorts; one that is no number stays as it is."""
    return RemoteId(id.zfill(DIGITS) if NUMBER.fullmatch(id) else id)


def own(id: str) -> str:
    """The id as X writes it, of a padded one."""
    return (id.lstrip("0") or "0") if NUMBER.fullmatch(id) else id


def posts_of(conversation: str, person: str) -> RemoteId:
    """The thread of what one person and we say below one root post."""
    return RemoteId(f"{conversation}.{person}")


def private_with(person: str) -> RemoteId:
    """The thread of one person's private messages."""
    return RemoteId(PRIVATE + person)


def group_of(conversation: str) -> RemoteId:
    """The thread of a private group, of the id of its conversation."""
    return RemoteId(GROUP + conversation)


def is_private(thread: RemoteId) -> bool:
    """Whether a thread is one of private messages, with one person or in a group."""
    return thread.startswith(PRIVATE)


def is_group(thread: RemoteId) -> bool:
    """Whether a thread is a private group's."""
    return thread.startswith(GROUP)


def partner(thread: RemoteId) -> str:
    """The id of the person of a private thread, or of the conversation of a group; ValueError for any other."""
    if not is_private(thread):
        raise ValueError(thread)
    return thread.removeprefix(GROUP if is_group(thread) else PRIVATE)


def conversation_and_person(thread: RemoteId) -> tuple[str, str]:
    """The root post's id and the person's of a thread of posts; ValueError for any other."""
    conversation, dot, person = thread.partition(".")
    if is_private(thread) or not dot or not NUMBER.fullmatch(conversation) or not NUMBER.fullmatch(person):
        raise ValueError(thread)
    return conversation, person


def pair(one: str, other: str) -> str:
    """How X names the conversation of two people's private messages: both ids, the lower number first."""
    return "-".join(sorted((one, other), key=int))


def person_in(conversation: str, me: str) -> str:
    """The other one of a conversation of two, such as "12-345"; "" when it is a group's, or not ours."""
    people = conversation.split("-")
    return next((one for one in people if one != me), "") if len(people) == 2 and me in people else ""


def said_at(id: str) -> int:
    """When a post or message was made, in unix ms, as its id tells."""
    return (int(own(id)) >> 22) + EPOCH


def first_at(at: int) -> str:
    """The lowest id of a moment (unix ms); what is older has a lower one."""
    return str(max(0, at - EPOCH) << 22)


def address(thread: RemoteId, message: RemoteId) -> str:
    """Where a person sees a post, or private messages, on X; "" when there is no such place."""
    if is_private(thread):
        return MESSAGES
    return PAGE + own(message) if NUMBER.fullmatch(message) else ""
