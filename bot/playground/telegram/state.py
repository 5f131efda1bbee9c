"""What the simulated Telegram knows, and how a new message gets its number and reaches the bots that may see it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping

from bot.playground.bell import Bell
from bot.playground.clock import Clock
from bot.playground.faults import Faults
from bot.playground.telegram.entities import utf16
from bot.playground.telegram.files import FileStore
from bot.playground.telegram.limits import FloodLimits
from bot.playground.telegram.records import BotAccount, Chat, Member, Message, Person, Sent
from bot.playground.telegram.wire import JsonObject

SERVICE_KEYS = frozenset({"new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id"})


class State:
    """The people, bots, chats and files of one simulated Telegram."""

    def __init__(self, clock: Clock, faults: Faults, limits: FloodLimits | None, seed: int) -> None:
        self.clock = clock
        self.faults = faults
        self.limits = limits
        self.draw = random.Random(seed)
        self.bots: dict[str, BotAccount] = {}
        self.revoked: set[str] = set()
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files = FileStore()
        self.sent: list[Sent] = []
        self.queries: dict[str, float] = {}
        self.bell = Bell()
        self.numbers = itertools.count(1)

    def bot_with_id(self, user_id: int) -> BotAccount | None:
        """The bot whose user id this is."""
        return next((bot for bot in self.bots.values() if bot.id == user_id), None)

    def chat_named(self, username: str) -> Chat | None:
        """The public chat with this username, given with or without the @."""
        wanted = username.lstrip("@").lower()
        return next((chat for chat in self.chats.values() if chat.username.lower() == wanted), None)

    def keep(self, chat: Chat, body: JsonObject, sender: Person | None = None, reply: Message | None = None) -> Message:
        """Give a new message its number and keep it; `body` is what the Message object holds besides the envelope."""
        chat.last_id += 1
        date = int(self.clock.now())
        envelope: JsonObject = {"message_id": chat.last_id}
        if sender is not None:
            envelope["from"] = sender.as_user
        envelope |= {"chat": chat.as_chat, "date": date}
        thread = _thread_for(chat, body, reply)
        if thread:
            envelope["message_thread_id"] = thread
        if reply is not None:
            envelope["reply_to_message"] = {k: v for k, v in reply.body.items() if k != "reply_to_message"}
        message = Message(chat, chat.last_id, date, envelope | body, sender, thread)
        chat.messages[message.id] = message
        return message

    def publish(self, message: Message, kind: str = "message") -> None:
        """Tell every bot that may see it; the bot that wrote it is not told."""
        for bot in message.chat.bots:
            if message.sender is not bot.person and _sees(bot, message):
                bot.updates.push(kind, message.chat.id, message.body)
        self.bell.ring()

    def tell_admins(self, chat: Chat, kind: str, content: JsonObject) -> None:
        """Tell the bots of a chat what only administrators hear; in a private chat that is the bot itself."""
        for bot in chat.bots:
            if chat.type == "private" or is_admin(bot, chat):
                bot.updates.push(kind, chat.id, content)
        self.bell.ring()

    def record(
        self, bot: BotAccount, method: str, chat_id: int, ids: tuple[int, ...], text: str, params: Mapping[str, object]
    ) -> None:
        """Note what a bot did to the world."""
        number = len(self.sent) + 1
        self.sent.append(Sent(number, self.clock.now(), bot.username, method, chat_id, ids, text, params))
        self.bell.ring()

    def enlist(self, chat: Chat, person: Person, status: str, rights: frozenset[str] = frozenset()) -> Member:
        """Put somebody into a chat with this standing; nobody is told."""
        member = Member(person, status, rights)
        chat.members[person.id] = member
        bot = self.bot_with_id(person.id) if person.is_bot else None
        if bot is not None:
            chat.bots = [other for other in chat.bots if other is not bot] + ([bot] if member.present else [])
        return member


def is_admin(bot: BotAccount, chat: Chat) -> bool:
    """Whether a bot administrates a chat."""
    member = chat.members.get(bot.id)
    return member is not None and member.status in ("administrator", "creator")


def _thread_for(chat: Chat, body: JsonObject, reply: Message | None) -> int:
    given = body.pop("message_thread_id", None)
    if given is not None:
        return int(str(given))
    if reply is None or chat.type != "supergroup":
        return 0
    return reply.thread or reply.id


def _sees(bot: BotAccount, message: Message) -> bool:
    chat = message.chat
    if chat.type in ("private", "channel") or bot.reads_all or is_admin(bot, chat):
        return not (message.sender is not None and message.sender.is_bot)
    reply = message.body.get("reply_to_message")
    if isinstance(reply, dict) and reply.get("from") == bot.person.as_user:
        return True
    return _addresses(bot, message)


def _addresses(bot: BotAccount, message: Message) -> bool:
    entities = message.body.get("entities") or message.body.get("caption_entities")
    if not isinstance(entities, list):
        return not SERVICE_KEYS.isdisjoint(message.body)
    called = "@" + bot.username.lower()
    for entity in entities:
        piece = _piece(message.text, entity).lower()
        if entity["type"] == "bot_command" and ("@" not in piece or piece.endswith(called)):
            return True
        if entity["type"] == "mention" and piece == called:
            return True
    return False


def _piece(text: str, entity: JsonObject) -> str:
    start, length = int(str(entity["offset"])), int(str(entity["length"]))
    if utf16(text) == len(text):
        return text[start : start + length]
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * start : 2 * (start + length)].decode("utf-16-le", "replace")
