"""The cursor: everything that is needed to go on, and nothing that grows."""

from __future__ import annotations

import pytest

from bot.networks._bluesky.place import LATELY, Place
from inbox.incoming import NewMessage
from inbox.models import RemoteId, Thread


def message(number: int) -> NewMessage:
    return NewMessage(Thread(RemoteId(f"t{number}"), "comments"), RemoteId(f"m{number}"), None, "", 0)


def test_it_goes_there_and_back() -> None:
    place = Place(1, 2, "log", 3).after(message(1)).after(message(2)).after(message(1))
    assert Place.read(place.cursor) == place
    assert place.lately == (("m1", "t1"), ("m2", "t2"))
    assert place.without({"m1"}).lately == (("m2", "t2"),)


def test_it_does_not_grow() -> None:
    place = Place()
    for number in range(LATELY * 3):
        place = place.after(message(number))
    assert len(place.lately) == LATELY
    assert place.lately[-1] == (f"m{LATELY * 3 - 1}", f"t{LATELY * 3 - 1}")


@pytest.mark.parametrize("cursor", [None, "", "x", "[]", "{}", '{"heard": null}', '{"lately": [1]}'])
def test_an_odd_one_is_the_beginning(cursor: str | None) -> None:
    try:
        assert Place.read(cursor) == Place()
    except ValueError as error:
        raise AssertionError(cursor) from error
