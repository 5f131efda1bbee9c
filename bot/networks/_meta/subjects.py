"""What stands beside a conversation: the post as it was looked up, and which conversations it stands beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.networks._meta.attached import WORDLESS
from bot.networks._meta.ids import mention_in, own, padded
from bot.networks._meta.mentions import Mention
from bot.networks._meta.people import commenter
from bot.networks._meta.place import Known, Place
from bot.networks._meta.shapes import Raw, address, ident, ident_or_none, media_of, moment, table_or_none
from bot.networks._payloads import clean
from inbox.incoming import Incoming, NewMessage, Receive, ThreadDescribed
from inbox.models import Subject, Thread

PIECE: Final = 200


def subject_of(raw: Raw, place: Place) -> Subject:
    """A post of ours with its text, link and picture. Raises one of MALFORMED."""
    id = ident(raw.get("id"))
    if place.network == "facebook":
        text, link = clean(raw.get("message") or raw.get("story")), address(raw.get("permalink_url"))
        return Subject(padded(id), text, link, media_of("image", raw.get("full_picture"), f"post:{id}"))
    return _medium(raw, id)


def _medium(raw: Raw, id: str) -> Subject:
    picture = raw.get("thumbnail_url") or (raw.get("media_url") if raw.get("media_type") != "VIDEO" else None)
    media = media_of("image", picture, f"post:{id}")
    return Subject(padded(id), clean(raw.get("caption")), address(raw.get("permalink")), media)


def learn_post(raw: Raw, place: Place, known: Known) -> Subject | None:
    """Keep a post; answers it when that tells something new, None when it does not.

    The address of its picture is another one at each look, and is no news.
    """
    subject, id = subject_of(raw, place), ident(raw.get("id"))
    before = known.posts.get(id)
    if before.ad if before is not None else _told_as_ad(known, subject):
        subject = replace(subject, ad=True)
    known.keep_post(id, subject)
    return None if before is not None and (before.text, before.link) == (subject.text, subject.link) else subject


def _told_as_ad(known: Known, subject: Subject) -> bool:
    """Whether a hook said of something below a post that it stands below an advertisement; no look-up does."""
    below = (thread.subject for thread in known.threads.values() if thread.subject is not None)
    return any(told.ad for told in below if told.remote == subject.remote)


def described(known: Known, subjects: Iterable[Subject], at: int) -> list[ThreadDescribed]:
    """Every known thread below one of these posts, with the post beside it."""
    by_id = {subject.remote: subject for subject in subjects}
    told: list[ThreadDescribed] = []
    for thread in list(known.threads.values()):
        subject = by_id.get(thread.subject.remote) if thread.subject else None
        if subject is not None and thread.subject is not None and thread.subject.ad:
            subject = replace(subject, ad=True)  # only a hook tells so
        if subject is not None and subject != thread.subject:
            told.append(ThreadDescribed(replace(thread, subject=subject), at))
    return told


async def describe(known: Known, subjects: Sequence[Subject], at: int, receive: Receive) -> None:
    """Have every known thread below these posts described; what could not be stored is looked up once more."""
    told, stored = described(known, subjects, at), False
    try:
        for start in range(0, len(told), PIECE):
            await receive(told[start : start + PIECE], None)
        stored = True
    finally:
        for subject in () if stored else subjects:
            known.posts.pop(own(subject.remote), None)
            known.want_post(own(subject.remote))
    for event in told:
        known.keep_thread(event.thread)


def mentioned(raw: Raw, place: Place, known: Known, mention: Mention, now: int) -> list[Incoming]:
    """What a mention says: a comment with the media it stands under, or media with its caption. Our own are no news.

    Instagram tells who it was by username alone, which is one person's at a time. Raises one of MALFORMED.
    """
    media = table_or_none(raw.get("media")) if mention.comment else raw
    id = mention.comment or mention.media
    who, owner = table_or_none(raw.get("from")), table_or_none(raw.get("owner"))
    username = ident_or_none(who.get("username") or raw.get("username"))
    person = ident_or_none(who.get("id") or owner.get("id")) or username
    if person == place.id:
        return []
    author = commenter({"id": person, "username": username}, id, known)
    thread = Thread(mention_in(mention.media, mention.comment), "comments", subject=_medium(media, mention.media))
    text = clean(raw.get("text") if mention.comment else raw.get("caption")) or WORDLESS
    return [NewMessage(thread, padded(id), author, text, moment(now, raw.get("timestamp"), mention.at))]
