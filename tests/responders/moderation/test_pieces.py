"""Words that were torn into pieces are put together, with the pieces that they were made of."""

import pytest

from responders.moderation.pieces import runs, short_pieces


def none_else(_: str) -> tuple[str, ...]:
    return ()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("f r e e", ("free", 0, 3)),
        ("so f r e e", ("free", 1, 4)),
        ("f r e e  c a t", ("cat", 4, 6)),
        ("f. r. e. e", ("free", 0, 3)),
        ("f r e e c r y p t o", ("crypto", 4, 9)),
        ("ह रा मी", ("हरामी", 0, 2)),
        ("ق م ا ر", ("قمار", 0, 3)),
        ("п о р н о", ("порно", 0, 4)),
    ],
)
def test_letters_in_a_row_are_words(text: str, word: tuple[str, int, int]) -> None:
    assert word in list(runs(text, none_else))


@pytest.mark.parametrize("text", ["free crypto", "a cat", "1 2 3 4", "赌 博 吗", "plan b or c"])
def test_words_are_no_letters_in_a_row(text: str) -> None:
    assert list(runs(text, none_else)) == []


def test_what_else_a_word_may_stand_for_counts_as_well() -> None:
    assert ("porn", 0, 3) in list(runs("p 0 r n", lambda word: (word.replace("0", "o"),)))


@pytest.mark.parametrize(
    ("text", "word"),
    [("por n", ("porn", 0, 1)), ("cr yp to", ("crypto", 0, 2)), ("see gi ve aw ay", ("giveaway", 1, 4))],
)
def test_scraps_are_put_together(text: str, word: tuple[str, int, int]) -> None:
    assert word in list(short_pieces(text, text.split()))


@pytest.mark.parametrize("text", ["put a pen is here", "the ass hole", "as is"])
def test_two_words_stay_two(text: str) -> None:
    assert list(short_pieces(text, text.split())) == []
