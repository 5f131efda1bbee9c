"""What one person sees in the middle of the page: the open channel with its messages, or a forum with its posts."""

from __future__ import annotations

from collections.abc import Iterator

from bot.playground.discord.bodies import message_for
from bot.playground.discord.interaction_records import COMMAND, Interaction
from bot.playground.discord.permissions import SEND_MESSAGES, SEND_MESSAGES_IN_THREADS
from bot.playground.discord.posting import STARTER
from bot.playground.discord.records import FORUM, Channel, Message, Person
from bot.playground.discord.state import State
from bot.playground.discord.viewer_places import GROUP, SLASH, SUBCOMMAND, kind_of, name_of
from bot.playground.discord.wire import JsonObject, stamp

NEWEST = 80  # messages of a channel
POSTS = 100  # of a forum


def talk(world: State, person: Person, channel: Channel, dismissed: set[int]) -> JsonObject:
    """The open channel; what the person `dismissed` of what only they see is left out."""
    told: JsonObject = {"channel": _channel(world, person, channel), "messages": []}
    if channel.kind != FORUM:
        newest = list(channel.messages.values())[-NEWEST:]
        seen = [_message(one, person) for one in newest if one.body["type"] != STARTER]
        asked = [one for one in world.interactions.values() if one.channel is channel]
        messages = [*seen, *_only_for(asked, person, dismissed)]
        commands = {str(one.id): _command(one.data) for one in asked if one.kind == COMMAND}
        told["messages"] = [_with_command(one, commands) for one in sorted(messages, key=lambda one: int(one["id"]))]
    return told


def _channel(world: State, person: Person, channel: Channel) -> JsonObject:
    writing = SEND_MESSAGES_IN_THREADS if channel.is_thread else SEND_MESSAGES
    told: JsonObject = {
        "id": str(channel.id),
        "name": name_of(channel, person),
        "kind": kind_of(channel),
        "topic": channel.topic or "",
        "parent": {"id": str(channel.parent.id), "name": channel.parent.name} if channel.parent else None,
        "tag_names": channel.tag_names,
        "may_write": bool(world.may(person, channel) & writing),
    }
    if channel.kind != FORUM:
        return told | ({"parent": None} if not channel.is_thread else {})
    newest = sorted(channel.threads, key=lambda one: (one.archived, -one.last_message_id))[:POSTS]
    tags = [{"id": str(tag["id"]), "name": tag["name"], "emoji": tag.get("emoji_name")} for tag in channel.tags]
    return told | {"parent": None, "tags": tags, "posts": [_post(one, person) for one in newest]}


def _post(thread: Channel, person: Person) -> JsonObject:
    part, first = thread.thread, thread.messages.get(thread.id)
    return {
        "id": str(thread.id),
        "name": thread.name,
        "archived": thread.archived,
        "tags": [str(tag) for tag in part.applied_tags] if part else [],
        "count": len(thread.messages),
        "at": stamp(part.last_active if part else 0.0),
        "first": _message(first, person) if first else None,
    }


def _message(message: Message, person: Person) -> JsonObject:
    guild = message.channel.guild
    member = guild.members.get(message.author.id) if guild else None
    body = message_for(message, person.id)
    if member is not None and member.nick:
        body = body | {"author": body["author"] | {"nick": member.nick}}
    return body


def _only_for(asked: list[Interaction], person: Person, dismissed: set[int]) -> Iterator[JsonObject]:
    """What apps answered this person alone, with the place that one keeps for an answer it still thinks about."""
    for interaction in asked:
        promised = [interaction.original] if interaction.loading and interaction.original else []
        for message in (*promised, *interaction.said):
            if message.only_for is person and not message.removed and message.id not in dismissed:
                yield _message(message, person)


def _with_command(body: JsonObject, commands: dict[str, str]) -> JsonObject:
    """The message with the name of the command that it answers."""
    asked = body.get("interaction_metadata") or {}
    name = commands.get(str(asked.get("id")))
    return body | {"interaction_metadata": asked | {"name": name}} if name else body


def _command(data: JsonObject) -> str:
    """The whole name of a slash command that was given; empty for an entry of a menu."""
    if data.get("type") != SLASH:
        return ""
    inner = [one for one in data.get("options") or [] if one["type"] in (SUBCOMMAND, GROUP)]
    return " ".join([str(data["name"]), *(_command(one | {"type": SLASH}) for one in inner)])
