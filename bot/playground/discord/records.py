"""The things the simulated Discord is made of: people, bots, guilds, roles, members, channels, messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.discord.wire import JsonObject

TEXT, DIRECT, VOICE, CATEGORY, ANNOUNCEMENT = 0, 1, 2, 4, 5
NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD, FORUM = 10, 11, 12, 15
KINDS = {"text": TEXT, "voice": VOICE, "category": CATEGORY, "announcement": ANNOUNCEMENT, "forum": FORUM}
THREADS = frozenset({NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD})

GUILD_MEMBERS, GUILD_PRESENCES, MESSAGE_CONTENT = 1 << 1, 1 << 8, 1 << 15
PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT

EPHEMERAL, LOADING, HAS_THREAD, CROSSPOSTED, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 5, 1 << 0, 1 << 15


class CannotAct(Exception):
    """Discord's client would not let this person do that."""


@dataclass(frozen=True, slots=True)
class File:
    """What somebody attaches. `size` may claim more bytes than `data` holds, to stand for a very large file."""

    name: str
    data: bytes = b""
    mime: str = "application/octet-stream"
    size: int = 0


@dataclass(slots=True, eq=False)
class Person:
    """Somebody with a Discord identity; bots have one too. `username` is unique, `name` is what others see."""

    id: int
    username: str
    name: str = ""
    locale: str = "en-US"
    is_bot: bool = False
    takes_direct: bool = True
    blocked: set[int] = field(default_factory=set)

    @property
    def mention(self) -> str:
        """The text that addresses them."""
        return f"<@{self.id}>"


@dataclass(slots=True, eq=False)
class BotAccount(Person):
    """A bot: its token, what its owner switched on, its commands by guild (0: everywhere)."""

    token: str = ""
    allowed_intents: int = PRIVILEGED
    commands: dict[int, list[JsonObject]] = field(default_factory=dict)
    owner: Person | None = None
    identified: int = 0  # how often it has begun a session, or tried to; Discord allows a thousand a day

    @property
    def application_id(self) -> int:
        """The id of its application; Discord gives both the same number."""
        return self.id


@dataclass(slots=True, eq=False)
class Role:
    """A role of a guild; `bot_id` names the bot whose own role it is."""

    id: int
    guild: Guild
    name: str
    permissions: int = 0
    position: int = 0
    mentionable: bool = False
    bot_id: int = 0

    @property
    def mention(self) -> str:
        """The text that addresses all who have it."""
        return f"<@&{self.id}>"


@dataclass(slots=True, eq=False)
class Member:
    """Somebody in a guild; `muted_until` is in unix seconds."""

    person: Person
    guild: Guild
    joined: float
    roles: list[Role] = field(default_factory=list)
    nick: str = ""
    muted_until: float = 0.0


@dataclass(slots=True, eq=False)
class Guild:
    """A server, with everything in it; `bans` holds the reason for each banned person."""

    id: int
    name: str
    owner: Person
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Channel] = field(default_factory=dict)
    bans: dict[int, str | None] = field(default_factory=dict)
    stickers: dict[str, int] = field(default_factory=dict)
    most_threads: int = 1000  # that are not put away

    @property
    def everyone(self) -> Role:
        """The role that everybody has."""
        return self.roles[self.id]

    @property
    def bots(self) -> list[BotAccount]:
        """The bots among the members."""
        return [member.person for member in self.members.values() if isinstance(member.person, BotAccount)]


@dataclass(slots=True)
class Overwrite:
    """What a channel changes for a role or a person."""

    allow: int = 0
    deny: int = 0


@dataclass(slots=True)
class ThreadPart:
    """What a thread has beyond a channel; `quiet_minutes` after the last word it archives itself."""

    owner_id: int
    created: float
    quiet_minutes: int = 4320
    archived: bool = False
    locked: bool = False
    archive_changed: float = 0.0
    last_active: float = 0.0
    applied_tags: list[int] = field(default_factory=list)
    members: set[int] = field(default_factory=set)
    said: int = 0
    watched: bool = False


@dataclass(slots=True, eq=False)
class Channel:
    """A place for messages: a channel of a guild, a thread in one, or the direct conversation of a person and a bot."""

    id: int
    kind: int
    name: str = ""
    guild: Guild | None = None
    parent: Channel | None = None
    topic: str | None = None
    position: int = 0
    slowmode: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    tags: list[JsonObject] = field(default_factory=list)
    demands_tag: bool = False  # a forum that takes no post without a tag
    thread: ThreadPart | None = None
    pair: tuple[Person, BotAccount] | None = None
    last_message_id: int = 0

    @property
    def is_thread(self) -> bool:
        """Whether it is a thread, also a post of a forum."""
        return self.kind in THREADS

    @property
    def threads(self) -> list[Channel]:
        """The threads in it, oldest first; in a forum, its posts."""
        return [] if self.guild is None else [t for t in self.guild.threads.values() if t.parent is self]

    @property
    def archived(self) -> bool:
        """Whether it is a thread that was put away."""
        return self.thread is not None and self.thread.archived

    @property
    def tag_names(self) -> list[str]:
        """The names of the forum tags on a post."""
        if self.thread is None or self.parent is None:
            return []
        names = {int(tag["id"]): str(tag["name"]) for tag in self.parent.tags}
        return [names[tag] for tag in self.thread.applied_tags if tag in names]


@dataclass(frozen=True, slots=True)
class Pinged:
    """Whom a message really notified; false when nobody was."""

    users: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    everyone: bool = False

    def __bool__(self) -> bool:
        return bool(self.users or self.roles or self.everyone)

    def __or__(self, other: Pinged) -> Pinged:
        return Pinged(self.users | other.users, self.roles | other.roles, self.everyone or other.everyone)


@dataclass(slots=True, eq=False)
class Message:
    """One message; `body` is its JSON object and is replaced, never changed, when the message is edited."""

    id: int
    channel: Channel
    author: Person
    body: JsonObject
    time: float
    pinged: Pinged = Pinged()
    removed: bool = False
    only_for: Person | None = None
    reactions: dict[str, list[int]] = field(default_factory=dict)
    thread: Channel | None = None
    edits: int = 0
    old_edits: int = 0
    reply_to: Message | None = None

    @property
    def content(self) -> str:
        """Its text."""
        return str(self.body["content"])

    @property
    def components(self) -> list[JsonObject]:
        """Its components, as the bot laid them out."""
        return list(self.body["components"])

    @property
    def flags(self) -> int:
        """Its flags."""
        return int(self.body["flags"])

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self.only_for is not None

    @property
    def text(self) -> str:
        """Everything it says: its content, or the texts in its components in order."""
        return self.content or "\n".join(texts_in(self.components))


@dataclass(frozen=True, slots=True)
class Sent:
    """One thing a bot did to the world, in order of `number` from 1; `time` is in unix seconds of the world's clock.

    `what` is send, edit, remove, react, unreact, crosspost, answer, follow_up, open_thread, edit_channel,
    delete_channel, mute, unmute, ban, unban or kick.
    """

    number: int
    time: float
    bot: str
    what: str
    channel_id: int = 0
    message_id: int = 0
    text: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def texts_in(components: list[JsonObject]) -> list[str]:
    """The contents of all text displays, in order."""
    return [str(found["content"]) for found in walk(components) if found.get("type") == 10]


def walk(components: list[JsonObject]) -> list[JsonObject]:
    """Components with those inside them, in the order in which they are shown."""
    found: list[JsonObject] = []
    for component in components:
        found.append(component)
        inner = component.get("components")
        found += walk(inner) if isinstance(inner, list) else []
        found += walk([component[key] for key in ("accessory", "component") if isinstance(component.get(key), dict)])
    return found
