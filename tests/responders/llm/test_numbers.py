"""Facts in texts: found in any script and spelling, and the same fact when it is written otherwise."""

from __future__ import annotations

import pytest

from responders.llm.numbers import facts, missing, number


def values(text: str) -> list[str]:
    """The facts of a text as kind and value."""
    return [f"{fact.kind} {fact.value}" for fact in facts(text)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2000", "2000"), ("2,000", "2000"), ("2.000", "2000"), ("2 000", "2000"), ("2'000", "2000"), ("1,5", "1.5"),
        ("1.50", "1.5"), ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("1,00,000", "100000"), ("0.500", "0.5"),
        ("007", "7"), ("3.0", "3"),
    ],
)  # fmt: skip
def test_a_number_has_one_spelling(written: str, value: str) -> None:
    assert number(written) == value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("open at 9 am", "open at 09:00"),
        ("open at 9 am", "um 9 Uhr"),
        ("open at 9 a.m.", "૯:૦૦"),
        ("9-18 Uhr", "9:00 – 18:00"),
        ("2–6 pm", "14:00 to 18:00"),
        ("9 – 6 pm", "9:00 to 18:00"),
        ("9 से 18 बजे", "9:00-18:00"),
        ("2,000 €", "2000 euros"),
        ("₹2,000", "Rs. 2000"),
        ("२००० रुपये", "INR 2,000"),
        ("50 %", "50 percent"),
        ("५० प्रतिशत", "50%"),
        ("3 May 2026", "2026-05-03"),
        ("May 3rd, 2026", "3.5.2026"),
        ("2026年5月3日", "el 3 de mayo de 2026"),
        ("3 मई 2026", "3. Mai 2026"),
        ("13/05/2026", "May 13, 2026"),
        ("https://www.Shop.example/a/", "shop.example/a"),
        ("hxxps://shop[.]example", "shop.example"),
        ("Shop dot example", "www.shop.example"),
        ("A@B.example", "a [at] b.example"),
        ("+91 98765 43210", "0091 9876543210"),
        ("30 days", "a 30-day return"),
        ("from 9 to 18", "9:00"),
    ],
)
def test_a_fact_is_the_same_however_it_is_written(one: str, other: str) -> None:
    assert facts(other)
    assert missing(facts(other), facts(one)) == ()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("9 am", "9 pm"),
        ("20 €", "20 $"),
        ("20 €", "20 %"),
        ("30 minutes", "30 days"),
        ("takes 3 hours and costs 65 €", "65 hours"),
        ("3 hours", "3 €"),
        ("2,000", "2"),
        ("1,5", "15"),
        ("05/06/2026", "5 June 2026"),
        ("3 May 2026", "3 May 2027"),
        ("shop.example/a", "shop.example/b"),
        ("shop.example", "shop.example.evil.example"),
        ("nadi.example", "nаdi.example"),
        ("+91 98765 43210", "+91 98765 43211"),
        ("a@shop.example", "shop.example"),
        ("the mug", "RIVER30"),
        ("unused pieces within 30 days", "RIVER30"),
        ("the mug", "@rival"),
    ],
)
def test_another_fact_is_missing(source: str, said: str) -> None:
    assert missing(facts(said), facts(source))


@pytest.mark.parametrize("text", ["e.g. this, i.e. that", "", "no numbers at all", "१ से नहीं".replace("१", ""), "..."])
def test_where_nothing_is_claimed_nothing_is_found(text: str) -> None:
    assert values(text) == []


def test_every_sign_belongs_to_one_fact_and_they_come_in_their_order() -> None:
    assert values("On 24.12.2026 from 9:00, 20 € or 5 %, +49 30 1234567, a@b.example, https://b.example/7, 3 mugs") == [
        "date 2026-12-24", "time 09:00", "money EUR 20", "percent 5", "phone +49301234567".replace("+", ""),
        "address a@b.example", "link b.example/7", "number 3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["9" * 50_000, "1,1" * 20_000, "a." * 30_000, "- " * 30_000, "1 " * 30_000, "@" * 50_000]
)
def test_a_long_text_of_one_kind_takes_no_longer_than_another(text: str) -> None:
    assert len(facts(text[:6_000])) < 6_000
