"""One line of `messaging` or `standby`: what was said, changed or done in private, on Messenger and on Instagram alike.

What another application answers while it owns a thread comes as `standby`, in the same shape.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.networks._meta.attached import said
from bot.networks._meta.ids import padded, private_with
from bot.networks._meta.people import person, reacting
from bot.networks._meta.place import Known, Place
from bot.networks._meta.shapes import Raw, ident, ident_or_none, media_of, moment, table, table_or_none
from bot.networks._payloads import clean
from inbox.incoming import Incoming, MessageEdited, MessageRemoved, NewMessage, Reacted, Seen, ThreadDescribed
from inbox.models import Contact, RemoteId, Subject, Thread

PRESSED: Final = "[pressed a button]"
EMOJI: Final[Mapping[str, str]] = {
    "love": "❤️",
    "like": "👍",
    "yes": "👍",
    "dislike": "👎",
    "no": "👎",
    "haha": "😆",
    "laugh": "😆",
    "smile": "😆",
    "wow": "😮",
    "sad": "😢",
    "cry": "😢",
    "angry": "😡",
    "care": "🤗",
    "fire": "🔥",
}
OTHER_REACTION: Final = "💬"


@dataclass(frozen=True, slots=True)
class Line:
    """One line with what its envelope says: whose thread it is, whether they or we did it, and when."""

    raw: Raw
    person: str
    ours: bool
    at: int
    place: Place
    known: Known
    now: int

    @property
    def author(self) -> Contact | None:
        """Who did it; None for us."""
        return None if self.ours else person(self.person, self.known)

    @property
    def thread(self) -> Thread:
        """Their thread, with the advertisement that they came by, where we know it.

        What we say ourselves names nobody. So it is called by whom it is with, for whoever has said nothing yet.
        """
        remote = private_with(self.person)
        there = self.known.people.get(self.person) if self.ours else None
        return self.known.threads.get(remote) or Thread(remote, "direct", there.name if there else "")


def message_line(raw: Raw, entry: str, at: int, place: Place, known: Known, now: int) -> list[Incoming]:
    """What one line tells; `entry` is whose line it is, `at` what to take for a time where it has none of its own.

    Lines that tell an inbox nothing (who owns a thread, opt-ins, linked accounts) give an empty list, and so do those
    of somebody else that came along. Raises one of MALFORMED when it cannot be read.
    """
    for key, read in READERS.items():
        if raw.get(key) is not None:
            line = _line(raw, entry, at, place, known, now)
            return read(line, table(raw[key])) if line else []
    return []


def _line(raw: Raw, entry: str, at: int, place: Place, known: Known, now: int) -> Line | None:
    sender, recipient = (ident_or_none(table_or_none(raw.get(side)).get("id")) for side in ("sender", "recipient"))
    us = {place.id, place.page} - {""} if entry == place.id else {place.id}
    if entry != place.id and not us & {sender, recipient}:
        return None  # of the Page that an Instagram account is bound to, so another account's
    message = table_or_none(raw.get("message"))
    if raw.get("is_self") or message.get("is_self") or (sender in us and recipient in us):
        return None  # a note to ourselves is nobody's word
    ours = bool(message.get("is_echo")) or sender in us
    who = ident(recipient if ours else sender)
    return Line(raw, who, ours, moment(now, raw.get("timestamp"), at), place, known, now)


def _message(line: Line, message: Raw) -> list[Incoming]:
    mid = ident(message.get("mid"))
    if message.get("is_deleted"):
        return [MessageRemoved(line.thread, RemoteId(mid), line.at)]
    _keep_advertisement(line, message.get("referral"))
    text, media = said(message, f"message:{mid}")
    answers = ident_or_none(table_or_none(message.get("reply_to")).get("mid"))
    return [
        NewMessage(
            line.thread,
            RemoteId(mid),
            line.author,
            text,
            line.at,
            media,
            RemoteId(answers) if answers else None,
            delivery=_delivery(line, message),
        )
    ]


def _delivery(line: Line, message: Raw) -> str:
    """The key of our own delivery, in an echo of what this application sent."""
    same = line.ours and message.get("app_id") is not None and ident(message["app_id"]) == line.place.app_id
    return clean(message.get("metadata")) if same else ""


def _edit(line: Line, edit: Raw) -> list[Incoming]:
    text = clean(edit.get("text"))
    if not text:
        raise ValueError("an edited message has no text")
    return [MessageEdited(line.thread, RemoteId(ident(edit.get("mid"))), line.author, text, line.at)]


def _reaction(line: Line, reaction: Raw) -> list[Incoming]:
    mid = RemoteId(ident(reaction.get("mid")))
    if line.ours:
        return []
    taken_back = "unreact" in (reaction.get("action"), reaction.get("verb")) or reaction.get("verb") == "remove"
    emoji = "" if taken_back else reaction_emoji(reaction)
    return [Reacted(line.thread, mid, reacting(line.person, line.known), emoji, line.at)]


def reaction_emoji(reaction: Raw) -> str:
    """The emoji of a reaction, which Meta gives as itself, by its name, or both."""
    if given := clean(reaction.get("emoji")):
        return given
    name = clean(reaction.get("reaction") or reaction.get("reaction_type"))
    return EMOJI.get(name.lower(), OTHER_REACTION)


def _read(line: Line, read: Raw) -> list[Incoming]:
    return [] if line.ours else [Seen(line.thread, moment(line.now, read.get("watermark"), line.at))]


def _delivered(line: Line, delivery: Raw) -> list[Incoming]:
    at = moment(line.now, delivery.get("watermark"), line.at)
    return [] if line.ours else [Seen(line.thread, at, read=False)]


def _postback(line: Line, postback: Raw) -> list[Incoming]:
    """A button that they pressed says what stands on it; lines of `standby` have no id of their own here."""
    _keep_advertisement(line, postback.get("referral"))
    id = ident_or_none(postback.get("mid")) or f"postback.{line.person}.{line.at}"
    return [NewMessage(line.thread, RemoteId(id), line.author, clean(postback.get("title")) or PRESSED, line.at)]


def _referral(line: Line, referral: Raw) -> list[Incoming]:
    """They came by an advertisement (or a link) and have not said anything yet."""
    return [ThreadDescribed(line.thread, line.at)] if _keep_advertisement(line, referral) else []


def _keep_advertisement(line: Line, referral: object) -> bool:
    """Remember by which advertisement they came, so that it stands beside what they write."""
    told = table_or_none(referral)
    shown, ad = table_or_none(told.get("ads_context_data")), ident_or_none(told.get("ad_id"))
    if not ad and not shown:
        return False
    post = ident_or_none(shown.get("post_id"))
    holder = f"ad:{ad or post or line.person}"
    picture = media_of("image", shown.get("photo_url") or shown.get("video_url"), holder)
    remote = padded(post) if post else RemoteId(f"ad.{ad or line.person}")
    subject = line.known.posts.get(post) or Subject(remote, clean(shown.get("ad_title")), media=picture)
    line.known.keep_thread(Thread(private_with(line.person), "direct", subject=replace(subject, ad=True)))
    return True


READERS: Final[Mapping[str, Callable[[Line, Raw], list[Incoming]]]] = {
    "message": _message,
    "message_edit": _edit,
    "reaction": _reaction,
    "read": _read,
    "delivery": _delivered,
    "postback": _postback,
    "referral": _referral,
}
