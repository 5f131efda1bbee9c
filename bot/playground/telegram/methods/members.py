"""Simulated methods that moderate: ban, unban, restrict, for people and for channels that speak."""

from __future__ import annotations

from bot.playground.telegram.methods._access import Call, check_right, find_chat, find_person, writable_chat
from bot.playground.telegram.records import MEMBER_RIGHTS, Chat, Member, Person
from bot.playground.telegram.refusals import bad_request

NO_RIGHT = "not enough rights to restrict/unrestrict chat member"
SHORTEST = 30
LONGEST = 366 * 86400
MEDIA_RIGHTS = tuple(right for right in MEMBER_RIGHTS if right.startswith("can_send_"))


def ban_member(call: Call) -> bool:
    """Ban a person; with revoke_messages, or in a supergroup always, what they wrote in it goes too."""
    chat, person = _target(call)
    if chat.type == "private":
        raise bad_request("can't ban members in private chats")
    until = _until(call)
    call.world.change_member(chat, person, call.bot.person, "kicked", frozenset(), until)
    if call.params.flag("revoke_messages"):
        for message in chat.messages.values():
            message.removed = message.removed or message.sender is person
    call.note(chat, text=person.first_name)
    return True


def unban_member(call: Call) -> bool:
    """Lift a ban; without only_if_banned a member who is there is thrown out."""
    chat, person = _target(call)
    if chat.type not in ("supergroup", "channel"):
        raise bad_request("method is available for supergroup and channel chats only")
    member = chat.members.get(person.id)
    banned = member is not None and member.status == "kicked"
    if banned or not call.params.flag("only_if_banned"):
        call.world.change_member(chat, person, call.bot.person, "left", frozenset())
        call.note(chat, text=person.first_name)
    return True


def restrict_member(call: Call) -> bool:
    """Take rights away from a person, or give all of them back; whoever is banned is banned no more then.

    A person has one standing (`process_restrict_chat_member_query` in tdlib/telegram-bot-api).
    """
    chat, person = _target(call)
    if chat.type != "supergroup":
        raise bad_request("method is available only for supergroups")
    given = call.params.mapping("permissions")
    rights = frozenset(right for right in MEMBER_RIGHTS if given.get(right) is True)
    before = chat.members.get(person.id)
    inside = before is not None and before.present
    free = rights.issuperset(MEDIA_RIGHTS)
    status = ("member" if inside else "left") if free else "restricted"
    outside = not free and not inside
    call.world.change_member(chat, person, call.bot.person, status, rights, _until(call), outside=outside)
    call.note(chat, text=person.first_name)
    return True


def ban_sender_chat(call: Call) -> bool:
    """No longer let a channel speak in a group."""
    chat, sender = _sender_chat(call)
    chat.banned_senders.add(sender.id)
    call.note(chat, text=sender.title)
    return True


def unban_sender_chat(call: Call) -> bool:
    """Let a channel speak again."""
    chat, sender = _sender_chat(call)
    chat.banned_senders.discard(sender.id)
    call.note(chat, text=sender.title)
    return True


def _target(call: Call) -> tuple[Chat, Person]:
    if call.params.integer("user_id") <= 0:
        raise bad_request("invalid user_id specified")
    chat = writable_chat(call)
    person = find_person(call)
    if chat.type == "private":
        return chat, person
    check_right(call, chat, "can_restrict_members", NO_RIGHT)
    if person is call.bot.person:
        raise bad_request("can't restrict self")
    _check_ordinary(chat.members.get(person.id))
    return chat, person


def _check_ordinary(member: Member | None) -> None:
    if member is None:
        return
    if member.status == "creator":
        raise bad_request("can't remove chat owner")
    if member.status == "administrator":
        raise bad_request("user is an administrator of the chat")


def _sender_chat(call: Call) -> tuple[Chat, Chat]:
    chat = writable_chat(call)
    if chat.type not in ("supergroup", "channel"):
        raise bad_request("method is available only for supergroups and channels")
    check_right(call, chat, "can_restrict_members", NO_RIGHT)
    sender = call.world.chats.get(call.params.integer("sender_chat_id"))
    return chat, sender if sender is not None else find_chat(call, "sender_chat_id")


def _until(call: Call) -> int:
    until = call.params.integer("until_date")
    lasts = until - call.world.clock.now()
    return until if SHORTEST <= lasts <= LONGEST else 0
