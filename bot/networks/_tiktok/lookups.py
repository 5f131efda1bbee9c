"""Looks up what hooks do not tell: what people are called, and what a post says that somebody commented on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Final

from bot.networks._payloads import MALFORMED
from bot.networks._tiktok.ids import is_private, video_of
from bot.networks._tiktok.parse import learn_post, listed
from bot.networks._tiktok.place import Known
from bot.networks._tiktok.reading import MOST_IDS, MOST_VIDEOS, Reading
from inbox.errors import Rejected
from inbox.incoming import ContactDescribed, Incoming, NewMessage, Receive
from inbox.models import RemoteId

MOST_CALLS: Final = 20  # at once; what is left comes with the next


@dataclass(frozen=True, slots=True)
class LookUps:
    """Looks things up for one account. Raises NetworkErrors; what was not found stays wanted."""

    known: Known
    reading: Reading

    @property
    def wanted(self) -> bool:
        """Whether there is something to look up."""
        return bool(self.known.nameless or self.known.bare)

    async def look_up(self, receive: Receive, now: int) -> None:
        """Everything that is wanted now, the posts first."""
        told: list[Incoming] = []
        for start in range(0, len(self.known.bare), MOST_VIDEOS):
            told += await self._posts(list(self.known.bare)[start : start + MOST_VIDEOS], now)
        by_post: defaultdict[str, list[RemoteId]] = defaultdict(list)
        for video, comment in self.known.nameless.values():
            by_post[video].append(comment)
        calls = 0
        for video, comments in by_post.items():
            for start in range(0, len(comments), MOST_IDS):
                if calls < MOST_CALLS:
                    await self._people(video, comments[start : start + MOST_IDS], now)
                    calls += 1
        told += [ContactDescribed(who, now) for who in self.known.met]
        self.known.met.clear()
        if told:
            await receive(told, None)

    async def _posts(self, videos: list[str], now: int) -> list[Incoming]:
        told: list[Incoming] = []
        for raw in await self.reading.posts(videos):
            try:
                told += learn_post(raw, self.known, now)
            except MALFORMED:
                continue
        for video in videos:  # private, deleted, or of another kind: asked for once
            self.known.bare.pop(video, None)
        return told

    async def _people(self, video: str, comments: list[RemoteId], now: int) -> None:
        try:
            listed(await self.reading.by_ids(video, comments), self.known, video, now)
        except Rejected:  # the post is gone
            pass
        for person, (_, comment) in list(self.known.nameless.items()):
            if comment in comments:  # the comment is gone: whoever wrote it stays without a name
                del self.known.nameless[person]

    async def sure(self, events: list[Incoming], now: int) -> list[Incoming]:
        """The same events, with those of ours told as ours and with what they say.

        Hooks name us as they name everybody, and TikTok tells only with a comment of ours which name that is. Until
        then, who is not known to be somebody else is looked up. Raises a NetworkError when that cannot be done.
        """
        doubtful = [one for one in events if isinstance(one, NewMessage) and self._is_doubtful(one)]
        if not doubtful:
            return events
        found: dict[RemoteId, NewMessage] = {}
        for one in doubtful:
            video = video_of(one.thread.remote)
            try:
                raws = await self.reading.by_ids(video, [one.id], at_once=True)
            except Rejected:
                continue
            found |= {said.id: said for said in listed(raws, self.known, video, now) if isinstance(said, NewMessage)}
        return [self._told(one, found.get(one.id)) if isinstance(one, NewMessage) else one for one in events]

    def _is_doubtful(self, one: NewMessage) -> bool:
        if is_private(one.thread.remote) or one.author is None:
            return False
        return not one.text or (not self.known.self_id and one.author.remote not in self.known.people)

    def _told(self, one: NewMessage, found: NewMessage | None) -> NewMessage:
        return one if found is None else replace(one, author=found.author, text=one.text or found.text)
