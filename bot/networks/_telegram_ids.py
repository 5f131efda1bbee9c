"""How Telegram's numbers become our ids and back: padded to sort as text, one thread for each place where people talk.

0000000101                       the private chat with person 101
-1001234567890                   a group, a supergroup's General, or a channel
-1001234567890.t0000000005       forum topic 5 of that supergroup
-1001234567890.p0000000017       the comments under the channel post that was forwarded there as message 17
-1001000000999.0000000008        post 8 of a channel (the subject of comments)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from inbox.models import RemoteId

SUPERGROUPS: Final = -1_000_000_000_000  # ids of supergroups and channels lie below; those of plain groups above


@dataclass(frozen=True, slots=True)
class Place:
    """A thread, taken apart: the chat, and in it a forum topic, a forwarded post, or one person's talk."""

    chat: int
    topic: int = 0
    post: int = 0
    talk: int = 0

    @property
    def supergroup(self) -> bool:
        """Whether the chat is a supergroup (or channel), where alone people can be muted."""
        return self.chat < SUPERGROUPS


def number(value: int) -> RemoteId:
    """A message, person or chat id, ten digits wide at least, the sign kept."""
    return RemoteId(f"{value:010d}")


def thread_id(place: Place) -> RemoteId:
    """The id of the thread at this place."""
    within = {"t": place.topic, "p": place.post, "d": place.talk}
    return RemoteId(number(place.chat) + "".join(f".{mark}{number(part)}" for mark, part in within.items() if part))


def place_of(thread: RemoteId) -> Place:
    """The place behind a thread's id; ValueError when it is none of ours."""
    chat, _, within = thread.partition(".")
    match within[:1]:
        case "":
            return Place(int(chat))
        case "t":
            return Place(int(chat), topic=int(within[1:]))
        case "p":
            return Place(int(chat), post=int(within[1:]))
        case "d":
            return Place(int(chat), talk=int(within[1:]))
    raise ValueError(f"{thread!r} is not a thread on Telegram")


def moved(thread: RemoteId, chat: int) -> RemoteId:
    """The same thread, now that its group goes by another id."""
    return thread_id(replace(place_of(thread), chat=chat))


def post_id(channel: int, message: int) -> RemoteId:
    """The id of a post, as the subject of its comments."""
    return RemoteId(f"{number(channel)}.{number(message)}")


def channel_of(post: RemoteId) -> int:
    """The channel in which a post stands."""
    return int(post.partition(".")[0])


def post_link(channel: int, username: str, message: int) -> str:
    """The address of a post: public by the channel's name, else the one that only its members can open."""
    if username:
        return f"https://t.me/{username}/{message}"
    return f"https://t.me/c/{SUPERGROUPS - channel}/{message}"
