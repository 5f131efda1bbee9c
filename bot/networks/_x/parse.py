"""What X tells of its own accord, over a webhook or the activity stream, made into what the inbox takes in.

Both envelopes are read: that of the activity API (`data` with one event) and that of the older account activity API
(`for_user_id` with lists). Kinds that are of no use to the inbox are ignored; what cannot be read is kept.

Sources: docs.x.com, "X Activity API", "X Activity API event pricing" and "Account activity", read 2026-11-27.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from bot.networks._addressed import without_name
from bot.networks._payloads import MALFORMED, clean
from bot.networks._x.ids import own, padded, posts_of, said_at
from bot.networks._x.shapes import Raw, number, number_or_none, objects, part, people_in, table, unreadable
from bot.networks._x.told import Letter, Post, letter_of, older_letter_of, older_post_of, post_of
from bot.networks._x.words import AGAIN
from inbox.incoming import AccountRevoked, Incoming, MessageEdited, NewMessage, Unreadable
from inbox.models import RemoteId, Subject, Thread

REVOKED: Final = f"The app was taken off this account on X. {AGAIN}"
POSTS: Final = frozenset({"post.create", "post.reply.create", "post.mention.create", "post.quote.create"})
LETTERS: Final = frozenset({"dm.received", "dm.sent"})  # the second costs nothing


@dataclass(slots=True)
class Heard:
    """What was told at once. `removed` are ids of posts of ours; `again`: only looking tells the rest of it."""

    posts: list[Post] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    revoked: bool = False
    unread: list[Unreadable] = field(default_factory=list)
    again: bool = False
    billed: Mapping[str, list[str]] = field(default_factory=dict)  # by what the tariff calls them

    @property
    def tells(self) -> bool:
        """Whether there is anything in it for us."""
        return bool(self.posts or self.letters or self.removed or self.revoked or self.unread or self.again)


def whose(payload: Raw) -> str:
    """The id of the account that something is told about; "" where it does not say."""
    data = part(payload.get("data"))
    revoked = part(part(payload.get("user_event")).get("revoke"))
    places = (
        part(data.get("filter")).get("user_id"),
        part(data.get("payload")).get("user_id"),
        payload.get("for_user_id"),
        part(revoked.get("source")).get("user_id"),
    )
    return next((str(id) for id in places if id), "")


def hear(payload: Raw, me: str, now: int) -> Heard:
    """What one body, or one line of the stream, tells the account `me`; `now` in unix ms. Nothing raises."""
    heard = Heard()
    data = payload.get("data")
    if isinstance(data, dict) and "event_type" in data:
        _try(heard, payload, now, partial(_event, heard, data, me), str(data.get("event_uuid") or ""))
    else:
        _older(heard, payload, me, now)
    return heard


def parse(payload: Raw, me: str, now: int) -> list[Incoming]:
    """The same as the inbox takes it in, as far as it can be told without knowing anything else."""
    heard = hear(payload, me, now)
    told = [one for post in heard.posts for one in post_told(post, me, padded(own(post.history[0])), None)]
    told += [letter_told(letter, me) for letter in heard.letters]
    return [*told, *([AccountRevoked(REVOKED, now)] if heard.revoked else []), *heard.unread]


def post_told(post: Post, me: str, first: RemoteId, subject: Subject | None) -> list[Incoming]:
    """A post as a message, known by the id of its first version; nothing for our own posts that answer nobody else.

    A later version is told as a change of the message, and before it the message itself, for whoever heard only of the
    later one: it stands where it was said, not where it was changed.
    """
    person = thread_person(post, me)
    if not person or post.repeats:
        return []
    thread = Thread(posts_of(post.conversation, person), "comments", subject=subject)
    author = None if post.author.remote == me else post.author
    text = without_name(post.text, post.named.get(me, ""))
    answers = padded(post.answers) if post.answers else None
    said: list[Incoming] = [NewMessage(thread, first, author, text, said_at(first), post.media, answers)]
    if first != padded(post.id):
        said.append(MessageEdited(thread, first, author, text, post.at, post.media))
    return said


def thread_person(post: Post, me: str) -> str:
    """The other person of the thread that a post stands in; "" for a post of ours that answers nobody else."""
    if post.author.remote != me:
        return post.author.remote
    return post.person if post.answers and post.person != me else ""


def letter_told(letter: Letter, me: str) -> NewMessage:
    """A private message as the inbox takes it in."""
    author = None if letter.author.remote == me else letter.author
    return NewMessage(letter.thread, padded(letter.id), author, letter.text, letter.at, letter.media)


def _event(heard: Heard, data: Raw, me: str) -> None:
    kind, uuid = clean(data.get("event_type")), str(data.get("event_uuid") or "")
    if kind == "oauth.revoke":
        heard.revoked = whose({"data": data}) == me
        return
    if kind not in POSTS | LETTERS | {"post.delete"}:
        return
    told = table(data.get("payload"))
    if kind in POSTS:
        heard.billed = {"event.post": [uuid]} if uuid else {}
        heard.posts.append(post_of(told, part(data.get("includes"))))
    elif kind in LETTERS:
        heard.billed = {"event.dm": [uuid]} if uuid and kind == "dm.received" else {}
        _letters(heard, told, part(data.get("includes")), me)
    elif number_or_none(told.get("author_id")) in ("", me):
        heard.removed.append(number(told.get("id")))


def _letters(heard: Heard, told: Raw, includes: Raw, me: str) -> None:
    if "direct_message_events" not in told:
        letters = [letter_of(told, includes, me)]
    else:
        people = people_in(told)
        letters = [older_letter_of(one, people, me) for one in objects(told["direct_message_events"])]
    heard.letters += [letter for letter in letters if letter]


def _older(heard: Heard, payload: Raw, me: str, now: int) -> None:
    """What the account activity API tells."""
    for raw in objects(payload.get("tweet_create_events")):
        _try(heard, raw, now, partial(_older_post, heard, raw))
    people = _people(payload)
    for raw in objects(payload.get("direct_message_events")):
        _try(heard, raw, now, partial(_older_letter, heard, raw, people, me))
    for raw in objects(payload.get("tweet_delete_events")):
        _try(heard, raw, now, partial(_older_removal, heard, raw, me))
    if "revoke" in part(payload.get("user_event")):
        heard.revoked = whose(payload) in ("", me)


def _older_post(heard: Heard, raw: Raw) -> None:
    post = older_post_of(raw)
    if post.repeats:
        return
    if post.whole:
        heard.posts.append(post)
    else:
        heard.again = True


def _older_letter(heard: Heard, raw: Raw, people: Raw, me: str) -> None:
    if letter := older_letter_of(raw, people, me):
        heard.letters.append(letter)


def _older_removal(heard: Heard, raw: Raw, me: str) -> None:
    status = table(raw.get("status"))
    if number(status.get("user_id")) == me:
        heard.removed.append(number(status.get("id")))


def _people(payload: Raw) -> Raw:
    try:
        return people_in(payload)
    except MALFORMED:
        return {}


def _try(heard: Heard, raw: Raw, now: int, read: Callable[[], None], id: str = "") -> None:
    try:
        read()
    except MALFORMED as error:
        heard.unread.append(unreadable(raw, error, now, id and f"event.{id}"))
