"""What Discord demands of the components of a message: which may stand where, how many, how long.

Source: https://discord.com/developers/docs/components/reference
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, TypeGuard

from bot.playground.discord.records import texts_in, walk
from bot.playground.discord.refusals import FormErrors
from bot.playground.discord.wire import JsonObject

ROW, BUTTON, SELECT, INPUT = 1, 2, 3, 4
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
SELECTS = frozenset({3, 5, 6, 7, 8})
TOP = frozenset({ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER})
IN_CONTAINER = TOP - {CONTAINER}
MOST, MOST_TEXT, CUSTOM_ID, LABEL = 40, 4000, 100, 80
LINK, PREMIUM = 5, 6
Path = tuple[str | int, ...]


def check_components(errors: FormErrors, components: Any, *, v2: bool) -> None:
    """Complain about the components of a message."""
    if not _are_objects(components, errors, ("components",)):
        return
    most = MOST if v2 else 5
    if len(components) > most:
        errors.add(("components",), "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {most} in length.")
    for at, one in enumerate(components):
        _check_one(errors, ("components", at), one, TOP if v2 else frozenset({ROW}))
    everything = walk(components)
    if v2 and len(everything) > MOST:
        words = f"The maximum number of components is {MOST}"
        errors.add(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", words)
    if v2 and sum(map(len, texts_in(components))) > MOST_TEXT:
        words = f"The displayable text cannot exceed {MOST_TEXT} characters"
        errors.add(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words)
    check_unique(errors, everything)


def check_unique(errors: FormErrors, everything: list[JsonObject]) -> None:
    """Complain when two components have one custom_id."""
    counts = Counter(str(one["custom_id"]) for one in everything if one.get("custom_id"))
    if any(count > 1 for count in counts.values()):
        errors.add(("components",), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")


def check_select(errors: FormErrors, path: Path, select: JsonObject) -> None:
    """Complain about a menu."""
    errors.longer((*path, "custom_id"), select.get("custom_id"), CUSTOM_ID, 1)
    if select.get("placeholder") is not None:
        errors.longer((*path, "placeholder"), select["placeholder"], 150)
    options = select.get("options")
    if select["type"] != SELECT:
        return
    if not _are_objects(options, errors, (*path, "options")) or not 1 <= len(options) <= 25:
        errors.add((*path, "options"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
        return
    for at, option in enumerate(options):
        for key in ("label", "value"):
            errors.longer((*path, "options", at, key), option.get(key), 100, 1)
        if option.get("description") is not None:
            errors.longer((*path, "options", at, "description"), option["description"], 100)
    values = [option.get("value") for option in options]
    if len(set(values)) < len(values):
        errors.add((*path, "options"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is used")


def _check_one(errors: FormErrors, path: Path, component: JsonObject, allowed: frozenset[int]) -> None:
    kind = component.get("type")
    if kind not in allowed:
        words = f'Value of field "type" must be one of ({", ".join(map(str, sorted(allowed)))}).'
        errors.add((*path, "type"), "UNION_TYPE_CHOICES", words)
        return
    check = _CHECKS.get(kind)
    if check is not None:
        check(errors, path, component)


def _check_row(errors: FormErrors, path: Path, row: JsonObject) -> None:
    inner = row.get("components")
    if not _are_objects(inner, errors, (*path, "components")):
        return
    kinds = [one.get("type") for one in inner]
    if not 1 <= len(inner) <= 5 or (len(inner) > 1 and not set(kinds) <= {BUTTON}):
        most = 5 if set(kinds) <= {BUTTON} else 1
        errors.add((*path, "components"), "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {most} in length.")
    for at, one in enumerate(inner):
        _check_one(errors, (*path, "components", at), one, SELECTS | {BUTTON})


def _check_button(errors: FormErrors, path: Path, button: JsonObject) -> None:
    style = button.get("style")
    if style not in range(1, 7):
        errors.add((*path, "style"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5, 6}.")
    if style == LINK and (button.get("custom_id") or not button.get("url")):
        errors.add(path, "BUTTON_COMPONENT_LINK_NO_CUSTOM_ID", "A url is required and a custom id cannot be specified")
    if style in (1, 2, 3, 4):
        if button.get("url"):
            errors.add(path, "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", "A custom id and url cannot both be specified")
        errors.longer((*path, "custom_id"), button.get("custom_id"), CUSTOM_ID, 1)
    if button.get("label") is not None:
        errors.longer((*path, "label"), button["label"], LABEL)
    if style != PREMIUM and not button.get("label") and not button.get("emoji"):
        errors.add(path, "BUTTON_COMPONENT_MISSING_LABEL_OR_EMOJI", "A label or emoji is required")


def _check_section(errors: FormErrors, path: Path, section: JsonObject) -> None:
    inner = section.get("components")
    if not _are_objects(inner, errors, (*path, "components")):
        return
    if not 1 <= len(inner) <= 3:
        errors.add((*path, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 3 in length.")
    for at, one in enumerate(inner):
        _check_one(errors, (*path, "components", at), one, frozenset({TEXT}))
    accessory = section.get("accessory")
    if not isinstance(accessory, dict):
        errors.add((*path, "accessory"), "BASE_TYPE_REQUIRED", "This field is required")
        return
    _check_one(errors, (*path, "accessory"), accessory, frozenset({BUTTON, THUMBNAIL}))


def _check_text(errors: FormErrors, path: Path, text: JsonObject) -> None:
    content = text.get("content")
    errors.longer((*path, "content"), content, MOST_TEXT, 1)


def _check_gallery(errors: FormErrors, path: Path, gallery: JsonObject) -> None:
    items = gallery.get("items")
    if not _are_objects(items, errors, (*path, "items")) or not 1 <= len(items) <= 10:
        errors.add((*path, "items"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length.")


def _check_container(errors: FormErrors, path: Path, container: JsonObject) -> None:
    inner = container.get("components")
    if not _are_objects(inner, errors, (*path, "components")):
        return
    if not 1 <= len(inner) <= MOST:
        errors.add((*path, "components"), "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {MOST} in length.")
    for at, one in enumerate(inner):
        _check_one(errors, (*path, "components", at), one, IN_CONTAINER)


def _are_objects(given: Any, errors: FormErrors, path: Path) -> TypeGuard[list[JsonObject]]:
    if isinstance(given, list) and all(isinstance(one, dict) for one in given):
        return True
    errors.add(path, "BASE_TYPE_REQUIRED", "This field is required")
    return False


_CHECKS: dict[int, Callable[[FormErrors, Path, JsonObject], None]] = {
    ROW: _check_row,
    BUTTON: _check_button,
    SECTION: _check_section,
    TEXT: _check_text,
    GALLERY: _check_gallery,
    CONTAINER: _check_container,
    **dict.fromkeys(SELECTS, check_select),
}
