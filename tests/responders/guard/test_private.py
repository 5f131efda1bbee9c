"""Numbers and addresses that belong to somebody are told, by their check digits, and only with their ends."""

from __future__ import annotations

import pytest

from responders.guard import Ground, Guard
from responders.guard.private import found
from responders.options import GuardOptions
from tests.turns import ours, theirs, turn

INDIA = Guard(GuardOptions(region="IN"), Ground(text="Call 079 2630 1234 or mail hello@shop.example"))


def kinds(text: str) -> list[str]:
    """What a text has of whom it may concern."""
    return [kind for kind, *_ in found(text, "IN")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("asha@example.net", "e-mail address"),
        ("98250 12345", "phone number"),
        ("+1 (415) 555-2671", "phone number"),
        ("0044 20 7946 0018", "phone number"),
        ("૯૮૨૫૦ ૧૨૩૪૫", "phone number"),
        ("4111 1111 1111 1111", "card number"),
        ("378282246310005", "card number"),
        ("GB82 WEST 1234 5698 7654 32", "bank account"),
        ("DE89370400440532013000", "bank account"),
        ("2341 2341 2346", "Aadhaar number"),
        ("ABCPE1234F", "PAN"),
        ("123-45-6789", "social security number"),
        ("QQ123456C", ""),
        ("AB 12 34 56 C", "national insurance number"),
        ("12345678Z", "identity number"),
        ("X1234567L", "identity number"),
        ("11010519491231002X", ""),
        ("110105194912310021", ""),
        ("529.982.247-25", "identity number"),
    ],
)
def test_each_kind_is_known_by_its_form_and_its_check_digits(text: str, kind: str) -> None:
    assert kinds(text) == ([kind] if kind else [])


@pytest.mark.parametrize(
    "text",
    ["Order 4711-0815-12", "4111 1111 1111 1112", "GB82 WEST 1234 5698 7654 33", "2341 2341 2347", "2026-11-27 18:30",
     "24.12.2026", "000-45-6789", "529.982.247-26", "12345678A", "ISBN 978-3-16-148410-0", "1,00,000", "1234567",
     "2.124.821.694 views", "https://shop.example/4111111111111111"],
)  # fmt: skip
def test_a_number_whose_check_digits_are_wrong_is_nobodys(text: str) -> None:
    assert kinds(text) == []


def test_without_a_region_only_numbers_with_a_country_code_are_phones() -> None:
    assert found("98250 12345", None) == []
    assert [kind for kind, *_ in found("+91 98250 12345", None)] == ["phone number"]


def test_what_the_asker_wrote_or_the_brand_says_may_be_said() -> None:
    asked = turn("I am asha@example.net, +91 98250-12345")

    assert INDIA.check("We write to Asha@Example.net or call 98250 12345.", asked, "") == ()
    assert INDIA.check("Call us: +91 79 2630 1234. Or hello@shop.example", asked, "") == ()


def test_what_somebody_else_wrote_in_the_group_is_not_theirs() -> None:
    bhavin = theirs("I am at bhavin@example.net", 1)
    other = type(bhavin)(bhavin.id, bhavin.text, 1, contact="telegram:main/0000000102")  # type: ignore[arg-type]
    asked = turn(other, ours("Thank you", 2), theirs("Where is Bhavin?", 3), kind="group")

    assert INDIA.check("Ask bhavin@example.net", asked, "") == (
        "Personal data that no source gives, and others read it here: e-mail address b…@example.net.",
    )


def test_a_finding_shows_only_the_ends() -> None:
    told = INDIA.check("His card is 4111 1111 1111 1111, his number 98111 22334", turn("And?"), "")

    assert told == ("Personal data that neither they nor a source gave: card number 41…11, phone number 98…34.",)


def test_in_public_nothing_of_theirs_is_said_again() -> None:
    asked = turn("Your hotline is 98111 22334, right? Order 4711.", kind="comments")

    assert INDIA.check("Yes, 4711. Our hotline is 98111 22334.", asked, "") == (
        "Personal data that no source gives, and others read it here: phone number 98…34.",
    )
    assert Guard().check("Yes, 4711. Our hotline is 98111 22334.", asked, "") == (
        "Numbers that no source has: 98111, 22334.",
    )
    assert Guard().check("Yes, 4711.", asked, "") == ()


def test_a_number_is_found_between_signs_that_nobody_sees() -> None:
    told = INDIA.check("Call 98\u200b111 2\u206023\u200b34", turn("And?"), "")

    assert "Personal data that neither they nor a source gave: phone number 98…34." in told
