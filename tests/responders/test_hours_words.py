"""Opening hours as people say them."""

import pytest

from responders.hours import Hours
from responders.hours_words import NAMES, hours_in_words, opening_in_words
from tests.responders.test_hours import at

SHOP = Hours.model_validate(
    {"zone": "Asia/Kolkata", "weekly": {"mon-fri": "9:00-18:00", "sat": ["10:00-13:00", "14:00-17:00"]}}
)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("", "Mon–Fri 9:00-18:00; Sat 10:00-13:00, 14:00-17:00"),
        ("de", "Mo–Fr 9:00-18:00; Sa 10:00-13:00, 14:00-17:00"),
        ("pt-BR", "seg.–sex. 9:00-18:00; sáb. 10:00-13:00, 14:00-17:00"),
        ("gu", "સોમ–શુક્ર 9:00-18:00; શનિ 10:00-13:00, 14:00-17:00"),
        ("gu-Latn", "Som–Shukra 9:00-18:00; Shani 10:00-13:00, 14:00-17:00"),
        ("fi", ""),
    ],
)
def test_the_week_is_told_in_the_language(language: str, words: str) -> None:
    assert hours_in_words(SHOP, language) == words


def test_days_apart_and_nights_are_told() -> None:
    bar = Hours.model_validate({"zone": "UTC", "weekly": {"mon, tue": "18:00-02:00", "thu": "18:00-24:00"}})

    assert hours_in_words(bar) == "Mon, Tue 18:00-2:00; Thu 18:00-24:00"


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        ("2026-11-27 08:00", "2026-11-27 09:00", "today 9:00"),
        ("2026-11-26 23:59", "2026-11-27 00:30", "tomorrow 0:30"),
        ("2026-11-27 08:00", "2026-11-30 09:00", "Mon 9:00"),
        ("2026-11-27 08:00", "2026-12-04 09:00", "2026-12-04 9:00"),
    ],
)
def test_an_opening_is_told_as_one_says_it_now(now: str, then: str, words: str) -> None:
    assert opening_in_words(SHOP, at(then), at(now)) == words


def test_a_language_that_we_have_no_days_of_is_not_guessed() -> None:
    assert opening_in_words(SHOP, at("2026-11-27 09:00"), at("2026-11-27 08:00"), "fi") == ""


def test_every_language_has_all_its_words() -> None:
    assert {language: len(set(words)) for language, words in NAMES.items()} == dict.fromkeys(NAMES, 9)
