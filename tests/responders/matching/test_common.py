"""How much words say anywhere."""

from responders.matching.common import telling


def test_a_word_of_every_question_says_less_than_one_of_few() -> None:
    assert telling("the") < telling("card") < telling("refund") <= 1


def test_words_of_other_languages_count_in_full() -> None:
    assert {telling(word) for word in ("દુકાન", "दुकान", "开", "paquete")} == {1.0}
