"""What one Telegram update tells us: pure, from the raw update and what is known of its chat to a list of Incoming."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, cast

from bot.networks._payloads import a_text
from bot.networks._telegram_ids import Place, channel_of, number, post_id, post_link, thread_id
from bot.networks._telegram_said import is_service, media_of, text_of
from bot.networks._telegram_shapes import (
    RawChat,
    RawMember,
    RawMembership,
    RawMessage,
    RawReacted,
    RawReaction,
    RawUpdate,
    RawUser,
)
from inbox.incoming import ContactLeft, Incoming, MessageEdited, NewMessage, Reacted, ThreadMoved, Unreadable
from inbox.models import Contact, RemoteId, Subject, Thread


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier updates told about chats and this one may not repeat."""

    threads: Mapping[RemoteId, Thread | None] = field(default_factory=dict)  # comments and topics; None: it is neither
    places: Mapping[tuple[int, int], RemoteId] = field(default_factory=dict)  # (chat, message) -> thread, within a chat
    channels: Mapping[int, int] = field(default_factory=dict)  # discussion group -> its channel


NOTHING: Final = Known()


def parse(payload: object, me: int, known: Known = NOTHING) -> list[Incoming]:
    """What an Update object tells us; `me` is our bot's id. Raises one of MALFORMED when it is no update.

    Update kinds that tell an inbox nothing (polls, inline queries, button presses, payments) give an empty list.
    """
    update = cast("RawUpdate", payload)
    number(update["update_id"])
    for kind, read in READERS.items():
        if kind in update:
            return read(cast("Mapping[str, object]", update)[kind], me, known)
    return []


def unreadable(update: object, why: Exception, now: int) -> Unreadable:
    """Keep an update (or a body that is not even JSON) that could not be understood, under its own id or a digest."""
    raw = update if isinstance(update, str) else json.dumps(update)
    given = update.get("update_id") if isinstance(update, dict) else None
    name = number(given) if isinstance(given, int) else hashlib.sha256(raw.encode()).hexdigest()[:16]
    return Unreadable(name, raw, f"{type(why).__name__}: {why}", now)


def lore_of(message: RawMessage) -> Thread | None:
    """The comments thread or forum topic about which this message tells everything: its post, or its name."""
    group, answered = message["chat"], message.get("reply_to_message")
    for told in (message, answered):
        if told is None:
            continue
        if told.get("is_automatic_forward"):
            return _comments(group, told)
        if name := told.get("forum_topic_edited", told.get("forum_topic_created", {})).get("name"):
            topic = thread_id(Place(group["id"], topic=message.get("message_thread_id", told["message_id"])))
            return Thread(topic, "group", f"{a_text(group.get('title', ''))}: {a_text(name)}")
    return None


def thread_of(message: RawMessage, known: Known) -> Thread:
    """The thread in which a message was said."""
    chat, within = message["chat"], message.get("message_thread_id", 0)
    if chat["type"] == "private":
        return Thread(number(chat["id"]), "direct")
    whole = Thread(number(chat["id"]), "group", a_text(chat.get("title", "")))
    if talk := message.get("direct_messages_topic"):
        return Thread(thread_id(Place(chat["id"], talk=talk["topic_id"])), "direct", whole.title)
    if not within:
        return whole
    if message.get("is_topic_message"):
        topic = thread_id(Place(chat["id"], topic=within))
        return known.threads.get(topic) or Thread(topic, "group", whole.title)
    # Outside forums any chain of replies has a thread id; comments are those whose first message is a forwarded post.
    answered = message.get("reply_to_message")
    if answered and answered.get("is_automatic_forward") and answered["message_id"] == within:
        return _comments(chat, answered)
    return known.threads.get(thread_id(Place(chat["id"], post=within))) or whole


def _comments(group: RawChat, post: RawMessage) -> Thread:
    """The comments under a channel post, by the copy of it that Telegram forwarded into the discussion group."""
    origin = post.get("forward_origin", {})
    channel = origin.get("chat", post.get("sender_chat", group))
    original = origin.get("message_id", post["message_id"])
    link = post_link(channel["id"], a_text(channel.get("username", "")), original) if "message_id" in origin else ""
    subject = Subject(post_id(channel["id"], original), text_of(post), link, media_of(post))
    remote = thread_id(Place(group["id"], post=post["message_id"]))
    return Thread(remote, "comments", a_text(group.get("title", "")), subject)


def _person(user: RawUser) -> Contact:
    name = f"{a_text(user.get('first_name', ''))} {a_text(user.get('last_name', ''))}".strip()
    return Contact(number(user["id"]), name, a_text(user.get("username", "")), a_text(user.get("language_code", "")))


def _identity(chat: RawChat) -> Contact:
    """A channel or group that speaks as itself."""
    return Contact(number(chat["id"]), a_text(chat.get("title", "")), a_text(chat.get("username", "")))


def _author(message: RawMessage, thread: Thread, me: int, known: Known) -> Contact | None:
    """Who said it; None for us: the bot, an anonymous admin of the group, the channel whose comments these are."""
    chat, speaker, user = message["chat"], message.get("sender_chat"), message.get("from")
    if speaker and "direct_messages_topic" in message:
        return None  # people write to a channel as themselves; who speaks as a channel there is the channel
    if speaker and chat["type"] != "private":
        ours = {chat["id"], known.channels.get(chat["id"])}
        if thread.subject:
            ours.add(channel_of(thread.subject.remote))
        return None if speaker["id"] in ours else _identity(speaker)
    return None if user is None or user["id"] == me else _person(user)


def _said(message: RawMessage, me: int, known: Known) -> list[Incoming]:
    if "migrate_to_chat_id" in message:
        old = Thread(number(message["chat"]["id"]), "group", a_text(message["chat"].get("title", "")))
        return [ThreadMoved(old, number(message["migrate_to_chat_id"]), _ms(message["date"]))]
    if is_service(message) or message.get("is_automatic_forward"):
        return []  # the forwarded post itself is the subject of its comments, not one of them
    thread = thread_of(message, known)
    return [
        NewMessage(
            thread,
            number(message["message_id"]),
            _author(message, thread, me, known),
            text_of(message),
            _ms(message["date"]),
            media_of(message),
            _answers(message),
            a_text(message.get("media_group_id", "")),
        )
    ]


def _edited(message: RawMessage, me: int, known: Known) -> list[Incoming]:
    if is_service(message) or message.get("is_automatic_forward"):
        return []
    thread = thread_of(message, known)
    at = _ms(message.get("edit_date", message["date"]))
    author = _author(message, thread, me, known)
    return [MessageEdited(thread, number(message["message_id"]), author, text_of(message), at, media_of(message))]


def _answers(message: RawMessage) -> RemoteId | None:
    """What it answers, unless that is only the head of its thread: the forwarded post, or the topic's first line."""
    answered = message.get("reply_to_message")
    if answered is None or (answered["message_id"] == message.get("message_thread_id") and _heads(answered)):
        return None
    return number(answered["message_id"])


def _heads(message: RawMessage) -> bool:
    return bool(message.get("is_automatic_forward")) or "forum_topic_created" in message


def _reacted(reacted: RawReacted, me: int, known: Known) -> list[Incoming]:
    chat, user, actor = reacted["chat"], reacted.get("user"), reacted.get("actor_chat")
    if actor is not None and actor["id"] == chat["id"]:
        return []  # an anonymous admin, so one of us
    author = _person(user) if user is not None else _identity(cast("RawChat", actor))
    emoji = "".join(_emoji(reaction) for reaction in reacted["new_reaction"])
    thread = _thread_within(chat, reacted["message_id"], known)
    return [Reacted(thread, number(reacted["message_id"]), author, emoji, _ms(reacted["date"]))]


def _thread_within(chat: RawChat, message: int, known: Known) -> Thread:
    """A reaction does not say in which thread of its chat the message stands; what passed lately is known."""
    if chat["type"] == "private":
        return Thread(number(chat["id"]), "direct")
    remote = known.places.get((chat["id"], message))
    found = known.threads.get(remote) if remote else None
    return found or Thread(remote or number(chat["id"]), "group", a_text(chat.get("title", "")))


def _emoji(reaction: RawReaction) -> str:
    """The emoji; a star for a paid reaction; a diamond for a custom picture, which only Telegram can draw."""
    match reaction["type"]:
        case "emoji":
            return a_text(reaction["emoji"])
        case "paid":
            return "⭐"
    return "🔹"


def _private_membership(change: RawMembership, me: int, known: Known) -> list[Incoming]:
    """In a private chat our own membership changes when the person blocks the bot, or lets it in again."""
    if change["chat"]["type"] != "private":
        return []
    thread = Thread(number(change["chat"]["id"]), "direct")
    back = change["new_chat_member"]["status"] != "kicked"
    return [ContactLeft(thread, _person(change["from"]), _ms(change["date"]), back)]


def _membership(change: RawMembership, me: int, known: Known) -> list[Incoming]:
    before, after = _present(change["old_chat_member"]), _present(change["new_chat_member"])
    user, chat = change["new_chat_member"]["user"], change["chat"]
    if before == after or user["id"] == me:
        return []
    thread = Thread(number(chat["id"]), "group", a_text(chat.get("title", "")))
    return [ContactLeft(thread, _person(user), _ms(change["date"]), back=after)]


def _present(member: RawMember) -> bool:
    if member["status"] == "restricted":
        return bool(member.get("is_member"))
    return member["status"] in ("creator", "administrator", "member")


def _ms(seconds: int) -> int:
    return int(seconds) * 1000


READERS: Final[Mapping[str, Callable[..., list[Incoming]]]] = {
    "message": _said,
    "edited_message": _edited,
    "channel_post": _said,
    "edited_channel_post": _edited,
    "message_reaction": _reacted,
    "my_chat_member": _private_membership,
    "chat_member": _membership,
}
