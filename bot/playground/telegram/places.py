"""Founds the simulated Telegram: bots with tokens, people, groups, channels, and who stands how to what."""

from __future__ import annotations

import string
from collections.abc import Iterable

from bot.playground.telegram.records import (
    ADMIN_RIGHTS,
    CHANNEL_RIGHTS,
    MEMBER_RIGHTS,
    BotAccount,
    Chat,
    Member,
    Message,
    Person,
)
from bot.playground.telegram.state import State
from bot.playground.telegram.updates import UpdateQueue
from bot.playground.telegram.webhook import Webhook
from bot.playground.telegram.wire import JsonObject

# Above 2**31, as real ids are, so that a reader with 32 bits fails here and not at a customer's.
FIRST_PERSON = 6_000_000_000
FIRST_BOT = 7_000_000_000
FIRST_GROUP = -4_000_000_000
FIRST_SUPERGROUP = -1_002_000_000_000
ALL_ADMIN_RIGHTS = frozenset((*ADMIN_RIGHTS, *CHANNEL_RIGHTS))
_TOKEN_LETTERS = string.ascii_letters + string.digits + "_-"


class Places(State):
    """People and places; `World` lets them act."""

    def create_bot(
        self, username: str = "sangam_bot", name: str = "Sangam", token: str = "", *, reads_all: bool = True
    ) -> BotAccount:
        """A bot; without `reads_all` privacy mode is on and it misses most of a group. An empty token is made up."""
        number = FIRST_BOT + next(self.numbers)
        person = Person(int(token.partition(":")[0]) if token else number, name, "", username, is_bot=True)
        queue = UpdateQueue(self.clock, self.faults, username, self.draw.randrange(10**8, 10**9))
        account = BotAccount(
            person, token or self._new_token(person.id), queue, Webhook(queue, self.clock, self.draw), reads_all
        )
        self.bots[account.token] = account
        self.people[person.id] = person
        return account

    def revoke(self, bot: BotAccount) -> str:
        """BotFather revokes the token: the old one is answered 401 from now on. Returns the new one."""
        del self.bots[bot.token]
        self.revoked.add(bot.token)
        bot.updates.displace("terminated by other getUpdates request")
        bot.token = self._new_token(bot.id)
        self.bots[bot.token] = bot
        return bot.token

    def restore(self, bot: BotAccount, token: str) -> None:
        """The bot answers to this token again (a test's shortcut for typing the new one into the settings)."""
        del self.bots[bot.token]
        self.revoked.discard(token)
        bot.token = token
        self.bots[token] = bot

    def create_person(self, first_name: str, last_name: str = "", username: str = "", language: str = "en") -> Person:
        """Somebody with a Telegram account."""
        person = Person(FIRST_PERSON + next(self.numbers), first_name, last_name, username, language)
        self.people[person.id] = person
        return person

    def create_group(self, title: str, bots: Iterable[BotAccount] = (), people: Iterable[Person] = ()) -> Chat:
        """A basic group; bots are plain members in it."""
        return self._found(Chat(FIRST_GROUP - next(self.numbers), "group", title), people, bots, "member")

    def create_supergroup(
        self, title: str, bots: Iterable[BotAccount] = (), people: Iterable[Person] = (), username: str = ""
    ) -> Chat:
        """A supergroup; bots are administrators with all rights in it."""
        chat = Chat(FIRST_SUPERGROUP - next(self.numbers), "supergroup", title, username)
        return self._found(chat, people, bots, "administrator")

    def create_channel(
        self, title: str, bots: Iterable[BotAccount] = (), discussion: Chat | None = None, username: str = ""
    ) -> Chat:
        """A channel whose bots are administrators; its posts are forwarded into `discussion`, a supergroup."""
        chat = Chat(FIRST_SUPERGROUP - next(self.numbers), "channel", title, username)
        if discussion is not None:
            chat.linked, discussion.linked = discussion, chat
        return self._found(chat, (), bots, "administrator")

    def private(self, bot: BotAccount, person: Person) -> Chat:
        """The private chat of a bot and a person; it exists once somebody asks for it."""
        chat = bot.private.get(person.id)
        if chat is None:
            chat = Chat(person.id, "private", contact=person, bots=[bot])
            bot.private[person.id] = chat
        return chat

    def messages(self, chat: Chat) -> list[Message]:
        """What a follower sees in a chat, oldest first."""
        return [message for message in chat.messages.values() if not message.removed]

    def add_bot(self, chat: Chat, bot: BotAccount, *, admin: bool = True, rights: Iterable[str] | None = None) -> None:
        """Put a bot into a chat, or change its standing; it hears of it as my_chat_member. No `rights` means all."""
        granted = ALL_ADMIN_RIGHTS if rights is None else frozenset(rights)
        self._set_bot(chat, bot, "administrator" if admin else "member", granted if admin else frozenset())

    def remove_bot(self, chat: Chat, bot: BotAccount, *, kicked: bool = True) -> None:
        """Throw a bot out of a chat, or let it be gone."""
        self._set_bot(chat, bot, "kicked" if kicked else "left", frozenset())

    def make_admin(self, chat: Chat, person: Person) -> None:
        """Give a person all administrator rights in a chat."""
        self.change_member(chat, person, person, "administrator", ALL_ADMIN_RIGHTS)

    def mute(self, chat: Chat, person: Person) -> None:
        """An administrator in the native app takes away a person's right to write."""
        self.change_member(chat, person, person, "restricted", frozenset())

    def unmute(self, chat: Chat, person: Person) -> None:
        """The right to write comes back."""
        self.change_member(chat, person, person, "member", frozenset(MEMBER_RIGHTS))

    def move(self, chat: Chat, person: Person, *, inside: bool) -> None:
        """A person comes or goes; what they are restricted to stays."""
        member = chat.members.get(person.id)
        if member is not None and member.status == "restricted":
            self.change_member(chat, person, person, "restricted", member.rights, member.until, outside=not inside)
        else:
            self.change_member(chat, person, person, "member" if inside else "left", frozenset())

    def change_member(
        self,
        chat: Chat,
        person: Person,
        by: Person,
        status: str,
        rights: frozenset[str],
        until: int = 0,
        *,
        outside: bool = False,
    ) -> Member:
        """Change how a person stands to a chat; bots that administrate it hear chat_member."""
        before = chat.members.get(person.id) or Member(person, "left")
        after = self.enlist(chat, person, status, rights)
        after.until, after.outside = until, outside
        self.tell_admins(chat, "chat_member", self.changed(chat, by, before, after))
        return after

    def changed(self, chat: Chat, by: Person, before: Member, after: Member) -> JsonObject:
        """The ChatMemberUpdated object."""
        return {
            "chat": chat.as_chat,
            "from": by.as_user,
            "date": int(self.clock.now()),
            "old_chat_member": before.as_json(),
            "new_chat_member": after.as_json(),
        }

    def _set_bot(self, chat: Chat, bot: BotAccount, status: str, rights: frozenset[str]) -> None:
        before = chat.members.get(bot.id) or Member(bot.person, "left")
        after = self.enlist(chat, bot.person, status, rights)
        by = next((m.person for m in chat.members.values() if m.status == "creator"), bot.person)
        bot.updates.push("my_chat_member", chat.id, self.changed(chat, by, before, after))
        self.bell.ring()

    def _found(self, chat: Chat, people: Iterable[Person], bots: Iterable[BotAccount], bot_status: str) -> Chat:
        self.chats[chat.id] = chat
        owner = self.create_person("Owner", chat.title)
        self.enlist(chat, owner, "creator")
        for person in people:
            self.enlist(chat, person, "member")
        for bot in bots:
            self.enlist(
                chat, bot.person, bot_status, ALL_ADMIN_RIGHTS if bot_status == "administrator" else frozenset()
            )
        return chat

    def _new_token(self, bot_id: int) -> str:
        return f"{bot_id}:" + "".join(self.draw.choice(_TOKEN_LETTERS) for _ in range(35))
