"""Whoever holds on to the checks gets those of the files as they stand now."""

from __future__ import annotations

from responders.guard import Current, Guard
from responders.options import GuardOptions
from tests.turns import turn

ASKED = turn("When are you open, please?")


def banning(*words: str) -> Guard:
    """A guard that never says these words."""
    return Guard(GuardOptions(banned=words))


def test_the_guard_is_made_when_it_is_asked_and_once() -> None:
    made: list[str] = []

    def make() -> Guard:
        made.append("scam")
        return banning("scam")

    current = Current(make)
    assert made == []
    assert current.check("A scam", ASKED, "") == ("Words that we never say: “scam”.",)
    assert current.warn(ASKED.conversation, ASKED.messages, "A scam") == ("Words that we never say: “scam”.",)
    assert made == ["scam"]


def test_a_changed_file_counts_from_the_next_text_on() -> None:
    current = Current(lambda: banning("scam"))
    check, warn = current.check, current.warn
    assert check("A scam", ASKED, "")

    current.swap(lambda: banning("dirt cheap"))

    assert check("A scam", ASKED, "") == ()
    assert warn(ASKED.conversation, ASKED.messages, "Dirt cheap!") == ("Words that we never say: “dirt cheap”.",)
