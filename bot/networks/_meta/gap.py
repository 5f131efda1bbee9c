"""One round of reading: what no hook told of is stored late, but once, and what changed meanwhile is seen.

A round reads what is older than a minute (hooks get their chance) and newer than the place where the last complete one
ended, with some overlap. What is known already changes nothing. Only a complete round moves the place on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Final

import structlog

from bot.networks._meta.comments import feed
from bot.networks._meta.errors import GONE, refusal
from bot.networks._meta.ids import padded, private_with
from bot.networks._meta.intake import Intake, name_of
from bot.networks._meta.mentions import Mention
from bot.networks._meta.parse import comment_of_graph, message_of_graph
from bot.networks._meta.place import Known, Place
from bot.networks._meta.reading import Below, Reading, Span
from bot.networks._meta.resume import Resume
from bot.networks._meta.shapes import Raw, objects, table_or_none, unreadable
from bot.networks._meta.subjects import describe, learn_post, mentioned
from bot.networks._meta.tops import learn, listed_answers
from bot.networks._payloads import MALFORMED
from inbox.errors import Rejected, Unavailable
from inbox.incoming import GapClosed, Incoming, NewMessage, Receive, Unreadable
from inbox.models import AccountId, RemoteId, Subject
from inbox.network import Mailbox

log = structlog.get_logger("sangam")

PATIENCE: Final = 60_000  # ms in which a hook may still come
IMPATIENT: Final = 10_000  # ms, where none can come: so long what we send ourselves may take to be stored
OVERLAP: Final = 300_000  # ms that are read again: for clocks that differ, and for what Meta shows late
MOST_UNREAD: Final = 3  # posts that cannot be read, after which it is not they who are odd
TAGGED_EVERY: Final = 900_000  # ms
UNSHOWN: Final = (
    "Instagram shows no more than the last 20 messages of a conversation, and {count} before them may not have been"
    " heard. Open this conversation in Instagram's own app to read them."
)


@dataclass(slots=True)
class Gap:
    """Reads for one account; outlives its rounds. `hooks` says whether any can reach us."""

    account: AccountId
    place: Place
    known: Known
    mailbox: Mailbox
    reading: Reading
    intake: Intake
    now: Callable[[], int]  # unix ms
    hooks: bool
    listed: set[str] = field(default_factory=set)  # posts that a list named in the last round
    _closed: dict[str, str] = field(default_factory=dict)  # parts that may not be read, and why
    _unread: dict[str, Rejected | Unavailable] = field(default_factory=dict)  # posts, in this round
    _tags_at: int = 0  # when they were last asked for
    _first: bool = True

    async def close(self, receive: Receive, resume: Resume) -> tuple[Resume, int]:
        """One round; answers where the next one begins and how many messages were new.

        Raises a NetworkError when it was cut short; then the next begins where this one did.
        """
        now, after = self.now(), resume.copy()
        upto = now - (PATIENCE if self.hooks else IMPATIENT)
        begun = min(resume.comments, resume.private)
        self.intake.tells = self.hooks or self._first
        if await self._part("comments", self._comments(receive, after, _span(resume.comments, upto, now))):
            after.comments = max(resume.comments, upto)
        if await self._part("private", self._private(receive, _span(resume.private, upto, now))):
            after.private = max(resume.private, upto)
        if self._may_be_tagged and now - self._tags_at >= TAGGED_EVERY:
            self._tags_at = now
            if await self._part("tagged", self._tagged(receive, _span(resume.tagged, now, now))):
                after.tagged = now
        after.tidy(now)
        after.to_do = resume.to_do  # whoever looks mentions up has gone on meanwhile
        found = self.intake.recovered
        # After a crash, what another process stored of a round that it did not end is told with the first of this one.
        told = [GapClosed(found, begun, now)] if (found and self.intake.tells) or self._first else []
        await receive(told, after.cursor)
        self._first, self.intake.recovered = False, 0
        return after, found

    @property
    def _may_be_tagged(self) -> bool:
        """With Instagram Login, Meta shows no tags."""
        return self.place.network == "instagram" and bool(self.place.page)

    async def _part(self, name: str, read: Coroutine[None, None, None]) -> bool:
        """Whether it could be read; what a permission is missing for keeps its place, and the others go on."""
        try:
            await read
        except Rejected as error:
            if self._closed.get(name) != str(error):
                self._closed[name] = str(error)
                log.warning(f"{self.place.network}.not_read", account=self.account, part=name, words=str(error))
            return False
        if self._closed.pop(name, None) is not None:
            log.info(f"{self.place.network}.read_again", account=self.account, part=name)
        return True

    # ---------------------------------------------------------------------------------------------------- comments

    async def _comments(self, receive: Receive, after: Resume, span: Span) -> None:
        listed: set[str] = set()
        looked = self.reading.looked
        self._unread.clear()
        async for raw in self.reading.posts(span.now):
            if post := name_of(raw):
                listed.add(post)
                await self._post(receive, raw, post, after, span)
        vanished, self.listed = self.listed - listed, listed
        for post in listed & after.posts.keys():
            del after.posts[post]
        async for post, found in self.reading.posts_named(sorted(after.posts)):
            if isinstance(found, dict):
                await self._post(receive, found, post, after, span)
            elif refusal(found) == GONE:
                del after.posts[post]
                vanished.add(post)
        for post in sorted(vanished):
            await self.intake.vanished(receive, padded(post), span)
        self._judge_unread(looked=self.reading.looked > looked)
        after.counted_at = span.now

    def _judge_unread(self, *, looked: bool) -> None:
        """Posts that alone are refused while others are shown are left alone; all else keeps the place."""
        for error in self._unread.values():
            if not (looked and isinstance(error, Rejected)):
                raise error
        for post, error in self._unread.items():
            if self._closed.get(post) != str(error):
                self._closed[post] = str(error)
                log.warning(
                    f"{self.place.network}.not_read", account=self.account, part=f"post {post}", words=str(error)
                )

    async def _post(self, receive: Receive, raw: Raw, post: str, after: Resume, span: Span) -> None:
        """One post with what is below it; one that somebody left on our Page is their word itself."""
        theirs = self._left_here(raw, post, span)
        fresh, subject = post not in self.known.posts, self._learn(raw)
        if subject is not None:  # told at once: reading makes its threads look like known ones, and may be cut short
            await describe(self.known, [subject], span.now, receive)
        below = await self._below(raw, post, after, span)
        if answers := listed_answers(below.said, post, self.place):
            await learn(answers, self.known, self.mailbox)
        said = self.intake.read(comment_of_graph, below.said, post, span)
        await self.intake.take(receive, padded(post), [*said, theirs], below.covers, span, fresh=fresh)
        if post in after.posts:
            after.spoke_of(post, max((at for events in said for at in _times(events)), default=0))

    def _learn(self, raw: Raw) -> Subject | None:
        try:
            return learn_post(raw, self.place, self.known)
        except MALFORMED:  # what is said below it can be read all the same
            return None

    async def _below(self, raw: Raw, post: str, after: Resume, span: Span) -> Below:
        """Its comments; none of a post that was deleted since it was listed.

        One that cannot be read to its end keeps nobody from reading the others: what came along with it is taken.
        """
        try:
            known = self.intake.knows(padded(post), padded)
            below = await self.reading.below(post, raw, span, known)
            if self._hides_more(post, raw, below, after):
                below = await self.reading.below(post, raw, span, known, deep=True)
        except (Rejected, Unavailable) as error:
            if refusal(error) == GONE:
                return Below([], span.now)
            self._unread[post] = error
            if len(self._unread) == MOST_UNREAD:
                raise
            return Below([*objects(table_or_none(raw.get("comments")))], span.now)
        return below

    def _left_here(self, raw: Raw, post: str, span: Span) -> list[Incoming]:
        who = table_or_none(raw.get("from"))
        if self.place.network != "facebook" or who.get("id") in (None, self.place.id):
            return []
        told = {**{key: raw.get(key) for key in ("from", "message", "created_time")}, "post_id": post, "verb": "add"}
        picture = raw.get("full_picture")
        told |= {"item": "photo", "link": picture} if picture else {"item": "status"}
        try:
            return feed(told, self.reading.at(raw, span.now), self.place, self.known, span.now)
        except MALFORMED as error:
            return [unreadable(raw, error, span.now, id=f"post.{post}")]

    def _hides_more(self, post: str, raw: Raw, below: Below, after: Resume) -> bool:
        """Whether Instagram counts other comments than were read: a reply to an old one, or one that is gone."""
        count, before = raw.get("comments_count"), after.counts.get(post)
        if self.place.network != "instagram" or not isinstance(count, int):
            return False
        after.counts.pop(post, None)
        after.counts[post] = count  # the newest stand last
        since = sum(self.reading.at(one, 0) > after.counted_at for one in below.said)
        return before is not None and below.covers > 0 and count - before != since

    # -------------------------------------------------------------------------------------------------- in private

    async def _private(self, receive: Receive, span: Span) -> None:
        async for raw in self.reading.conversations(span.since, span.now):
            who = self._other(raw)
            if not who:
                continue
            below = await self.reading.messages(raw, span, self.intake.knows(private_with(who), RemoteId))
            whole = self.place.network == "facebook"  # Instagram names older messages without what they say
            shown = [one for one in below.said if whole or "from" in one]
            older = [one for one in below.said if not whole and "from" not in one]
            covers = min((self.reading.at(one, 0) for one in shown), default=span.now) if older else below.covers
            await self._unshown(receive, who, older, span)
            said = self.intake.read(message_of_graph, shown, who, span)
            await self.intake.take(receive, private_with(who), said, covers, span)

    def _other(self, conversation: Raw) -> str:
        """With whom a conversation is; "" where Meta does not say, as with who deleted their account."""
        there = objects(table_or_none(conversation.get("participants")))
        wrote = objects(table_or_none(conversation.get("messages")))
        named = [name_of(one) for one in (*there, *(table_or_none(message.get("from")) for message in wrote))]
        return next((id for id in named if id not in ("", self.place.id, self.place.page)), "")

    async def _unshown(self, receive: Receive, who: str, older: Sequence[Raw], span: Span) -> None:
        """Say that older messages of a conversation may be missing, but for those that hooks told."""
        thread = private_with(who)
        within = [name_of(one) for one in older if span.holds(self.reading.at(one, span.now))]
        missed = [id for id in within if id and self.intake.seen.get(thread, RemoteId(id)) is None]
        if missed:
            words, id = UNSHOWN.format(count=len(missed)), f"unshown.{missed[0]}"
            await receive(
                [Unreadable(id, json.dumps({"conversation": who, "messages": missed}), words, span.now)], None
            )

    async def _tagged(self, receive: Receive, span: Span) -> None:
        """Media of others in which we are tagged; Instagram tells of them by no hook."""
        async for raw in self.reading.tagged(span.since, span.now):
            try:
                events = mentioned(raw, self.place, self.known, Mention(name_of(raw), "", span.now), span.now)
            except MALFORMED as error:
                events = [unreadable(raw, error, span.now, id=f"tagged.{name_of(raw)}")]
            await self.intake.store(receive, events, span)


def _span(settled: int, upto: int, now: int) -> Span:
    return Span(settled - OVERLAP, upto, now, settled)


def _times(events: Sequence[Incoming]) -> list[int]:
    return [one.at for one in events if isinstance(one, NewMessage)]
