"""What arrives is taken apart with care."""

from __future__ import annotations

import json

import pytest

from bot.networks._tiktok.shapes import moment, number, number_or_none, opaque, rows, table, unreadable

NOW = 1_785_312_600_000


def test_ids_are_numbers_or_texts_and_never_fractions() -> None:
    big = json.loads('{"id": 7247303576418566913}')["id"]
    assert number(big) == number("7247303576418566913") == "7247303576418566913"
    strange: tuple[object, ...] = (7.2e18, True, None, "", "0", "12a", -1, [], "１２")
    for odd in strange:
        with pytest.raises(ValueError, match="digits"):
            number(odd)
    assert [number_or_none(one) for one in (None, 0, "0", "", 5)] == ["", "", "", "", "5"]


def test_opaque_ids() -> None:
    assert opaque("u5Jh+/a==") == "u5Jh+/a=="
    for odd in (None, "", 5, "a b", "a~b", "a\n", "x" * 513):
        with pytest.raises(ValueError, match="id"):
            opaque(odd)


def test_times_are_seconds_or_milliseconds() -> None:
    assert moment(NOW, "1785312000") == moment(NOW, 1785312000) == moment(NOW, 1785312000_000) == 1785312000_000
    assert moment(NOW, None, "soon", True, 1.5, NOW * 2) == NOW


def test_tables_and_rows() -> None:
    assert table({"a": 1}) == {"a": 1}
    assert rows(None) == []
    assert rows([{"a": 1}, 5]) == [{"a": 1}]
    with pytest.raises(TypeError):
        table([])
    with pytest.raises(TypeError):
        rows("x")


def test_the_same_nonsense_has_the_same_id() -> None:
    one, other = unreadable({"b": 1, "a": 2}, ValueError("odd"), NOW), unreadable({"a": 2, "b": 1}, "odd", NOW)
    assert one.id == other.id
    assert one.why == "ValueError: odd"
    assert other.why == "odd"
    assert len(unreadable("x" * 10**6, "odd", NOW).raw) == 64 * 1024
