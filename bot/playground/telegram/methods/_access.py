"""What every simulated method asks first: which chat and message are meant, and may this bot do that there?

Wording: tdlib/telegram-bot-api `Client.cpp` (`check_chat_access`, `check_message`).
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.telegram.params import Params
from bot.playground.telegram.records import BotAccount, Chat, Member, Message, Person
from bot.playground.telegram.refusals import bad_request, forbidden, too_many, upgraded
from bot.playground.telegram.world import World


@dataclass(frozen=True, slots=True)
class Call:
    """One call of one bot."""

    world: World
    bot: BotAccount
    name: str
    params: Params

    def note(self, chat: Chat | None, ids: tuple[int, ...] = (), text: str = "") -> None:
        """Record that this call did something to the world."""
        self.world.record(self.bot, self.name, chat.id if chat else 0, ids, text, self.params.values)


def find_chat(call: Call, field: str = "chat_id") -> Chat:
    """The chat that a parameter names; raises Refusal when the bot cannot know it."""
    given = call.params.text(field)
    if given.startswith("@"):
        named = call.world.chat_named(given)
        if named is None:
            raise bad_request("chat not found")
        return named
    chat_id = call.params.integer(field)
    private = call.bot.private.get(chat_id)
    if private is not None:
        return private
    chat = call.world.chats.get(chat_id)
    if chat is not None and (call.bot.id in chat.members or chat.username):
        return chat
    person = call.world.people.get(chat_id)
    if person is not None:
        return call.world.private(call.bot, person)
    raise bad_request("chat not found")


def writable_chat(call: Call, field: str = "chat_id") -> Chat:
    """The chat that a parameter names, in which this bot may act; raises Refusal."""
    chat = find_chat(call, field)
    if chat.migrated_to is not None:
        raise upgraded(chat.migrated_to.id)
    if chat.contact is not None:
        _check_private(chat, chat.contact)
        return chat
    member = standing(call, chat)
    if member.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.spoken_type}")
    if not member.present:
        raise forbidden(f"bot is not a member of the {chat.spoken_type}")
    return chat


def check_may_send(call: Call, chat: Chat, right: str = "can_send_messages", count: int = 1) -> None:
    """Whether this bot may write there now; raises Refusal for a lacking right (400) or flood (429)."""
    member = standing(call, chat)
    if chat.type == "channel" and not member.may("can_post_messages"):
        raise bad_request("need administrator rights in the channel chat")
    if member.status == "restricted" and right not in member.rights:
        raise bad_request("not enough rights to send text messages to the chat")
    check_flood(call, chat, count)


def check_flood(call: Call, chat: Chat, count: int = 1) -> None:
    """Count messages against the flood limits; raises Refusal (429)."""
    limits = call.world.limits
    if limits is not None:
        wait = limits.take(call.bot.id, chat.id, call.world.clock.now(), count, is_group=chat.is_group)
        if wait:
            raise too_many(wait)


def check_right(call: Call, chat: Chat, right: str, reason: str) -> None:
    """Whether this bot has an administrator's right; raises Refusal (400) with `reason`."""
    if not standing(call, chat).may(right):
        raise bad_request(reason)


def standing(call: Call, chat: Chat) -> Member:
    """How this bot stands to a chat."""
    return chat.members.get(call.bot.id) or Member(call.bot.person, "member" if chat.contact else "left")


def find_message(call: Call, chat: Chat, what: str, message_id: int | None = None) -> Message:
    """The message that message_id names; raises Refusal, `what` being how the error calls it."""
    wanted = call.params.integer("message_id") if message_id is None else message_id
    if wanted <= 0:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(wanted)
    if message is None or message.removed:
        raise bad_request(f"{what} not found")
    return message


def find_person(call: Call) -> Person:
    """The person that user_id names; raises Refusal."""
    person = call.world.people.get(call.params.integer("user_id"))
    if person is None:
        raise bad_request("invalid user_id specified" if not call.params.integer("user_id") else "user not found")
    return person


def _check_private(chat: Chat, contact: Person) -> None:
    if contact.is_bot:
        raise forbidden("bots can't send messages to bots")
    if contact.deactivated:
        raise forbidden("user is deactivated")
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
