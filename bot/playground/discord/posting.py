"""How a message comes to be, changes and goes, whoever does it; every bot that may see it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.playground.discord import permissions
from bot.playground.discord.archiving import spoken_in
from bot.playground.discord.bodies import emoji_body, member_body, member_with_user, user_body
from bot.playground.discord.layout import laid_out
from bot.playground.discord.mentions import pinged_by
from bot.playground.discord.records import CATEGORY, FORUM, Channel, Message, Person, Pinged, texts_in
from bot.playground.discord.state import State
from bot.playground.discord.wire import JsonObject, stamp

REPLY, STARTER = 19, 21


@dataclass(frozen=True, slots=True)
class Said:
    """What a message says, and how: everything its author decides. `more` is put into its body as it is."""

    content: str = ""
    components: list[JsonObject] = field(default_factory=list)
    embeds: list[JsonObject] = field(default_factory=list)
    attachments: list[JsonObject] = field(default_factory=list)
    stickers: list[JsonObject] = field(default_factory=list)
    flags: int = 0
    kind: int = 0
    tts: bool = False
    reply_to: Message | None = None
    allowed_mentions: JsonObject | None = None
    nonce: str | None = None
    more: JsonObject = field(default_factory=dict)


def post(
    state: State, channel: Channel, author: Person, said: Said, *, number: int = 0, only_for: Person | None = None
) -> Message:
    """A new message; nobody but `only_for` sees an ephemeral one, and no bot is told of it."""
    now = state.clock.now()
    spoken = "\n".join([said.content, *texts_in(said.components)])
    pinged = pinged_by(spoken, channel, author, now, said.allowed_mentions, said.reply_to)
    if only_for is not None:
        pinged = Pinged()
    message_id = number or state.ids.next()
    body = _body(state, channel, author, said, message_id) | _mentions(state, pinged)
    message = Message(message_id, channel, author, body, now, pinged, only_for=only_for, reply_to=said.reply_to)
    if only_for is not None:
        return message
    channel.messages[message.id] = message
    channel.last_message_id = message.id
    spoken_in(state, channel, author.id)
    announce(state, message, "MESSAGE_CREATE", said.nonce)
    return message


def slowed(state: State, channel: Channel, author: Person) -> float:
    """For how many seconds a channel's slow mode still keeps somebody from writing."""
    manages = permissions.MANAGE_MESSAGES | permissions.MANAGE_CHANNELS
    if not channel.slowmode or state.may(author, channel) & manages:
        return 0.0
    last = next((one for one in reversed(channel.messages.values()) if one.author is author), None)
    return max(0.0, last.time + channel.slowmode - state.clock.now()) if last is not None else 0.0


def announce(state: State, message: Message, event: str, nonce: str | None = None) -> None:
    """Tell the bots how a message is now."""
    body = message.body | _surroundings(state, message)
    state.tell(message.channel, event, body | {"nonce": nonce} if nonce is not None else body)


def change(state: State, message: Message, allowed: JsonObject | None = None, **changed: Any) -> None:
    """Edit a message: `changed` replaces these parts of its body."""
    body = message.body | changed
    body["components"] = laid_out(body["components"])
    spoken = "\n".join([body["content"], *texts_in(body["components"])])
    reply_to = None
    pinged = pinged_by(spoken, message.channel, message.author, state.clock.now(), allowed, reply_to)
    # An edit rings nobody's bell in the real Discord; it is counted all the same, because it lights the message up.
    message.pinged |= Pinged() if message.ephemeral else pinged
    message.body = body | _mentions(state, message.pinged) | {"edited_timestamp": stamp(state.clock.now())}
    message.edits += 1
    if message.ephemeral:
        state.bell.ring()
    else:
        announce(state, message, "MESSAGE_UPDATE")


def update_quietly(state: State, message: Message, **changed: Any) -> None:
    """Change what is no edit: flags, a pin, a preview. `edited_timestamp` stays as it was."""
    message.body = message.body | changed
    announce(state, message, "MESSAGE_UPDATE")


def remove(state: State, messages: list[Message]) -> None:
    """Delete messages of one channel, as one event when there are several."""
    channel = messages[0].channel
    for message in messages:
        message.removed = True
        channel.messages.pop(message.id, None)
    place = {"channel_id": str(channel.id)}
    if len(messages) == 1:
        state.tell(channel, "MESSAGE_DELETE", {"id": str(messages[0].id)} | place)
    else:
        state.tell(channel, "MESSAGE_DELETE_BULK", {"ids": [str(message.id) for message in messages]} | place)


def react(state: State, message: Message, person: Person, key: str, *, on: bool) -> None:
    """Put a reaction or take it back; `key` is a character, or name:id."""
    who = message.reactions.setdefault(key, [])
    if (person.id in who) is on:
        return
    if on:
        who.append(person.id)
    else:
        who.remove(person.id)
    if not who:
        del message.reactions[key]
    channel = message.channel
    body: JsonObject = {"user_id": str(person.id), "channel_id": str(channel.id), "message_id": str(message.id)}
    body |= {"emoji": emoji_body(key), "type": 0, "burst": False, "message_author_id": str(message.author.id)}
    member = state.member(channel.guild, person)
    if on and member is not None:
        body["member"] = member_with_user(member)
    state.tell(channel, "MESSAGE_REACTION_ADD" if on else "MESSAGE_REACTION_REMOVE", body)


def _body(state: State, channel: Channel, author: Person, said: Said, message_id: int) -> JsonObject:
    body: JsonObject = {
        "id": str(message_id),
        "channel_id": str(channel.id),
        "author": user_body(author),
        "content": said.content,
        "timestamp": stamp(state.clock.now()),
        "edited_timestamp": None,
        "tts": said.tts,
        "attachments": said.attachments,
        "embeds": [{"type": "rich"} | embed for embed in said.embeds],
        "components": laid_out(said.components),
        "pinned": False,
        "flags": said.flags,
        "type": said.kind or (REPLY if said.reply_to else 0),
    }
    if said.stickers:
        body["sticker_items"] = said.stickers
    if channel.is_thread and channel.thread is not None:
        body["position"] = channel.thread.said
    if said.reply_to is not None:
        body["message_reference"] = reference_to(said.reply_to)
        body["referenced_message"] = {k: v for k, v in said.reply_to.body.items() if k != "referenced_message"}
    return body | said.more


def reference_to(message: Message) -> JsonObject:
    """The pointer of a reply to what it answers."""
    pointer: JsonObject = {"type": 0, "message_id": str(message.id), "channel_id": str(message.channel.id)}
    return pointer | {"guild_id": str(message.channel.guild.id)} if message.channel.guild else pointer


def _mentions(state: State, pinged: Pinged) -> JsonObject:
    people = [state.people[number] for number in sorted(pinged.users) if number in state.people]
    return {
        "mentions": [user_body(person) for person in people],
        "mention_roles": [str(role) for role in sorted(pinged.roles)],
        "mention_everyone": pinged.everyone,
    }


def _surroundings(state: State, message: Message) -> JsonObject:
    channel = message.channel
    around: JsonObject = {"channel_type": channel.kind}
    if channel.guild is None:
        return around
    around["guild_id"] = str(channel.guild.id)
    member = state.member(channel.guild, message.author)
    return around | {"member": member_body(member)} if member is not None else around


def is_written_in(channel: Channel) -> bool:
    """Whether messages can be in it at all."""
    return channel.kind not in (CATEGORY, FORUM)
