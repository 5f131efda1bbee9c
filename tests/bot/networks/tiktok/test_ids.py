"""Names of threads, and where people see them."""

from __future__ import annotations

from bot.networks._tiktok.ids import (
    Opens,
    address,
    below,
    conversation_of,
    is_private,
    ours,
    private,
    theirs,
    top_of,
    video_of,
)
from inbox.models import RemoteId


def test_a_thread_names_the_post_and_the_comment_that_it_begins_with() -> None:
    thread = below("73", "72")
    assert (thread, video_of(thread), top_of(thread), is_private(thread)) == ("73.72", "73", "72", False)


def test_ids_of_base64_lose_their_slashes_and_get_them_back() -> None:
    thread = private("u5/Jh+a==")
    assert thread == "dm.u5~Jh+a=="
    assert "/" not in thread
    assert is_private(thread)
    assert conversation_of(thread) == "u5/Jh+a=="
    assert theirs(ours("a/b/c")) == "a/b/c"


def test_where_a_message_is_seen() -> None:
    opens = Opens("nadipots")
    assert opens(below("73", "72"), RemoteId("72")) == "https://www.tiktok.com/@nadipots/video/73"
    assert Opens()(below("73", "72"), RemoteId("72")) == address("73") == "https://www.tiktok.com/video/73"
    assert opens(private("a=="), RemoteId("m")) == "https://www.tiktok.com/messages"
    assert opens == Opens("nadipots")
