"""Where somebody mentions our Instagram account: a hook tells only ids, so what was said is still to be looked up.

What is to be looked up lies in the account's mailbox, in the thread `TO_DO`, and is there before Meta is told that we
have it. Mentions that were looked up are not written again: a mailbox knows each key for good.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final

from bot.networks._meta_attached import WORDLESS
from bot.networks._meta_ids import mention_in, padded
from bot.networks._meta_people import commenter
from bot.networks._meta_place import Known, Place
from bot.networks._meta_shapes import MALFORMED, Raw, address, clean, ident, ident_or_none, moment, table, table_or_none
from bot.networks._meta_shapes import unreadable as kept
from inbox.models import RemoteId, Subject, Thread
from inbox.network import Incoming, NewMessage

TO_DO: Final = RemoteId("to do")


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody else's media, the comment there that mentions us ("": its caption does), and when we were told."""

    media: str
    comment: str
    at: int

    @property
    def key(self) -> str:
        """Its place in the mailbox: one for each mention, however often it is told."""
        return f"mention.{self.media}.{self.comment}"

    @property
    def body(self) -> str:
        """What lies in the mailbox."""
        return json.dumps(asdict(self))


def mention_of(body: str) -> Mention:
    """A mention out of the mailbox; ValueError when it is none."""
    try:
        raw = table(json.loads(body))
        return Mention(ident(raw["media"]), ident_or_none(raw["comment"]), int(raw["at"]))
    except MALFORMED as error:
        raise ValueError(f"no mention: {error}") from error


def told_mention(value: Raw, at: int) -> Mention:
    """The mention that a change of the field `mentions` tells of."""
    return Mention(ident(value.get("media_id")), ident_or_none(value.get("comment_id")), at)


def mention_of_graph(raw: object, place: Place, known: Known, mention: Mention, now: int) -> list[Incoming]:
    """What a look-up found: `mentioned_comment` with its media, or `mentioned_media`; our own mentions are no news."""
    try:
        found = table(raw)
        media = table_or_none(found.get("media")) if mention.comment else found
        who = table_or_none(found.get("from")) or {"username": found.get("username")}
        owner = table_or_none(found.get("owner"))
        author_id = ident_or_none(who.get("id") or owner.get("id"))
        if author_id == place.id:
            return []
        subject = Subject(padded(mention.media), clean(media.get("caption")), address(media.get("permalink")))
        thread = Thread(mention_in(mention.media, mention.comment), "comments", subject=subject)
        text = clean(found.get("text") if mention.comment else found.get("caption")) or WORDLESS
        id = padded(mention.comment or mention.media)
        author = commenter(_named(who, author_id), mention.comment or mention.media, known)
        return [NewMessage(thread, id, author, text, moment(now, found.get("timestamp"), mention.at))]
    except MALFORMED as error:
        return [kept(raw, error, now)]


def _named(who: Raw, id: str) -> Raw:
    """Who it is by id, or by the username, which on Instagram is one person's at a time."""
    return {**who, "id": id or ident_or_none(who.get("username"))}
