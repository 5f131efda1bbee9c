"""What is looked for once for all rules: patterns in one pass, and a text that is said again not anew."""

import pytest

from responders.moderation.file import Allow
from responders.moderation.lookout import LONG_TEXTS, TEXTS, Lookout, patterns_of
from responders.moderation.matching import Gathered

PATTERNS = [rf"x{at}[a …]{{0,15}}y" for at in range(60)]


@pytest.mark.parametrize("memory", [64 << 20, 1 << 14])
def test_patterns_are_found_together_and_where_that_cannot_be_one_by_one(memory: int) -> None:
    find = patterns_of(PATTERNS, memory)

    assert find("x7 aa y and x59…y".encode()) == {7, 59}
    assert find(b"x y") == frozenset()


def test_no_patterns_find_nothing() -> None:
    assert patterns_of(())(b"anything") == frozenset()


def test_a_text_that_is_said_again_is_looked_at_once() -> None:
    lookout = Lookout(Gathered(), Allow())

    assert lookout.text("kem cho") is lookout.text("kem cho")
    assert lookout.text("a" * 600) is lookout.text("a" * 600)


def test_only_so_many_texts_are_remembered() -> None:
    lookout = Lookout(Gathered(), Allow())
    first = lookout.text("0"), lookout.text("a" * 600)
    for at in range(TEXTS):
        lookout.text(f"{at + 1}")
    for at in range(LONG_TEXTS):
        lookout.text("a" * (601 + at))

    assert lookout.text("0") is not first[0]
    assert lookout.text("a" * 600) is not first[1]
