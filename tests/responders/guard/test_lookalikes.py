"""Letters that look like Latin ones."""

import pytest

from responders.guard.lookalikes import latin, unfolded


@pytest.mark.parametrize("word", ["раураl", "pаypal", "ΡΑΥΡΑL", "рaypaӏ", "páypál", "ｐaypal", "PAYPAL"])
def test_a_word_is_read_as_a_hasty_reader_takes_it(word: str) -> None:
    assert unfolded(word) == "paypal"


def test_digits_and_pairs_of_letters_count_in_hosts() -> None:
    assert latin("g00gle") == "google"
    assert latin("arnazon") == latin("amazon")
    assert latin("paypa1") == latin("paypal")


@pytest.mark.parametrize("word", ["ગુજરાતી", "中文", "हिन्दी"])
def test_other_scripts_stay_what_they_are(word: str) -> None:
    assert len(unfolded(word)) <= len(word)
    assert not unfolded(word).isascii()
