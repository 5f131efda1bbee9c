"""Reads private messages that no hook told: conversations of the last 90 days, of each its 20 newest messages.

What is older than those 20 no program can read; where somebody may have said something in between, that is said once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.networks._payloads import MALFORMED, clean
from bot.networks._tiktok import talk
from bot.networks._tiktok.ids import ours
from bot.networks._tiktok.place import Known, put
from bot.networks._tiktok.reading import SHOWN, Page, Reading
from bot.networks._tiktok.resume import OVERLAP
from bot.networks._tiktok.shapes import moment, opaque, unreadable
from inbox.incoming import ContactDescribed, Incoming, NewMessage, Receive, Unreadable
from inbox.models import Contact, RemoteId

TYPES: Final = ("SINGLE", "STRANGER")
UNSHOWN: Final = (
    "More was written in this conversation than the {shown} newest messages, and TikTok shows older ones to no "
    "program. Read it in the TikTok app. This is said once."
)
IN_EUROPE: Final = (
    "Somebody in Europe wrote to this account. TikTok tells programs no more than that: read and answer it in the "
    "TikTok app."
)


@dataclass(slots=True)
class Talks:
    """The reader of one account's messages; `floor` (unix ms): what is older is none of ours to bring in.

    `after_gap`: nobody listened since `floor`, so what is not shown may have been missed.
    """

    known: Known
    reading: Reading
    floor: int = 0
    after_gap: bool = False
    read: dict[str, int] = field(default_factory=dict)  # by conversation: up to when
    _stored: OrderedDict[RemoteId, None] = field(default_factory=OrderedDict)

    def hear(self, events: Sequence[Incoming]) -> None:
        """Remember what was stored."""
        for event in events:
            if isinstance(event, NewMessage) and event.thread.kind == "direct":
                put(self._stored, event.id, None)

    async def close(self, receive: Receive, now: int) -> int:
        """One round; answers how many messages were new. Raises a NetworkError when it was cut short."""
        found = 0
        for type in TYPES:
            async for page in self.reading.talks(type):
                for raw in page.rows:
                    found += await self._conversation(receive, raw, now)
        return found

    async def _conversation(self, receive: Receive, raw: dict[str, Any], now: int) -> int:
        try:
            id, at = opaque(raw.get("conversation_id")), moment(now, raw.get("update_time"))
            told = talk.referral(raw, self.known, now)
        except MALFORMED as error:
            await receive([unreadable(raw, error, now)], None)
            return 0
        before = self.read.get(id, self.floor)
        if at < before or self.read.get(id) == at:
            return 0
        page = await self.reading.messages(id)
        told += self._named(page, now) + self._said(page, id, before, now)
        new = await receive(told, None) if told else 0
        self.hear(told)
        self.read[id] = at
        return new

    def _said(self, page: Page, id: str, before: int, now: int) -> list[Incoming]:
        told: list[Incoming] = []
        for raw in page.rows:
            try:
                told += talk.message(raw, self.known, now)
            except MALFORMED as error:
                told.append(unreadable(raw, error, now))
        since = max(self.floor, before - OVERLAP)
        said = sorted((one for one in told if isinstance(one, NewMessage)), key=lambda one: one.at)
        fresh: list[Incoming] = [one for one in said if one.at >= since and one.id not in self._stored]
        rest = [one for one in told if not isinstance(one, NewMessage)]
        missed = len(said) >= SHOWN and said[0].at >= since and not any(one.id in self._stored for one in said)
        if missed and (self.after_gap or id in self.read):
            words = UNSHOWN.format(shown=SHOWN)
            fresh.insert(0, Unreadable(f"unshown.{said[0].id}", f'{{"conversation": "{id}"}}', words, now))
        return [*fresh, *rest]

    def _named(self, page: Page, now: int) -> list[Incoming]:
        """What people call themselves, which hooks do not tell."""
        told: list[Incoming] = []
        for raw in page.names:
            name, person = clean(raw.get("display_name")), str(raw.get("id") or "")
            if str(raw.get("role", "")).upper() != "PERSONAL_ACCOUNT" or not name or not person:
                continue
            kept = self.known.people.get(ours(person))
            if kept is None or kept.name != name:
                who = Contact(ours(person), name, kept.username if kept else "")
                put(self.known.people, who.remote, who)
                told += [ContactDescribed(who, now)] if kept else []
        return told
