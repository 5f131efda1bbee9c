"""What arrives from Meta, taken apart with care."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.networks._meta.shapes import (
    LONGEST_RAW,
    address,
    ident,
    ident_or_none,
    lines,
    media_of,
    media_ref,
    media_ref_parts,
    milliseconds,
    moment,
    rows,
    table,
    table_or_none,
    unreadable,
)
from bot.networks._payloads import MALFORMED
from inbox.models import Media
from tests.world import START

NOW = 1785312600_000


@pytest.mark.parametrize(("value", "id"), [("12_34", "12_34"), ("m_AbC$-=:", "m_AbC$-=:"), (1234, "1234"), (0, "0")])
def test_an_id_is_a_text_or_a_number(value: object, id: str) -> None:
    assert ident(value) == ident_or_none(value) == id


@pytest.mark.parametrize("value", [-1, True, 1.5, [], {}, "a b", "a\n", "\ud800", "a\0", "x" * 513, 10**600])
def test_anything_else_is_no_id(value: object) -> None:
    with pytest.raises(MALFORMED):
        ident(value)
    with pytest.raises(MALFORMED):
        ident_or_none(value)


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_id_is_said_to_be_missing(nothing: object) -> None:
    assert ident_or_none(nothing) == ""
    with pytest.raises(ValueError, match="an id is missing"):
        ident(nothing)


@pytest.mark.parametrize(
    ("value", "at"),
    [
        (1785312000, 1785312000_000),
        (1785312000_523, 1785312000_523),
        ("1785312000", 1785312000_000),
        ("1785312000523", 1785312000_523),
        ("2026-07-29T08:00:00+0000", 1785312000_000),
        ("2026-07-29T08:00:00", 1785312000_000),
        ("2026-07-29T13:30:00+05:30", 1785312000_000),
    ],
)
def test_a_time_in_seconds_in_milliseconds_or_written_out_is_one_time(value: object, at: int) -> None:
    assert moment(NOW, value) == at


@pytest.mark.parametrize(
    "value", [None, 0, -5, True, 1e12, "soon", "", "9" * 19, "9" * 5000, 10**400, [], {}, NOW + 2 * 24 * 3600 * 1000]
)
def test_what_is_no_time_is_now_or_what_stands_behind_it(value: object) -> None:
    assert moment(NOW, value) == NOW
    assert moment(NOW, value, 1785312000) == 1785312000_000


def test_without_a_bound_a_time_may_lie_ahead() -> None:
    assert moment(0, 1785312000, bounded=False) == 1785312000_000
    assert moment(0, 10**20, bounded=False) == 0


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("https://x.example/a.jpg?oe=1", "https://x.example/a.jpg?oe=1"),
        (" http://127.0.0.1:80/a ", "http://127.0.0.1:80/a"),
        ("https://x.example/a b", "https://x.example/a%20b"),
        ("ftp://x.example/a", ""),
        ("file:///etc/passwd", ""),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("https://[", ""),
        ("https://x.example/\ud800", "https://x.example/\ufffd"),
        ("https://x.example/a\nb", ""),
        (5, ""),
        (None, ""),
    ],
)
def test_an_address_is_one_of_the_web(value: object, found: str) -> None:
    assert address(value) == found


@given(st.text(min_size=1).map(lambda rest: "https://x.example/" + rest), st.integers(0, 50))
def test_a_medium_is_named_by_its_address_and_by_what_has_it(url: str, number: int) -> None:
    if found := address(url):
        assert media_ref_parts(media_ref(found, "message:m_A:b", number)) == (found, "message:m_A:b", number)


@pytest.mark.parametrize(
    "ref",
    [
        "",
        "https://x.example",
        "blob:1234",
        "https://x.example comment:1",
        "x comment:1 0",
        "https://x.example comment:1 z",
    ],
)
def test_a_ref_of_another_kind_is_refused(ref: str) -> None:
    with pytest.raises(ValueError, match="."):
        media_ref_parts(ref)


def test_a_medium_without_an_address_is_none() -> None:
    assert media_of("image", None, "comment:1") == media_of("image", {}, "comment:1") == ()
    assert media_of("image", "https://x.example/a", "comment:1", 2, alt="a bowl") == (
        Media("image", "https://x.example/a comment:1 2", alt="a bowl"),
    )


def test_lists_and_pages_of_the_graph_are_lists() -> None:
    assert rows(None) == rows({}) == rows({"data": None}) == rows([]) == []
    assert rows({"data": [1]}) == rows([1]) == [1]
    for wrong in ("x", 5, {"data": "x"}):
        with pytest.raises(TypeError, match="expected a list"):
            rows(wrong)


def test_objects_are_objects() -> None:
    assert table({"a": 1}) == table_or_none({"a": 1}) == {"a": 1}
    assert table_or_none([]) == table_or_none(None) == {}
    with pytest.raises(TypeError, match="expected an object, got list"):
        table([])


def test_what_cannot_be_read_is_kept_under_its_own_digest() -> None:
    first, second = (unreadable({"b": 1, "a": "\ud800"}, ValueError("x"), now) for now in (1, 2))
    assert first.id == second.id
    assert (len(first.id), first.why, first.at) == (16, "ValueError: x", 1)
    assert json.loads(first.raw) == {"a": "\ud800", "b": 1}
    assert unreadable({"b": 2}, "words", 1).id != first.id
    assert unreadable({"b": 2}, "words", 1, "entry.5").id == "entry.5"


@pytest.mark.parametrize(("mark", "end"), [("=", "&"), ("%3D", "%26")])
def test_what_nobody_understood_is_kept_without_the_tokens_that_meta_writes_into_links(mark: str, end: str) -> None:
    link = f"https://graph.facebook.com/v26.0/1_2/replies?access_token{mark}1%7CEAAB1{end}limit=5{end}appsecret_proof{mark}5e"
    for raw in ({"id": 7.5, "replies": {"data": [], "paging": {"next": link}}}, f'{{"next": "{link}"}}'):
        kept = unreadable(raw, "no id", 1).raw
        assert f"/replies?access_token{mark}…{end}limit=5{end}appsecret_proof{mark}…" in kept


def test_of_something_huge_the_beginning_is_kept() -> None:
    kept = unreadable("x" * 10**6, "too much", 1)
    assert len(kept.raw) == LONGEST_RAW


def test_what_cannot_even_be_written_out_is_kept_as_words() -> None:
    deep: Any = []
    for _ in range(20_000):
        deep = [deep]
    kept = unreadable(deep, "deep", 1)
    assert kept.raw == "[list that cannot be written out: RecursionError]"
    while deep:
        deep = deep.pop()


def test_lines_are_those_that_say_something() -> None:
    assert lines(["a", "", "b"]) == "a\nb"


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ("2026-09-21T14:13:20+0000", START),
        ("2026-09-21T16:13:20+0200", START),
        (START // 1000, START),
        (f"{START // 1000}", START),
        ("yesterday", 0),
        (None, 0),
        ({}, 0),
    ],
)
def test_times_are_read_as_meta_writes_them(told: object, at: int) -> None:
    assert milliseconds(told) == at
