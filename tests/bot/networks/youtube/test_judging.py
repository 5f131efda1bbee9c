"""What stands against a video before YouTube is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.networks._youtube.judging import COVER_BYTES, tags_length, title_of, verdicts
from inbox.actions import Poll, Publish
from inbox.models import Media, RemoteId

NOW = 1_796_000_000_000
FILM = Media("video", "blob:1")
POST = Publish(RemoteId("UC"), "How we glaze\nStep by step.", (FILM,))
JPEG = b"\xff\xd8\xff\xe0"


def judged(post: Publish, cover: bytes | None = None, *, erased: bool = False, locked: bool = False) -> list[str]:
    found = verdicts(post, cover, NOW, erased=erased, locked=locked)
    assert [one.stops for one in found] == sorted((one.stops for one in found), reverse=True)
    return [("! " if one.stops else "") + one.words for one in found]


def test_one_video_with_words_is_all_right() -> None:
    assert judged(POST, JPEG) == []
    assert title_of(POST) == "How we glaze"
    assert title_of(replace(POST, title=" Glazing ")) == "Glazing"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"media": ()}, "! A post on YouTube is exactly one video"),
        ({"media": (FILM, FILM)}, "! A post on YouTube is exactly one video"),
        ({"media": (Media("image", "blob:2"),)}, "! A post on YouTube is exactly one video"),
        ({"form": "story"}, "! YouTube has no stories"),
        ({"further": ("more",)}, "! YouTube has no threads"),
        ({"poll": Poll(("a", "b"), 60)}, "! YouTube takes no polls"),
        ({"text": " "}, "! A video needs a title"),
        ({"title": "x" * 101}, "! The title has 101 characters"),
        ({"text": "t\n" + "ક" * 1_667}, "! The text has 5,003 bytes"),
        ({"title": "1 < 2"}, "! There is < or > in the title"),
        ({"text": "a > b", "title": "t"}, "! There is < or > in the text"),
        ({"tags": ("<b>",)}, "! There is < or > in the tags"),
        ({"tags": ("x" * 501,)}, "! The tags have 501"),
        ({"text": "t " + "#a " * 16}, "There are 16 hashtags"),
        ({"release": NOW - 1}, "! The time at which"),
        ({"release": NOW + 60_000}, "It goes public in 1 min"),
        ({"release": NOW + 9_000_000, "visibility": "unlisted"}, "! A video that goes public by itself"),
    ],
)
def test_what_youtube_would_refuse_is_said_before(change: dict[str, Any], words: str) -> None:
    found = judged(replace(POST, **change))
    assert any(one.startswith(words) for one in found), found


def test_a_cover_is_a_picture_of_at_most_two_megabytes() -> None:
    assert "JPEG" in judged(POST, b"GIF89a")[0]
    assert "2 MB" in judged(POST, JPEG + b"\0" * COVER_BYTES)[0]


def test_a_file_that_is_gone_stops_it() -> None:
    assert judged(POST, erased=True) == ["! A file of this post has been erased. Attach it again."]


def test_a_project_that_is_known_not_to_be_audited_is_said_where_it_matters() -> None:
    assert "audit" in judged(POST, locked=True)[0]
    assert judged(replace(POST, visibility="private"), locked=True) == []


def test_tags_are_counted_as_youtube_does() -> None:
    assert tags_length(("clay", "hand made")) == 4 + 9 + 2 + 1
