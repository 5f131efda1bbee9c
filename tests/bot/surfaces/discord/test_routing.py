"""The first route that fits, and when nobody is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.surfaces.discord.options import ControlOptions
from bot.surfaces.discord.routing import Where, role_id, route
from inbox.models import Conversation, RemoteId, Thread, account_id, conversation_id

MAIN, PRESS, GUJARATI = 20, 21, 22
MAIL = account_id("telegram", "main")
CALM = Conversation(conversation_id(MAIL, RemoteId("1")), MAIL, Thread(RemoteId("1"), "direct"))
DAY = round(datetime.fromisoformat("2026-11-27T12:00:00+05:30").timestamp() * 1000)
NIGHT = DAY + 12 * 3_600_000
ROUTES = [
    {"when": {"labels": ["press", "legal"]}, "channel": PRESS, "mention": "Press"},
    {"when": {"accounts": "telegram:*", "languages": ["gu", "pt"]}, "channel": GUJARATI},
    {"when": {"priority_from": 7}, "mention": 99},
]


def options(**more: Any) -> ControlOptions:
    """A control channel with three routes."""
    return ControlOptions.model_validate({"token": "t" * 30, "server": 1, "channel": MAIN, "routes": ROUTES, **more})


@pytest.mark.parametrize(
    ("change", "language", "where"),
    [
        ({}, "", Where(MAIN)),
        ({}, "en", Where(MAIN)),
        ({"labels": ("vip", "legal")}, "gu", Where(PRESS, "Press")),
        ({}, "gu", Where(GUJARATI)),
        ({}, "gu-IN", Where(GUJARATI)),
        ({}, "PT_br", Where(GUJARATI)),
        ({}, "guz", Where(MAIN)),
        ({"account": account_id("webchat", "site")}, "gu", Where(MAIN)),
        ({"priority": 7}, "en", Where(MAIN, 99)),
        ({"priority": 6}, "en", Where(MAIN)),
        ({"priority": 9}, "gu", Where(GUJARATI)),
    ],
)
def test_the_first_route_that_fits_counts(change: dict[str, Any], language: str, where: Where) -> None:
    assert route(options(), replace(CALM, **change), language, DAY) == where


def test_a_kind_of_language_does_not_mean_the_whole_of_it() -> None:
    only_brazil = options(routes=[{"when": {"languages": "pt-BR"}, "channel": PRESS}])

    assert route(only_brazil, CALM, "pt", DAY).channel == MAIN
    assert route(only_brazil, CALM, "pt-br", DAY).channel == PRESS


def test_a_route_without_a_condition_takes_everything() -> None:
    assert route(options(routes=[{"mention": "Night"}]), CALM, "", DAY) == Where(MAIN, "Night")


@pytest.mark.parametrize(("priority", "mention"), [(7, None), (8, None), (9, 99)])
def test_in_quiet_hours_the_post_goes_where_it_goes_and_only_the_most_urgent_is_told(
    priority: int, mention: int | None
) -> None:
    sleepy = options(quiet_hours={"from": "22:00", "to": "08:00", "zone": "Asia/Kolkata"})
    urgent = replace(CALM, priority=priority)

    assert route(sleepy, urgent, "", NIGHT) == Where(MAIN, mention, mention is None)
    assert route(sleepy, urgent, "", DAY) == Where(MAIN, 99)


def test_nobody_is_hushed_where_nobody_would_be_told() -> None:
    sleepy = options(quiet_hours={"from": "22:00", "to": "08:00", "zone": "Asia/Kolkata"})

    assert not route(sleepy, CALM, "gu", NIGHT).quiet


def test_a_role_is_known_by_id_or_by_a_name_that_only_it_has() -> None:
    roles = {1: "@everyone", 5: "Press", 6: "Night", 7: "Night"}

    assert (role_id(5, roles), role_id("Press", roles)) == (5, 5)
    assert (role_id(8, roles), role_id("Night", roles), role_id("press", roles), role_id(None, roles)) == (None,) * 4
