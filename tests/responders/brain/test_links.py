"""The addresses that we may link to."""

import pytest

from responders.brain.links import links


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://Shop.example.org/Stole?x=1.", {"https://Shop.example.org/Stole?x=1", "shop.example.org"}),
        ("(shop.example.org/returns)", {"shop.example.org/returns", "shop.example.org"}),
        ("[us](https://acme.example)", {"https://acme.example", "acme.example"}),
        ("https://દુકાન.ભારત/શાલ", {"https://દુકાન.ભારત/શાલ", "દુકાન.ભારત"}),
        ("Write to noor@acme.example", set()),
        ("This is the end.Then e.g. nothing 3.50", set()),
        ("https://[broken", {"https://[broken"}),
        ("", set()),
    ],
)
def test_addresses_and_their_hosts_are_found(text: str, found: set[str]) -> None:
    assert links([text]) == found


def test_a_text_of_dots_takes_no_longer_than_another() -> None:
    assert links(["a." * 100_000, "-" * 100_000, "http://" * 20_000 + " "]) is not None
