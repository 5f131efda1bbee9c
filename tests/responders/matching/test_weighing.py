"""From a question to the likeliest entry with its evidence."""

import numpy as np
import pytest

from responders.matching.fitted import Example, Fitted, fitted
from responders.matching.weighing import Finding, weigh

EXAMPLES = [
    Example("hours", "When are you open?"),
    Example("hours", "What are your opening hours?"),
    Example("parcel", "When will my parcel arrive?"),
    Example("join", "How to join a contest"),
]


def found(said: str, nothing: list[str] | None = None, without: int | None = None) -> Finding | None:
    """What is found for a question, perhaps without one of the entries."""
    brand = fitted(EXAMPLES, nothing or [])
    assert isinstance(brand, Fitted)
    kept = np.array([at != without for at in range(len(brand.entries))])
    return weigh(brand, said, kept)


def test_the_entry_the_phrasing_and_the_next_are_named() -> None:
    best = found("wen will my parcel arive")

    assert best is not None
    assert best.second is not None
    assert (best.entry.name, best.phrasing.text) == ("parcel", "When will my parcel arrive?")
    assert best.second.name == "hours"
    assert best.evidence.ahead > 0.15


def test_an_entry_that_is_left_out_neither_wins_nor_stands_in_the_way() -> None:
    best = found("When will my parcel open?", without=2)

    assert best is not None
    assert best.entry.name == "hours"
    assert best.second is None or best.second.name != "parcel"


def test_what_people_ask_without_an_entry_speaks_against_the_answer() -> None:
    plain, told = found("how to win a contest"), found("how to win a contest", ["how can I win a contest"])

    assert plain is not None
    assert told is not None
    assert told.evidence.none > plain.evidence.none == 0
    assert told.evidence.score < plain.evidence.score


def test_a_denial_on_one_side_is_seen() -> None:
    turned, same = found("how to not join a contest"), found("how to join a contest")

    assert turned is not None
    assert same is not None
    assert (bool(turned.doubt), same.doubt) == (True, "")


def test_what_is_near_no_phrasing_finds_nothing() -> None:
    assert found("zzz") is None


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        ("what are your opening hours on day 7", "number of its own"),
        ("opening a restaurant franchise abroad with partners", "stands in no phrasing"),
        ("what are your opening hours", ""),
    ],
)
def test_what_makes_a_look_alike_another_question_is_named(said: str, doubt: str) -> None:
    best = found(said)

    assert best is not None
    assert doubt in best.doubt
    assert bool(doubt) == bool(best.doubt)
