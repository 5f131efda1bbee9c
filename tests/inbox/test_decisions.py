"""The record of what the responders were given and made of it."""

from dataclasses import FrozenInstanceError

import pytest

from inbox.decisions import STRANGER, Facts


def test_facts_are_those_of_a_stranger_until_something_is_known() -> None:
    assert Facts().past == STRANGER
    assert Facts().past.since == 0


def test_what_was_decided_on_is_never_changed() -> None:
    facts = Facts(labels=("refund",))

    with pytest.raises(FrozenInstanceError):
        facts.labels = ()  # type: ignore[misc]
