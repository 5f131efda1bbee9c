"""How alike a question is to every phrasing."""

import pytest

from responders.matching.grams import words
from responders.matching.index import index

SAID = ["When are you open?", "When will my parcel arrive?", "你们几点开门", "દુકાન ક્યારે ખુલે છે?"]
MADE = index([words(said) for said in SAID], [0, 1, 2, 3], 4)


def likeness(said: str) -> list[list[float]]:
    """By view and phrasing."""
    found: list[list[float]] = MADE.likeness(MADE.read(words(said))).tolist()
    return found


@pytest.mark.parametrize("row", range(4))
def test_a_phrasing_is_wholly_like_itself_in_both_views(row: int) -> None:
    assert [view[row] for view in likeness(SAID[row])] == pytest.approx([1, 1])


def test_a_typo_is_nearer_by_spelling_than_by_phrases() -> None:
    phrases, spelling = likeness("when will my parcl arive")

    assert phrases[1] < spelling[1] < 1
    assert spelling[1] == max(spelling)


@pytest.mark.parametrize("said", ["", "zzz qqq", "👍👍"])
def test_what_shares_nothing_is_like_nothing(said: str) -> None:
    assert max(max(view) for view in likeness(said)) == 0
