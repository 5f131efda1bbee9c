"""Private messages, as hooks tell them and as lists show them: the same records from both.

business-api.tiktok.com, Business Messaging API, "Webhook schema" and "Get a list of messages", read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.networks._payloads import clean
from bot.networks._tiktok.ids import ours, private
from bot.networks._tiktok.place import Known, put
from bot.networks._tiktok.shapes import Raw, moment, opaque, rows, table
from inbox.incoming import Incoming, NewMessage, Reacted, Seen, ThreadDescribed
from inbox.models import Contact, Media, RemoteId, Subject, Thread

FILE: Final = "tiktok|"  # begins the ref of a file that is asked for by its message
UNTOLD: Final = "(Something that TikTok shows in its own app only.)"
SILENT: Final = {"sticker": "(A sticker.)", "emoji": "(An emoji.)", "video": "", "image": ""}
SHARED: Final = "(A post on TikTok: {link})"


@dataclass(frozen=True, slots=True)
class FileRef:
    """Where a file of a message is, by TikTok's own ids; `type` is IMAGE or VIDEO."""

    conversation: str
    message: str
    media: str
    type: str

    def __str__(self) -> str:
        """As a medium carries it."""
        return f"{FILE}{self.conversation}|{self.message}|{self.media}|{self.type}"

    @classmethod
    def read(cls, ref: str) -> FileRef | None:
        """The parts of a ref; None where it is another one."""
        parts = ref.removeprefix(FILE).split("|")
        return cls(*parts) if ref.startswith(FILE) and len(parts) == 4 else None


def message(raw: Raw, known: Known, now: int) -> list[Incoming]:
    """What a message tells; raises one of MALFORMED where it is none."""
    conversation, id = opaque(raw.get("conversation_id")), opaque(raw.get("message_id"))
    kind = str(raw.get("type") or raw.get("message_type") or "").lower()
    by_us, who = _other(raw, known)
    thread = Thread(private(conversation), "direct", subject=known.referrals.get(conversation))
    text, media = _said(raw, kind, conversation, id)
    answers = table(raw.get("referenced_message_info") or {}).get("referenced_message_id")
    at = moment(now, raw.get("timestamp"))
    to = ours(opaque(answers)) if answers else None
    said = NewMessage(thread, ours(id), None if by_us else who, text, at, media, reply_to=to)
    return [said, *_reactions(raw, thread, ours(id), who, now)]


def read(raw: Raw, now: int) -> list[Incoming]:
    """They read what we wrote; that we read what they wrote is no news."""
    if _role(table(raw.get("from_user"))) == "business_account":
        return []
    thread = Thread(private(opaque(raw.get("conversation_id"))), "direct")
    at = table(raw.get("read") or {}).get("last_read_timestamp")
    return [Seen(thread, moment(now, at, raw.get("timestamp")))]


def referral(raw: Raw, known: Known, now: int) -> list[Incoming]:
    """Through which advertisement a conversation began; a link that was shared tells nothing that we keep."""
    conversation = opaque(raw.get("conversation_id"))
    told = raw.get("referral") or raw
    ads = table(told).get("ad")
    newest = rows(ads)[-1:] if isinstance(ads, list) else [ads] if isinstance(ads, dict) else []
    if not newest or not newest[0].get("ad_id"):
        return []
    ad = newest[0]
    subject = Subject(RemoteId(str(ad["ad_id"])), clean(ad.get("ad_name")), clean(ad.get("embed_url")), ad=True)
    if known.referrals.get(conversation) == subject:
        return []
    put(known.referrals, conversation, subject)
    return [ThreadDescribed(Thread(private(conversation), "direct", subject=subject), now)]


def _other(raw: Raw, known: Known) -> tuple[bool, Contact]:
    """Whether we wrote it, and with whom; lists write roles in capitals, and call the two sides otherwise."""
    sender, recipient = table(raw.get("from_user")), table(raw.get("to_user"))
    by_us = _role(sender) == "business_account" or sender.get("id") == known.business_id
    them, name = (
        (recipient, raw.get("to", raw.get("recipient"))) if by_us else (sender, raw.get("from", raw.get("sender")))
    )
    remote, username = ours(opaque(them.get("id") or raw.get("unique_identifier"))), clean(name)
    kept = known.people.get(remote)
    who = Contact(remote, kept.name if kept and kept.name else username, username or (kept.username if kept else ""))
    put(known.people, remote, who)
    return by_us, who


def _role(user: Raw) -> str:
    return str(user.get("role", "")).lower()


def _said(raw: Raw, kind: str, conversation: str, id: str) -> tuple[str, tuple[Media, ...]]:
    match kind:
        case "text":
            return clean(table(raw.get("text")).get("body")), ()
        case "image" | "video":
            file = opaque(table(raw.get(kind)).get("media_id"))
            ref = FileRef(conversation, id, file, kind.upper())
            return "", (Media("image" if kind == "image" else "video", str(ref)),)
        case "sticker" | "emoji":
            link = clean(table(raw.get(kind) or {}).get("url"))
            return ("", (Media("sticker", link),)) if link else (SILENT[kind], ())
        case "share_post":
            return SHARED.format(link=clean(table(raw.get("share_post")).get("embed_url"))), ()
        case "template":
            card = table(raw.get("template") or {})
            buttons = [f"[{clean(one.get('title'))}]" for one in rows(card.get("buttons"))]
            return "\n".join([clean(card.get("title")), *buttons]).strip() or UNTOLD, ()
    return UNTOLD, ()


def _reactions(raw: Raw, thread: Thread, id: RemoteId, who: Contact, now: int) -> Iterator[Reacted]:
    for one in rows(raw.get("reactions")):
        emoji, by = clean(one.get("emoji")), one.get("unique_identifier")
        if emoji and by and ours(str(by)) == who.remote:
            yield Reacted(thread, id, who, emoji, moment(now, one.get("timestamp")))
