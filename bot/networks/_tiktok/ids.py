"""Our names for TikTok's things: threads of comments and of messages, and where a person sees them.

Ids of conversations, messages and people are base64 with slashes in it, which an id of ours must not have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from inbox.models import RemoteId

WEB: Final = "https://www.tiktok.com"
PRIVATE: Final = "dm."


def ours(theirs: str) -> RemoteId:
    """An id of TikTok's as we write it."""
    return RemoteId(theirs.replace("/", "~"))


def theirs(id: str) -> str:
    """An id of ours as TikTok writes it."""
    return id.replace("~", "/")


def below(video: str, top: str) -> RemoteId:
    """The thread of a comment under a post: calls about a comment name both."""
    return RemoteId(f"{video}.{top}")


def private(conversation: str) -> RemoteId:
    """The thread of a conversation."""
    return RemoteId(f"{PRIVATE}{ours(conversation)}")


def is_private(thread: RemoteId) -> bool:
    """Whether a thread is a conversation."""
    return thread.startswith(PRIVATE)


def conversation_of(thread: RemoteId) -> str:
    """TikTok's id of the conversation that a thread is."""
    return theirs(thread.removeprefix(PRIVATE))


def video_of(thread: RemoteId) -> str:
    """The post that a thread of comments stands under."""
    return thread.partition(".")[0]


def top_of(thread: RemoteId) -> str:
    """The comment that a thread of comments begins with."""
    return thread.partition(".")[2]


def address(video: str, username: str = "") -> str:
    """Where a post is seen."""
    return f"{WEB}/@{username}/video/{video}" if username else f"{WEB}/video/{video}"


@dataclass(frozen=True, slots=True)
class Opens:
    """Where a person sees a message in TikTok's own pages; no comment has an address of its own."""

    username: str = ""

    def __call__(self, thread: RemoteId, message: RemoteId) -> str:
        """The post that was commented on, or the page of all messages."""
        return f"{WEB}/messages" if is_private(thread) else address(video_of(thread), self.username)
