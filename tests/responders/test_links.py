"""Links are found however they are written, and an ordinary dot is none."""

import pytest

from responders.links import addresses, host_of, is_below, links, same


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://Shop.example.org/Stole?x=1.", {"https://Shop.example.org/Stole?x=1", "shop.example.org"}),
        ("(shop.example.org/returns)", {"shop.example.org/returns", "shop.example.org"}),
        ("[us](https://acme.example)", {"https://acme.example", "acme.example"}),
        ("https://દુકાન.ભારત/શાલ", {"https://દુકાન.ભારત/શાલ", "દુકાન.ભારત"}),
        ("Write to noor@acme.example", set()),
        ("This is the end.Then e.g. nothing 3.50", set()),
        ("https://[broken", {"https://[broken", "[broken"}),
        ("", set()),
    ],
)
def test_addresses_and_their_hosts_are_found(text: str, found: set[str]) -> None:
    assert addresses([text]) == found


def test_a_text_of_dots_takes_no_longer_than_another() -> None:
    assert addresses(["a." * 100_000, "-" * 100_000, "http://" * 20_000 + " "]) is not None


@pytest.mark.parametrize(
    "text", ["See you.It is open", "e.g. this", "9.30 or 1.5.2", "a...b", "Mr.Smith", "x@y", "one. Net two"]
)
def test_ordinary_dots_are_no_links(text: str) -> None:
    assert links(text) == ()


def test_two_ways_to_write_an_address_are_the_same() -> None:
    assert same("HTTPS://www.Shop.example/A/") == same("shop.example/A") == "shop.example/A"
    assert same("shop.example/a") != same("shop.example/A")
    assert host_of("https://you@evil.example:8080/x") == "evil.example"


def test_a_host_is_below_another_only_at_a_dot() -> None:
    assert is_below("help.shop.example", ["shop.example"])
    assert not is_below("notshop.example", ["shop.example"])
