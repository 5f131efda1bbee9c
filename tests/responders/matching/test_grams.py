"""What a text is cut into."""

import pytest

from responders.matching.grams import LONGEST, damped, phrases, pieces, words


def test_words_come_without_capitals_and_neighbours_in_pairs() -> None:
    assert phrases(words("When are you OPEN?")).keys() == {
        "when", "are", "you", "open", "when are", "are you", "you open",
    }  # fmt: skip


def test_a_word_is_spelt_in_pieces_with_its_borders() -> None:
    assert set(pieces("hi")) == {" h", "hi", "i ", " hi", "hi ", " hi "}


def test_a_repeated_word_counts_less_each_time() -> None:
    assert damped(["a", "a", "a", "a", "b"]) == pytest.approx({"a": 2.386, "b": 1}, abs=0.001)


def test_what_comes_after_a_thousand_letters_is_not_read() -> None:
    assert words("a " * LONGEST + "end")[-1] == "a"


def test_thumbed_words_are_written_in_full() -> None:
    assert words("wen r u open pls") == ["when", "are", "you", "open", "please"]
