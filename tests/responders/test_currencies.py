"""Currencies are told by any of their forms, and no form means two."""

from __future__ import annotations

import re

import pytest

from responders.currencies import CURRENCY, FORMS, PER_CENT


def test_no_form_stands_for_two_currencies() -> None:
    assert len(CURRENCY) == sum(len(forms.split()) for forms in FORMS.values())


def test_forms_are_in_small_letters_so_that_they_are_found_in_any() -> None:
    assert [form for form in CURRENCY if form != form.lower()] == []


@pytest.mark.parametrize("said", ["%", "percent", "Per cent", "Prozent", "por ciento", "प्रतिशत", "ટકા", "٪"])
def test_per_cent_is_found_in_any_language(said: str) -> None:
    assert re.fullmatch(PER_CENT, said, re.IGNORECASE)
