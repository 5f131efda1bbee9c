"""Whose wall clock is meant in the control channel; what is no time is refused in tests of the clicks and commands."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

from bot.surfaces.discord import when
from bot.surfaces.discord.options import ControlOptions


def test_a_time_of_day_is_that_of_the_zone_in_the_options() -> None:
    options = {"token": "x" * 20, "server": 1, "channel": 2}
    quiet = {"from": "22:00", "to": "7:00", "zone": "Asia/Kolkata"}
    assert when.zone(ControlOptions.model_validate(options)) is UTC
    assert when.zone(ControlOptions.model_validate(options | {"quiet_hours": quiet})) == ZoneInfo("Asia/Kolkata")
