"""The things the simulated YouTube is made of: projects, channels, people, videos, comments and uploads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from bot.playground.attachments import Attachment
from bot.playground.youtube.wire import JsonObject

Status = Literal["published", "heldForReview", "likelySpam", "rejected"]
Privacy = Literal["public", "unlisted", "private"]


@dataclass(slots=True, eq=False)
class Project:
    """A Google Cloud project with an OAuth client. Uploads of one that is not `audited` stay private for ever.

    `limits` are the calls or units a day of each bucket; of a project that is `testing` refresh tokens live 7 days.
    """

    id: str
    client_id: str
    client_secret: str
    api_key: str
    redirects: tuple[str, ...] = ()
    audited: bool = True
    testing: bool = False
    limits: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Person:
    """Somebody who watches and comments; like everybody on YouTube they have a channel, whose id this is."""

    id: str
    name: str
    handle: str


@dataclass(slots=True, eq=False)
class Channel:
    """A channel of ours. `token` is its first access token (1 hour), `banned` holds the ids of people it banned.

    `flagged` are the threads in which something was ever held back or rejected.
    """

    id: str
    title: str
    handle: str
    project: Project
    created: float
    token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    scopes: tuple[str, ...] = ()
    videos: dict[str, Video] = field(default_factory=dict, repr=False)
    threads: list[Comment] = field(default_factory=list, repr=False)
    flagged: dict[str, Comment] = field(default_factory=dict, repr=False)
    banned: set[str] = field(default_factory=set)
    subscribers: int = 0
    description: str = ""

    @property
    def name(self) -> str:
        """Its title, as a person has a name."""
        return self.title

    @property
    def uploads(self) -> str:
        """The id of the playlist of everything it uploaded."""
        return "UU" + self.id[2:]


Author = Person | Channel


@dataclass(slots=True, eq=False)
class Video:
    """A video. `asked` is the visibility that was set; `privacy_at` tells the one that holds.

    `locked` keeps it private whatever is asked; `ready_at` is when it is processed, `failure` and `rejection` why
    it never will be. `days` are its figures by day (2026-01-01) and metric; `views` and `likes` their sums.
    """

    id: str
    channel: Channel
    title: str
    created: float
    description: str = ""
    tags: list[str] = field(default_factory=list)
    category: str = "22"
    language: str = ""
    asked: Privacy = "public"
    publish_at: float = 0.0
    locked: bool = False
    ready_at: float = 0.0
    failure: str = ""
    rejection: str = ""
    removed: bool = False
    comments_open: bool = True
    shows_likes: bool = True
    made_for_kids: bool = False
    synthetic: bool = False
    embeddable: bool = True
    license: str = "youtube"
    seconds: int = 60
    threads: list[Comment] = field(default_factory=list, repr=False)
    days: dict[str, Counter[str]] = field(default_factory=dict, repr=False)
    ratings: dict[str, str] = field(default_factory=dict, repr=False)
    views: int = 0
    likes: int = 0
    file: bytes = field(default=b"", repr=False)
    thumbnail: Attachment | None = field(default=None, repr=False)

    def privacy_at(self, now: float) -> Privacy:
        """Who may see it at that time."""
        if self.locked:
            return "private"
        return "public" if self.publish_at and now >= self.publish_at else self.asked

    def published(self, now: float) -> float:
        """When it was published; when it was uploaded as long as it is private."""
        return self.publish_at if self.publish_at and now >= self.publish_at and not self.locked else self.created

    def seen_by(self, viewer: Author | None, now: float) -> bool:
        """Whether somebody (None: nobody in particular) can look at it."""
        if self.removed:
            return False
        if viewer is self.channel:
            return True
        works = now >= self.ready_at and not self.failure and not self.rejection
        return works and self.privacy_at(now) != "private"

    def talks(self, now: float) -> bool:
        """Whether there are comments at all: not on private videos, nor where they are switched off."""
        return not self.removed and self.comments_open and self.privacy_at(now) != "private"


@dataclass(slots=True, eq=False)
class Comment:
    """A comment on a video, or a reply (then `parent` is the top-level comment of its thread).

    `number` orders what was said within the same second; lists show it from `listed_at` on.
    """

    id: str
    number: int
    video: Video
    who: Author
    text: str
    created: float
    updated: float
    status: Status = "published"
    parent: Comment | None = None
    listed_at: float = 0.0
    removed: bool = False
    likes: int = 0
    picture: Attachment | None = field(default=None, repr=False)
    replies: list[Comment] = field(default_factory=list, repr=False)

    @property
    def thread(self) -> Comment:
        """The top-level comment that it stands under, or itself."""
        return self.parent or self

    @property
    def gone(self) -> bool:
        """Whether it, or what it stands under, was deleted."""
        return self.removed or self.thread.removed or self.video.removed

    def place(self) -> tuple[float, int]:
        """Where it stands in time."""
        return self.created, self.number


@dataclass(slots=True, eq=False)
class Upload:
    """A resumable upload under way; `video` is set once all of it has arrived."""

    id: str
    channel: Channel
    project: Project
    metadata: JsonObject
    parts: tuple[str, ...]
    mime: str
    total: int | None
    began: float
    received: bytearray = field(default_factory=bytearray, repr=False)
    video: Video | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """One call as it came in, to be held against Google's description; `body` is None where there was no JSON."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    body: object
