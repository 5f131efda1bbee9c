"""Who wrote: what is known of them, and what is not."""

from dataclasses import replace

import pytest

from inbox.cases import Person
from tests.arrivals import DAY, NOW, arrival, hit
from tests.cast import ASHA

KNOWN = replace(ASHA, followers=12, joined=NOW - 10 * DAY, follows=False)


@pytest.mark.parametrize(
    ("author", "found"),
    [
        ({"first": True}, False),
        ({"first": False}, True),
        ({"at_most": 5}, True),
        ({"at_most": 4}, False),
        ({"at_least": 5, "known_for": "30d"}, True),
        ({"known_for": "31d"}, False),
        ({"new_within": "31d"}, True),
        ({"followers_below": 13}, True),
        ({"followers_below": 12}, False),
        ({"younger_than": "11d"}, True),
        ({"younger_than": "10d"}, False),
        ({"follows_us": False}, True),
        ({"follows_us": True}, False),
        ({"labels": "repeat-*"}, True),
        ({"labels": "vip"}, False),
    ],
)
async def test_what_is_known_of_them(author: dict[str, object], found: bool) -> None:
    said = arrival("a", contact=KNOWN, person=Person(labels=("repeat-offender",)))

    assert bool(await hit(said, author=author)) is found


@pytest.mark.parametrize("author", [{"followers_below": 5}, {"younger_than": "1d"}, {"follows_us": False}])
async def test_what_a_network_does_not_tell_never_matches_unless_the_rule_says_so(author: dict[str, object]) -> None:
    assert await hit("a", author=author) is None
    assert await hit("a", words="a", **{"not": {"author": author}}) is None
    assert await hit("a", author=author | {"unknown": True})


async def test_what_is_known_counts_beside_what_is_not() -> None:
    author = {"followers_below": 5, "at_most": 2, "unknown": True}

    assert await hit("a", author=author) is None
    assert await hit(arrival("a", messages=1), author=author) == "somebody new"
    assert await hit(arrival("a", contact=KNOWN), author={"at_least": 2}) == (
        "5 messages so far, 12 followers, there for 10 d"
    )


async def test_how_much_they_wrote_may_not_be_known_either() -> None:
    assert await hit(arrival("a", messages=0, known_since=0), author={"first": False}) is None
    assert await hit(arrival("a", messages=0, known_since=0), author={"new_within": "1d"}) is None
