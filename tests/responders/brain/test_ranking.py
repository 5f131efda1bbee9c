"""Finding by words and runs of letters."""

import numpy as np
import pytest

from responders.brain.ranking import LONGEST, asked, fused, views_of

TEXTS = [
    "Every stole is printed by hand with natural dyes.",
    "We send parcels within two working days.",
    "દરેક શાલ હાથથી છાપેલી છે.",
    "每条披肩都是手工印制的。",
    "Платок печатают вручную.",
    "You can return anything within thirty days.",
]


def found(question: str, texts: list[str] = TEXTS) -> list[int]:
    """The numbers of the texts, best first."""
    return fused([view.scores(asked(question)) for view in views_of(texts)])


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("Is it printed with natural dyes?", 0),
        ("natrual dye", 0),
        ("how many days for a parcel", 1),
        ("શાલ કેવી રીતે છાપે છો?", 2),
        ("披肩是手工的吗", 3),
        ("ПЛАТКИ вручную?", 4),
        ("returning", 5),
    ],
)
def test_the_text_that_shares_most_comes_first(question: str, best: int) -> None:
    assert found(question)[0] == best


@pytest.mark.parametrize("question", ["", "???", "🎉🎉", "xyzzy", "\u200b"])
def test_nothing_is_found_where_nothing_is_shared(question: str) -> None:
    assert found(question) == []
    assert found("parcels", []) == []


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    texts = ["the shop of the town", "the stole of the shop", "the parcel of the shop", "the price"]

    assert found("the parcel", texts)[0] == 2


def test_what_shares_only_what_all_share_is_left_out() -> None:
    assert found("natural dyes within", TEXTS)[0] == 0
    assert 3 not in found("natural dyes within", TEXTS)


def test_a_tie_goes_to_the_earlier_text() -> None:
    assert found("stole", ["a stole", "the other", "a stole"]) == [0, 2]


def test_a_place_in_two_views_beats_a_first_place_in_one() -> None:
    views = [np.array(scores, dtype=np.float32) for scores in ([3, 2, 0], [0, 2, 3], [0, 2, 0])]

    assert fused(views)[0] == 1


def test_a_view_without_a_number_counts_for_nothing() -> None:
    assert fused([np.array([np.nan, np.nan], dtype=np.float32), np.array([0, 1], dtype=np.float32)]) == [1]


def test_only_the_beginning_of_an_endless_question_is_looked_at() -> None:
    assert found("x" * LONGEST + " parcels") == []
    assert found("parcels " + "x" * 70_000)[0] == 1


def test_scripts_without_spaces_are_cut_into_pairs_too() -> None:
    texts = ["披露肩膀的事", "每条披肩"]

    assert found("披肩", texts)[0] == 1
