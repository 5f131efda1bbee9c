"""What may be set for the control channel, and who may do what there."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from pydantic import ValidationError

from bot.surfaces.discord.options import ControlOptions

ENOUGH: dict[str, Any] = {"token": "t" * 30, "server": 1, "channel": 2}
MODS, LEADS, OTHERS = 10, 11, 12
SERVER_ROLES = {1: "@everyone", MODS: "Moderators", LEADS: "Leads", OTHERS: "Cooks"}


def options(**more: object) -> ControlOptions:
    """Options with these keys as they would stand in the file."""
    return ControlOptions.model_validate(ENOUGH | more)


def complaint(**more: object) -> str:
    """What is said about these keys."""
    with pytest.raises(ValidationError) as wrong:
        options(**more)
    return "; ".join(error["msg"] for error in wrong.value.errors(include_input=False))


def test_three_keys_are_enough() -> None:
    few = options()

    assert (few.base_url, few.notes, few.posts_per_minute) == ("https://discord.com/api/v10", False, 20)
    assert few.strongest is None
    assert few.channels == (2,)


@pytest.mark.parametrize("written", [112233445566778899, "112233445566778899", " 112233445566778899 "])
def test_an_id_may_be_a_number_or_digits(written: object) -> None:
    assert options(server=written).server == 112233445566778899


@pytest.mark.parametrize("written", [True, 0, -5, "friends", "", "１２３", None, 1.5, 1 << 63])
def test_what_is_no_id_is_told(written: object) -> None:
    assert "must be an id" in complaint(channel=written)


def test_the_strongest_role_counts_by_id_or_by_name() -> None:
    team = options(roles=[{"role": "@Moderators", "is": "moderator"}, {"role": str(LEADS), "is": "lead"}])

    assert team.strongest == "lead"
    assert team.standing([MODS, OTHERS], SERVER_ROLES) == "moderator"
    assert team.standing([MODS, LEADS], SERVER_ROLES) == "lead"


def test_whoever_has_no_role_of_the_team_may_nothing() -> None:
    team = options(roles=[{"role": "Moderators", "is": "admin"}])

    assert team.standing([1, OTHERS], SERVER_ROLES) is None
    assert team.standing([], SERVER_ROLES) is None
    assert options().standing([MODS], SERVER_ROLES) is None


def test_a_name_that_two_roles_have_means_neither() -> None:
    team = options(roles=[{"role": "Moderators", "is": "admin"}, {"role": LEADS, "is": "viewer"}])

    assert team.standing([MODS, LEADS], SERVER_ROLES | {13: "Moderators"}) == "viewer"


@pytest.mark.parametrize("role", ["@everyone", "everyone", 1, "1"])
@pytest.mark.parametrize("key", ["roles", "routes"])
def test_everybody_is_no_role(role: object, key: str) -> None:
    written = {"roles": [{"role": role, "is": "viewer"}], "routes": [{"mention": role}]}

    assert "@everyone" in complaint(**{key: written[key]})


def test_people_are_called_as_on_the_desk_or_as_on_discord() -> None:
    known = options(people={"@Meera.S": " meera "})

    assert known.desk_name("meera.s") == "meera"
    assert known.desk_name("noor") == "noor@discord"


@pytest.mark.parametrize(
    ("username", "name"), [("Meera Shah", "meera"), ("m", "m"), ("meera#1234", "meera"), ("noor", " ")]
)
def test_what_is_no_username_is_told(username: str, name: str) -> None:
    assert "username of Discord" in (said := complaint(people={username: name})) or "on the desk" in said


def test_routes_name_every_channel_once_the_main_one_first() -> None:
    routes = [{"when": {"labels": "press"}, "channel": 5}, {"mention": "Night"}, {"channel": 2}, {"channel": "5"}]

    assert options(routes=routes).channels == (2, 5)


def test_one_or_many_may_be_written() -> None:
    (route,) = options(routes=[{"when": {"accounts": "a:*", "labels": ["x", "y"], "languages": "gu"}}]).routes

    assert (route.when.accounts, route.when.labels, route.when.languages) == (("a:*",), ("x", "y"), ("gu",))


def test_digest_times_are_sorted_and_each_there_once() -> None:
    digest = options(digest={"at": ["18:00", "9:30", "18:00"], "zone": "Asia/Kolkata"}).digest

    assert digest
    assert digest.at == (time(9, 30), time(18))


def test_quiet_hours_that_never_are_are_told() -> None:
    assert "the same" in complaint(quiet_hours={"from": "22:00", "to": "22:00", "zone": "UTC"})


@pytest.mark.parametrize("zone", ["Europe", "../etc/passwd", "", 5, "UTC+2", "\0"])
def test_what_is_no_zone_is_told(zone: object) -> None:
    assert "no such time zone" in complaint(digest={"at": "09:00", "zone": zone})


@pytest.mark.parametrize("token", ["", "short", "Bot abcdefghijklmnopqrstuvw", "x" * 20 + "\n" + "y" * 20])
def test_what_is_no_token_is_told_without_repeating_it(token: str) -> None:
    said = complaint(token=token)

    assert "no bot token" in said
    assert not token or token not in said


def test_the_token_is_not_shown() -> None:
    assert "ttt" not in repr(options())
