"""Simulated methods that ask about files, chats and members, or set what is shown of the bot."""

from __future__ import annotations

from bot.playground.telegram.methods._access import Call, find_chat, find_person
from bot.playground.telegram.records import MEMBER_RIGHTS, Chat, Member
from bot.playground.telegram.refusals import bad_request, forbidden, upgraded
from bot.playground.telegram.wire import JsonObject

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_file(call: Call) -> JsonObject:
    """Where a file can be downloaded."""
    stored = call.world.files.by_id(call.params.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    return stored.as_file()


def get_chat(call: Call) -> JsonObject:
    """Everything about a chat."""
    chat = _known(call)
    body = chat.as_chat | {"accent_color_id": 0, "max_reaction_count": 11}
    body["accepted_gift_types"] = dict.fromkeys(GIFTS, False)
    if chat.linked is not None:
        body["linked_chat_id"] = chat.linked.id
    if chat.is_group:
        body["permissions"] = dict.fromkeys(MEMBER_RIGHTS, True)
    return body


def get_member(call: Call) -> JsonObject:
    """How somebody stands to a chat."""
    chat, person = _known(call), find_person(call)
    default = "member" if chat.contact in (person, call.bot.person) else "left"
    return (chat.members.get(person.id) or Member(person, default)).as_json()


def get_member_count(call: Call) -> int:
    """How many are in a chat."""
    chat = _known(call)
    return 2 if chat.type == "private" else sum(member.present for member in chat.members.values())


def get_administrators(call: Call) -> list[JsonObject]:
    """Who runs a chat; other bots are left out unless return_bots asks for them."""
    chat = _known(call)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    with_bots = call.params.flag("return_bots")
    admins = [m for m in chat.members.values() if m.status in ("creator", "administrator")]
    return [m.as_json() for m in admins if with_bots or not m.person.is_bot or m.person is call.bot.person]


def get_photos(call: Call) -> JsonObject:
    """A person's profile photos; nobody here has any."""
    find_person(call)
    return {"total_count": 0, "photos": []}


def set_commands(call: Call) -> bool:
    """The commands that Telegram shows for the bot."""
    call.bot.commands = call.params.array("commands")
    return True


def _known(call: Call) -> Chat:
    chat = find_chat(call)
    if chat.migrated_to is not None:
        raise upgraded(chat.migrated_to.id)
    member = chat.members.get(call.bot.id)
    if member is not None and member.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.spoken_type}")
    return chat
