"""What a network has no place for is said of a post, and stops it where it would be another one without."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from bot.networks._left_out import EVERYTHING, STOPS, left_out, refuse
from inbox.actions import Poll, Publish
from inbox.errors import Unsupported
from inbox.models import Media, RemoteId

HERE = RemoteId("here")
CARRIED = {"place", "text", "media", "previews", "form"}  # which every network judges in its own way
HAS: dict[str, Any] = {
    "further": ("two",), "poll": Poll(("a", "b"), 60), "visibility": "private", "release": 5, "answers": "mentioned",
    "title": "Cups", "tags": ("pots",), "cover": Media("image", "blob:1"), "made_by_ai": True,
}  # fmt: skip


def test_every_part_of_a_post_is_either_carried_or_spoken_of() -> None:
    assert {field.name for field in fields(Publish)} == CARRIED | EVERYTHING == CARRIED | HAS.keys()


@pytest.mark.parametrize("part", sorted(EVERYTHING))
def test_what_is_left_out_is_said(part: Any) -> None:
    post = Publish(HERE, "one", **{part: HAS[part]})
    (verdict,) = left_out(post, "Chat", EVERYTHING)
    assert "Chat" in verdict.words
    assert verdict.stops is (part in STOPS)
    assert list(left_out(post, "Chat", EVERYTHING - {part})) == []


def test_only_what_would_make_it_another_post_is_refused() -> None:
    refuse(Publish(HERE, "one", title="Cups", tags=("pots",)), "Chat")
    with pytest.raises(Unsupported, match="for everybody who sees the account"):
        refuse(Publish(HERE, "one", visibility="private"), "Chat")
