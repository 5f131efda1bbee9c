"""What a question's words differ by."""

import pytest

from responders.matching.evidence import FIGURES, Differences, differences
from responders.matching.grams import words
from responders.matching.vocabulary import vocabulary

PHRASINGS = ["show my credit score", "what is my credit score"]
KNOWN = vocabulary([words(said) for said in PHRASINGS], [0, 0], 1)
ENTRY = {number: sum(word in words(said) for said in PHRASINGS) / 2 for word, number in KNOWN.numbers.items()}
FIRST = [KNOWN.numbers[word] for word in words(PHRASINGS[0])]


def between(said: str) -> Differences:
    """The differences of a question from the first phrasing and its entry."""
    return differences({word: KNOWN.word(word) for word in words(said)}, KNOWN.known, ENTRY, FIRST)


def test_the_phrasing_itself_differs_in_nothing() -> None:
    found = between(PHRASINGS[0])

    assert found.strange == found.apart == found.lost == pytest.approx((0, 0, 0), abs=1e-6)
    assert found.unknown == (0, 0)


def test_a_telling_word_that_the_entry_never_had_is_strange_and_unknown() -> None:
    found = between("improve my credit score")

    assert found.strange[0] == found.unknown[0] > 0.5
    assert found.lost[0] > 0  # "show"


def test_a_word_of_another_phrasing_is_apart_but_not_strange() -> None:
    found = between("what my credit score")

    assert found.strange == pytest.approx((0, 0, 0), abs=1e-6)
    assert found.apart[0] > 0


def test_a_typo_is_less_strange_than_another_word() -> None:
    assert 0 < between("show my credit scoer").strange[1] < 0.5 < between("show my credit plum").strange[1]


def test_the_words_that_every_phrasing_has_are_missed_most() -> None:
    assert between("show my").core[1] > between("my credit score").core[1] > 0


def test_every_figure_has_its_own_name() -> None:
    assert len(set(FIGURES)) == len(FIGURES) > 30
