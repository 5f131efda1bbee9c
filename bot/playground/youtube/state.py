"""What the simulated YouTube knows, where each thing is found by its id, and how a comment comes to be there."""

from __future__ import annotations

import bisect
from collections import Counter, deque
from collections.abc import Callable

from bot.playground.attachments import Attachment
from bot.playground.bell import Bell
from bot.playground.clock import Clock
from bot.playground.sent import Sent
from bot.playground.youtube.ids import Ids
from bot.playground.youtube.quota import Quota, day_of
from bot.playground.youtube.records import Author, Channel, Comment, Person, Project, Request, Status, Upload, Video
from bot.playground.youtube.tokens import DAY, Tokens

REMEMBERED = 20_000


class State:
    """The projects, channels, people and everything they made, of one simulated YouTube.

    All in seconds of the clock: `settles` until lists show a comment that came by the API, `processing_takes` until
    an upload is processed, `session_lives` until a resumable upload is forgotten. Without `shows_originals` only the
    author of a comment is given its `textOriginal`, which is all that YouTube guarantees.
    """

    def __init__(self, clock: Clock, seed: int = 0) -> None:
        self.clock = clock
        self.ids = Ids(seed)
        self.tokens = Tokens(self.ids)
        self.quota = Quota()
        self.projects: dict[str, Project] = {}
        self.channels: dict[str, Channel] = {}
        self.people: dict[str, Person] = {}
        self.videos: dict[str, Video] = {}
        self.comments: dict[str, Comment] = {}
        self.uploads: dict[str, Upload] = {}
        self.sent: list[Sent] = []
        self.calls: Counter[str] = Counter()
        self.requests: deque[Request] = deque(maxlen=REMEMBERED)
        self.bell = Bell()
        self.base = ""
        self.settles = 3.0
        self.processing_takes = 0.0
        self.session_lives = 7 * DAY
        self.shows_originals = True
        self.cuts: list[int] = []
        self._numbers = 0

    @property
    def now(self) -> float:
        """The time, in unix seconds."""
        return self.clock.now()

    def keep_comment(
        self,
        who: Author,
        video: Video,
        text: str,
        parent: Comment | None = None,
        *,
        status: Status = "published",
        at: float | None = None,
        listed_at: float = 0.0,
        picture: Attachment | None = None,
    ) -> Comment:
        """A new comment or reply; what somebody banned writes is rejected at once."""
        self._numbers += 1
        created = float(int(self.now if at is None else at))
        name = self.ids.reply(parent.id) if parent is not None else self.ids.thread()
        comment = Comment(name, self._numbers, video, who, text, created, created, parent=parent, picture=picture)
        comment.listed_at = listed_at
        self.comments[comment.id] = comment
        if parent is not None:
            _insert(parent.replies, comment)
        else:
            _insert(video.threads, comment)
            _insert(video.channel.threads, comment)
        video.days.setdefault(day_of(created).isoformat(), Counter())["comments"] += 1
        self.set_status(comment, "rejected" if who.id in video.channel.banned else status)
        return comment

    def set_status(self, comment: Comment, status: Status) -> None:
        """Publish, hold back or reject a comment."""
        comment.status = status
        if status != "published":
            comment.video.channel.flagged[comment.thread.id] = comment.thread
        self.bell.ring()

    def change_comment(self, comment: Comment, text: str) -> None:
        """Give a comment another text."""
        comment.text, comment.updated = text, max(float(int(self.now)), comment.created + 1)
        self.bell.ring()

    def drop_comment(self, comment: Comment) -> None:
        """Delete a comment, with all replies when it is a thread's."""
        comment.removed = True
        self.bell.ring()

    def record(
        self, call: str, object_id: str, result_id: str = "", text: str = "", account: str = "", **details: object
    ) -> Sent:
        """Note what we did by the API."""
        sent = Sent(len(self.sent) + 1, self.now, call, object_id, result_id, text, account, details)
        self.sent.append(sent)
        self.bell.ring()
        return sent

    async def wait_for(self, holds: Callable[[], object], timeout: float = 5.0) -> None:
        """Return once `holds()` is true of the world; raises TimeoutError after `timeout` real seconds."""
        await self.bell.until(holds, timeout)

    async def wait_sent(self, wanted: Callable[[Sent], bool], timeout: float = 5.0, after: int = 0) -> Sent:
        """The first thing we did, with a number above `after`, that is `wanted`; raises TimeoutError."""
        return await self.bell.first(self.sent, wanted, timeout, after)


def _insert(comments: list[Comment], comment: Comment) -> None:
    """In the order of time, which is at the end unless the comment is made to be older than others."""
    if not comments or comments[-1].place() < comment.place():
        comments.append(comment)
    else:
        bisect.insort(comments, comment, key=Comment.place)
