"""Signs that stand for others, and words that have one spelling."""

import pytest

from responders.moderation import signs
from responders.moderation.signs import canonical
from responders.text import normalise


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("احـتـيال", "احتيال"),
        ("اِحْتِيَال", "احتيال"),
        ("إباحى", "اباحي"),
        ("کلب", "كلب"),
        ("हिन्दी", "हिंदी"),
        ("चाँद", "चांद"),
        ("ग़धा", "गधा"),
        ("अाप", "आप"),
        ("ΠΟΡΝΌΣ", "πορνος"),
        ("п̶о̶р̶н̶о̶", "порно"),
        ("a\x01b", "ab"),
        ("a\u3164b", "ab"),
        ("ग॑धा", "गधा"),
        ("ڨمار", "قمار"),
    ],
)
def test_two_spellings_of_a_word_are_one(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), [("й", "и"), ("ё", "е"), ("क", "ख"), ("ક", "ક્"), ("ب", "ت"), ("ñ", "m")])
def test_two_letters_stay_two(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_latin_words_have_the_normal_form_that_all_have() -> None:
    assert canonical("Café ﬁn") == normalise("Café ﬁn") == "cafe fin"


@pytest.mark.parametrize("word", ["саsinо", "匚ꍏรเภ๏", "ⅽasino", "ᴄᴀꜱɪɴᴏ", "ꓚasino", "🅲🅰🆂🅸🅽🅾", "¢asino"])
def test_look_alikes_are_read_as_latin_letters(word: str) -> None:
    assert canonical(word).translate(signs.latin()) == "casino"


def test_no_table_changes_a_plain_letter_of_its_own_alphabet() -> None:
    assert not [sign for sign in "abcdefghijklmnopqrstuvwxyz0123456789" if ord(sign) in signs.latin()]
    assert all("а" <= plain <= "џ" for table in signs.cyrillics() for plain in table.values())
    assert all("α" <= plain <= "ω" for table in signs.greeks() for plain in table.values())


def test_sister_letters_go_both_ways() -> None:
    assert "हरामी".translate(signs.indic(to_gujarati=True)) == "હરામી"
    assert "હરામી".translate(signs.indic(to_gujarati=False)) == "हरामी"
