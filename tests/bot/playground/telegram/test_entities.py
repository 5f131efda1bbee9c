"""What Telegram finds in a text, counted in UTF-16."""

from __future__ import annotations

import pytest

from bot.playground.telegram.entities import entities_in, merged, utf16


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hello", []),
        ("/start", [("bot_command", 0, 6)]),
        ("/help@shop_bot now", [("bot_command", 0, 14)]),
        ("a/b and 1/2", []),
        ("ask @asha_k, please", [("mention", 4, 7)]),
        ("mail asha@shop.example", [("email", 5, 17)]),
        ("see https://shop.example/a?b=1.", [("url", 4, 26)]),
        ("see shop.example/a, ok", [("url", 4, 14)]),
        ("#sale now", [("hashtag", 0, 5)]),
        ("three. Two", []),
        ("👍🏽 @asha_k", [("mention", 5, 7)]),
        ("નમસ્તે /start", [("bot_command", 7, 6)]),
    ],
)
def test_marks_are_found_where_telegram_counts_them(text: str, found: list[tuple[str, int, int]]) -> None:
    assert [(e["type"], e["offset"], e["length"]) for e in entities_in(text)] == found


def test_emoji_count_twice_in_utf_16() -> None:
    assert (utf16("abc"), utf16("é"), utf16("👍"), utf16("👍🏽")) == (3, 1, 2, 4)


def test_what_the_sender_marked_wins_over_what_is_found_there() -> None:
    bold = {"type": "bold", "offset": 0, "length": 6}

    assert merged("/start @asha_k", [bold]) == [bold, {"type": "mention", "offset": 7, "length": 7}]
