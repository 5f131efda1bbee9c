"""The things the simulated Meta is made of: apps, Pages, Instagram profiles, people, posts, comments and messages."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.playground.meta.files import File
from bot.playground.meta.wire import JsonObject

WINDOW = 24 * 3600.0
LATE_WINDOW = 7 * 24 * 3600.0


@dataclass(slots=True)
class Subscription:
    """Where an app wants to be told about one kind of object, and about what."""

    callback_url: str
    verify_token: str
    fields: set[str]
    active: bool = True


@dataclass(slots=True, eq=False)
class App:
    """A developer's app. `subscriptions` are by object: page, instagram; `features` are those it was approved for."""

    id: str
    name: str
    secret: str
    subscriptions: dict[str, Subscription] = field(default_factory=dict, repr=False)
    features: set[str] = field(default_factory=lambda: {"Human Agent", "Page Public Content Access"})
    live: bool = True
    login: Login = field(init=False, repr=False)

    @property
    def token(self) -> str:
        """The app's own access token."""
        return f"{self.id}|{self.secret}"


@dataclass(slots=True, eq=False)
class Login:
    """A Facebook account of ours that looks after Pages."""

    id: str
    name: str
    pages: list[Page] = field(default_factory=list, repr=False)


@dataclass(slots=True, eq=False)
class Person:
    """Somebody outside; `blocks` holds the ids of Pages and profiles that cannot reach them any more."""

    id: str
    name: str
    username: str = ""
    blocks: set[str] = field(default_factory=set)
    picture: File | None = None


@dataclass(slots=True, eq=False)
class Owner:
    """What a Page and a profile have in common. `subscribed` are the fields that each app (by id) is told about."""

    id: str
    name: str
    username: str = ""
    token: str = field(default="", repr=False)
    app: App | None = field(default=None, repr=False)
    posts: dict[str, Post] = field(default_factory=dict, repr=False)
    conversations: dict[str, Conversation] = field(default_factory=dict, repr=False)
    blocked: set[str] = field(default_factory=set)
    muted: set[str] = field(default_factory=set)
    subscribed: dict[str, set[str]] = field(default_factory=dict, repr=False)
    withdrawn: set[str] = field(default_factory=set)
    restricted: bool = False
    attachments: dict[str, Attachment] = field(default_factory=dict, repr=False)
    picture: File | None = None


@dataclass(slots=True, eq=False)
class Page(Owner):
    """A Facebook Page; without `shows_names` comments come without `from`."""

    profile: Profile | None = field(default=None, repr=False)
    shows_names: bool = True
    is_published: bool = True
    videos: dict[str, Video] = field(default_factory=dict, repr=False)
    photos: dict[str, Photo] = field(default_factory=dict, repr=False)


@dataclass(slots=True, eq=False)
class Profile(Owner):
    """An Instagram professional account; with a `page` it was connected by Facebook Login."""

    page: Page | None = field(default=None, repr=False)
    scoped_id: str = ""
    containers: dict[str, Container] = field(default_factory=dict, repr=False)
    published: list[tuple[float, bool]] = field(default_factory=list, repr=False)
    tags: list[Post] = field(default_factory=list, repr=False)


Author = Person | Owner


@dataclass(slots=True, eq=False)
class Post:
    """Something published by a Page or a profile, or by somebody else who mentions one (then `author` is a person).

    `shows` are the ids of its photos or of its video.
    """

    id: str
    owner: Owner
    text: str
    created: float
    kind: str = "status"
    author: Author | None = None
    link: str = ""
    pictures: list[File] = field(default_factory=list, repr=False)
    video: File | None = None
    ad: bool = False
    published: bool = True
    scheduled: float = 0.0
    removed: bool = False
    comment_enabled: bool = True
    updated: float = 0.0
    product: str = "FEED"
    comments: dict[str, Comment] = field(default_factory=dict, repr=False)
    likes: set[str] = field(default_factory=set)
    shares: int = 0
    figures: dict[str, object] = field(default_factory=dict, repr=False)
    private_replies: list[str] = field(default_factory=list, repr=False)
    children: list[Post] = field(default_factory=list, repr=False)
    alt_text: str = ""
    shows: list[str] = field(default_factory=list, repr=False)

    @property
    def number(self) -> str:
        """The part of the id that comment ids begin with."""
        return self.id.rpartition("_")[2]


@dataclass(slots=True, eq=False)
class Comment:
    """What somebody wrote under a post. `privately` holds the mids of private replies to it."""

    id: str
    post: Post
    who: Author
    text: str
    created: float
    under: Comment | None = None
    hidden: bool = False
    removed: bool = False
    edited: float = 0.0
    likes: set[str] = field(default_factory=set)
    attachment: JsonObject = field(default_factory=dict, repr=False)
    picture: File | None = None
    replies: list[Comment] = field(default_factory=list, repr=False)
    privately: list[str] = field(default_factory=list, repr=False)


@dataclass(slots=True, eq=False)
class Attachment:
    """A file, or a shared thing, that goes with a message. `payload` holds what there is besides the URL."""

    kind: str
    file: File | None = None
    payload: JsonObject = field(default_factory=dict, repr=False)
    id: str = ""


@dataclass(slots=True, eq=False)
class Message:
    """One private message. `app_id` and `metadata` tell of a message that came through the Send API."""

    id: str
    conversation: Conversation
    who: Author
    text: str
    created: float
    attachments: list[Attachment] = field(default_factory=list, repr=False)
    reply_to: Message | None = None
    about: Comment | Post | None = None
    story: JsonObject = field(default_factory=dict, repr=False)
    referral: JsonObject = field(default_factory=dict, repr=False)
    edits: int = 0
    removed: bool = False
    reactions: dict[str, str] = field(default_factory=dict, repr=False)
    app_id: str = ""
    metadata: str = ""
    tag: str = ""
    unsupported: bool = False

    @property
    def ours(self) -> bool:
        """Whether the Page or the profile said it."""
        return self.who is self.conversation.owner


@dataclass(slots=True, eq=False)
class Conversation:
    """The private messages of a person with a Page or a profile. `heard` is when the person last wrote, 0 for never."""

    id: str
    owner: Owner
    person: Person
    messages: dict[str, Message] = field(default_factory=dict, repr=False)
    heard: float = 0.0
    read: float = 0.0
    spam: bool = False
    thread_owner: str = ""
    unread: int = 0

    @property
    def updated(self) -> float:
        """When the last thing was said, in unix seconds."""
        last = next(reversed(self.messages.values()), None)
        return last.created if last is not None else 0.0


@dataclass(slots=True, eq=False)
class Photo:
    """A picture that was uploaded for a post; `post` is set once it is part of one."""

    id: str
    owner: Page
    file: File
    text: str = ""
    alt_text: str = ""
    published: bool = False
    post: Post | None = None


@dataclass(slots=True, eq=False)
class Video:
    """A video on its way to a Page; `ready_at` is when it is done, `problem` why it never will be."""

    id: str
    owner: Page
    text: str
    reel: bool
    title: str = ""
    story: bool = False
    received: bytes = b""
    file: File | None = None
    begun: float = 0.0
    ready_at: float = 0.0
    state: str = "DRAFT"
    problem: str = ""
    post: Post | None = None


@dataclass(slots=True, eq=False)
class Container:
    """A piece of Instagram media before it is published; `subcode` tells what is wrong with it."""

    id: str
    owner: Profile
    kind: str
    created: float
    text: str = ""
    is_item: bool = False
    files: list[File] = field(default_factory=list, repr=False)
    children: list[Container] = field(default_factory=list, repr=False)
    ready_at: float = 0.0
    fetched: bool = False
    code: int = 0
    subcode: int = 0
    post: Post | None = None
    given: JsonObject = field(default_factory=dict, repr=False)
    received: bytes = b""


@dataclass(frozen=True, slots=True)
class Sent:
    """Something an app did to the world: by which call (`POST /{id}/comments`), to what, what came of it, its words."""

    number: int
    time: float
    method: str
    object_id: str
    result_id: str
    text: str
    owner: str
    details: JsonObject
