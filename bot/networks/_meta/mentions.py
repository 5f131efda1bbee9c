"""Where somebody mentions our Instagram account: a hook tells only ids, so what was said is still to be looked up.

What is to be looked up lies in the account's mailbox, in the thread `TO_DO`, and is there before Meta is told that we
have it. Mentions that were looked up are not written again: a mailbox knows each key for good.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final

from bot.networks._meta.shapes import Raw, ident, ident_or_none, table
from bot.networks._payloads import MALFORMED
from inbox.models import RemoteId

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
