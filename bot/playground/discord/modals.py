"""What Discord demands of a modal, and what its client sends when a person fills one in."""

from __future__ import annotations

from typing import Any

from bot.playground.discord.components import (
    CUSTOM_ID,
    INPUT,
    MOST_TEXT,
    SELECTS,
    Path,
    check_select,
    check_unique,
)
from bot.playground.discord.layout import laid_out
from bot.playground.discord.records import CannotAct, walk
from bot.playground.discord.refusals import FormErrors
from bot.playground.discord.wire import JsonObject

ROW, TEXT, LABEL = 1, 10, 18
FIELDS = SELECTS | {INPUT, 19, 21, 22, 23}
SEVERAL = SELECTS | {19, 22}


def check_modal(errors: FormErrors, modal: JsonObject) -> None:
    """Complain about the modal that a bot wants to show."""
    at: Path = ("data",)
    errors.longer((*at, "title"), modal.get("title"), 45, 1)
    errors.longer((*at, "custom_id"), modal.get("custom_id"), CUSTOM_ID, 1)
    rows = modal.get("components")
    if not isinstance(rows, list) or not 1 <= len(rows) <= 5:
        errors.add((*at, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
        return
    for number, row in enumerate(rows):
        _check_row(errors, (*at, "components", number), row)
    check_unique(errors, walk(rows))


def filled(modal: JsonObject, values: dict[str, Any]) -> list[JsonObject]:
    """The components of the submission when a person enters `values` and leaves the rest as it was.

    Raises CannotAct for what the client would refuse.
    """
    unknown = set(values) - {str(one.get("custom_id")) for one in walk(modal["components"])}
    if unknown:
        raise CannotAct(f"the modal has no field {', '.join(sorted(unknown))}")
    return [_filled_row(row, values) for row in laid_out(modal["components"])]


def _check_row(errors: FormErrors, path: Path, row: Any) -> None:
    kind = row.get("type") if isinstance(row, dict) else None
    if kind == ROW:
        inner = row.get("components") or []
        if len(inner) != 1 or inner[0].get("type") != INPUT:
            errors.add((*path, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 1 in length.")
            return
        errors.longer((*path, "components", 0, "label"), inner[0].get("label"), 45, 1)
        _check_input(errors, (*path, "components", 0), inner[0])
    elif kind == LABEL:
        errors.longer((*path, "label"), row.get("label"), 45, 1)
        if row.get("description") is not None:
            errors.longer((*path, "description"), row["description"], 100)
        _check_field(errors, (*path, "component"), row.get("component"))
    elif kind != TEXT:
        errors.add((*path, "type"), "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1, 10, 18).')


def _check_field(errors: FormErrors, path: Path, field: Any) -> None:
    kind = field.get("type") if isinstance(field, dict) else None
    if kind == INPUT:
        _check_input(errors, path, field)
    elif kind in SELECTS:
        check_select(errors, path, field)
    elif kind not in FIELDS:
        errors.add((*path, "type"), "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (3, 4, 5, 6, 7, 8).')


def _check_input(errors: FormErrors, path: Path, given: JsonObject) -> None:
    errors.longer((*path, "custom_id"), given.get("custom_id"), CUSTOM_ID, 1)
    if given.get("style") not in (1, 2):
        errors.add((*path, "style"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.")
    most = given.get("max_length")
    if most is not None and not 1 <= most <= MOST_TEXT:
        errors.add((*path, "max_length"), "NUMBER_TYPE_MAX", f"int value should be less than or equal to {MOST_TEXT}.")
    least = given.get("min_length")
    if least is not None and not 0 <= least <= MOST_TEXT:
        errors.add((*path, "min_length"), "NUMBER_TYPE_MAX", f"int value should be less than or equal to {MOST_TEXT}.")
    if given.get("value") is not None:
        errors.longer((*path, "value"), given["value"], most or MOST_TEXT)
    if given.get("placeholder") is not None:
        errors.longer((*path, "placeholder"), given["placeholder"], 100)


def _filled_row(row: JsonObject, values: dict[str, Any]) -> JsonObject:
    body: JsonObject = {"type": row["type"], "id": row["id"]}
    if row["type"] == ROW:
        return body | {"components": [_entered(field, values) for field in row["components"]]}
    if row["type"] == LABEL:
        return body | {"component": _entered(row["component"], values)}
    return body


def _entered(field: JsonObject, values: dict[str, Any]) -> JsonObject:
    kind, name = field["type"], str(field["custom_id"])
    value = values.get(name, _preset(field))
    _check_entered(field, name, value)
    return {"type": kind, "id": field["id"], "custom_id": name, "values" if kind in SEVERAL else "value": value}


def _preset(field: JsonObject) -> Any:
    kind = field["type"]
    if kind == INPUT:
        return field.get("value") or ""
    chosen = [option["value"] for option in field.get("options") or () if option.get("default")]
    if kind in SEVERAL:
        return chosen
    if kind == 23:
        return bool(field.get("default"))
    return chosen[0] if chosen else None


def _check_entered(field: JsonObject, name: str, value: Any) -> None:
    if field.get("required", True) and value in ("", [], None):
        raise CannotAct(f"{name} must be filled in")
    if field["type"] == INPUT and value:
        least, most = field.get("min_length") or 0, field.get("max_length") or MOST_TEXT
        if not least <= len(value) <= most:
            raise CannotAct(f"{name} must be {least} to {most} characters long, not {len(value)}")
    if field["type"] == 3:
        offered = {option["value"] for option in field["options"]}
        if not set(value) <= offered:
            raise CannotAct(f"{name} does not offer {value}")
