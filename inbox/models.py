"""The nouns of the inbox as plain frozen data: who, where, what was said, and what was written down about it.

All times are unix milliseconds. Ids are opaque: only their maker looks inside. A remote id is made by a network; where
the network's own ids are numbers it pads them, so that within one instant they sort as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NewType

AccountId = NewType("AccountId", str)  # "telegram:main": the network, a colon, the name in bot.yaml
ConversationId = NewType("ConversationId", str)  # account, a slash, the thread's remote id
ContactId = NewType("ContactId", str)  # account, a slash, the person's remote id
RemoteId = NewType("RemoteId", str)  # a thread, message or person as the network knows it
DraftId = NewType("DraftId", str)
DeliveryId = NewType("DeliveryId", str)
EntryId = NewType("EntryId", str)  # the log's stream id; also the event id of live pages

Kind = Literal["direct", "group", "comments"]
State = Literal["open", "snoozed", "resolved"]
MediaKind = Literal["image", "video", "audio", "voice", "file", "sticker", "location"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: a person with a role, a responder by name, or the system."""

    kind: Literal["person", "responder", "system"]
    name: str
    role: str = ""


SYSTEM = Actor("system", "sangam")


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, video, sound or file; `ref` is understood by the network it came from, or names a kept blob."""

    kind: MediaKind
    ref: str
    mime: str = ""
    name: str = ""
    size: int = 0
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody outside, on one network; `remote` is the network's id of the person.

    What a network tells of them besides: how many follow them, since when (unix ms; 0: not told) they are there or,
    in a closed place, joined it, and whether they follow us. None: not told.
    """

    remote: RemoteId
    name: str
    username: str = ""
    language: str = ""
    followers: int | None = None
    joined: int = 0
    follows: bool | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """The post that a conversation of comments stands under."""

    remote: RemoteId
    text: str
    link: str = ""
    media: tuple[Media, ...] = ()
    ad: bool = False  # an advertisement of ours


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation as the network knows it; `title` is a group's name, `subject` the post commented on."""

    remote: RemoteId
    kind: Kind
    title: str = ""
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What of a conversation waits for our review: how much, and of the oldest when, by whom and what."""

    count: int
    since: int
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """One thread between us and the outside, on one account, with its place in the queue."""

    id: ConversationId
    account: AccountId
    thread: Thread
    state: State = "open"
    contact: ContactId | None = None
    last: RemoteId | None = None  # the newest message from outside; what a draft must be about
    heard_at: int = 0  # when they last wrote; what the network's reply window counts from
    at: int = 0  # last activity
    waiting_since: int = 0  # 0: nobody waits for us
    preview: str = ""
    assignee: str = ""
    claimed_by: str = ""  # somebody is writing here right now
    quiet_by: str = ""  # a person spoke; responders stay silent
    priority: int = 0
    labels: tuple[str, ...] = ()
    snoozed_until: int = 0
    drafts: tuple[DraftId, ...] = ()  # pending ones
    left: bool = False  # the contact blocked us or went away
    held: Held | None = None  # what others do not see until we publish it; told in lists and where it is read


@dataclass(frozen=True, slots=True)
class Message:
    """One thing said: by them (`contact` is set) or by us (`by` names who wrote it)."""

    id: RemoteId
    text: str
    at: int
    contact: ContactId | None = None
    by: str = ""
    media: tuple[Media, ...] = ()
    reply_to: RemoteId | None = None
    edited_at: int = 0
    removed_at: int = 0
    hidden: bool = False
    held: bool = False  # hidden by the network, until we publish it
    case: int = 0  # the case by which it is out of sight: nobody waits for an answer to it
    private: bool = False  # we wrote to its author in private about it; of our own words: these were said in private
    delivery: DeliveryId | None = None
    reactions: Mapping[str, str] = field(default_factory=dict)  # contact id -> emoji
    reaction: str = ""  # ours

    @property
    def ours(self) -> bool:
        """Whether we said it, here or in the network's own app."""
        return self.contact is None

    @property
    def person(self) -> RemoteId | None:
        """Who said it, as the network knows them; None when it was us."""
        return RemoteId(self.contact.partition("/")[2]) if self.contact else None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: what happened (`what`), where, to which message or draft (`ref`), by whom."""

    id: EntryId
    what: str
    conversation: ConversationId | None
    ref: str
    by: str
    detail: str

    @property
    def at(self) -> int:
        """When it was written, in unix milliseconds (the first half of a stream id)."""
        return int(self.id.split("-")[0])


def account_id(network: str, name: str) -> AccountId:
    """Name our presence on a network, as every record and every page does."""
    return AccountId(f"{network}:{name}")


def conversation_id(account: AccountId, thread: RemoteId) -> ConversationId:
    """The one conversation that this thread of this account is."""
    return ConversationId(f"{account}/{thread}")


def account_of(conversation: ConversationId) -> AccountId:
    """The account that a conversation is on."""
    return AccountId(conversation.partition("/")[0])


def contact_id(account: AccountId, person: RemoteId) -> ContactId:
    """The one contact that this person on this account is."""
    return ContactId(f"{account}/{person}")
