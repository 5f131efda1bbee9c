"""Disguised spellings of seven scripts are caught, and everyday messages of twenty ways of speaking are left alone."""

from __future__ import annotations

import pytest

from responders.moderation.lists import WordIndex
from tests.responders.moderation.evasion.clean import COUNT, clean
from tests.responders.moderation.evasion.figures import Share, caught, index, touched
from tests.responders.moderation.evasion.spellings import spellings


@pytest.fixture(scope="module")
def lists() -> WordIndex[str]:
    return index()


def test_disguises_are_caught(lists: WordIndex[str]) -> None:
    assert [share for share in caught(lists) if share.percent < 95] == []


def test_clean_messages_are_left_alone(lists: WordIndex[str]) -> None:
    share = touched(lists)
    assert share == Share(share.name, share.part, COUNT)
    assert share.percent <= 1


def test_the_suite_is_what_it_says() -> None:
    every = spellings()
    assert len(every) >= 200
    assert len({each.script for each in every}) >= 6
    assert len({(each.word, each.written) for each in every}) == len(every)
    assert not [each for each in every if each.written == each.word]
    messages = clean()
    assert len(set(messages)) == COUNT == 5000
    assert clean() == messages
