"""Words of many lists are found in one pass, whole words only, and never where an exception stands."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responders.moderation.disguise import views
from responders.moderation.lists import Hit, WordIndex, WordList

BAD = WordList.of(
    [
        "ass",
        "cunt",
        "dick",
        "sex",
        "crypto",
        "fuck",
        "god",
        "hate",
        "buy followers",
        "rape*",
        "*coin",
        "赌博",
        "$$$",
        "🍆",
        "",
    ],
    ["Moby Dick", "Rape seed", "sex education"],
)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("what an ass", "ass"),
        ("ASS!", "ass"),
        ("fuuuck", "fuck"),
        ("fuuck", "fuck"),
        ("f*ck and f**k", "fuck"),
        ("Buy, followers", "buy followers"),
        ("buyfollowers", "buy followers"),
        ("they raped", "rape*"),
        ("a shitcoin", "*coin"),
        ("他在赌博吗", "赌博"),
        ("moby dick, you dick", "dick"),
        ("g o d", "god"),
        ("so hot 🍆🍆", "🍆"),
        ("make $$$ now", "$$$"),
        ("赌,博", "赌博"),
        ("buy f*ll*wers", "buy followers"),
        ("sɹǝʍolloɟ ʎnq", "buy followers"),
    ],
)
def test_a_word_is_found(text: str, word: str) -> None:
    hit = BAD.find(views(text))
    assert hit is not None
    assert hit.word == word


@pytest.mark.parametrize(
    "text",
    [
        "Scunthorpe, Essex, Dickens: an assassin of class",
        "good, hatte, rapper, grapes",
        "Moby Dick is a book",
        "m0by d1ck is a book",
        "sex   education",
        "followers buy",
        "a coinage",
        "我们打赌，博士来吗",
        "",
    ],
)
def test_what_only_holds_a_word_is_none(text: str) -> None:
    assert BAD.find(views(text)) is None


def test_a_hit_tells_how_it_stands_there() -> None:
    assert BAD.find(views("Oh, Сrурtо now")) == Hit("crypto", "Сrурtо", 4)
    assert BAD.find(views("f r e e  c r y p t o")) == Hit("crypto", "c r y p t o", 9)
    assert BAD.find(views("x y z and w o w, then f u c k you")) == Hit("fuck", "f u c k", 22)
    assert BAD.find(views("他在赌博吗")) == Hit("赌博", "赌博", 2)


def test_lists_are_told_apart() -> None:
    index = WordIndex.of({1: ("free", "money"), 2: ("money",), 3: ("gold",)}, {2: ("easy money",)})
    assert set(index.hits(views("easy m0ney"))) == {1}
    assert set(index.hits(views("my money"))) == {1, 2}
    assert index.hits(views("nothing")) == {}


def test_a_word_that_is_its_own_exception_never_counts() -> None:
    assert WordList.of(["crypto"], ["crypto"]).find(views("crypto")) is None


def test_no_words_find_nothing() -> None:
    assert WordIndex.of({}).hits(views("f*ck")) == {}


@pytest.mark.parametrize("seed", range(5))
def test_every_listed_word_of_a_text_is_found(seed: int) -> None:
    chance = random.Random(seed)
    listed = sorted({"".join(chance.choices("abcde", k=chance.randint(3, 6))) for _ in range(40)})
    index = WordIndex.of({word: (word,) for word in listed})
    for _ in range(50):
        said = chance.sample([*listed, "zzz", "qqq"], 5)
        assert set(said) & set(listed) <= set(index.hits(views(", ".join(said))))


@given(st.text(max_size=30), st.sampled_from(["fuck", "赌博", "f.u.c.k", "c r y p t o"]))
def test_what_was_written_stands_where_the_hit_says(before: str, word: str) -> None:
    text = f"{before} {word}\x01"
    hit = BAD.find(views(text))
    assert hit is None or text[hit.start :].startswith(hit.written)


def test_a_phrase_counts_without_its_spaces_from_six_letters() -> None:
    assert WordList.of(["무료 대박"]).find(views("무료대박")) is not None
    assert WordList.of(["at it"]).find(views("atit")) is None


def test_a_star_on_both_sides_finds_a_word_inside_of_others_but_not_in_an_exception() -> None:
    inside = WordList.of(["*cunt*"], ["Scunthorpe"])
    assert inside.find(views("the fuckcunting thing")) is not None
    assert inside.find(views("I live in Scunthorpe")) is None
    assert inside.find(views("I live in Scunthorpe, you cunt")) == Hit("*cunt*", "cunt", 26)


def test_many_words_are_looked_for_in_parts_that_are_soon_made() -> None:
    index = WordIndex({"": ["one", "two", "three", "four", "five"], "other": ["fivefold"]}, at_once=2)

    assert [index.hits(views(word))[""].word for word in ("one", "FIVE", "thr33")] == ["one", "five", "three"]
    assert index.hits(views("fiiiveee"))[""].word == "five"
    assert index.hits(views("f*ve"))[""].word == "five"
    assert index.hits(views("nine")) == {}
