"""Channels: looking at one, changing it, typing in it."""

from __future__ import annotations

from typing import Any

from bot.playground.discord import permissions, places
from bot.playground.discord.bodies import channel_body, thread_body
from bot.playground.discord.calls import Call, channel_of, demand, guild_of
from bot.playground.discord.records import DIRECT, FORUM, KINDS, Channel, Overwrite
from bot.playground.discord.refusals import FormErrors, Refusal, invalid
from bot.playground.discord.routes.threads import change_thread, slowmode_from
from bot.playground.discord.wire import JsonObject, number

MOST_TAGS, TAG_NAME = 20, 20


def look(call: Call) -> JsonObject:
    """One channel."""
    channel = channel_of(call)
    return thread_body(channel, call.bot) if channel.is_thread else channel_body(channel)


def of_guild(call: Call) -> list[JsonObject]:
    """The channels of a guild, without its threads."""
    return [channel_body(channel) for channel in guild_of(call).channels.values()]


def change(call: Call) -> JsonObject:
    """A new name, topic, slowmode, set of tags or of overwrites; or the same for a thread."""
    channel = channel_of(call)
    if channel.kind == DIRECT:
        raise Refusal(50003)
    if channel.is_thread:
        body = change_thread(call, channel)
    else:
        demand(call, channel, permissions.MANAGE_CHANNELS)
        _change(call, channel)
        places.channel_changed(call.state, channel)
        body = channel_body(channel)
    call.state.record(call.bot, "edit_channel", channel, **call.given)
    return body


def create(call: Call) -> JsonObject:
    """A new channel in a guild."""
    guild = guild_of(call, permissions.MANAGE_CHANNELS)
    given = call.given
    _check_name(given.get("name"))
    kind = int(given.get("type") or 0)
    if kind not in KINDS.values():
        raise invalid(("type",), "BASE_TYPE_CHOICES", "Value must be one of {0, 2, 4, 5, 15}.")
    parent = guild.channels.get(number(given.get("parent_id")))
    channel = places.add_channel(call.state, guild, str(given["name"]), kind, parent, given.get("topic"))
    if kind == FORUM:
        channel.tags = tags_from(call, given.get("available_tags") or [], [])
    return channel_body(channel)


def delete(call: Call) -> JsonObject:
    """Delete a channel or a thread, with everything in it."""
    channel = channel_of(call)
    if channel.kind == DIRECT:
        return channel_body(channel)
    demand(call, channel, permissions.MANAGE_THREADS if channel.is_thread else permissions.MANAGE_CHANNELS)
    places.drop_channel(call.state, channel)
    call.state.record(call.bot, "delete_channel", channel)
    return channel_body(channel)


def typing(call: Call) -> None:
    """The bot types."""
    channel_of(call, permissions.VIEW_CHANNEL)


def tags_from(call: Call, given: list[Any], before: list[JsonObject]) -> list[JsonObject]:
    """The tags of a forum; those that are new get an id. Raises Refusal for too many or too long ones."""
    errors = FormErrors()
    if len(given) > MOST_TAGS:
        errors.add(("available_tags",), "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_TAGS} or fewer in length.")
    for at, tag in enumerate(given):
        errors.longer(("available_tags", at, "name"), tag.get("name"), TAG_NAME, 1)
    errors.check()
    names = [str(tag["name"]) for tag in given]
    if len(set(names)) < len(names):
        raise Refusal(40061)
    known = {str(tag["id"]) for tag in before}
    return [
        {
            "id": str(tag["id"]) if str(tag.get("id")) in known else str(call.state.ids.next()),
            "name": str(tag["name"]),
            "moderated": bool(tag.get("moderated")),
            "emoji_id": tag.get("emoji_id"),
            "emoji_name": tag.get("emoji_name"),
        }
        for tag in given
    ]


def _change(call: Call, channel: Channel) -> None:
    given = call.given
    if "name" in given:
        _check_name(given["name"])
    renamed = given.get("name", channel.name) != channel.name or given.get("topic", channel.topic) != channel.topic
    count_rename(call, channel, renamed=renamed)
    channel.name = str(given.get("name", channel.name))
    channel.topic = given.get("topic", channel.topic)
    channel.slowmode = slowmode_from(given, channel)
    if "available_tags" in given and channel.kind == FORUM:
        channel.tags = tags_from(call, given["available_tags"], channel.tags)
    if "permission_overwrites" in given:
        channel.overwrites = {
            number(one["id"]): Overwrite(int(one.get("allow") or 0), int(one.get("deny") or 0))
            for one in given["permission_overwrites"] or ()
        }


def count_rename(call: Call, channel: Channel, *, renamed: bool) -> None:
    """A channel takes few new names; raises TooFast for one too many."""
    if renamed and call.limits is not None:
        call.limits.take_rename(call.bot.id, channel.id, call.now)


def _check_name(name: object) -> None:
    errors = FormErrors()
    errors.longer(("name",), name, 100, 1)
    errors.check()


ROUTES = {
    "GET /channels/{channel_id}": look,
    "PATCH /channels/{channel_id}": change,
    "DELETE /channels/{channel_id}": delete,
    "GET /guilds/{guild_id}/channels": of_guild,
    "POST /guilds/{guild_id}/channels": create,
    "POST /channels/{channel_id}/typing": typing,
}
