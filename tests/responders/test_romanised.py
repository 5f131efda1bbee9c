"""Gujarati and Hindi in Latin letters, and what must not be taken for them."""

import pytest

from responders.romanised import romanised


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("kyaare khulshe", "gu-Latn"),
        ("KYARE KHULSE", "gu-Latn"),
        ("tamaru delivery ketla divas ma thase", "gu-Latn"),
        ("order cancel karvo chhe", "gu-Latn"),
        ("kab", "hi-Latn"),
        ("dukaan kab khulti hai", "hi-Latn"),
        ("kitne ka haii", "hi-Latn"),
        ("Plz kya hindi m koi support mil sakta hai", "hi-Latn"),
        ("", ""),
        ("दुकान कब खुलती है", ""),
    ],
)
def test_they_are_known_by_their_own_words_in_any_spelling(text: str, language: str) -> None:
    assert romanised(text) == language


def test_one_word_of_theirs_in_a_long_english_sentence_is_not_enough() -> None:
    assert romanised("My friend says kab and I do not know what that means") == ""


@pytest.mark.parametrize(
    "text",
    [
        "can i use this app to change money?",
        "find a chow mein recipe for me, please",
        "can you give me a thai dinner suggestion",
        "Che bello! Quando aprite?",
        "no sé qué hacer con mi pan",
        "dziękuję, tak",
        "Din ordre er sendt, tak",
        "Hai, apa kabar kamu hari ini?",
        "Maria hat einen Termin",
    ],
)
def test_no_other_language_is_taken_for_them(text: str) -> None:
    assert romanised(text) == ""
