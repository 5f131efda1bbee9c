"""Conditions put together: yes, no and open, and what must be in a message before it is looked at."""

import pytest

from responders.moderation.parts import OPEN, Found, Hit, Part, all_of, any_of, none_of, of_words
from responders.moderation.said import Text
from responders.moderation.seen import Arrived
from tests.arrivals import arrival

YES, BAD, NO, NOBODY_KNOWS = Hit("yes"), Hit("bad", 0.9), None, OPEN
SEEN = Arrived(arrival("a"), Text("a", lambda _: {}, lambda _: frozenset(), lambda _: ()))


def part(found: Found, *atoms: tuple[str, int]) -> Part:
    """A condition that answers this."""
    return Part(lambda _: found, frozenset(atoms) or None)


@pytest.mark.parametrize(
    ("found", "all_together", "any_of_them"),
    [
        ([YES, BAD], Hit("yes and bad", 0.9), YES),
        ([YES, NO], None, YES),
        ([NO, NO], None, None),
        ([NOBODY_KNOWS, YES], OPEN, YES),
        ([NOBODY_KNOWS, NO], None, OPEN),
        ([YES, YES], Hit("yes"), YES),
    ],
)
def test_several_answers_together(found: list[Found], all_together: Found, any_of_them: Found) -> None:
    parts = [part(one) for one in found]

    assert all_of(parts).test(SEEN) == all_together
    assert any_of(parts).test(SEEN) == any_of_them


@pytest.mark.parametrize(("found", "opposite"), [(YES, None), (NO, Hit("")), (NOBODY_KNOWS, OPEN)])
def test_the_opposite_of_what_nobody_knows_is_not_known_either(found: Found, opposite: Found) -> None:
    assert none_of(part(found)).test(SEEN) == opposite


def test_what_must_be_there_first() -> None:
    few, many, whatever = part(YES, ("words", 1)), part(YES, ("words", 2), ("pattern", 3)), part(YES)

    assert all_of([whatever, many, few]).gate == few.gate
    assert any_of([few, many]).gate == {("words", 1), ("words", 2), ("pattern", 3)}
    assert any_of([few, whatever]).gate is None
    assert none_of(few).gate is None


def test_words_that_nobody_wants_to_read_are_left_out() -> None:
    assert of_words(lambda _: "a comment", told=False)(SEEN) == Hit("")
    assert of_words(lambda _: None)(SEEN) is None
