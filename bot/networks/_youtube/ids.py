"""How conversations, comments and people of YouTube are named here.

A conversation is a top-level comment with its replies. Its name holds the video too, for without that nobody can open
it: "dQw4w9WgXcQ.UgzAbc". The id of a reply is that of its thread, a dot, and a suffix.
"""

from __future__ import annotations

from typing import Final

from inbox.errors import Rejected
from inbox.models import Media, RemoteId

WATCH: Final = "https://www.youtube.com/watch?v="
PICTURE: Final = "comment:"  # begins the ref of a picture, which is asked for by its comment


def thread_of(video: str, comment: str) -> RemoteId:
    """The name of the conversation that a comment of this video stands in."""
    return RemoteId(f"{video}.{top_of(comment)}")


def top_of(comment: str) -> str:
    """The top-level comment of a comment, which may be that itself."""
    return comment.partition(".")[0]


def video_of(thread: RemoteId) -> str:
    """The video that a conversation stands under."""
    return thread.partition(".")[0]


def comment_of(thread: RemoteId) -> str:
    """The top-level comment of a conversation; raises Rejected for what is no conversation of ours."""
    comment = thread.partition(".")[2]
    if not comment:
        raise Rejected(f"{thread} is no conversation on YouTube.")
    return comment


def opens(thread: RemoteId, message: RemoteId) -> str:
    """Where a person sees a comment: its video, scrolled to it."""
    return f"{watch(video_of(thread))}&lc={message or comment_of(thread)}"


def watch(video: str) -> str:
    """The address of a video."""
    return WATCH + video


def picture_of(comment: str) -> Media:
    """The picture of a comment."""
    return Media("image", f"{PICTURE}{comment}")
