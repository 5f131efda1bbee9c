"""Bringing texts into the form in which they are compared."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from responders.text import normalise, readable, running, script, script_of, spaced, words


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("Café AÑO", "cafe ano"),
        ("ＧＩＶＥａｗａｙ", "giveaway"),
        ("p\u200bo\u200br\u00adt", "port"),
        ("\u202egnirts", "gnirts"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("поиграй", "поиграй"),
        ("ક્યારે ખુલે છે?", "ક્યારે ખુલે છે?"),
        ("क़ानून", "क़ानून"),
        ("한국", "한국"),
        ("half \ud83d sign", "half  sign"),
    ],
)
def test_a_text_is_compared_without_how_it_was_typed(typed: str, compared: str) -> None:
    assert normalise(typed) == compared


@given(st.text())
@example("İ")
@example("ǰ̇ß\u200d")
@example("ᾳ\u0345")
def test_the_normal_form_of_a_normal_form_is_itself(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet=st.characters()))
def test_no_text_breaks_any_of_the_forms(text: str) -> None:
    assert spaced(text).split() == words(text)
    assert running(text).replace(" ", "") == "".join(words(text))
    assert isinstance(script(text), str)
    readable(text).encode()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Is it OPEN, today?", ["is", "it", "open", "today"]),
        ("તમારો સમય શું છે?", ["તમારો", "સમય", "શું", "છે"]),
        ("दुकान कब खुलती है।", ["दुकान", "कब", "खुलती", "है"]),
        ("退款 now", ["退", "款", "now"]),
        ("2026年", ["2026", "年"]),
        ("👍🎉 !!!", []),
        ("", []),
    ],
)
def test_words_are_found_in_any_script(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_signs_of_gujarati_and_devanagari_belong_to_the_word() -> None:
    assert words("ક્યારે") == ["ક્યારે"]
    assert words("की") != words("का")


def test_a_phrase_is_found_whole_and_not_inside_a_word() -> None:
    assert spaced("opening hours") in spaced("Your OPENING hours?")
    assert spaced("art") not in spaced("Where do we start?")
    assert spaced("退款") in spaced("我想退款吗")


def test_a_text_without_words_finds_nothing() -> None:
    assert spaced("!!!") == ""


def test_character_runs_have_the_spaces_of_their_script() -> None:
    assert running("Are you open?") == " are you open "
    assert running("几点开门 today") == " 几点开门 today "


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("When?", "Latin"),
        ("ક્યારે ok", "Gujarati"),
        ("कब", "Devanagari"),
        ("几点", "Han"),
        ("営業時間は", "Hiragana"),
        ("언제", "Hangul"),
        ("когда", "Cyrillic"),
        ("12 👍", ""),
    ],
)
def test_the_script_is_that_of_most_letters(text: str, name: str) -> None:
    assert script(text) == name


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Latin"),
        ("gu", "Gujarati"),
        ("gu-Latn", "Latin"),
        ("zh-Hant", "Han"),
        ("hi", "Devanagari"),
        ("xx", "Latin"),
    ],
)
def test_a_language_is_written_in_its_script(language: str, name: str) -> None:
    assert script_of(language) == name
