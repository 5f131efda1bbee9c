"""Windows to fill in: what they hold, and what somebody has filled in."""

from __future__ import annotations

import pytest

from bot.surfaces.discord import buttons, modals
from inbox.errors import NotAllowed


def test_what_was_filled_in_is_found_however_discord_wraps_it() -> None:
    label = {"type": 18, "component": {"type": 4, "custom_id": "text", "value": "Hello"}}
    menu = {"type": 18, "component": {"type": 3, "custom_id": "reason", "values": ["Not our tone"]}}
    row = {"type": 1, "components": [{"type": 4, "custom_id": "words", "value": "too stiff"}]}
    empty = {"type": 18, "component": {"type": 3, "custom_id": "none", "values": []}}
    assert modals.filled({"components": [label, menu, row, empty]}) == {
        "text": "Hello",
        "reason": "Not our tone",
        "words": "too stiff",
        "none": "",
    }


async def test_a_text_that_is_longer_than_a_window_holds_is_known_before_it_is_opened() -> None:
    assert modals.fits("x" * 4000)
    assert not modals.fits("x" * 4001)
    assert not modals.fits("🙂" * 2001)
    assert modals.fits("\ud800")


async def test_a_window_carries_what_it_is_about() -> None:
    assert modals.edit("12", "Hello").to_dict()["custom_id"] == "sg:edit:12"
    fields = modals.reject("12").to_dict()["components"]
    assert [one["component"]["custom_id"] for one in fields] == ["reason", "words"]


def test_what_is_too_long_for_a_button_is_refused_with_the_way_out() -> None:
    assert len(buttons.named("open", "x" * 92)) == 100
    with pytest.raises(NotAllowed, match="on the desk"):
        buttons.named("open", "x" * 93)
