"""The things the simulated X is made of: apps, accounts, people, posts, messages, media, hooks and subscriptions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from bot.playground.x.wire import JsonObject

Plan = Literal["self-serve", "enterprise"]
Signs = Literal["oauth1", "oauth2", "both"]


@dataclass(slots=True, eq=False)
class App:
    """A developer's app. `signs` says with which secret hooks are signed: the consumer secret, the client secret, both.

    `callbacks` are the redirect addresses that may be used; none means any. `credit` is what was paid for in advance,
    in millionths of a dollar; None never runs out. A `public` app has no client secret to show. `owner` is the account
    to which the app belongs, for whom reading its own things is cheap.
    """

    id: str
    name: str
    consumer_key: str
    consumer_secret: str
    bearer: str
    client_id: str
    client_secret: str
    plan: Plan = "self-serve"
    signs: Signs = "oauth1"
    public: bool = False
    owner: Account | None = field(default=None, repr=False)
    callbacks: set[str] = field(default_factory=set)
    credit: int | None = None
    subscriptions: dict[str, Subscription] = field(default_factory=dict, repr=False)
    webhooks: dict[str, Webhook] = field(default_factory=dict, repr=False)


@dataclass(slots=True, eq=False)
class Person:
    """Somebody on X. `blocks` holds the ids of those who cannot reach them; `dms_open` whether strangers may write."""

    id: str
    username: str
    name: str
    created: float = 0.0
    protected: bool = False
    premium: bool = False
    dms_open: bool = True
    gone: bool = False
    description: str = ""
    followers: int = 97
    blocks: set[str] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class Account(Person):
    """An account of ours, with the newest tokens that its app was given."""

    app: App = field(kw_only=True, repr=False)
    access_token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    scopes: frozenset[str] = field(default=frozenset(), repr=False)
    muted: set[str] = field(default_factory=set)
    dm_blocked: set[str] = field(default_factory=set)
    liked: set[str] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class Poll:
    """A question with two to four answers; `votes` counts by label."""

    id: str
    options: list[str]
    minutes: int
    ends: float
    votes: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True, eq=False)
class Media:
    """A file on its way into a post or message. `ready_at` is when X is done, `problem` why it never will be."""

    id: str
    owner: Person
    mime: str
    category: str
    total: int
    created: float
    expires: float
    segments: dict[int, bytes] = field(default_factory=dict, repr=False)
    data: bytes = field(default=b"", repr=False)
    finalised: float = 0.0
    ready_at: float = 0.0
    problem: str = ""
    alt_text: str = ""
    views: int = 0

    @property
    def kind(self) -> str:
        """What X calls it: photo, video or animated_gif."""
        if self.category.endswith("video"):
            return "video"
        return "animated_gif" if self.category.endswith("gif") else "photo"

    @property
    def key(self) -> str:
        """The media key."""
        return f"{ {'photo': 3, 'video': 7, 'animated_gif': 16}[self.kind] }_{self.id}"


@dataclass(slots=True, eq=False)
class Figures:
    """What was counted of a post: when, what, how many; and the sums."""

    log: list[tuple[float, str, int]] = field(default_factory=list)
    total: Counter[str] = field(default_factory=Counter)

    def add(self, at: float, name: str, many: int = 1) -> None:
        """Count something: impressions, likes, replies, url_clicks and so on, as the analytics name it."""
        self.log.append((at, name, many))
        self.total[name] += many


@dataclass(slots=True, eq=False)
class Post:
    """One post. `text` is what was typed; `full` is how X tells it: with the people answered in front, and short links.

    `named` are the people mentioned by hand, `carried` those whom a reply mentions by itself. `history` holds the ids
    of all its versions, oldest first, and is shared by them; `later` is the version that replaced this one.
    """

    id: str
    author: Person
    text: str
    created: float
    conversation_id: str
    full: str = ""
    shown_from: int = 0
    reply_to: Post | None = field(default=None, repr=False)
    quote: Post | None = field(default=None, repr=False)
    repost_of: Post | None = field(default=None, repr=False)
    named: list[Person] = field(default_factory=list, repr=False)
    carried: list[Person] = field(default_factory=list, repr=False)
    links: dict[str, str] = field(default_factory=dict, repr=False)
    media: list[Media] = field(default_factory=list, repr=False)
    poll: Poll | None = None
    reply_settings: str = "everyone"
    given: JsonObject = field(default_factory=dict, repr=False)
    likes: set[str] = field(default_factory=set)
    reposts: set[str] = field(default_factory=set)
    replies: list[Post] = field(default_factory=list, repr=False)
    history: list[str] = field(default_factory=list)
    later: Post | None = field(default=None, repr=False)
    removed: bool = False
    hidden: bool = False
    seen: Figures = field(default_factory=Figures, repr=False)


@dataclass(slots=True, eq=False)
class DM:
    """One direct message; `removed_for` holds the ids of those who deleted it for themselves."""

    id: str
    conversation_id: str
    sender: Person
    recipient: Person
    text: str
    created: float
    media: list[Media] = field(default_factory=list, repr=False)
    removed_for: set[str] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class Subscription:
    """What an app wants to be told: one type of event about one person, over the stream and perhaps a hook."""

    id: str
    event_type: str
    filter: JsonObject
    created: float
    updated: float
    tag: str = ""
    webhook_id: str = ""


@dataclass(slots=True, eq=False)
class Webhook:
    """An address of an app's; `validated` is when it last answered a challenge rightly."""

    id: str
    url: str
    created: float
    valid: bool = True
    validated: float = 0.0
