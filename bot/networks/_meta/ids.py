"""How threads, messages and people of Facebook and Instagram are named in the inbox, and named to Meta again.

A comment's id is a number (Instagram) or two joined by an underscore (Facebook); both are padded, so that within one
second they sort as text. A message's id (`mid`) is opaque and stays as it is. A thread says in its first letters what
it is: the comments below a top-level comment, one person in private, or a place where we were mentioned.
"""

from __future__ import annotations

import re
from typing import Final

from inbox.models import RemoteId

NUMBERS: Final = re.compile("[0-9]+(?:_[0-9]+)*")
DIGITS: Final = 20  # more than any 64-bit number has
COMMENTS: Final = "c."
PRIVATE: Final = "p."
MENTION: Final = "m."


def padded(id: str) -> RemoteId:
    """A comment's or post's id so that it sorts; one that holds anything but digits and underscores stays as it is."""
    if not NUMBERS.fullmatch(id):
        return RemoteId(id)
    return RemoteId("_".join([part.zfill(DIGITS) for part in id.split("_")]))


def own(id: str) -> str:
    """The id as Meta writes it, of a padded one."""
    if not NUMBERS.fullmatch(id):
        return id
    return "_".join([part.lstrip("0") or "0" for part in id.split("_")])


def comments_below(comment: str) -> RemoteId:
    """The thread of a top-level comment."""
    return RemoteId(COMMENTS + padded(comment))


def private_with(person: str) -> RemoteId:
    """The thread of one person's messages (a PSID or an IGSID)."""
    return RemoteId(PRIVATE + person)


def mention_in(media: str, comment: str = "") -> RemoteId:
    """The thread of a comment, or without one a caption, of somebody else's in which we are mentioned."""
    return RemoteId(f"{MENTION}{padded(media)}.{padded(comment)}" if comment else MENTION + padded(media))


def is_private(thread: RemoteId) -> bool:
    """Whether a thread is one person's messages."""
    return thread.startswith(PRIVATE)


def is_mention(thread: RemoteId) -> bool:
    """Whether a thread is where we were mentioned."""
    return thread.startswith(MENTION)


def person_of(thread: RemoteId) -> str:
    """Whose messages a private thread is; ValueError for any other."""
    if not is_private(thread):
        raise ValueError(thread)
    return thread.removeprefix(PRIVATE)


def comment_of(thread: RemoteId) -> str:
    """The top-level comment of a thread, as Meta writes it; ValueError for a thread of no comments."""
    if not thread.startswith(COMMENTS):
        raise ValueError(thread)
    return own(thread.removeprefix(COMMENTS))


def mentioned_in(thread: RemoteId) -> tuple[str, str]:
    """The media and the comment ("" for a caption) in which we were mentioned; ValueError for any other thread."""
    if not is_mention(thread):
        raise ValueError(thread)
    media, _, comment = thread.removeprefix(MENTION).partition(".")
    return own(media), own(comment)
