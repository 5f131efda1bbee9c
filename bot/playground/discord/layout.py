"""How Discord gives components back: each with a number of its own, and with what was left out filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.playground.discord.records import walk
from bot.playground.discord.wire import JsonObject

_CHOICE = {"min_values": 1, "max_values": 1}
_SHOWN = {"description": None, "spoiler": False}
DEFAULTS: dict[int, Mapping[str, Any]] = {
    **dict.fromkeys((3, 5, 6, 7, 8), _CHOICE),
    11: _SHOWN,
    13: {"spoiler": False, "name": "", "size": 0},
    14: {"spacing": 1, "divider": True},
    17: {"accent_color": None, "spoiler": False},
}


def laid_out(components: list[JsonObject]) -> list[JsonObject]:
    """The same components as Discord gives them back; what was given stays as it was."""
    taken = {int(one["id"]) for one in walk(components) if one.get("id")}
    free = iter(number for number in range(1, 10_000) if number not in taken)
    return [_one(component, lambda: next(free)) for component in components]


def _one(component: JsonObject, fresh: Callable[[], int]) -> JsonObject:
    given = {key: value for key, value in component.items() if value is not None}
    body = dict(DEFAULTS.get(component["type"], {})) | given
    body["id"] = component.get("id") or fresh()
    if isinstance(body.get("components"), list):
        body["components"] = [_one(inner, fresh) for inner in body["components"]]
    if isinstance(body.get("items"), list):
        body["items"] = [_SHOWN | item for item in body["items"]]
    for key in ("accessory", "component"):
        if isinstance(body.get(key), dict):
            body[key] = _one(body[key], fresh)
    return body
