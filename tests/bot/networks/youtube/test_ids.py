"""How conversations on YouTube are named, and where a person opens them."""

from __future__ import annotations

import pytest

from bot.networks._youtube.ids import comment_of, opens, thread_of, video_of
from inbox.errors import Rejected
from inbox.models import RemoteId


def test_a_conversation_is_named_by_its_video_and_its_top_level_comment() -> None:
    thread = thread_of("dQw4w9WgXcQ", "UgzA.9x")
    assert thread == thread_of("dQw4w9WgXcQ", "UgzA") == "dQw4w9WgXcQ.UgzA"
    assert (video_of(thread), comment_of(thread)) == ("dQw4w9WgXcQ", "UgzA")


def test_a_comment_is_opened_below_its_video() -> None:
    thread = thread_of("dQw4w9WgXcQ", "UgzA")
    assert opens(thread, RemoteId("UgzA.9x")) == "https://www.youtube.com/watch?v=dQw4w9WgXcQ&lc=UgzA.9x"
    assert opens(thread, RemoteId("")) == "https://www.youtube.com/watch?v=dQw4w9WgXcQ&lc=UgzA"


def test_what_is_no_conversation_is_refused() -> None:
    with pytest.raises(Rejected, match="no conversation"):
        comment_of(RemoteId("dQw4w9WgXcQ"))
