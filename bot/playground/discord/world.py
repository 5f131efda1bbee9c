"""Lets people act in the simulated Discord: talk, edit, react, open threads, join, leave, block, use commands.

Everything here is synchronous and takes effect at once; bots hear of it over the gateway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bot.playground.discord import archiving, permissions, places, posting
from bot.playground.discord.clicks import Clicks
from bot.playground.discord.posting import Said
from bot.playground.discord.records import (
    FORUM,
    KINDS,
    BotAccount,
    CannotAct,
    Channel,
    File,
    Guild,
    Member,
    Message,
    Overwrite,
    Person,
    Role,
    Sent,
)


class World(Clicks):
    """A simulated Discord with people who talk."""

    def create_person(self, username: str, *, name: str = "", locale: str = "en-US") -> Person:
        """Somebody with an account; `username` is unique, `name` is what others see."""
        person = Person(self.ids.next(), username, name or username.title(), locale)
        self.people[person.id] = person
        return person

    def create_bot(self, username: str, *, name: str = "", token: str = "") -> BotAccount:
        """A bot with its application; all privileged intents are on until `allowed_intents` is changed."""
        bot = BotAccount(self.ids.next(), username, name or username.title(), is_bot=True)
        bot.owner = self.create_person(f"{username}.owner")
        self.people[bot.id] = bot
        self._give_token(bot, token or self._new_token(bot))
        return bot

    def reset_token(self, bot: BotAccount) -> str:
        """The owner resets a token: the old one is worth nothing from now on. Returns the new one."""
        self.bots.pop(bot.token, None)
        for session in self.sessions.of(bot):
            if session.wire is not None:
                session.wire.close(4004)
            self.sessions.close(session)
        return self._give_token(bot, self._new_token(bot))

    def create_guild(self, name: str, *, bots: Iterable[BotAccount] = (), members: Iterable[Person] = ()) -> Guild:
        """A server; its owner is somebody of its own."""
        owner = self.create_person(f"owner.{self.ids.next():x}", name="The owner")
        guild = Guild(self.ids.next(), name, owner)
        guild.roles[guild.id] = Role(guild.id, guild, "@everyone", permissions.EVERYBODY)
        self.guilds[guild.id] = guild
        for person in (owner, *bots, *members):
            places.enter(self, guild, person)
        return guild

    def create_role(self, guild: Guild, name: str, permissions: int = 0, *, mentionable: bool = False) -> Role:
        """A role, above the earlier ones, below those of bots."""
        return places.add_role(self, guild, name, permissions, mentionable=mentionable)

    def create_channel(
        self, guild: Guild, name: str, kind: str = "text", parent: Channel | None = None, topic: str | None = None
    ) -> Channel:
        """A channel: text, announcement, forum, category or voice."""
        return places.add_channel(self, guild, name, KINDS[kind], parent, topic)

    def create_sticker(self, guild: Guild, name: str) -> int:
        """A sticker that members can send; returns its id."""
        return guild.stickers.setdefault(name, self.ids.next())

    def set_permissions(self, channel: Channel, who: Person | Role, *, allow: int = 0, deny: int = 0) -> None:
        """What a channel changes for somebody or for a role; replaces what it changed before."""
        channel.overwrites[who.id] = Overwrite(allow, deny)
        places.channel_changed(self, channel)

    def set_role_permissions(self, guild: Guild, who: BotAccount | Role, bits: int) -> None:
        """What a role, or the own role of a bot, allows in the whole guild."""
        role = who if isinstance(who, Role) else next(r for r in guild.roles.values() if r.bot_id == who.id)
        role.permissions = bits
        places.role_changed(self, role)

    def set_slowmode(self, channel: Channel, seconds: int) -> None:
        """How long people and bots without the right to manage it must wait between messages."""
        channel.slowmode = seconds
        places.channel_changed(self, channel)

    def delete_channel(self, channel: Channel) -> None:
        """The owner deletes a channel or thread with everything in it."""
        places.drop_channel(self, channel)

    def join(self, person: Person, guild: Guild, roles: Sequence[Role] = ()) -> Member:
        """Somebody joins; raises CannotAct when banned. For a member it only adds the roles."""
        if person.id in guild.bans:
            raise CannotAct(f"{person.username} is banned from {guild.name}")
        member = guild.members.get(person.id)
        if member is None:
            return places.enter(self, guild, person, list(roles))
        member.roles += [role for role in roles if role not in member.roles]
        places.member_changed(self, member)
        return member

    def leave(self, person: Person, guild: Guild) -> None:
        """Somebody leaves."""
        places.depart(self, guild, person)

    def take_roles(self, person: Person, guild: Guild, roles: Sequence[Role]) -> None:
        """Somebody loses roles."""
        member = guild.members[person.id]
        member.roles = [role for role in member.roles if role not in roles]
        places.member_changed(self, member)

    def rename(self, person: Person, guild: Guild, nick: str) -> None:
        """Somebody calls themselves something else in a guild."""
        guild.members[person.id].nick = nick
        places.member_changed(self, guild.members[person.id])

    def say(
        self,
        person: Person,
        where: Channel,
        text: str = "",
        *,
        reply_to: Message | None = None,
        files: Iterable[File] = (),
        stickers: Iterable[str] = (),
    ) -> Message:
        """Somebody writes. Raises CannotAct for somebody who may not write there."""
        self._check_may_write(person, where)
        guild = where.guild
        marks = (
            [{"id": str(guild.stickers[name]), "name": name, "format_type": 1} for name in stickers] if guild else []
        )
        attachments = [self.files.keep(where.id, file) for file in files]
        said = Said(text, attachments=attachments, stickers=marks, reply_to=reply_to)
        return posting.post(self, where, person, said)

    def edit(self, message: Message, text: str) -> None:
        """The author changes what they wrote."""
        posting.change(self, message, content=text)

    def preview(self, message: Message, embed: dict[str, object]) -> None:
        """Discord adds the preview of a link; to bots it looks like an edit, but `edited_timestamp` stays."""
        posting.update_quietly(self, message, embeds=[*message.body["embeds"], embed])

    def remove(self, message: Message) -> None:
        """The author, or a moderator, deletes a message."""
        posting.remove(self, [message])

    def remove_many(self, messages: Sequence[Message]) -> None:
        """Several messages of one channel are deleted at once; bots hear of it as one event."""
        posting.remove(self, list(messages))

    def react(self, person: Person, message: Message, emoji: str) -> None:
        """Somebody puts a reaction; for an emoji of the guild it is name:id."""
        posting.react(self, message, person, emoji, on=True)

    def unreact(self, person: Person, message: Message, emoji: str) -> None:
        """Somebody takes a reaction back."""
        posting.react(self, message, person, emoji, on=False)

    def open_thread(
        self,
        person: Person,
        channel: Channel,
        name: str,
        *,
        from_message: Message | None = None,
        text: str = "",
        files: Iterable[File] = (),
        tags: Iterable[str] = (),
    ) -> Channel:
        """Somebody opens a thread in a text channel, on a message or not; in a forum, a post."""
        if not self.may(person, channel) & (permissions.SEND_MESSAGES | permissions.CREATE_PUBLIC_THREADS):
            raise CannotAct(f"{person.username} may open no thread in {channel.name}")
        attachments = [self.files.keep(channel.id, file) for file in files]
        first = Said(text, attachments=attachments) if text or attachments or channel.kind == FORUM else None
        chosen = [int(tag["id"]) for tag in channel.tags if tag["name"] in set(tags)]
        return places.start_thread(self, channel, person, name, message=from_message, tags=chosen, first=first)[0]

    def archive(self, thread: Channel) -> None:
        """Somebody closes a thread."""
        archiving.archive(self, thread, on=True)

    def dm(self, person: Person, bot: BotAccount) -> Channel:
        """The direct conversation of somebody and a bot."""
        return places.direct(self, person, bot)

    def block(self, person: Person, bot: BotAccount) -> None:
        """Somebody blocks a bot: it can no longer write to them."""
        person.blocked.add(bot.id)

    def unblock(self, person: Person, bot: BotAccount) -> None:
        """Somebody lets a bot write to them again."""
        person.blocked.discard(bot.id)

    def messages(self, channel: Channel) -> list[Message]:
        """What stands in a channel, oldest first."""
        return list(channel.messages.values())

    def posts(self, forum: Channel) -> list[Channel]:
        """The posts of a forum, or the threads of a channel, oldest first."""
        return forum.threads

    async def wait_for(self, holds: Callable[[], object], timeout: float = 10.0) -> None:
        """Return once `holds()` is true of the world; raises TimeoutError after `timeout` real seconds."""
        await self.bell.until(holds, timeout)

    async def wait_sent(self, wanted: Callable[[Sent], bool], timeout: float = 10.0, after: int = 0) -> Sent:
        """The first thing a bot did, with a number above `after`, that is `wanted`; raises TimeoutError."""
        return await self.bell.first(self.sent, wanted, timeout, after)

    def _check_may_write(self, person: Person, where: Channel) -> None:
        needed = permissions.SEND_MESSAGES_IN_THREADS if where.is_thread else permissions.SEND_MESSAGES
        if not self.may(person, where) & needed:
            raise CannotAct(f"{person.username} may not write in {where.name or 'that conversation'}")
        if where.pair is not None and where.pair[1].id in person.blocked:
            raise CannotAct(f"{person.username} has blocked {where.pair[1].username}")
        if where.kind == FORUM:
            raise CannotAct(f"{where.name} is a forum: open a post")
        if where.thread is not None and where.thread.locked:
            raise CannotAct(f"{where.name} is locked")
        if wait := posting.slowed(self, where, person):
            raise CannotAct(f"{person.username} may write in {where.name} in {wait:.0f} s: slow mode is on")

    def _new_token(self, bot: BotAccount) -> str:
        return f"MT{bot.id:x}.{self.draw.getrandbits(24):06x}.{self.draw.getrandbits(152):038x}"

    def _give_token(self, bot: BotAccount, token: str) -> str:
        bot.token = token
        self.bots[token] = bot
        return token
