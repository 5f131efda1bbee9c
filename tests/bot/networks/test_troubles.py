"""What does not work is said once in the log, and again once it has worked meanwhile."""

from __future__ import annotations

from structlog.testing import capture_logs

from bot.networks._troubles import Troubles, first_error
from inbox.errors import Unavailable
from tests.world import ACCOUNT


def test_what_does_not_work_is_said_once_until_it_works_again_or_fails_otherwise() -> None:
    troubles = Troubles("x", ACCOUNT)
    with capture_logs() as told:
        for _ in range(3):
            troubles.say("gap_open", Unavailable("X is away"))
        troubles.say("gap_open", Unavailable("X is down"))
        troubles.over("gap_open")
        troubles.say("gap_open", Unavailable("X is down"))
    assert [(one["event"], one["words"]) for one in told] == [
        ("x.gap_open", "X is away"),
        ("x.gap_open", "X is down"),
        ("x.gap_open", "X is down"),
    ]


def test_each_place_has_troubles_of_its_own() -> None:
    troubles = Troubles("x", ACCOUNT)
    with capture_logs() as told:
        for part in ("own", "letters", "own"):
            troubles.say("not_read", Unavailable("no"), part=part)
        troubles.over("not_read", part="letters")
        for part in ("own", "letters"):
            troubles.say("not_read", Unavailable("no"), part=part)
    assert [one["part"] for one in told] == ["own", "letters", "letters"]


def test_of_nested_groups_the_first_error_counts() -> None:
    inner = Unavailable("X is away")
    assert first_error(ExceptionGroup("", [ExceptionGroup("", [inner]), ValueError()])) is inner
