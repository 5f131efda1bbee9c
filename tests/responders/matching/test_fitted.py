"""What is learnt from phrasings."""

import numpy as np

from responders.matching.fitted import Example, fitted

EXAMPLES = [
    Example("hours", "When are you open?"),
    Example("hours", "What are your opening hours?"),
    Example("refund", "I do not want it any more"),
    Example("refund", "I do not want it any more"),
    Example("nothing", "👍"),
]


def test_entries_stand_by_name_and_repeated_or_wordless_phrasings_are_left_out() -> None:
    made = fitted(EXAMPLES, [])

    assert made is not None
    assert [entry.name for entry in made.entries] == ["hours", "refund"]
    assert len(made.phrasings) == 3
    assert [phrasing.denies for phrasing in made.phrasings] == [False, False, True]


def test_questions_without_an_entry_stand_last_and_are_no_entry() -> None:
    made = fitted(EXAMPLES, ["do you sell shoes", "?"])

    assert made is not None
    assert made.nothing
    assert [entry.name for entry in made.entries] == ["hours", "refund"]
    assert made.phrasings[-1].text == "do you sell shoes"
    assert made.weights.shape == (3, 4)


def test_nothing_to_learn_from_is_no_brand() -> None:
    assert fitted([Example("a", "?!"), Example("b", "")], ["hello"]) is None


def test_fitting_twice_gives_the_same_to_the_last_bit() -> None:
    one, other = fitted(EXAMPLES, []), fitted(EXAMPLES[::-1], [])

    assert one is not None
    assert other is not None
    assert np.array_equal(one.weights, other.weights)
