"""What all ways of publishing at Meta share: ids in answers, texts that look the same, and posts near in time."""

from __future__ import annotations

import pytest

from bot.networks._meta.making import alike, id_in, nearest
from inbox.errors import Unavailable, Uncertain
from tests.world import START


def test_the_nearest_in_time_comes_first_and_what_is_older_not_at_all() -> None:
    ages = {"old": -601, "before": -30, "just": 5, "after": 90}
    posts = [{"id": id, "at": START // 1000 + age} for id, age in ages.items()]
    assert [post["id"] for post in nearest([*posts, {"at": START // 1000}], "at", START)] == ["just", "before", "after"]


def test_an_id_is_text_or_a_number_and_must_be_there() -> None:
    assert id_in({"id": 17}, "Facebook") == id_in({"id": "17"}, "Facebook") == "17"
    for answer in ({}, {"id": ""}, {"id": None}, {"id": ["17"]}):
        with pytest.raises(Unavailable, match="Facebook said yes in words that could not be read"):
            id_in(answer, "Facebook")
    with pytest.raises(Uncertain):
        id_in({"id": "17"}, "Facebook", Uncertain, "post_id")


def test_white_space_makes_no_other_text() -> None:
    assert alike(" Kem\n\ncho? ") == alike("Kem cho?") != alike("Kem  chho?")
