"""A text without its disguises; a text that wears none stays as it is."""

import pytest

from responders.moderation.disguise import borders_of, views
from responders.text import normalise

FREE = "frее сrурtо ｇｉｖｅａｗａｙ 𝐟𝐫𝐞𝐞 p\u200bo\u200br\u200bn"


def readings(text: str) -> set[str]:
    return {line.text.strip() for line in views(text).lines}


def test_the_skeleton_is_what_a_person_reads() -> None:
    assert views(FREE).skeleton == "free crypto giveaway free porn"


@pytest.mark.parametrize(
    "text",
    [
        "привет мир",
        "καλημέρα κόσμε",
        "ગુજરાતી લખાણ છે",
        "हिन्दी में लिखा है",
        "مرحبا بالعالم",
        "你好,世界",
        "Scunthorpe, Essex, Dickens and an assassin of class",
        "łaska pańska, sık sık, å høre, schön",
    ],
)
def test_an_honest_text_has_no_other_reading(text: str) -> None:
    seen = views(text)
    assert len(seen.lines) == 1
    assert seen.skeleton == seen.plain


def test_latin_text_has_the_normal_form_of_every_text() -> None:
    assert views("Crème BRÛLÉE\u200b, ﬁne").plain == normalise("Crème BRÛLÉE\u200b, ﬁne")


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("f r e e  c.r.y.p.t.o", "free crypto"),
        ("f*r*e*e", "free"),
        ("p()rn", "porn"),
        ("s1ut", "slut"),
        ("sh1t", "shit"),
        ("cyкa", "сука"),
        ("п0рн0", "порно"),
        ("π0ρνo", "πορνο"),
        ("हરાमी", "हरामी"),
        ("por n", "porn"),
        ("ǝǝɹɟ", "free"),
        ("🅿🅾🆁🅽", "porn"),
        ("🇵 🇴 🇷 🇳", "porn"),
        ("卩ㄖ尺几", "porn"),
        ("ρσɾɳ", "porn"),
        ("p⭕rn", "porn"),
        ("uɹod ǝǝɹɟ", "free porn"),
        ("see \u202enrop\u202c here", "ereh porn ees"),
        ("JaiIbait", "jailbait"),
        ("ınvestment", "investment"),
        ("|3itcoin", "bitcoin"),
        ("!d!ot", "idiot"),
        ("1d10t", "idiot"),
        ("fr33 p0rn0", "free porno"),
        ("€asino", "casino"),
        ("п4рн0", "парно"),
        ("ᴨоᴩʜо", "порно"),
        ("быстpыe деньги", "быстрые деньги"),
        ("бblстрые", "быстрые"),
        ("야.동", "야동"),
        ("야1동2방", "야동방"),
        ("p\u3164o\u3164r\u3164n", "porn"),
    ],
)
def test_an_odd_piece_has_the_reading_that_is_meant(text: str, reading: str) -> None:
    assert reading in readings(text)


@pytest.mark.parametrize(
    ("text", "untouched"),
    [
        ("сосо", "coco"),
        ("у нас сосо дома", "coco"),
        ("Samsung A55", "samsung ass"),
        ("he'll call", "hell call"),
        ("https://youtu.be/p0rn", "porn"),
        ("@sh1t_happens ok", "shit"),
        ("løser", "loser"),
        ("山口と丁", "woht"),
        ("🇮🇩 🇮🇴 🇹🇷", "idiot"),
        ("order A1023", "aiozz"),
    ],
)
def test_what_only_looks_odd_is_left_alone(text: str, untouched: str) -> None:
    assert not any(untouched in reading for reading in readings(text))


def test_a_whole_word_of_look_alikes_counts_beside_latin_words() -> None:
    assert "coco chanel" in readings("сосо chanel")


@pytest.mark.parametrize("unit", ["f.r.e.e ", "a ", "p0 ", "🅰", "сa", "*a", "क़ ", "x", "\u0336", "()", "a_b1@"])
def test_a_long_odd_text_has_no_more_readings_than_its_length(unit: str) -> None:
    assert len(views(unit * 20_000).haystack) <= 60_000 + 4 * 20_000 * len(unit)


def test_borders_say_which_line_and_which_word_begins_somewhere() -> None:
    text = "\n".join(line.text for line in views("fr33 crypt0 for all and s p a c e d").lines)
    borders = borders_of(text)

    for start in (at for at, sign in enumerate(text) if sign == " " and text[at + 1 : at + 2].strip()):
        before = text[:start]
        assert borders.at(start) == (before.count("\n"), before.rpartition("\n")[2].count(" "))
