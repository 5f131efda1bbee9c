"""What one piece of a text may stand for, in the company that it is in."""

import pytest

from responders.moderation.readings import Mask, Readings


def read(piece: str, text: str = "") -> tuple[str, ...]:
    return Readings(text or piece).of(piece)


@pytest.mark.parametrize(
    ("piece", "first"),
    [
        ("cas1no", "casino"),
        ("casino777", "casino"),
        ("c.a.s.i.n.o", "casino"),
        ("(c)(a)(s)", "cas"),
        ("pо0r", "poor"),
        ("п.о.р.н.о", "порно"),
        ("हरा.मी", "हरामी"),
        ("phuck", "fuck"),
        ("fvck", "fuck"),
        ("niepełnosprawni", "niepełnosprawni"),
        ("bitcøin", "bitcøin"),
    ],
)
def test_the_likeliest_reading_comes_first(piece: str, first: str) -> None:
    assert read(piece)[0] == first


@pytest.mark.parametrize(
    "piece",
    ["casino", "casino!", "10:30", "5000", "he'll", "😍", "https://a.example/p0rn", "@sh1va.07", "noor@acme.example",
     "дом", "ગુજરાતી", "हिन्दी।", "سلام،", "你好", "₹500", "A55"],
)  # fmt: skip
def test_an_ordinary_piece_has_none(piece: str) -> None:
    assert [reading for reading in read(piece.lower()) if len(reading) > 2] == []


def test_a_latin_word_may_be_a_russian_one_between_russian_words_only() -> None:
    assert "сука" in read("cyka", "вот cyka такая")
    assert read("cyka", "that cyka there") == ()


def test_a_whole_word_of_look_alikes_is_latin_beside_latin_words_only() -> None:
    assert "coco" in read("сосо", "my сосо shop")
    assert read("сосо", "моя сосо лавка") == ()


@pytest.mark.parametrize(
    ("piece", "mask"),
    [
        ("f*ck", Mask("f?ck", any_letter=True)),
        ("f#ck", Mask("f?ck", any_letter=False)),
        ("fu**", Mask("fu??", any_letter=True)),
        ("f•ck", Mask("f?ck", any_letter=False)),
        ("f🤡ck", Mask("f?ck", any_letter=False)),
        ("сoбaka", None),
        ("**bold**", None),
        ("5*3*2", None),
    ],
)
def test_what_is_starred_out_becomes_a_question(piece: str, mask: Mask | None) -> None:
    assert list(Readings(piece).masks(piece)) == ([mask] if mask else [])


def test_a_star_may_hide_a_letter_with_its_sign() -> None:
    assert Mask("टेली??राम", any_letter=True) in list(Readings("टेली*राम").masks("टेली*राम"))
