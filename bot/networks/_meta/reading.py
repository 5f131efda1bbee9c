"""What a Page or a professional account is asked for: its posts with the newest comments, and its conversations.

One call brings many posts with the newest comments of each; more is asked only where those do not reach back enough.
Everything comes newest first, as Meta has it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import quote

from bot.networks._meta.errors import GONE, refusal
from bot.networks._meta.graph import MOST_AT_ONCE, Graph
from bot.networks._meta.place import Place
from bot.networks._meta.shapes import Raw, moment, objects, table_or_none
from inbox.errors import LoginNeeded, NetworkError, Rejected, Unavailable

T = TypeVar("T")
Knows = Callable[[Raw], bool]

POSTS: Final = 25  # of one page, each with its newest comments
OLD: Final = 30 * 24 * 3_600_000  # ms; below older posts is read only what hooks spoke of
NEWEST: Final = 25  # comments that come along with a post
COMMENTS: Final = {"facebook": 100, "instagram": 50}  # of one page, when all of a post are asked for
REPLIES: Final = 50
CONVERSATIONS: Final = 25
MESSAGES: Final = 20  # the most that Instagram shows of one conversation
TOO_MUCH: Final = "reduce the amount of data"

COMMENT: Final = {
    "facebook": "id,message,created_time,from,parent{id},attachment,is_hidden",
    "instagram": "id,text,timestamp,from,username,hidden,parent_id",
}
POST: Final = {
    "facebook": "id,from,message,story,permalink_url,full_picture,created_time",
    "instagram": "id,caption,permalink,media_url,thumbnail_url,media_type,media_product_type,timestamp,comments_count",
}
MESSAGE: Final = {
    "facebook": "id,created_time,from,to,message,attachments,sticker,shares",
    "instagram": "id,created_time,from,to,message,attachments,shares,story,is_unsupported",
}


@dataclass(frozen=True, slots=True)
class Span:
    """What one round is about: from `since` to `upto`, in unix ms; it was begun at `now`.

    Up to `settled` an earlier round was complete; what lies between `since` and that is only looked at once more.
    """

    since: int
    upto: int
    now: int
    settled: int = 0

    def holds(self, at: int) -> bool:
        """Whether something said then belongs to this round."""
        return self.since <= at <= self.upto


@dataclass(frozen=True, slots=True)
class Below:
    """What was read of one place, newest first; everything said there since `covers` (unix ms, 0: ever) is in it."""

    said: list[Raw]
    covers: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where reading ends in any case: so many `posts`; so many `pages` below one, and in a `deep` look at one."""

    posts: int = 200
    pages: int = 1_000  # Meta's own paging ends long before
    deep: int = 40


BOUNDS: Final = Bounds()


class Reading:
    """Asks for one account; raises NetworkErrors and nothing else."""

    def __init__(self, graph: Graph, place: Place, bounds: Bounds = BOUNDS) -> None:
        """Nothing is asked yet."""
        self._graph = graph
        self._place = place
        self._bounds = bounds
        self._posts = POSTS
        self.looked = 0  # how often all comments of one post could be asked for

    # ------------------------------------------------------------------------------------------------------ posts

    async def posts(self, now: int) -> AsyncIterator[Raw]:
        """The posts of the last 30 days, newest first, each with its newest comments."""
        edge = "feed" if self._place.network == "facebook" else "media"
        page: Raw | None = await self._first_posts(f"/{self._place.id}/{edge}")
        count = 0
        while page is not None:
            posts = objects(page)
            young = [raw for raw in posts if now - self.at(raw, now) <= OLD]
            for raw in young:
                yield raw
            count += len(posts)
            page = await self._graph.follow(page) if young and count < self._bounds.posts else None

    async def posts_named(self, posts: Sequence[str]) -> AsyncIterator[tuple[str, dict[str, Any] | Rejected]]:
        """These posts, each with its newest comments, or why one cannot be read."""
        fields = self._expanded()
        for some in pieces(posts, MOST_AT_ONCE):
            answers = await self._graph.batch([path_of(post, fields) for post in some])
            for post, answer in zip(some, answers, strict=True):
                if isinstance(answer, NetworkError) and not isinstance(answer, Rejected):
                    raise answer
                yield post, answer

    async def _first_posts(self, path: str) -> Raw:
        """Meta refuses what would be too much in one answer; then fewer posts are asked for."""
        while True:
            try:
                return await self._graph.get(path, fields=self._expanded(), limit=self._posts)
            except NetworkError as error:
                if TOO_MUCH not in str(error).lower() or self._posts == 1:
                    raise
                self._posts = max(1, self._posts // 2)

    def _expanded(self) -> str:
        network = self._place.network
        modifiers = ".filter(stream).order(reverse_chronological)" if network == "facebook" else ""
        return f"{POST[network]},comments{modifiers}.limit({NEWEST}){{{self._comment_fields}}}"

    @property
    def _comment_fields(self) -> str:
        fields = COMMENT[self._place.network]
        return fields if self._place.network == "facebook" else f"{fields},replies.limit({REPLIES}){{{fields}}}"

    # --------------------------------------------------------------------------------------------------- comments

    async def below(self, post: str, raw: Raw, span: Span, known: Knows, *, deep: bool = False) -> Below:
        """The comments of a post down to where the span begins; `deep` reads on, for an old one may have a new reply.

        `known` tells whether a comment was read before: a page of those alone ends it once that is settled.
        """
        page: Raw | None = table_or_none(raw.get("comments"))
        assert page is not None
        floor = 0
        if deep or (more(page) and not self._reaches(objects(page), span, known)):
            page = await self._all_of(post, span.since)
            floor = span.since if self._place.network == "facebook" else 0
        found: list[Raw] = []
        for number in range(1, self._bounds.pages):
            if page is None:
                return Below(found, floor)
            comments = objects(page)
            found += await self._with_replies(comments, span, deep=deep)
            if not more(page):
                return Below(found, floor)
            if number >= self._bounds.deep if deep else self._reaches(comments, span, known):
                return Below(found, max(floor, self._oldest(comments, span)))
            page = await self._graph.follow(page)
        raise Unavailable(f"The comments of post {post} do not end.")

    async def _all_of(self, post: str, since: int) -> Raw:
        network = self._place.network
        order: dict[str, str | int] = {"filter": "stream", "order": "reverse_chronological", "since": since // 1000}
        page = await self._graph.get(
            f"/{post}/comments",
            fields=self._comment_fields,
            limit=COMMENTS[network],
            **(order if network == "facebook" else {}),
        )
        self.looked += 1
        return page

    async def _with_replies(self, comments: Iterable[Raw], span: Span, *, deep: bool) -> list[Raw]:
        """Instagram has the replies inside of what they reply to; Facebook has all in one row."""
        flat: list[Raw] = []
        for comment in comments:
            flat.append({name: value for name, value in comment.items() if name != "replies"})
            page: Raw | None = table_or_none(comment.get("replies"))
            while page:
                flat += [{**reply, "parent_id": reply.get("parent_id") or comment.get("id")} for reply in objects(page)]
                follows = deep or self.at(comment, span.now) >= span.since
                page = await self._graph.follow(page) if follows else None
        return flat

    def _reaches(self, page: Sequence[Raw], span: Span, known: Knows) -> bool:
        """Whether nothing that belongs to the round can stand on the pages after this one."""
        oldest = self._oldest(page, span)
        if oldest < span.since or not page:
            return True
        return oldest <= span.settled and all(known(one) for one in page)

    def _oldest(self, page: Sequence[Raw], span: Span) -> int:
        return min((self.at(one, span.now) for one in page), default=span.now)

    async def is_bare(self, post: str) -> bool:
        """Whether nothing stands below a post. Where a permission is missing, lists are empty, too: this raises."""
        try:
            return not objects(await self._graph.get(f"/{post}/comments", fields="id", limit=1))
        except Rejected as error:
            if refusal(error) != GONE:
                raise
            return True

    async def look(self, ids: Sequence[str]) -> tuple[set[str], set[str]]:
        """Which of at most 50 Meta says are gone, and which are there; of others it cannot be told."""
        answers = await self._graph.batch([path_of(id, "id") for id in ids]) if ids else []
        if dead := next((answer for answer in answers if isinstance(answer, LoginNeeded)), None):
            raise dead
        told = list(zip(ids, answers, strict=True))
        gone = {id for id, answer in told if isinstance(answer, NetworkError) and refusal(answer) == GONE}
        return gone, {id for id, answer in told if not isinstance(answer, NetworkError)}

    # ------------------------------------------------------------------------------------------------ in private

    async def conversations(self, since: int, now: int) -> AsyncIterator[Raw]:
        """The conversations in which something happened since, newest first, each with its last messages."""
        network = self._place.network
        page: Raw | None = await self._graph.get(
            f"/{self._place.node}/conversations",
            platform="messenger" if network == "facebook" else "instagram",
            fields=f"id,updated_time,participants,messages.limit({MESSAGES}){{{MESSAGE[network]}}}",
            limit=CONVERSATIONS,
        )
        while page is not None:
            for raw in objects(page):
                if moment(now, raw.get("updated_time")) < since:
                    return
                yield raw
            page = await self._graph.follow(page)

    async def messages(self, conversation: Raw, span: Span, known: Knows) -> Below:
        """The messages of a conversation down to where the span begins."""
        page: Raw | None = table_or_none(conversation.get("messages"))
        found: list[Raw] = []
        for _ in range(1, self._bounds.pages):
            if page is None:
                return Below(found, 0)
            said = objects(page)
            found += said
            if not more(page):
                return Below(found, 0)
            if self._reaches(said, span, known):
                return Below(found, self._oldest(said, span))
            page = await self._graph.follow(page)
        raise Unavailable(f"The messages of conversation {conversation.get('id')} do not end.")

    async def tagged(self, since: int, now: int) -> AsyncIterator[Raw]:
        """Media of others, since then, in which the account is tagged, newest first."""
        fields = "id,caption,username,permalink,timestamp,media_type,media_url,thumbnail_url"
        page: Raw | None = await self._graph.get(f"/{self._place.id}/tags", fields=fields, limit=POSTS)
        while page is not None:
            for raw in objects(page):
                if self.at(raw, now) < since:
                    return
                yield raw
            page = await self._graph.follow(page)

    def at(self, raw: Raw, now: int) -> int:
        """When something was posted or said, in unix ms."""
        return moment(now, raw.get("created_time"), raw.get("timestamp"))


def path_of(id: str, fields: str) -> str:
    """An object with these fields, as a batch asks for it."""
    return f"/{quote(id)}?fields={quote(fields)}"


def more(page: Raw) -> bool:
    """Whether there is a further page."""
    return bool(table_or_none(page.get("paging")).get("next"))


def pieces(whole: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """A sequence in parts of at most so many."""
    return (whole[start : start + most] for start in range(0, len(whole), most))
