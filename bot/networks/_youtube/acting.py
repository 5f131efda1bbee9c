"""Does what was decided on YouTube, once, and finds out whether a reply is there.

Replies cost 50 units, as all else that changes something. Sources: developers.google.com/youtube/v3/docs/comments
(insert, update, delete, setModerationStatus), read 2026-11-27.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.networks._payloads import MALFORMED
from bot.networks._youtube.api import Api
from bot.networks._youtube.errors import DELETED, GONE, NAME, refusal
from bot.networks._youtube.ids import comment_of, top_of, video_of
from bot.networks._youtube.parse import newest_first, said
from bot.networks._youtube.reading import Reading
from inbox.actions import Action, Block, Edit, Hide, Remove, Reply, Unhide
from inbox.errors import Rejected, Uncertain, Unsupported
from inbox.models import RemoteId
from inbox.network import Receipt

CLOCKS_DIFFER: Final = 60_000  # ms between our clock and YouTube's
MOST_PAGES: Final = 5  # of replies that are searched for ours
BAN_NEEDS_A_COMMENT: Final = (
    "YouTube shuts somebody out only together with one of their comments. Choose a comment of theirs, and block there."
)
NO_FILES: Final = "YouTube takes no files in comments. Send the text alone."


@dataclass(frozen=True, slots=True)
class Acting:
    """The hands of one channel; `now` is in unix ms. Raises NetworkErrors and nothing else."""

    api: Api
    reading: Reading
    now: Callable[[], int]

    async def perform(self, action: Action) -> Receipt:
        """Do it once; the receipt names the new comment, or what was acted upon."""
        match action:
            case Reply():
                return await self._reply(action)
            case Edit(message=message, text=text):
                body = {"id": message, "snippet": {"textOriginal": text}}
                await self.api.send("PUT", "comments", body, part="snippet")
                return Receipt(message, self.now())
            case Hide(message=message):
                return await self._decide(message, "heldForReview")
            case Unhide(message=message):
                return await self._decide(message, "published")
            case Remove():
                return await self._remove(action)
            case Block(message=message, person=person):
                if message is None:
                    raise Unsupported(BAN_NEEDS_A_COMMENT)
                await self._decide(message, "rejected", ban=True)
                return Receipt(person, self.now())
        raise Unsupported(f"{NAME} has no such thing for comments.")

    async def _reply(self, action: Reply) -> Receipt:
        if action.media:
            raise Unsupported(NO_FILES)
        body = {"snippet": {"parentId": comment_of(action.thread), "textOriginal": action.text}}
        made = await self.api.send("POST", "comments", body, part="snippet")
        return self._receipt(made, video_of(action.thread))

    def _receipt(self, made: Mapping[str, Any], video: str) -> Receipt:
        try:
            one = said(made, self.reading.channel, video)
        except MALFORMED:
            raise Uncertain(f"{NAME} said yes in words that could not be read.") from None
        return Receipt(RemoteId(one.id), one.at)

    async def _decide(self, message: RemoteId, status: str, *, ban: bool = False) -> Receipt:
        """Hold, publish or reject a comment; doing that again changes nothing."""
        asked: dict[str, str | int] = {"id": message, "moderationStatus": status}
        if ban:
            asked["banAuthor"] = "true"
        await self.api.send("POST", "comments/setModerationStatus", None, **asked)
        return Receipt(message, self.now())

    async def _remove(self, action: Remove) -> Receipt:
        """Delete our own; of others we can only reject. What is gone already is what was wanted."""
        found, video = (await self.reading.there([action.message])).get(action.message), video_of(action.thread)
        try:
            if found is not None and self._is_ours(found, video):
                await self.api.send("DELETE", "comments", id=action.message)
            else:
                await self._decide(action.message, "rejected")
        except Rejected as error:
            deleted = found is None and refusal(error) in DELETED and await self.reading.talk(video) != "shut"
            if not deleted and refusal(error) not in GONE:
                raise
        return Receipt(action.message, self.now())

    def _is_ours(self, raw: Mapping[str, Any], video: str) -> bool:
        try:
            return said(raw, self.reading.channel, video).author is None
        except MALFORMED:
            return False

    async def find(self, action: Action, since: int, taken: Callable[[str], bool]) -> Receipt | None:
        """The receipt of a reply if it is there, None if it certainly is not; `since` is in unix ms.

        `taken` tells of a comment whether it is known to be another reply of ours. Raises Uncertain when nobody can
        tell.
        """
        if not isinstance(action, Reply):
            raise Uncertain("what changes a comment is not looked for; it is done again")
        found = [one for one in await self._ours(action, since) if not taken(one.id)]
        if len(found) > 1:
            raise Uncertain("several replies of ours there say the same")
        return found[0] if found else None

    async def _ours(self, action: Reply, since: int) -> list[Receipt]:
        """Our replies in the conversation since then with this very text."""
        top, begun, token = top_of(comment_of(action.thread)), since - CLOCKS_DIFFER, ""
        found: list[Receipt] = []
        for _ in range(MOST_PAGES):
            try:
                page = await self.reading.replies(top, token)
                replies = [said(raw, self.reading.channel, video_of(action.thread)) for raw in page.items]
            except Rejected as error:
                raise Uncertain(f"{NAME} does not show what was said there: {error}") from None
            except MALFORMED:
                raise Uncertain(f"{NAME} answered in words that could not be read.") from None
            young = [one for one in replies if one.at >= begun]
            found += [
                Receipt(RemoteId(one.id), one.at)
                for one in young
                if one.author is None and even(one.text) == even(action.text)
            ]
            token = page.following
            if not token or (not young and newest_first(replies)):
                return found
        raise Uncertain("too much has been said there since")


def even(text: str) -> str:
    """A text as two that look the same are: YouTube trims and folds blanks."""
    return " ".join(text.split())
