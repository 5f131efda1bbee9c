"""What we may do outside, and the two records that carry it there: the draft that waits and the delivery that leaves.

Actions name threads, messages and people by the network's own ids, so that an adapter needs nothing else to act.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from inbox.models import AccountId, Actor, ConversationId, DeliveryId, DraftId, Media, RemoteId


@dataclass(frozen=True, slots=True)
class Reply:
    """Say something in the thread, in answer to `to` where the network has such a thing.

    `late` is set when it leaves: a person wrote it, and the time in which anything else may be said is over.
    """

    thread: RemoteId
    text: str
    to: RemoteId | None = None
    media: tuple[Media, ...] = ()
    late: bool = False


@dataclass(frozen=True, slots=True)
class DirectMessage:
    """Write to one person in private; `about` is the comment a private reply belongs to, `late` as in Reply."""

    person: RemoteId
    text: str
    about: RemoteId | None = None
    media: tuple[Media, ...] = ()
    late: bool = False


@dataclass(frozen=True, slots=True)
class Hide:
    """Take a message out of sight, reversibly."""

    thread: RemoteId
    message: RemoteId


@dataclass(frozen=True, slots=True)
class Unhide:
    """Bring a hidden message back."""

    thread: RemoteId
    message: RemoteId


@dataclass(frozen=True, slots=True)
class Remove:
    """Delete a message for good."""

    thread: RemoteId
    message: RemoteId


@dataclass(frozen=True, slots=True)
class Mute:
    """Keep somebody from writing in the thread for `seconds`; 0 lets them write again."""

    thread: RemoteId
    person: RemoteId
    seconds: int


@dataclass(frozen=True, slots=True)
class Block:
    """Shut somebody out of the thread, or of the account where that is what the network offers.

    `message` is the one that it was decided on, if any: some networks shut out only together with a message.
    """

    thread: RemoteId
    person: RemoteId
    message: RemoteId | None = None


@dataclass(frozen=True, slots=True)
class Unblock:
    """Let somebody back in."""

    thread: RemoteId
    person: RemoteId


@dataclass(frozen=True, slots=True)
class React:
    """Put our one reaction on a message; an empty `emoji` takes it away."""

    thread: RemoteId
    message: RemoteId
    emoji: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Change the text of something we said."""

    thread: RemoteId
    message: RemoteId
    text: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A card that goes with a post: an embed, or what a link leads to."""

    title: str
    text: str = ""
    link: str = ""
    image: Media | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """A question with answers to choose from, open for so many minutes."""

    options: tuple[str, ...]
    minutes: int


Form = Literal["post", "reel", "story"]
Visibility = Literal["public", "unlisted", "private"]
Answers = Literal["everyone", "followers", "mentioned"]  # who may reply


@dataclass(frozen=True, slots=True)
class Publish:
    """Post to the public on this account; `place` is where, on networks that have more than one place.

    `further` are posts that follow it as one thread. `cover` is the picture that stands for a film. With `release`
    (unix ms) the network itself makes it public then.
    """

    place: RemoteId
    text: str
    media: tuple[Media, ...] = ()
    previews: tuple[Preview, ...] = ()
    form: Form = "post"
    title: str = ""
    further: tuple[str, ...] = ()
    poll: Poll | None = None
    tags: tuple[str, ...] = ()
    cover: Media | None = None
    visibility: Visibility = "public"
    release: int = 0
    answers: Answers = "everyone"
    made_by_ai: bool = False


@dataclass(frozen=True, slots=True)
class Slow:
    """Let everybody write in the thread only once in so many seconds; 0 ends that."""

    thread: RemoteId
    seconds: int


Action = Reply | DirectMessage | Hide | Unhide | Remove | Mute | Block | Unblock | React | Edit | Publish | Slow
ActionKind = Literal[
    "reply",
    "direct_message",
    "hide",
    "unhide",
    "remove",
    "mute",
    "block",
    "unblock",
    "react",
    "edit",
    "publish",
    "slow",
]
KIND_OF: dict[type[Action], ActionKind] = dict(zip(get_args(Action), get_args(ActionKind), strict=True))
TYPE_OF: dict[str, type[Action]] = {kind: cls for cls, kind in KIND_OF.items()}
SPEAKS: frozenset[str] = frozenset({"reply", "direct_message"})  # outdated when the other side speaks again

Evidence = Literal["rule", "faq", "cited", "none"]
DraftState = Literal["pending", "approved", "rejected", "outdated"]
DeliveryState = Literal["queued", "sending", "sent", "parked", "recalled", "held", "discarded"]


def kind_of(action: Action) -> ActionKind:
    """The word for an action's type, as used in capabilities, records and configuration."""
    return KIND_OF[type(action)]


@dataclass(frozen=True, slots=True)
class Source:
    """What a proposal rests on: the FAQ entry, rule or document line, and what matched."""

    id: str
    title: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An action that a responder or a person suggests, with reasons a moderator can judge."""

    action: Action
    by: Actor
    because: str
    evidence: Evidence = "none"
    sources: tuple[Source, ...] = ()
    checks: tuple[str, ...] = ()  # each failed check, in words
    version: str = ""  # a digest of what the responder was made of: its rules, its FAQ
    language: str = ""  # what it is written in, where the responder knows
    discloses: bool = False  # it says that a program wrote it


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal with an id that waits for a decision; `about` is the message it answers."""

    id: DraftId
    conversation: ConversationId
    account: AccountId
    proposal: Proposal
    about: RemoteId | None
    at: int
    state: DraftState = "pending"
    decided_by: str = ""
    decided_at: int = 0
    reason: str = ""
    delivery: DeliveryId | None = None
    waits: str = ""  # why it did not go out alone, in words
    mode: str = "normal"  # the mode when it was decided


@dataclass(frozen=True, slots=True)
class Delivery:
    """A decided action on its way out; its id is the key that the network sees."""

    id: DeliveryId
    draft: DraftId
    conversation: ConversationId
    account: AccountId
    action: Action
    by: Actor  # who decided that it goes out
    author: str  # who wrote it
    due: int
    state: DeliveryState = "queued"
    tries: int = 0
    begun_at: int = 0  # when the last call was begun
    begun_first: int = 0  # when the first one was: since then the network may know the key
    error: str = ""  # the class of the last failure
    words: str = ""  # and what was said
    message: RemoteId | None = None
    sent_at: int = 0
    edited: bool = False  # approved with another text than the drafted one
    unsure: bool = False  # a try of it was perhaps done, whatever the next one said
