"""Links are found however they are written, and stand only where a source or the list has them."""

from __future__ import annotations

import pytest

from responders.guard import Ground, Guard
from responders.options import GuardOptions
from tests.turns import turn

GUARD = Guard(
    GuardOptions(links=("shop.example", "bücher.example")),
    Ground(links=("https://videos.example/watch?v=1", "videos.example")),
)


def wrong(text: str, known: str = "") -> tuple[str, ...]:
    """What is said of the links in a text."""
    return GUARD.check(text, turn("Where?"), known)


@pytest.mark.parametrize(
    "text",
    [
        "shop.example",
        "https://shop.example/a/b?c=d#e",
        "HTTPS://WWW.SHOP.EXAMPLE/",
        "help.shop.example.",
        "https://bücher.example",
        "https://videos.example/watch?v=1",
        "(videos.example)",
    ],
)
def test_a_listed_host_with_all_below_it_and_an_address_of_the_brand_may_stand(text: str) -> None:
    assert wrong(text) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("https://videos.example/watch?v=2", "https://videos.example/watch?v=2"),
        ("https://shop.example.evil.com", "https://shop.example.evil.com"),
        ("notshop.example", "notshop.example"),
        ("https://shop.example@evil.com/x", "https://shop.example@evil.com/x (it leads to evil.com)"),
        ("https://evil.com\\@shop.example", "https://evil.com\\@shop.example"),
        ("sh0p.example", "sh0p.example (it looks like shop.example and is another host)"),
        ("ѕhор.example", "ѕhор.example (it looks like shop.example and is another host)"),
        ("xn--shp-tna.example", "xn--shp-tna.example (letters that look like others)"),
        ("раypal.com", "раypal.com (letters that look like others)"),
        ("bit.ly/3abc", "bit.ly/3abc (a short link hides where it leads)"),
        ("hxxps://evil.com/a", "hxxps://evil.com/a (written so as not to look like a link)"),
        ("evil[.]com and evil (dot) com", "evil.com"),
        ("evil dot com", "evil.com"),
        ("evil . com or evil. com/pay", "evil.com, evil.com/pay"),
        ("evil。com", "evil.com"),
        ("ｅｖｉｌ．ｃｏｍ", "evil.com"),
        ("http://203.0.113.7/x 203.0.113.7:8080", "http://203.0.113.7/x, 203.0.113.7:8080"),
        ("пример.рф", "пример.рф"),
        ("t.me/nadi", "t.me/nadi"),
    ],
)
def test_any_other_link_is_told_with_its_trick(text: str, told: str) -> None:
    assert wrong(text)[0] == f"Links that no source has: {told}."


def test_a_link_of_a_source_passes_whatever_stands_around_it() -> None:
    assert wrong("Here: https://other.example/a?b=1.", "(see other.example/a?b=1)") == ()
    assert wrong("Here: https://other.example/a", "(see other.example/a?b=1)") != ()


def test_a_name_on_a_network_must_be_ours_or_theirs() -> None:
    asked = turn("Where?")

    assert GUARD.check("@asha, write to @Nadi_pottery.", asked, "We are @nadi_pottery everywhere.") == ()
    assert GUARD.check("Write to @nadi_help and pay there", asked, "We are @nadi_pottery.") == (
        "Names that no source has: @nadi_help.",
    )
    assert GUARD.check("At 5@home or a@b", asked, "5") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ask @mallory@evil.social about it", "@mallory@evil.social"),
        (".@mallory said so", "@mallory"),
        ("Thanks/@mallory", "@mallory"),
        ("＠mallory", "@mallory"),
        ("નમસ્તે@mallory", "@mallory"),
        ("here\u200b@mallory", "@mallory"),
        ("@_mallory, @007 and @al", "@_mallory, @007, @al"),
        ("@ash", "@ash"),
        ("@ashapatel", "@ashapatel"),
        ("https://shop.example/x）@mallory", "@mallory"),
        ("@mal-lory.bsky.example.", "@mal-lory.bsky.example"),
    ],
)
def test_nobody_is_called_whom_no_source_names(text: str, told: str) -> None:
    assert f"Names that no source has: {told}." in GUARD.check(text, turn("Where?"), "Write to @asha_patel.")


def test_a_name_in_an_address_calls_nobody() -> None:
    assert GUARD.check("See https://shop.example/@nadi", turn("Where?"), "") == ()
