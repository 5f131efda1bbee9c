"""The error tree is the one that its page draws, and every leaf is a SangamError."""

from __future__ import annotations

import re

import pytest

from inbox import errors
from inbox.errors import RateLimited, Refused, SangamError


def drawn() -> dict[str, str]:
    """Each class of the picture with the one it stands under."""
    parents, above = {}, {0: "SangamError"}
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"([│ ├└─]+)(\w+)", line)
        if found and "──" in found[1]:
            depth = len(found[1]) // 4
            above[depth] = found[2]
            parents[found[2]] = above[depth - 1]
    return parents


def test_the_picture_shows_every_class_under_its_parent() -> None:
    classes = {name: cls for name, cls in vars(errors).items() if isinstance(cls, type) and cls is not SangamError}

    assert {name: cls.__mro__[1].__name__ for name, cls in classes.items()} == drawn()


@pytest.mark.parametrize("cls", [errors.NotFound, errors.Outdated, errors.AlreadyDecided, errors.NotAllowed])
def test_a_refusal_is_said_as_it_is(cls: type[Refused]) -> None:
    assert str(cls("Already approved by meera.")) == "Already approved by meera."


def test_a_limit_says_how_long() -> None:
    limited = RateLimited("slow down", 7.5)

    assert (str(limited), limited.retry_after) == ("slow down", 7.5)
