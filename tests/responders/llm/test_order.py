"""Words and facts in the order of their source, each fact of the same thing."""

from __future__ import annotations

import pytest

from responders.llm.claims import sentence
from responders.llm.order import misplaced


def found(said: str, source: str) -> str:
    """What stands elsewhere in the source."""
    return misplaced(sentence(said), sentence(source))


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("Adults pay 20 €.", "Adults pay 20 €, children 10 €."),
        ("Children 10 €.", "Adults pay 20 €, children 10 €."),
        ("Open Tuesday to Saturday, 9:00 to 18:00.", "The workshop is open from Tuesday to Saturday, 9 am - 6 pm."),
        ("The mug costs 24 €.", "Price: 24 €"),
        ("Open Tuesday – Saturday, 9-18 Uhr.", "Open Tuesday to Saturday, 9:00 to 18:00."),
        ("Delivery costs 7 €.", "Delivery to Portugal takes 3 to 5 working days and costs 7 €."),
        ("Painting costs 20 € for adults.", "Painting costs 20 € for adults and 10 € for children."),
        ("We are open, dogs are welcome.", "We are open and dogs are welcome."),
        ("儿童10元。", "成人20元，儿童10元。"),
        ("We pay you back.", "We make it again or pay you back, as you like."),
        ("You can paint in our workshop.", "Painting in the workshop is fun."),
    ],
)
def test_what_follows_its_source_passes(said: str, source: str) -> None:
    assert found(said, source) == ""


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("Adults pay 10 €.", "Adults pay 20 €, children 10 €."),
        ("Adults pay 10 €, children 20 €.", "Adults pay 20 €, children 10 €."),
        ("Children pay 20 €.", "Adults pay 20 €, children 10 €."),
        ("Painting costs 20 € for children.", "Painting costs 20 € for adults and 10 € for children."),
        ("Painting costs 10 € for adults.", "Painting costs 20 € for adults and 10 € for children."),
        ("Open from Saturday to Tuesday.", "Open from Tuesday to Saturday."),
        ("Geöffnet von Samstag bis Dienstag.", "Geöffnet von Dienstag bis Samstag."),
        ("Open 18:00 to 9:00.", "Open 9:00 to 18:00."),
        ("Cats love dogs.", "Dogs love cats."),
        ("Painting costs 20 € for adults and children.", "Painting costs 20 € for adults and 10 € for children."),
        ("Open Tuesday and Saturday.", "Open Tuesday to Saturday."),
        ("Open Tuesday to Saturday.", "Open Tuesday and Saturday."),
        ("Open at 9:00 and 18:00.", "Open 9:00 - 18:00."),
        ("Open Tuesday to 18:00.", "Open Tuesday to Saturday, 9:00 to 18:00."),
        ("儿童20元。", "成人20元，儿童10元。"),
        ("成人10元。", "成人20元，儿童10元。"),
        ("You pay us back.", "We make it again or pay you back, as you like."),
        ("We make you pay.", "We make it again or pay you back, as you like."),
        ("We cracked your piece.", "We repair any piece of ours that cracked."),
        ("Wir zahlen.", "Du zahlst."),
    ],
)
def test_what_is_said_of_something_else_or_turned_is_noticed(said: str, source: str) -> None:
    assert found(said, source)
