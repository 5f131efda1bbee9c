"""The cursor: what is kept between two runs, and what a strange one is taken for."""

from __future__ import annotations

import pytest

from bot.networks._youtube.resume import FIRST, Head, Resume

NOW = 1_796_000_000_000


def test_a_cursor_comes_back_as_it_was() -> None:
    resume = Resume(5, {"channel": Head(7, 9, "CAo")}, {"channel newest": 8})
    back = Resume.read(resume.cursor, NOW)
    assert (back.since, back.heads, back.ran, back.fresh) == (
        5,
        {"channel": Head(7, 9, "CAo")},
        {"channel newest": 8},
        False,
    )


@pytest.mark.parametrize(
    "cursor", [None, "", "42", "{}", "[]", '{"since":1,"heads":{"a":1},"ran":{}}', '{"since":"x"}']
)
def test_without_a_cursor_of_ours_the_last_day_is_read(cursor: str | None) -> None:
    resume = Resume.read(cursor, NOW)
    assert (resume.since, resume.fresh) == (NOW - FIRST, True)
    assert resume.head("channel").done == NOW - FIRST


def test_places_that_are_watched_no_more_are_forgotten() -> None:
    resume = Resume(5, {"a": Head(1), "b": Head(2)}, {"a newest": 1, "b cold": 2})
    resume.keep({"b"})
    assert (resume.heads, resume.ran) == ({"b": Head(2)}, {"b cold": 2})
