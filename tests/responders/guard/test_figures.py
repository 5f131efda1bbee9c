"""Numbers mean the same however they are written, and a price is not a number of days."""

from __future__ import annotations

import pytest

from responders.guard.figures import figures, figures_in


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("1,00,000", "100 000"),
        ("1.000,50", "1,000.5"),
        ("9.30", "૯:૩૦"),
        ("09:00", "9"),
        ("6 pm", "18:00"),
        ("18:00", "6 pm"),
        ("12 pm", "12:00"),
        ("२५", "25"),
        ("１２", "12"),
        ("24.12.2026", "2026-12-24"),
        ("24/12", "24 December"),
        ("Rs. 30", "₹30"),
        ("30 rupees", "INR 30"),
        ("३० रुपये", "૩૦ રૂપિયા"),
        ("€ 12.00", "12,0 euros"),
        ("US$5", "5 dollars"),
        ("100元起", "¥100"),
        ("5 %", "百分之5"),
        ("૫ ટકા", "5 per cent"),
        ("call 020 123 456", "call 020 123 456"),
    ],
)
def test_one_number_in_two_notations(source: str, text: str) -> None:
    known = figures_in(source)
    assert [one.words for one in figures(text) if not known.have(one)] == []


@pytest.mark.parametrize(
    ("source", "text", "unknown"),
    [
        ("30 days", "€30", ["€30"]),
        ("30 days", "30 %", ["30 %"]),
        ("€30", "30 dollars", ["30 dollars"]),
        ("6 am", "6 pm", ["6"]),
        ("1000", "1.00", ["1.00"]),
        ("24 December 2026", "2026-12-25", ["2026-12-25"]),
        ("", "It is 5元。", ["5元"]),
        ("R$ 5", "$5", ["$5"]),
    ],
)
def test_what_is_another_number(source: str, text: str, unknown: list[str]) -> None:
    known = figures_in(source)
    assert list(dict.fromkeys(one.words for one in figures(text) if not known.have(one))) == unknown


@pytest.mark.parametrize("text", ["1. First\n2) Second", "MP3, B2B and x_1", "9️⃣ and 1⃣", "three days", "三天"])
def test_what_counts_a_list_or_names_a_thing_is_no_number(text: str) -> None:
    assert list(figures(text)) == []


def test_a_price_knows_its_currency_before_and_behind() -> None:
    found = [(one.kind, one.currency, one.words) for one in figures("Rs 5, 6 €, AED 7, 8 kg, ₽9")]

    assert found == [
        ("price", "INR", "Rs 5"), ("price", "EUR", "6 €"), ("price", "AED", "AED 7"), ("number", "", "8"),
        ("price", "RUB", "₽9"),
    ]  # fmt: skip
