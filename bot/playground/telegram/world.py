"""Lets people act in the simulated Telegram: talk, comment, edit, react, press buttons, block, join, leave, post.

Everything here is synchronous and takes effect at once; bots hear of it through getUpdates or their webhook.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.playground.telegram.entities import entities_in
from bot.playground.telegram.files import Media
from bot.playground.telegram.places import FIRST_SUPERGROUP, Places
from bot.playground.telegram.records import BotAccount, Chat, Member, Message, Person, Sent
from bot.playground.telegram.wire import JsonObject

TELEGRAM = Person(777000, "Telegram")
CHANNEL_BOT = Person(136817688, "Channel", username="Channel_Bot", is_bot=True)
Place = Chat | BotAccount


class CannotAct(Exception):
    """Telegram would not let this person do that: muted, banned, or not a member."""


class World(Places):
    """A simulated Telegram with people who talk."""

    def say(
        self,
        person: Person,
        where: Place,
        text: str = "",
        *,
        reply_to: Message | None = None,
        media: Media | None = None,
        thread: int = 0,
        as_chat: Chat | None = None,
    ) -> Message:
        """A person writes to a bot (in private) or into a group.

        `thread` sets message_thread_id, else a reply decides it. `as_chat` speaks in the name of a channel.
        Raises CannotAct for somebody who may not write there.
        """
        chat = self._place(person, where)
        self._check_may_write(chat, person, as_chat)
        content = self.content(text, media)
        if thread:
            content["message_thread_id"] = thread
        if as_chat is not None:
            content["sender_chat"] = as_chat.as_chat
        message = self.keep(chat, content, person if as_chat is None else None, reply_to)
        if as_chat is not None:
            message.body = {"from": CHANNEL_BOT.as_user} | message.body
        self.publish(message)
        return message

    def start(self, person: Person, bot: BotAccount) -> Message:
        """A person opens a bot for the first time."""
        return self.say(person, bot, "/start")

    def album(self, person: Person, where: Place, media: Sequence[Media], caption: str = "") -> list[Message]:
        """A person sends several pictures or files at once; they share a media_group_id and nothing marks the end."""
        chat = self._place(person, where)
        self._check_may_write(chat, person, None)
        group = str(13_000_000_000_000_000 + next(self.numbers))
        messages = []
        for number, item in enumerate(media):
            content = self.content("" if number else caption, item) | {"media_group_id": group}
            messages.append(self.keep(chat, content, person))
        for message in messages:
            self.publish(message)
        return messages

    def edit(self, message: Message, text: str) -> Message:
        """The author changes a text or caption."""
        name = "text" if "text" in message.body else "caption"
        kept = {k: v for k, v in message.body.items() if k not in (name, "entities", "caption_entities")}
        message.body = kept | self._written(name, text) | {"edit_date": int(self.clock.now())}
        self.publish(message, "edited_channel_post" if message.chat.type == "channel" else "edited_message")
        return message

    def remove(self, message: Message) -> None:
        """The author deletes it; Telegram tells bots nothing about that."""
        message.removed = True
        self.bell.ring()

    def react(self, person: Person, message: Message, *emoji: str) -> None:
        """A person sets their reactions to a message; none takes them back. In a channel only counts become known."""
        chat, now = message.chat, int(self.clock.now())
        before = message.reactions.get(person.id, [])
        after: list[JsonObject] = [{"type": "emoji", "emoji": one} for one in emoji]
        message.reactions[person.id] = after
        about: JsonObject = {"chat": chat.as_chat, "message_id": message.id, "date": now}
        if chat.type == "channel":
            self.tell_admins(chat, "message_reaction_count", about | {"reactions": _counted(message)})
            return
        change = {"user": person.as_user, "old_reaction": before, "new_reaction": after}
        self.tell_admins(chat, "message_reaction", about | change)

    def press(self, person: Person, message: Message, data: str) -> str:
        """A person presses an inline button below a bot's message; returns the callback query's id."""
        query_id = str(4_000_000_000_000_000 + next(self.numbers))
        self.queries[query_id] = self.clock.now()
        body: JsonObject = {"id": query_id, "from": person.as_user, "chat_instance": str(message.chat.id), "data": data}
        for bot in message.chat.bots:
            if message.sender is bot.person:
                bot.updates.push("callback_query", message.chat.id, body | {"message": message.body})
        self.bell.ring()
        return query_id

    def block_bot(self, person: Person, bot: BotAccount) -> None:
        """A person blocks a bot: it hears my_chat_member and may not write to them."""
        self._set_blocked(person, bot, blocked=True)

    def unblock_bot(self, person: Person, bot: BotAccount) -> None:
        """A person lets a bot write again."""
        self._set_blocked(person, bot, blocked=False)

    def deactivate(self, person: Person) -> None:
        """A person's account is deleted."""
        person.deactivated = True

    def join(self, person: Person, chat: Chat) -> None:
        """A person joins a group or channel; raises CannotAct when banned from it."""
        member = chat.members.get(person.id)
        if member is not None and member.status == "kicked":
            raise CannotAct(f"{person.first_name} is banned from {chat.title}")
        self.move(chat, person, inside=True)
        if chat.is_group:
            self.publish(self.keep(chat, {"new_chat_members": [person.as_user]}, person))

    def leave(self, person: Person, chat: Chat) -> None:
        """A person leaves a group or channel."""
        self.move(chat, person, inside=False)
        if chat.is_group:
            self.publish(self.keep(chat, {"left_chat_member": person.as_user}, person))

    def post(self, channel: Chat, text: str = "", media: Media | None = None) -> Message:
        """The channel's owner publishes; the post is forwarded into the linked discussion group."""
        content: JsonObject = {"sender_chat": channel.as_chat}
        message = self.keep(channel, content | self.content(text, media))
        self.publish(message, "channel_post")
        self.forward_to_discussion(message)
        return message

    def forward_to_discussion(self, post: Message) -> None:
        """What Telegram does with each channel post: a copy opens the thread of its comments."""
        channel = post.chat
        if channel.linked is None:
            return
        origin = {"type": "channel", "chat": channel.as_chat, "message_id": post.id, "date": post.date}
        content = {k: v for k, v in post.body.items() if k not in ("message_id", "chat", "date", "from")}
        content |= {"sender_chat": channel.as_chat, "is_automatic_forward": True, "forward_origin": origin}
        self.publish(self.keep(channel.linked, content, TELEGRAM))

    def discussion_of(self, post: Message) -> Message:
        """The copy of a channel post that its comments hang on; raises LookupError when there is none."""
        group = post.chat.linked
        for message in group.messages.values() if group else ():
            origin = message.body.get("forward_origin")
            if isinstance(origin, dict) and origin.get("message_id") == post.id and message.sender is TELEGRAM:
                return message
        raise LookupError(f"post {post.id} has no discussion")

    def comment(self, person: Person, post: Message, text: str = "", *, media: Media | None = None) -> Message:
        """A person writes below a channel post."""
        copy = self.discussion_of(post)
        return self.say(person, copy.chat, text, reply_to=copy, media=media)

    def migrate(self, group: Chat) -> Chat:
        """A basic group becomes a supergroup with a new id; the old id is answered with the new one."""
        chat = Chat(FIRST_SUPERGROUP - next(self.numbers), "supergroup", group.title)
        self.chats[chat.id] = chat
        for member in group.members.values():
            self.enlist(chat, member.person, member.status, member.rights)
        self.publish(self.keep(group, {"migrate_to_chat_id": chat.id}, _owner(group)))
        group.migrated_to = chat
        self.publish(self.keep(chat, {"migrate_from_chat_id": group.id}, _owner(chat)))
        return chat

    async def wait_for(self, holds: Callable[[], bool], timeout: float = 5.0) -> None:
        """Return once `holds()` is true of the world; raises TimeoutError after `timeout` real seconds."""
        await self.bell.until(holds, timeout)

    async def wait_sent(self, wanted: Callable[[Sent], bool], timeout: float = 5.0, after: int = 0) -> Sent:
        """The first thing a bot did, with a number above `after`, that is `wanted`; raises TimeoutError."""
        return await self.bell.first(self.sent, wanted, timeout, after)

    def content(self, text: str, media: Media | None) -> JsonObject:
        """The part of a Message that says something: text with its entities, or media with its caption."""
        if media is None:
            return self._written("text", text)
        caption = text or media.caption
        body = self.files.keep(media).as_content()
        return body | self._written("caption", caption) if caption else body

    def _written(self, name: str, text: str) -> JsonObject:
        entities = entities_in(text)
        body: JsonObject = {name: text}
        if entities:
            body["entities" if name == "text" else "caption_entities"] = entities
        return body

    def _place(self, person: Person, where: Place) -> Chat:
        if isinstance(where, Chat):
            return where
        chat = self.private(where, person)
        chat.started = True
        return chat

    def _check_may_write(self, chat: Chat, person: Person, as_chat: Chat | None) -> None:
        if as_chat is not None and as_chat.id in chat.banned_senders:
            raise CannotAct(f"{as_chat.title} is banned from {chat.title}")
        if chat.migrated_to is not None:
            raise CannotAct(f"{chat.title} is a supergroup now")
        if chat.blocked:
            raise CannotAct(f"{person.first_name} has blocked the bot")
        member = chat.members.get(person.id)
        if chat.type == "private" or member is None:
            return
        if 0 < member.until <= self.clock.now() and member.status in ("restricted", "kicked"):
            member.status = "member" if member.status == "restricted" else "left"
        muted = member.status == "restricted" and "can_send_messages" not in member.rights
        if muted or member.status == "kicked":
            raise CannotAct(f"{person.first_name} may not write in {chat.title}")

    def _set_blocked(self, person: Person, bot: BotAccount, *, blocked: bool) -> None:
        chat = self.private(bot, person)
        chat.blocked = blocked
        statuses = ("member", "kicked") if blocked else ("kicked", "member")
        before, after = (Member(bot.person, status) for status in statuses)
        bot.updates.push("my_chat_member", chat.id, self.changed(chat, person, before, after))
        self.bell.ring()


def _owner(chat: Chat) -> Person:
    return next(member.person for member in chat.members.values() if member.status == "creator")


def _counted(message: Message) -> list[JsonObject]:
    counts: dict[str, int] = {}
    for reactions in message.reactions.values():
        for reaction in reactions:
            counts[str(reaction["emoji"])] = counts.get(str(reaction["emoji"]), 0) + 1
    return [{"type": {"type": "emoji", "emoji": emoji}, "total_count": count} for emoji, count in counts.items()]
