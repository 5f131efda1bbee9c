"""What commits us must stand in a source, and what is never promised must not be said at all."""

from __future__ import annotations

import pytest

from responders.guard import Ground, Guard, check
from responders.options import GuardOptions
from tests.turns import turn

ASKED = turn("And then?")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("We refund everything.", "Le reembolsaremos."),
        ("We will refund it.", "We'll gladly refund it."),
        ("Delivery is free of charge.", "La entrega es gratis."),
        ("We guarantee it.", "我们保证"),
    ],
)
def test_a_commitment_of_the_same_kind_in_a_source_founds_it_in_any_language(source: str, text: str) -> None:
    assert not [told for told in check(text, ASKED, source) if told.startswith("It commits")]
    assert [told for told in check(text, ASKED, "We sell vases.") if told.startswith("It commits")]


@pytest.mark.parametrize(
    "text",
    [
        "We do not guarantee that.",
        "This is not guaranteed.",
        "We cannot refund it.",
        "Nothing is for sale today.",
        "Feel free to ask.",
        "It is sugar-free, and we are free on Monday.",
        "It is free of lead. A free place is left.",
        "We answer here.",
    ],
)
def test_to_deny_is_no_commitment(text: str) -> None:
    assert check(text, ASKED, "") == ()


@pytest.mark.parametrize(
    "text", ["Everything is free!", "Free mugs for all", "It comes free of charge", "sab free hai", "享五折"]
)
def test_what_costs_nothing_is_a_commitment(text: str) -> None:
    assert [told for told in check(text, ASKED, "Feel free to ask.") if told.startswith("It commits")]


def test_what_they_need_not_worry_about_denies_nothing() -> None:
    assert check("Do not worry we will refund you", ASKED, "") == (
        "It commits us to what no source says: a refund (“we will refund”).",
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Yes, same-day delivery!", True),
        ("We deliver on the same day.", True),
        ("We never deliver on the same day.", False),
        ("We have no same day delivery, sorry.", False),
        ("The delivery is quick. It is the same price every day.", False),
        ("It was the same vase.", False),
    ],
)
def test_what_is_never_promised_is_found_in_one_sentence(text: str, found: bool) -> None:
    nadi = Guard(GuardOptions(), Ground(promises=("Same-day delivery",)))

    told = nadi.check(text, ASKED, text)

    assert told == (("It may promise what we never promise: “Same-day delivery”.",) if found else ())
