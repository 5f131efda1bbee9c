"""The second author's disguises: what hides the letters of a word is seen through, and real messages are left alone."""

from __future__ import annotations

import pytest

from tests.responders.moderation.evasion.second import SAID_OTHERWISE, Second, clean, spellings


@pytest.fixture(scope="module")
def second() -> Second:
    return Second()


def test_words_with_hidden_letters_are_found(second: Second) -> None:
    hidden = [row for row in spellings() if row.kind not in SAID_OTHERWISE]
    found = sum(second.finds(row) for row in hidden)
    assert 100 * found / len(hidden) >= 94


def test_clean_messages_are_left_alone(second: Second) -> None:
    messages = clean()
    touched = sum(bool(second.touches(row)) for row in messages)
    assert 100 * touched / len(messages) <= 1


def test_the_suite_is_what_it_says() -> None:
    said = spellings()
    assert len(said) >= 250
    assert len({row.columns[0] for row in said}) == 7
    assert len({row.meant for row in said}) >= 25
    assert not [row for row in said if row.said == row.meant]
    assert len({row.said for row in clean()}) == len(clean()) >= 600
