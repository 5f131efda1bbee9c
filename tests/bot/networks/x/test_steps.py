"""Holds the notes of something that takes several calls: what was written first stands, until an attempt is over."""

from __future__ import annotations

from bot.networks._x.steps import Steps, steps_of
from tests.bot.networks.telegram.conftest import Shelves


async def test_a_step_is_kept_once_and_an_attempt_that_is_over_is_forgotten() -> None:
    shelves = Shelves()
    steps = await steps_of(shelves, "7/file 1")
    assert await steps.get("ready") == ""
    assert await steps.keep("ready", "12") == "12"
    assert await Steps(shelves, "7/file 1").keep("ready", "13") == "12"
    await steps.give_up()
    assert await steps.get("ready") == ""
    again = await steps_of(shelves, "7/file 1")
    assert (again.attempt, await again.keep("ready", "14")) == (2, "14")
    assert (await steps_of(shelves, "7/file 2")).attempt == 1
