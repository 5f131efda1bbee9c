"""Words and their other spellings."""

import pytest

from responders.matching.vocabulary import Vocabulary, rareness, vocabulary

SAID = [["mattress", "size"], ["delivery", "time"], ["દુકાન", "ક્યારે"], ["kyare", "khulshe"], ["开", "门"]]
KNOWN = vocabulary(SAID, list(range(5)), 5)


def likeliest(word: str, known: Vocabulary = KNOWN) -> str:
    """The known word that a word is most like."""
    alike = known.word(word).alike
    names = list(known.numbers)
    return names[max(alike, key=lambda number: alike[number])] if alike else ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("matress", "mattress"),
        ("delivry", "delivery"),
        ("દુકાનો", "દુકાન"),
        ("khulse", "khulshe"),
        ("size", "size"),
        ("zebra", ""),
    ],
)
def test_a_misspelt_word_is_like_the_one_that_was_meant(typed: str, meant: str) -> None:
    assert likeliest(typed) == meant


@pytest.mark.parametrize("typed", ["retrun", "retun", "returnn", "rteurn", "redurn"])
def test_one_wrong_letter_is_seen_through(typed: str) -> None:
    known = vocabulary([["return", "hours"]], [0], 1)

    assert known.word(typed).alike[0] >= 0.8


@pytest.mark.parametrize(("typed", "written"), [("1235", "1234"), ("lost", "cost")])
def test_a_number_or_a_word_of_its_own_is_no_slip_of_another(typed: str, written: str) -> None:
    assert vocabulary([[written, "order"]], [0], 1).word(typed).alike.get(0, 0) < 0.7


def test_a_word_is_wholly_like_itself() -> None:
    assert KNOWN.word("size").alike[KNOWN.numbers["size"]] == pytest.approx(1)


def test_what_fewer_entries_have_is_rarer() -> None:
    assert rareness(10, 0) > rareness(10, 1) > rareness(10, 10) > 0


def test_looking_a_word_up_twice_finds_the_same() -> None:
    assert KNOWN.word("matress") == KNOWN.word("matress")
