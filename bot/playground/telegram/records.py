"""The things the simulated Telegram is made of: people, bots, chats, messages, files, and what bots sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.playground.telegram.updates import UpdateQueue
from bot.playground.telegram.webhook import Webhook
from bot.playground.telegram.wire import JsonObject

MEMBER_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
)
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")
PRESENT = frozenset({"creator", "administrator", "member", "restricted"})


@dataclass(slots=True, eq=False)
class Person:
    """Somebody with a Telegram identity; bots have one too."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language: str = ""
    is_bot: bool = False
    deactivated: bool = False
    as_user: JsonObject = field(init=False)

    def __post_init__(self) -> None:
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language}
        self.as_user = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        self.as_user.update({name: value for name, value in optional.items() if value})


@dataclass(slots=True, eq=False)
class Member:
    """How somebody stands to a chat; `rights` are those an administrator has, or a restricted member keeps.

    Whoever is restricted may be `outside`: then they are once they join.
    """

    person: Person
    status: str
    rights: frozenset[str] = frozenset()
    until: int = 0
    outside: bool = False

    @property
    def present(self) -> bool:
        """Whether they are in the chat."""
        return self.status in PRESENT and not self.outside

    def may(self, right: str) -> bool:
        """Whether they have a right that administrators have."""
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)

    def as_json(self) -> JsonObject:
        """The ChatMember object."""
        body: JsonObject = {"status": self.status, "user": self.person.as_user}
        match self.status:
            case "creator":
                body["is_anonymous"] = False
            case "administrator":
                body |= {"can_be_edited": False, "is_anonymous": False}
                body |= {right: right in self.rights for right in (*ADMIN_RIGHTS, *CHANNEL_RIGHTS)}
            case "restricted":
                body |= {"is_member": not self.outside, "until_date": self.until}
                body |= {right: right in self.rights for right in MEMBER_RIGHTS}
            case "kicked":
                body["until_date"] = self.until
        return body


@dataclass(slots=True, eq=False)
class Chat:
    """A place where messages are; a private chat belongs to one bot and one person and has the person's id."""

    id: int
    type: str
    title: str = ""
    username: str = ""
    members: dict[int, Member] = field(default_factory=dict)
    bots: list[BotAccount] = field(default_factory=list)
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    linked: Chat | None = None
    migrated_to: Chat | None = None
    banned_senders: set[int] = field(default_factory=set)
    contact: Person | None = None
    blocked: bool = False
    started: bool = False
    as_chat: JsonObject = field(init=False)

    def __post_init__(self) -> None:
        self.as_chat = {"id": self.id, "type": self.type}
        if self.contact is not None:
            user = self.contact.as_user
            self.as_chat |= {k: user[k] for k in ("first_name", "last_name", "username") if k in user}
            return
        self.as_chat["title"] = self.title
        if self.username:
            self.as_chat["username"] = self.username

    @property
    def is_group(self) -> bool:
        """Whether it is a group or a supergroup."""
        return self.type in ("group", "supergroup")

    @property
    def spoken_type(self) -> str:
        """Its kind as error texts name it."""
        return f"{self.type} chat"


@dataclass(slots=True, eq=False)
class Message:
    """One message; `body` is its Message object and is replaced, never changed, when the message is edited."""

    chat: Chat
    id: int
    date: int
    body: JsonObject
    sender: Person | None = None
    thread: int = 0
    removed: bool = False
    reactions: dict[int, list[JsonObject]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Its text or caption."""
        return str(self.body.get("text") or self.body.get("caption") or "")

    @property
    def media_group(self) -> str:
        """The id that the messages of an album share; empty for any other."""
        return str(self.body.get("media_group_id", ""))


@dataclass(slots=True, eq=False)
class BotAccount:
    """A bot: who it is, its token, its updates and where they go."""

    person: Person
    token: str
    updates: UpdateQueue
    webhook: Webhook
    reads_all: bool = True
    private: dict[int, Chat] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    commands: list[object] = field(default_factory=list)

    @property
    def id(self) -> int:
        """Its user id."""
        return self.person.id

    @property
    def username(self) -> str:
        """Its username without the @."""
        return self.person.username

    def as_me(self) -> JsonObject:
        """The User object that getMe returns."""
        return self.person.as_user | {
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_all,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }


@dataclass(frozen=True, slots=True)
class Sent:
    """One thing a bot did to the world, in order of `number` from 1; `time` is in unix seconds of the world's clock."""

    number: int
    time: float
    bot: str
    method: str
    chat_id: int
    message_ids: tuple[int, ...]
    text: str
    params: Mapping[str, object]

    @property
    def message_id(self) -> int:
        """The first message it is about; 0 when it is about none."""
        return self.message_ids[0] if self.message_ids else 0

    def as_json(self) -> JsonObject:
        """The same as a JSON object."""
        return {name: getattr(self, name) for name in self.__slots__} | {"message_id": self.message_id}
