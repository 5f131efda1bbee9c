"""Holds what stands against a post, in words that say how to mend it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.networks._looks import look
from bot.networks._x.judging import Terms, verdicts
from inbox.actions import Poll, Preview, Publish
from inbox.models import Media, RemoteId
from tests.files_to_post import film, gif, png

HERE = RemoteId("here")
PICTURE, FILM = Media("image", "blob:1"), Media("video", "blob:2")


def against(post: Publish, *data: bytes, **terms: bool) -> list[tuple[str, bool]]:
    found = verdicts(post, [look(one) if one else None for one in data], Terms(**terms))
    return [(verdict.words, verdict.stops) for verdict in found]


@pytest.mark.parametrize(
    "text", ["x" * 280, "陶" * 140, "👩‍👩‍👧‍👦" * 140, "🇮🇳" * 140, "x" * 256 + " https://nadi.example.com/" + "y" * 200]
)
def test_a_text_is_as_long_as_x_counts(text: str) -> None:
    assert not [words for words, stops in against(Publish(HERE, text)) if stops]
    ((words, _),) = [one for one in against(Publish(HERE, text + " z")) if one[1]]
    assert "X takes 280" in words
    assert not [words for words, stops in against(Publish(HERE, text * 10), premium=True) if stops]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": " "}, "empty"),
        ({"further": ("Two", " ")}, "Post 3 of the thread is empty"),
        ({"further": ("x" * 281,)}, "Post 2 of the thread has a length of 281"),
        ({"text": "$ABC or $XYZ"}, "one"),
        ({"form": "story"}, "no story"),
        ({"visibility": "private"}, "is for everybody"),
        ({"release": 1}, "at a later time"),
        ({"answers": "followers"}, "only followers"),
        ({"poll": Poll(("A",), 60)}, "2 to 4 answers"),
        ({"poll": Poll(("A", "x" * 26), 60)}, "1 to 25 characters"),
        ({"poll": Poll(("A", "B"), 4)}, "5 minutes to 7 days"),
    ],
)
def test_what_x_would_refuse_stops_the_post(fields: dict[str, Any], words: str) -> None:
    ((said, stops),) = against(Publish(HERE, **{"text": "hello", **fields}))
    assert words in said
    assert stops


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": "Cups"}, "no title"),
        ({"tags": ("cups",)}, "#hashtags"),
        ({"cover": PICTURE}, "no cover"),
        ({"previews": (Preview("Cups", link="https://nadi.example.com"),)}, "into the text"),
        ({"text": "nadi.example.com", "further": ("nadi.example.com",)}, "charges $0.40"),
    ],
)
def test_what_x_leaves_out_or_charges_for_is_said_and_stops_nothing(fields: dict[str, Any], words: str) -> None:
    ((said, stops),) = against(Publish(HERE, **{"text": "hello", **fields}))
    assert words in said
    assert not stops


@pytest.mark.parametrize(
    ("media", "data", "words"),
    [
        ((PICTURE,), (b"",), "erased"),
        ((PICTURE,), (b"%PDF",), "neither a picture nor a video"),
        ((PICTURE,) * 5, (png(),) * 5, "at most 4"),
        ((PICTURE, PICTURE), (png(), gif()), "or one GIF"),
        ((PICTURE, FILM), (png(), film()), "or one video"),
    ],
)
def test_files_that_x_would_refuse(media: tuple[Media, ...], data: tuple[bytes, ...], words: str) -> None:
    ((said, stops),) = against(Publish(HERE, "hello", media), *data)
    assert words in said
    assert stops


def test_files_alone_are_a_post() -> None:
    assert against(Publish(HERE, "", (PICTURE,) * 4), *[png()] * 4) == []
    assert against(Publish(HERE, "", (FILM,)), film()) == []


def test_a_poll_has_no_files_beside_it() -> None:
    found = against(Publish(HERE, "Which?", (PICTURE,), poll=Poll(("A", "B"), 60)), png())
    assert [words for words, _ in found] == ["A post on X has a poll or files, not both. Take one of them out."]


def test_an_enterprise_plan_pays_otherwise() -> None:
    assert against(Publish(HERE, "$ABC $XYZ nadi.example.com"), self_serve=False) == []
