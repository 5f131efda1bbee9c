"""Hooks come in any order and more than once: what was done to a comment is told when the comment is known."""

from __future__ import annotations

from collections import OrderedDict

from bot.networks._tiktok.parse import parse
from bot.networks._tiktok.place import put
from inbox.incoming import MessageHidden, MessageRemoved, NewMessage
from tests.bot.networks.tiktok.payloads import NOW, known, payload, told


def test_what_was_done_to_a_comment_before_it_came_is_told_again() -> None:
    lore = known()
    (hidden,) = told("comment_set_to_hidden", lore)
    assert isinstance(hidden, MessageHidden)
    said, again = told("comment_insert", lore)
    assert isinstance(said, NewMessage)
    assert again == hidden


def test_older_news_is_left_out() -> None:
    lore = known()
    told("comment_insert", lore)
    told("comment_set_to_hidden", lore)
    earlier = payload("comment_set_to_public")
    earlier["content"] = earlier["content"].replace("1785312000123", "1785311990000")
    assert parse(earlier, lore, NOW) == []
    later = payload("comment_set_to_public")
    later["content"] = later["content"].replace("1785312000123", "1785312000124")
    assert isinstance(parse(later, lore, NOW)[0], MessageHidden)


def test_what_is_deleted_stays_so() -> None:
    lore = known()
    assert isinstance(told("comment_delete", lore)[0], MessageRemoved)
    assert told("comment_set_to_public", lore) == []
    said, gone = told("comment_insert", lore)
    assert isinstance(said, NewMessage)
    assert isinstance(gone, MessageRemoved)


def test_only_so_much_is_remembered() -> None:
    kept: OrderedDict[int, str] = OrderedDict()
    for number in range(5):
        put(kept, number, "x", most=3)
    assert list(kept) == [2, 3, 4]
    put(kept, 2, "y", most=3)
    assert list(kept) == [3, 4, 2]
