"""The things the simulated TikTok is made of: apps, accounts, people, videos, comments, messages and publications."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

JsonObject = dict[str, object]
DAY = 24 * 3600.0
WINDOW = 48 * 3600.0  # seconds after a person's message in which an account may answer
WINDOW_MESSAGES = 10  # and how often

EEA_AND_NEIGHBOURS = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CH",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GB",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
WITHOUT_MESSAGING = EEA_AND_NEIGHBOURS | {"US"}  # where accounts may not use the Business Messaging API

ACCOUNT_SCOPES = frozenset(
    (
        "user.info.basic",
        "user.info.username",
        "user.insights",
        "video.list",
        "video.insights",
        "comment.list",
        "comment.list.manage",
        "video.publish",
        "video.upload",
        "message.list.read",
        "message.list.send",
        "message.list.manage",
    )
)
OPEN_SCOPES = frozenset(("user.info.basic", "user.info.profile", "video.list", "video.publish", "video.upload"))


@dataclass(slots=True)
class Subscription:
    """Where an app wants to be told of one kind of event; `items` are the only posts it asks for, none means all."""

    url: str
    items: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class App:
    """A developer's app. `client_key` is its id in every API: app_id, client_id and client_key.

    `domains` are the verified prefixes or hosts from which it may have media fetched; one that is not `audited` may
    post privately only. `per_minute` calls are allowed to all Accounts endpoints together.
    """

    client_key: str
    secret: str
    audited: bool = True
    per_minute: int = 600
    domains: set[str] = field(default_factory=set)
    subscriptions: dict[str, Subscription] = field(default_factory=dict, repr=False)
    posted: dict[str, float] = field(default_factory=dict, repr=False)  # when each account last posted by it

    @property
    def id(self) -> str:
        """The same as `client_key`."""
        return self.client_key


@dataclass(slots=True, eq=False)
class Person:
    """Somebody outside. In the EEA, Switzerland and the United Kingdom their messages are told without their words."""

    unique_identifier: str
    name: str
    username: str
    region: str = "AE"
    images: bool = True
    follows: bool = False

    @property
    def id(self) -> str:
        """The same as `unique_identifier`."""
        return self.unique_identifier


@dataclass(slots=True, eq=False)
class Account:
    """An account of ours. `messaging` says whether its owner was let into the Business Messaging API at all.

    `access_token` and `refresh_token` are those of the API for Business, `open_token` and `open_refresh_token` those of
    the Content Posting and Display API; they follow what is renewed over HTTP.
    """

    open_id: str
    unique_identifier: str
    username: str
    name: str
    app: App = field(repr=False)
    region: str = "AE"
    messaging: bool = True
    images: bool = True
    scopes: set[str] = field(default_factory=lambda: set(ACCOUNT_SCOPES), repr=False)
    access_token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    open_token: str = field(default="", repr=False)
    open_refresh_token: str = field(default="", repr=False)
    private: bool = False
    banned: bool = False
    withdrawn: bool = False
    followers: int = 0
    videos: dict[str, Video] = field(default_factory=dict, repr=False)
    conversations: dict[str, Conversation] = field(default_factory=dict, repr=False)

    @property
    def id(self) -> str:
        """The same as `open_id`."""
        return self.open_id

    @property
    def business_id(self) -> str:
        """The same as `open_id`, by the name that the API for Business gives it."""
        return self.open_id

    @property
    def may_message(self) -> bool:
        """Whether this account may use the Business Messaging API."""
        return self.messaging and self.region not in WITHOUT_MESSAGING


Author = Person | Account


@dataclass(slots=True)
class Figures:
    """What a post has reached; times in seconds."""

    video_views: int = 0
    likes: int = 0
    shares: int = 0
    favorites: int = 0
    reach: int = 0
    total_time_watched: float = 0.0
    average_time_watched: float = 0.0
    full_video_watched_rate: float = 0.0


@dataclass(slots=True, eq=False)
class Video:
    """One post: a video, or photos. Its id is the `item_id` and the `video_id` of the API."""

    id: str
    account: Account
    caption: str
    at: float
    kind: Literal["VIDEO", "PHOTO"] = "VIDEO"
    duration: float = 12.0
    privacy: str = "PUBLIC_TO_EVERYONE"
    comments_off: bool = False
    removed: bool = False
    pinned: str = ""  # the id of the pinned comment
    figures: Figures = field(default_factory=Figures)
    comments: dict[str, Comment] = field(default_factory=dict, repr=False)
    files: list[bytes] = field(default_factory=list, repr=False)

    @property
    def public(self) -> bool:
        """Whether everybody sees it."""
        return not self.removed and self.privacy == "PUBLIC_TO_EVERYONE"


@dataclass(slots=True, eq=False)
class Comment:
    """A comment, or a reply to one. One that is `stuck` stays hidden whoever shows it again."""

    id: str
    video: Video
    who: Author
    text: str
    at: float
    parent: Comment | None = None
    hidden: bool = False
    stuck: bool = False
    removed: bool = False
    liked: bool = False  # by the owner of the video
    likes: set[str] = field(default_factory=set)
    answers: list[Comment] = field(default_factory=list, repr=False)

    @property
    def owner(self) -> bool:
        """Whether the owner of the video wrote it."""
        return self.who is self.video.account

    @property
    def replies(self) -> list[Comment]:
        """The replies that are still there, oldest first."""
        return [one for one in self.answers if not one.removed]


@dataclass(slots=True, eq=False)
class Message:
    """One private message. `kind` is text, image, share_post, sticker, emoji, video, template or other."""

    id: str
    conversation: Conversation
    ours: bool
    at: float
    kind: str = "text"
    text: str = ""
    media_id: str = ""
    video: Video | None = None
    details: JsonObject = field(default_factory=dict)
    source: Literal["APP", "WEB", "API", "OTHERS"] = "APP"
    answers: Message | None = None


@dataclass(slots=True, eq=False)
class Conversation:
    """What an account and a person write each other; `heard` is when the person last wrote (unix seconds), or 0."""

    id: str
    account: Account
    person: Person
    messages: list[Message] = field(default_factory=list, repr=False)
    heard: float = 0.0
    since: int = 0  # how often we wrote since then
    answered: bool = False

    @property
    def updated(self) -> float:
        """When the last message was written; 0 for none."""
        return self.messages[-1].at if self.messages else 0.0


@dataclass(slots=True)
class Source:
    """Where the media of a publication come from: addresses to fetch, or chunks to be uploaded."""

    urls: tuple[str, ...] = ()
    size: int = 0
    chunk: int = 0
    chunks: int = 0
    token: str = ""
    expires: float = 0.0
    data: bytearray = field(default_factory=bytearray, repr=False)


@dataclass(slots=True, eq=False)
class Publication:
    """A post on its way. `state` is the status of the API; `reason` says why it FAILED; `post` is what came of it."""

    id: str
    account: Account
    app: App
    kind: Literal["VIDEO", "PHOTO"]
    caption: str
    at: float
    privacy: str = "PUBLIC_TO_EVERYONE"
    draft: bool = False
    comments_off: bool = False
    source: Source = field(default_factory=Source, repr=False)
    state: str = "PROCESSING_DOWNLOAD"
    reason: str = ""
    received: int = 0
    public_at: float = 0.0
    post: Video | None = None
