"""Finds out whether what we meant to say is there: TikTok gives no key back, so we look where it would stand.

Told apart are messages of ours by their text or picture, and by when they were said; what is known to be another
delivery's does not count. Where several are left, nobody can tell.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from bot.networks._payloads import MALFORMED
from bot.networks._tiktok import talk
from bot.networks._tiktok.ids import conversation_of, is_private, top_of, video_of
from bot.networks._tiktok.parse import comment_of_list
from bot.networks._tiktok.place import Known
from bot.networks._tiktok.reading import SHOWN, Reading
from bot.networks._tiktok.said import Said
from inbox.actions import Action, Reply
from inbox.errors import Rejected, Uncertain
from inbox.incoming import NewMessage
from inbox.models import RemoteId
from inbox.network import Receipt

CLOCKS_DIFFER: Final = 60_000  # ms between our clock and TikTok's
MOST_PAGES: Final = 10
SELECTORS: Final = frozenset(map(chr, range(0xFE00, 0xFE10)))  # of how an emoji is drawn


@dataclass(frozen=True, slots=True)
class Looking:
    """The eyes of one account for what it said itself."""

    known: Known
    reading: Reading
    said: Said

    async def find(self, action: Action, key: str, since: int, now: int) -> Receipt | None:
        """The receipt if all of it is there, None if something certainly is not; times in unix ms.

        Raises Uncertain when nobody can tell, and other NetworkErrors when nobody could look.
        """
        if not isinstance(action, Reply):
            raise Uncertain("what changes a comment is not looked for; it is done again")
        parts = (["file"] if action.media else []) + (["text"] if action.text or not action.media else [])
        known = {part: id for part in parts if (id := await self.said.part(key, part))}
        if len(known) < len(parts):
            lines = [one for one in await self._lines(action, since, now) if one.at >= since - CLOCKS_DIFFER]
            free = [one for one in lines if not await self.said.elsewhere(one.id, key)]
            for part in parts:
                if part not in known and (found := _match(action, part, free)):
                    known[part] = found.id
                    await self.said.done(key, part, found.id)
        if len(known) < len(parts):
            return None
        ids = [known[part] for part in parts]
        return Receipt(ids[0], now, tuple(ids[1:]))

    async def _lines(self, action: Reply, since: int, now: int) -> list[NewMessage]:
        """What we said there, the newest first."""
        try:
            if is_private(action.thread):
                return await self._in_private(action.thread, since, now)
            return await self._in_public(action.thread, since, now)
        except Rejected as error:
            raise Uncertain(f"TikTok does not show what was said there: {error}") from None

    async def _in_public(self, thread: RemoteId, since: int, now: int) -> list[NewMessage]:
        lines: list[NewMessage] = []
        pages = 0
        async for page in self.reading.replies(video_of(thread), top_of(thread)):
            pages += 1
            said = [one for raw in page.rows if (one := self._comment(raw, video_of(thread), now))]
            lines += [one for one in said if one.author is None]
            if said and min(one.at for one in said) < since - CLOCKS_DIFFER:
                break
            if pages == MOST_PAGES:
                raise Uncertain("too much has been said there since")
        return lines

    async def _in_private(self, thread: RemoteId, since: int, now: int) -> list[NewMessage]:
        page = await self.reading.messages(conversation_of(thread))
        said: list[NewMessage] = []
        for raw in page.rows:
            try:
                said += [one for one in talk.message(raw, self.known, now) if isinstance(one, NewMessage)]
            except MALFORMED:
                continue
        if len(said) >= SHOWN and min(one.at for one in said) >= since - CLOCKS_DIFFER:
            raise Uncertain("more was written there since than TikTok shows")
        return [one for one in said if one.author is None]

    def _comment(self, raw: dict[str, Any], video: str, now: int) -> NewMessage | None:
        try:
            told = comment_of_list(raw, self.known, video, now)
        except MALFORMED:
            return None
        return next((one for one in told if isinstance(one, NewMessage)), None)


def _match(action: Reply, part: str, lines: list[NewMessage]) -> NewMessage | None:
    wanted = even(action.text)
    same = [one for one in lines if (bool(one.media) if part == "file" else even(one.text) == wanted and not one.media)]
    if len(same) > 1:
        raise Uncertain("several messages of ours there look like this one")
    return same[0] if same else None


def even(text: str) -> str:
    """A text without what may be changed on its way: blanks, ways to write the same letter, and what nobody sees."""
    seen = (sign for sign in text if unicodedata.category(sign) != "Cf" and sign not in SELECTORS)
    return unicodedata.normalize("NFC", " ".join("".join(seen).split()))
