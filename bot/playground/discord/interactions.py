"""Makes interactions and tells the bot of them, with everything that Discord puts beside what a person did."""

from __future__ import annotations

from typing import Any

from bot.playground.discord import permissions
from bot.playground.discord.bodies import (
    member_body,
    member_with_user,
    message_for,
    partial_channel,
    role_body,
    user_body,
)
from bot.playground.discord.files import FILE_LIMIT
from bot.playground.discord.interaction_records import Interaction
from bot.playground.discord.records import DIRECT, BotAccount, CannotAct, Channel, File, Message, Person, Role
from bot.playground.discord.state import State
from bot.playground.discord.wire import JsonObject

SUBCOMMANDS = frozenset({1, 2})
RESOLVED = {6: "users", 7: "channels", 8: "roles", 9: "users", 11: "attachments"}


def open_interaction(
    state: State,
    kind: int,
    bot: BotAccount,
    person: Person,
    channel: Channel,
    data: JsonObject,
    message: Message | None = None,
    before: Interaction | None = None,
) -> Interaction:
    """A person did something; every session of the bot hears of it."""
    number = state.ids.next()
    token = f"aW50ZXJhY3Rpb246{number:x}{state.draw.getrandbits(256):064x}"
    interaction = Interaction(
        number, token, kind, bot, person, channel, data, state.clock.now(), state.bell.until, message, before
    )
    state.interactions[token] = interaction
    state.sessions.dispatch(bot, "INTERACTION_CREATE", _body(state, interaction), str(channel.id))
    state.bell.ring()
    return interaction


def metadata(interaction: Interaction) -> JsonObject:
    """What a message says about the interaction that it answers."""
    body: JsonObject = {
        "id": str(interaction.id),
        "type": interaction.kind,
        "user": user_body(interaction.person),
        "authorizing_integration_owners": _owners(interaction.channel),
    }
    if interaction.kind == 3 and interaction.message is not None:
        body["interacted_message_id"] = str(interaction.message.id)
    if interaction.kind == 5 and interaction.before is not None:
        body["triggering_interaction_metadata"] = metadata(interaction.before)
    return body


def offered_command(
    state: State, bot: BotAccount, person: Person, channel: Channel, name: str, kind: int
) -> JsonObject | None:
    """The command of this name that a bot offers to somebody here."""
    guild_id = channel.guild.id if channel.guild else 0
    for place in {guild_id, 0}:
        for command in bot.commands.get(place, []):
            if command["name"] == name and command.get("type", 1) == kind:
                needed = int(command.get("default_member_permissions") or 0)
                return command if state.may(person, channel) & needed == needed else None
    return None


def data_of_command(
    state: State,
    command: JsonObject,
    inner: list[str],
    entered: dict[str, Any],
    channel: Channel,
    focused: str = "",
) -> JsonObject:
    """The data of a slash command with these options; raises CannotAct for what the client would not send."""
    resolved: JsonObject = {}
    options, path = command.get("options") or [], []
    for step in inner:
        found = next((one for one in options if one["name"] == step and one["type"] in SUBCOMMANDS), None)
        if found is None:
            raise CannotAct(f"/{command['name']} has no {step}")
        path.append(found)
        options = found.get("options") or []
    chosen = _entered(state, options, entered, channel, focused, resolved)
    for found in reversed(path):
        chosen = [{"type": found["type"], "name": found["name"], "options": chosen}]
    data: JsonObject = {"id": command["id"], "name": command["name"], "type": 1, "options": chosen}
    if command.get("guild_id"):
        data["guild_id"] = command["guild_id"]
    return data | {"resolved": resolved} if resolved else data


def data_of_menu(command: JsonObject, message: Message) -> JsonObject:
    """The data of a command in a message's menu."""
    number = str(message.id)
    resolved = {"messages": {number: message_for(message, 0)}}
    data: JsonObject = {"id": command["id"], "name": command["name"], "type": 3, "target_id": number}
    if command.get("guild_id"):
        data["guild_id"] = command["guild_id"]
    return data | {"resolved": resolved}


def chosen_things(state: State, channel: Channel, values: list[str]) -> JsonObject:
    """The people, roles and channels among what was chosen in a menu, by their ids."""
    resolved: JsonObject = {}
    roles = channel.guild.roles if channel.guild else {}
    for value in values:
        number = int(value) if value.isdigit() else 0
        found = state.people.get(number) or roles.get(number) or state.channels.get(number)
        if found is not None:
            _resolve(state, found, channel, resolved)
    return resolved


def _entered(
    state: State,
    offered: list[JsonObject],
    entered: dict[str, Any],
    channel: Channel,
    focused: str,
    resolved: JsonObject,
) -> list[JsonObject]:
    known = {str(one["name"]): one for one in offered}
    unknown = entered.keys() - known.keys()
    if unknown:
        raise CannotAct(f"no option {', '.join(sorted(unknown))}; there are {', '.join(known) or 'none'}")
    missing = [name for name, one in known.items() if one.get("required") and name not in entered]
    if missing and not focused:
        raise CannotAct(f"{', '.join(missing)} must be given")
    options = []
    for name, value in entered.items():
        kind, allowed = known[name]["type"], [choice["value"] for choice in known[name].get("choices") or ()]
        if allowed and value not in allowed:
            raise CannotAct(f"{name} takes one of {allowed}")
        option = {"type": kind, "name": name, "value": _value(state, kind, value, channel, resolved)}
        options.append(option | {"focused": True} if name == focused else option)
    return options


def _value(state: State, kind: int, value: Any, channel: Channel, resolved: JsonObject) -> Any:
    if kind not in RESOLVED:
        return value
    if isinstance(value, File):
        body = state.files.keep(channel.id, value)
        resolved.setdefault("attachments", {})[body["id"]] = body
        return body["id"]
    _resolve(state, value, channel, resolved)
    return str(value.id)


def _resolve(state: State, value: Person | Role | Channel, channel: Channel, resolved: JsonObject) -> None:
    number = str(value.id)
    if isinstance(value, Role):
        resolved.setdefault("roles", {})[number] = role_body(value)
    elif isinstance(value, Channel):
        resolved.setdefault("channels", {})[number] = partial_channel(value, permissions.EVERYBODY)
    else:
        resolved.setdefault("users", {})[number] = user_body(value)
        member = state.member(channel.guild, value)
        if member is not None:
            resolved.setdefault("members", {})[number] = member_body(member)


def _body(state: State, interaction: Interaction) -> JsonObject:
    channel, person, bot = interaction.channel, interaction.person, interaction.bot
    rights = state.may(person, channel)
    body: JsonObject = {
        "id": str(interaction.id),
        "application_id": str(bot.application_id),
        "type": interaction.kind,
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel_id": str(channel.id),
        "channel": partial_channel(channel, rights),
        "app_permissions": str(state.may(bot, channel)),
        "locale": person.locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": _owners(channel),
        "context": 1 if channel.kind == DIRECT else 0,
        "attachment_size_limit": FILE_LIMIT,
    }
    if interaction.message is not None:
        body["message"] = message_for(interaction.message, bot.id)
    member = state.member(channel.guild, person)
    if channel.guild is None or member is None:
        return body | {"user": user_body(person)}
    guild = {"id": str(channel.guild.id), "locale": "en-US", "features": ["COMMUNITY"]}
    body |= {"guild_id": guild["id"], "guild": guild, "guild_locale": "en-US"}
    return body | {"member": member_with_user(member) | {"permissions": str(rights)}}


def _owners(channel: Channel) -> JsonObject:
    return {"0": str(channel.guild.id)} if channel.guild else {"0": "0"}
