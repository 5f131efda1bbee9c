"""Words that were spelled to be overlooked, and words that only look as if they were."""

from __future__ import annotations

import pytest

from responders.moderation.toxicity.disguised import disguised
from responders.moderation.toxicity.lexicon import said_in


def meant(text: str) -> str | None:
    """The text as it was meant."""
    return disguised(text, said_in(text))


@pytest.mark.parametrize(
    ("text", "as_meant"),
    [
        ("w0men are tr4sh", "women are trash"),
        ("you 1d1ot", "you idiot"),
        ("they are v e r m i n", "they are vermin"),
        ("a t h r e a t to us", "a threat to us"),
        ("k.i.l.l them", "kill them"),
        ("you are an f*ck", "you are an fuck"),
        ("such wmen", "such women"),
        ("deaht to them", "death to them"),
        ("womendisgust me", "women disgust me"),
        ("so patheitc", "so pathetic"),
    ],
)
def test_it_is_read_as_it_was_meant(text: str, as_meant: str) -> None:
    assert meant(text) == as_meant


@pytest.mark.parametrize(
    "text",
    [
        "Order 66 at 10:30, code A1B2C3",
        "a b c d",
        "mail me at jo@example.org",
        "pick up the moon jar",
        "Scunthorpe",
        "#clay 4ever!!",
        "f" + "*" * 40,
        "a*" * 40,
        "5* service",
    ],
)
def test_what_hides_nothing_is_left_as_it_is(text: str) -> None:
    assert meant(text) is None
