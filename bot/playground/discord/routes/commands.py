"""The commands that a bot offers: everywhere, or in one guild."""

from __future__ import annotations

import re
from typing import Any

from bot.playground.discord.calls import Call
from bot.playground.discord.refusals import FormErrors, Refusal, invalid
from bot.playground.discord.wire import JsonObject

MOST = {1: 100, 2: 15, 3: 15}
_NAME = re.compile(r"[-_'\w]{1,32}")
_DEFAULTS: JsonObject = {
    "type": 1,
    "name_localizations": None,
    "description": "",
    "description_localizations": None,
    "default_member_permissions": None,
    "dm_permission": True,
    "nsfw": False,
    "contexts": None,
    "integration_types": [0],
}


def read(call: Call) -> list[JsonObject]:
    """All of them."""
    return call.bot.commands.get(_place(call), [])


def replace_all(call: Call) -> list[JsonObject]:
    """These and no others; one that keeps its name keeps its id."""
    given = call.body
    if not isinstance(given, list):
        raise invalid((), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    errors = FormErrors()
    for at, command in enumerate(given):
        _check(errors, (at,), command)
    for kind, most in MOST.items():
        if sum(command.get("type", 1) == kind for command in given) > most:
            errors.add((), "APPLICATION_COMMAND_TOO_MANY", f"Maximum number of application commands reached ({most}).")
    names = [(command.get("name"), command.get("type", 1)) for command in given]
    if len(set(names)) < len(names):
        errors.add((), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
    errors.check()
    before = {(one["name"], one["type"]): one for one in read(call)}
    call.bot.commands[_place(call)] = commands = [_kept(call, command, before) for command in given]
    call.state.bell.ring()
    return commands


def add(call: Call) -> JsonObject:
    """One more; it takes the place of one with the same name."""
    errors = FormErrors()
    _check(errors, (), call.given)
    errors.check()
    before = {(one["name"], one["type"]): one for one in read(call)}
    command = _kept(call, call.given, before)
    others = [one for one in read(call) if (one["name"], one["type"]) != (command["name"], command["type"])]
    call.bot.commands[_place(call)] = [*others, command]
    call.state.bell.ring()
    return command


def look(call: Call) -> JsonObject:
    """One of them."""
    return _one(call)


def change(call: Call) -> JsonObject:
    """A command that is otherwise as before."""
    command = _one(call)
    errors = FormErrors()
    _check(errors, (), command | call.given)
    errors.check()
    command |= call.given
    return command


def delete(call: Call) -> None:
    """One less."""
    command = _one(call)
    call.bot.commands[_place(call)] = [one for one in read(call) if one is not command]


def _place(call: Call) -> int:
    if call.number("application_id") != call.bot.application_id:
        raise Refusal(50001)
    return call.number("guild_id") if "guild_id" in call.names else 0


def _one(call: Call) -> JsonObject:
    for command in read(call):
        if command["id"] == call.names["command_id"]:
            return command
    raise Refusal(10063)


def _kept(call: Call, given: JsonObject, before: dict[tuple[Any, Any], JsonObject]) -> JsonObject:
    known = before.get((given["name"], given.get("type", 1)))
    body = _DEFAULTS | {key: value for key, value in given.items() if value is not None}
    body |= {"application_id": str(call.bot.application_id), "version": str(call.state.ids.next())}
    if body["default_member_permissions"] is not None:
        body["default_member_permissions"] = str(body["default_member_permissions"])
    body["id"] = known["id"] if known is not None else str(call.state.ids.next())
    return body | {"guild_id": call.names["guild_id"]} if "guild_id" in call.names else body


def _check(errors: FormErrors, path: tuple[str | int, ...], command: JsonObject) -> None:
    kind, name = command.get("type", 1), command.get("name")
    errors.longer((*path, "name"), name, 32, 1)
    if kind != 1:
        return
    if isinstance(name, str) and (not _NAME.fullmatch(name) or name != name.lower()):
        errors.add((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    errors.longer((*path, "description"), command.get("description"), 100, 1)
    _check_options(errors, (*path, "options"), command.get("options") or [])


def _check_options(errors: FormErrors, path: tuple[str | int, ...], options: list[JsonObject]) -> None:
    if len(options) > 25:
        errors.add(path, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    optional = False
    for at, option in enumerate(options):
        name = option.get("name")
        if not isinstance(name, str) or not _NAME.fullmatch(name) or name != name.lower():
            errors.add((*path, at, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
        errors.longer((*path, at, "description"), option.get("description"), 100, 1)
        if option.get("required") and optional:
            words = "Required options must be placed before non-required options"
            errors.add((*path, at), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words)
        optional = optional or not option.get("required")
        if len(option.get("choices") or ()) > 25:
            errors.add((*path, at, "choices"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
        _check_options(errors, (*path, at, "options"), option.get("options") or [])


_ALL = ("/applications/{application_id}/commands", "/applications/{application_id}/guilds/{guild_id}/commands")
ROUTES = {
    f"{method} {path}{end}": answer
    for path in _ALL
    for method, end, answer in (
        ("GET", "", read),
        ("PUT", "", replace_all),
        ("POST", "", add),
        ("GET", "/{command_id}", look),
        ("PATCH", "/{command_id}", change),
        ("DELETE", "/{command_id}", delete),
    )
}
