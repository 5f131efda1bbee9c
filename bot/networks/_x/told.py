"""Posts and private messages as X tells them, in all of its shapes, made into records of our own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bot.networks._payloads import clean
from bot.networks._x.ids import PAGE, group_of, person_in, private_with, said_at
from bot.networks._x.posts import text_of
from bot.networks._x.shapes import (
    People,
    Raw,
    contact,
    either,
    known,
    media_of,
    number,
    number_or_none,
    objects,
    older_media_of,
    part,
    people_in,
    table,
)
from inbox.models import Contact, Media, RemoteId, Subject, Thread

UNSHOWN: Final = "[A picture or a film. Open it on X to see it.]"
WORDLESS: Final = "[Something without words. Open it on X to see it.]"
_LEADING: Final = re.compile(r"^(?:@\w{1,15}\s+)+")


@dataclass(frozen=True, slots=True)
class Post:
    """One version of a post. Ids are as X writes them; `answers` and `person` are the post and the person answered.

    `history` are the ids of all versions, oldest first, this one among them. `root` is the first post of the
    conversation with who wrote it, where that was told along. `whole`: X tells which conversation it stands in.
    `named` are the usernames in it by the ids of whom they name.
    """

    id: str
    author: Contact
    text: str
    conversation: str
    answers: str = ""
    person: str = ""
    history: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    root: tuple[str, Subject] | None = None
    repeats: bool = False
    whole: bool = True
    named: Mapping[str, str] = field(default_factory=dict)

    @property
    def at(self) -> int:
        """When it was written, in unix ms."""
        return said_at(self.id)


@dataclass(frozen=True, slots=True)
class Letter:
    """One private message."""

    id: str
    thread: Thread
    author: Contact
    text: str
    at: int
    media: tuple[Media, ...] = ()


def post_of(raw: Raw, includes: Raw, people: People | None = None) -> Post:
    """A post of the newer API, in either vocabulary; `people` are those of `includes`, where they were read already."""
    id = number(raw.get("id"))
    told = people_in(includes) if people is None else people
    references = {str(one.get("type")): number(one.get("id")) for one in _references(raw)}
    history = either(raw, "edit_history_tweet_ids", "edit_history_post_ids")
    conversation = number_or_none(raw.get("conversation_id"))
    answers = number_or_none(raw.get("in_reply_to_tweet_id")) or references.get("replied_to", "")
    media = media_of(raw, includes)
    return Post(
        id,
        known(number(raw.get("author_id")), told),
        _shown(_text(raw, answers), raw, media),
        conversation or (answers or id),
        answers,
        number_or_none(raw.get("in_reply_to_user_id")),
        tuple(number(one) for one in history) if isinstance(history, list) and history else (id,),
        media,
        _root(conversation, includes),
        "retweeted" in references or "reposted" in references,
        bool(conversation) or not answers,
        _named(raw),
    )


def older_post_of(raw: Raw) -> Post:
    """A post of the older API, which does not say which conversation it stands in."""
    id = number(either(raw, "id_str", "id"))
    answers = number_or_none(either(raw, "in_reply_to_status_id_str", "in_reply_to_status_id"))
    long = part(raw.get("extended_tweet"))
    source = {**raw, **long, "text": either(long, "full_text") or either(raw, "full_text", "text")}
    media = older_media_of(source)
    return Post(
        id,
        contact(table(raw.get("user"))),
        _shown(_without_files(_text(source, answers), source), {}, media),
        answers or id,
        answers,
        number_or_none(either(raw, "in_reply_to_user_id_str", "in_reply_to_user_id")),
        (id,),
        media,
        repeats="retweeted_status" in raw,
        whole=not answers,
    )


def letter_of(raw: Raw, includes: Raw, me: str, people: People | None = None) -> Letter | None:
    """A private message of the newer API; None for one to ourselves, and for what is no message."""
    if raw.get("event_type", "MessageCreate") != "MessageCreate":
        return None
    id, sender = number(raw.get("id")), number(raw.get("sender_id"))
    told = people_in(includes) if people is None else people
    talk = clean(raw.get("dm_conversation_id"))
    other = person_in(talk, me) or ("" if talk else sender)
    media = media_of(raw, includes)
    if (thread := _thread(other, talk, me)) is None:
        return None
    return Letter(id, thread, known(sender, told), _shown(_text(raw), raw, media), _moment(raw, id), media)


def older_letter_of(raw: Raw, people: People, me: str) -> Letter | None:
    """A private message in the shape of the older API, which events still have."""
    if raw.get("type", "message_create") != "message_create":
        return None
    made = table(raw.get("message_create"))
    id, sender = number(raw.get("id")), number(made.get("sender_id"))
    data = part(made.get("message_data"))
    other = sender if sender != me else number_or_none(part(made.get("target")).get("recipient_id"))
    file = part(part(data.get("attachment")).get("media"))
    media = older_media_of({"entities": {"media": [file]}}) if file else ()
    text = _without_files(_text(data), {"entities": {"media": [file]}})
    if (thread := _thread(other, "", me)) is None:
        return None
    return Letter(id, thread, known(sender, people), _shown(text, {}, media), _moment(raw, id), media)


def subject_of(raw: Raw) -> tuple[str, Subject]:
    """Who wrote a post, and the post as what a conversation stands under."""
    id = number(raw.get("id"))
    return number(raw.get("author_id")), Subject(RemoteId(id), clean(text_of(raw)).strip(), PAGE + id)


def _named(raw: Raw) -> dict[str, str]:
    mentions = objects(part(raw.get("entities")).get("mentions"))
    return {str(one["id"]): str(one["username"]) for one in mentions if one.get("id") and one.get("username")}


def _references(raw: Raw) -> list[Raw]:
    return objects(either(raw, "referenced_tweets", "referenced_posts"))


def _root(conversation: str, includes: Raw) -> tuple[str, Subject] | None:
    for one in objects(either(includes, "tweets", "posts")):
        if conversation and str(one.get("id")) == conversation and one.get("author_id"):
            return subject_of(one)
    return None


def _thread(other: str, talk: str, me: str) -> Thread | None:
    """The thread with another person or, where there are several, of a group; None when there is nobody else."""
    if other:
        return Thread(private_with(other), "direct") if other != me else None
    if not talk or set(talk.split("-")) == {me}:
        return None
    return Thread(group_of(talk), "group")


def _text(raw: Raw, answers: str = "") -> str:
    """The words as they were typed, without the names that X puts before an answer."""
    text, short = clean(text_of(raw)), clean(raw.get("text"))
    shown = raw.get("display_text_range")
    if isinstance(shown, list) and shown and isinstance(shown[0], int):
        return text.removeprefix(short[: shown[0]]).strip()
    return (_LEADING.sub("", text + " ") if answers else text).strip()


def _without_files(text: str, raw: Raw) -> str:
    """A text of the older API without the short links that stand for its files."""
    for file in objects(part(raw.get("entities")).get("media")):
        text = text.replace(clean(file.get("url")) or "\0", "")
    return text.strip()


def _shown(text: str, raw: Raw, media: tuple[Media, ...]) -> str:
    """A text, with a word for files that nobody told; never nothing at all."""
    lacking = bool(part(raw.get("attachments")).get("media_keys")) and not media
    return "\n".join(filter(None, (text, UNSHOWN if lacking else ""))) or ("" if media else WORDLESS)


def _moment(raw: Raw, id: str) -> int:
    """When a message was written: as it says, else as its id tells."""
    stamp: Any = raw.get("created_timestamp")
    if isinstance(stamp, str | int) and str(stamp).isdecimal():
        return int(stamp)
    try:
        return round(datetime.fromisoformat(str(raw.get("created_at"))).timestamp() * 1000)
    except ValueError:
        return said_at(id)
