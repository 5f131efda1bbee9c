"""Holds the sentences people read: what to do stands in each of them that can be mended."""

from __future__ import annotations

from bot.networks._x.words import AGAIN, BY_PART, BY_TYPE, CAPPED, CREDITS, DEAD, DEAD_APP, NOT_SUMMONED, SCOPE


def test_what_can_be_mended_says_how() -> None:
    assert AGAIN in DEAD
    assert AGAIN in SCOPE
    for words in (CREDITS, CAPPED, DEAD_APP, BY_TYPE["client-forbidden"][2]):
        assert "https://console.x.com" in words
    assert "Open it in X" in NOT_SUMMONED


def test_nobody_is_addressed_as_a_programmer() -> None:
    for _, _, words in BY_PART.values():
        assert "403" not in words
        assert "API" not in words
