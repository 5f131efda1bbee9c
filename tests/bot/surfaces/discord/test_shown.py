"""Text from outside stays what it was, pings nobody, and is cut between letters."""

from __future__ import annotations

import re

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.surfaces.discord.shown import ELLIPSIS, cut, line, meant, plain, plain_title, quoted, shown, size
from tests.bot.surfaces.discord.contents import ANYTHING

MENTION = re.compile(
    r"@(everyone|here)\b|<@[!&]?\d+>|<#\d+>|</[^>]+:\d+>|<a?:\w+:\d+>|<t:-?\d+(:\w)?>|<id:\w+>", re.IGNORECASE
)
MANY = settings(max_examples=600, deadline=None)  # the 10,000 are those of test_fuzz


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Is it *really* safe?", r"Is it \*really\* safe?"),
        ("__a__ ~~b~~ `c` ||d||", r"\_\_a\_\_ \~\~b\~\~ \`c\` \|\|d\|\|"),
        ("[the vase](https://x.example)", r"\[the vase\]\(https\:\/\/x.example\)"),
        ("# big\n-# small\n- one\n+ two\n= three", "\\# big\n\\-\\# small\n\\- one\n\\+ two\n\\= three"),
        ("1. one\n  12. twelve\n3.5 l - no list", "1\\. one\n  12\\. twelve\n3\\.5 l - no list"),
        ("@everyone and @Here", "\\@\u200beveryone and \\@\u200bHere"),
        ("<@12> <@&34> <#56>", "\\<\\@\u200b12\\> \\<\\@\u200b&34\\> \\<\\#56\\>"),
        ("asha@nadi.example", r"asha\@nadi.example"),
        (":smile: at 14:02", r"\:smile\: at 14\:02"),
        ("back\\slash", r"back\\slash"),
        ("મજામાં 👨‍👩‍👧‍👦", "મજામાં 👨‍👩‍👧‍👦"),
    ],
)
def test_what_means_something_to_discord_is_escaped(typed: str, sent: str) -> None:
    assert shown(typed) == sent
    assert meant(sent) == typed


def test_what_hides_or_reorders_is_dropped_and_half_an_emoji_is_a_sign() -> None:
    assert plain("a\u202eb\u2066c\u200bd\ufeffe\x00f\x1b[0m\U000e0041") == "abcdef[0m"
    assert plain("one\r\ntwo\u2028three") == "one\ntwo\nthree"
    assert plain("\ud83d") == "\ufffd"
    assert plain("ક્ષ\u200d👨‍👩‍👧 \u200fא") == "ક્ષ\u200d👨‍👩‍👧 \u200fא"


@MANY
@given(ANYTHING)
def test_whatever_was_typed_comes_back_and_nothing_in_it_pings(text: str) -> None:
    sent = shown(text)

    assert meant(sent) == plain(text)
    assert not MENTION.search(sent)
    sent.encode("utf-8")
    assert shown(meant(sent)) == sent


@MANY
@given(ANYTHING, st.integers(0, 120))
def test_a_cut_text_is_short_and_cut_between_letters_and_escapes(text: str, most: int) -> None:
    sent = shown(text)
    short = cut(sent, most)

    assert size(short) <= most
    if short != sent and most:
        assert short.endswith(ELLIPSIS)
        rest = short.removesuffix(ELLIPSIS)
        assert sent.startswith(rest)
        assert (len(rest) - len(rest.rstrip("\\"))) % 2 == 0
        assert not MENTION.search(short)
        left = regex.findall(r"\X", meant(rest))
        assert regex.findall(r"\X", plain(text))[: len(left)] == left


@MANY
@given(ANYTHING, st.integers(1, 120))
def test_a_line_is_one_line_and_a_quotation_marks_every_line(text: str, most: int) -> None:
    one, quote = line(text, most), quoted(text, most)

    assert "\n" not in one
    assert size(one) <= most + 2
    assert size(quote) <= most
    assert all(part.startswith(">") or part == ELLIPSIS for part in quote.split("\n") if part)
    assert not MENTION.search(one + quote)


@MANY
@given(ANYTHING)
def test_a_title_is_one_line_of_a_hundred_characters_that_is_never_empty(text: str) -> None:
    title = plain_title(text)

    assert 1 <= size(title) <= 100
    assert title.strip() == title
    assert "\n" not in title
    assert not re.search(r"@(everyone|here)\b", title)
    title.encode("utf-8")


def test_a_title_keeps_its_letters_as_they_are() -> None:
    assert plain_title("Asha · Is the *vase*\nsafe?") == "Asha · Is the *vase* safe?"
    assert plain_title(" \u200b ") == "Somebody"
    assert plain_title("x" * 300) == "x" * 99 + ELLIPSIS


def test_a_quotation_keeps_its_lines_and_lets_no_flood_of_empty_ones_through() -> None:
    assert quoted("one\ntwo * 3", 100) == "> one\n> two \\* 3"
    assert quoted("one\n\n\n \n\ntwo", 100) == "> one\n> \n> two"
    assert quoted(" \n ", 100) == ""
    assert quoted("x\n" * 500, 30) == "> x\n" * 6 + "> x…"


def test_words_from_right_to_left_stay_apart_from_what_follows() -> None:
    assert line("هل هذا آمن؟", 40) == "\u2068هل هذا آمن؟\u2069"
    assert line("Asha", 40) == "Asha"


@pytest.mark.parametrize("sign", ["a", "*", " ", "\n", "@", "1", "a\u0301", "\u0301", " \n", "\U0001f3fa"])
def test_very_long_texts_take_no_time(sign: str) -> None:
    text = sign * (200_000 // len(sign))

    assert size(cut(shown(text), 100)) <= 100
    assert size(quoted(text, 100)) <= 100
    assert size(line(text, 100)) <= 102
    assert size(plain_title(text)) <= 100
