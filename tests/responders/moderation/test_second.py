"""The second author's disguises: what hides the letters of a word is seen through, and real messages are left alone."""

from __future__ import annotations

from tests.responders.moderation.evasion.second import clean, disguised, shares, touched


def test_hidden_letters_are_seen_through() -> None:
    whole, kept, *_ = shares()
    assert whole.percent >= 94
    assert kept.percent >= 92


def test_clean_messages_are_left_alone() -> None:
    hits = [said for said in clean() if touched(said)]
    assert 100 * len(hits) / len(clean()) <= 1, hits


def test_the_suite_is_what_it_says() -> None:
    every = disguised()
    assert len(every) >= 250
    assert len({row.script for row in every}) == 7
    assert len({row.meant for row in every}) >= 25
    assert not [row for row in every if row.said == row.meant]
    assert len(set(clean())) == len(clean()) >= 600
