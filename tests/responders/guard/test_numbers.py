"""A number that nobody gave us is told; one that the asker wrote may be said back to them, a price may not."""

from __future__ import annotations

from responders.guard import Ground, Guard, check
from responders.options import GuardOptions
from tests.turns import ours, theirs, turn


def test_their_own_number_may_be_said_back_but_not_their_price() -> None:
    asked = turn("My order 4711 was 20 € with 5 % off, wasn't it?")

    assert check("We look where 4711 is.", asked, "") == ()
    assert check("Yes, it was €20 with 5% off.", asked, "a discount") == (
        "Prices that no source has: €20. Percentages that no source has: 5%.",
    )


def test_what_we_said_before_may_be_said_again() -> None:
    asked = turn(theirs("How much?", 1), ours("It is €20.", 2), theirs("For one?", 3))

    assert check("Yes, 20 euros for it.", asked, "") == ()


def test_what_the_brand_says_anywhere_is_no_invention() -> None:
    nadi = Guard(GuardOptions(), Ground(text="Since 1987 in River Road 12. The vase is €20."))

    assert nadi.check("We have been at River Road 12 since 1987; it is 20 euros.", turn("Where?"), "") == ()


def test_the_digits_of_links_and_addresses_are_judged_there() -> None:
    assert check("See https://evil.example/2026/11", turn("Where?"), "") == (
        "Links that no source has: https://evil.example/2026/11.",
    )
    assert check("Write to me77@evil.example", turn("Where?"), "") == (
        "Personal data that neither they nor a source gave: e-mail address m…@evil.example.",
    )


def test_of_very_many_numbers_the_first_are_told() -> None:
    (told,) = check(" ".join(f"{number} x" for number in range(100, 200)), turn("Which?"), "")

    assert told == f"Numbers that no source has: {', '.join(map(str, range(100, 112)))}."


def test_the_code_of_a_voucher_is_as_good_as_a_number() -> None:
    assert check("Use SAVE50 today, dear", turn("And?"), "") == ("Numbers that no source has: SAVE50.",)
    assert check("Use SAVE50 for it", turn("And?"), "The code SAVE50 is for everybody.") == ()
    assert check("The iPhone15, an MP3 and B2B", turn("And?"), "") == ()


def test_digits_in_small_or_in_circles_are_digits() -> None:
    assert check("It is ②⓪ euros", turn("And?"), "") == ("Prices that no source has: 20 euros.",)
