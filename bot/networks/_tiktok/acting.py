"""What we do on TikTok: answer comments and messages, hide and show, delete what is ours, like.

business-api.tiktok.com, Accounts API, "Reply to a comment" to "Delete an owned comment", and Business Messaging API,
"Send a message to a conversation", read 2026-11-23. That a like needs the post is so in practice; its page says not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.networks._payloads import MALFORMED
from bot.networks._tiktok.api import Business
from bot.networks._tiktok.errors import NAME, code_of
from bot.networks._tiktok.files import Files
from bot.networks._tiktok.ids import conversation_of, is_private, ours, top_of, video_of
from bot.networks._tiktok.reading import Reading
from bot.networks._tiktok.said import Said
from bot.networks._tiktok.shapes import moment, number, opaque, table
from inbox.actions import Action, Hide, React, Remove, Reply, Unhide
from inbox.errors import NetworkError, Rejected, Uncertain, Unsupported
from inbox.models import RemoteId
from inbox.network import Receipt

HEARTS: Final = ("❤️", "❤", "👍")
NO_PERMISSION: Final = 40001
NOT_OURS: Final = "TikTok deletes only comments that this account wrote itself. Hide it instead."
STILL_HIDDEN: Final = (
    "TikTok answered that it shows the comment again, and it is still hidden: TikTok's own moderation may keep it so. "
    "Look at it in the TikTok app."
)
NO_FILES: Final = "A comment on TikTok has no files. Send the text alone."
ONE_FILE: Final = "A message on TikTok has one picture. Send the others one after another."
ODD: Final = f"{NAME} answered in words that could not be read."


@dataclass(frozen=True, slots=True)
class Acting:
    """The hands of one account."""

    api: Business
    said: Said
    files: Files
    reading: Reading

    async def do(self, action: Action, key: str, now: int) -> Receipt:
        """Do it once; `now` in unix ms. Raises NetworkErrors."""
        match action:
            case Reply(thread=thread) if is_private(thread):
                return await self._write(action, key, now)
            case Reply():
                return await self._comment(action, key, now)
            case Hide(thread=thread, message=message) if not is_private(thread):
                await self._on_comment("hide", thread, message, "HIDE")
            case Unhide(thread=thread, message=message) if not is_private(thread):
                await self._on_comment("hide", thread, message, "UNHIDE")
                await self._is_shown(thread, message)
            case React(thread=thread, message=message, emoji=emoji) if not is_private(thread):
                if emoji and emoji not in HEARTS:
                    raise Unsupported("TikTok has no reaction but a like.")
                await self._on_comment("like", thread, message, "LIKE" if emoji else "UNLIKE")
            case Remove(thread=thread, message=message) if not is_private(thread):
                await self._delete(thread, message)
            case _:
                raise Unsupported("TikTok offers no program such an action.")
        return Receipt(message, now)

    # -------------------------------------------------------------------------------------------------- in public

    async def _comment(self, action: Reply, key: str, now: int) -> Receipt:
        if action.media:
            raise Rejected(NO_FILES)
        thread = action.thread
        asked = {"video_id": video_of(thread), "comment_id": action.to or top_of(thread), "text": action.text}
        answer = await self._flying(key, thread, action.text, "/business/comment/reply/create/", asked)
        try:
            id = RemoteId(number(answer.get("comment_id")))
        except MALFORMED:
            raise Uncertain(ODD) from None
        await self.said.is_us(answer.get("unique_identifier"))
        await self.said.done(key, "text", id)
        return Receipt(id, max(moment(now, answer.get("create_time")), now - 999))

    async def _on_comment(self, what: str, thread: RemoteId, message: RemoteId, action: str) -> None:
        asked = {"video_id": video_of(thread), "comment_id": message, "action": action}
        await self.api.post(f"/business/comment/{what}/", asked)

    async def _is_shown(self, thread: RemoteId, message: RemoteId) -> None:
        """TikTok says yes even where its own moderation keeps a comment hidden, so it is looked at."""
        try:
            raws = await self.reading.by_ids(video_of(thread), [message], at_once=True)
        except NetworkError:  # it was done; that it cannot be looked at just now is no failure of it
            return
        if any(str(raw.get("comment_id")) == message and raw.get("status") == "HIDDEN" for raw in raws):
            raise Rejected(STILL_HIDDEN)

    async def _delete(self, thread: RemoteId, message: RemoteId) -> None:
        """What is gone already is what was wanted."""
        try:
            await self.api.post("/business/comment/delete/", {"comment_id": message})
        except Rejected as error:
            if code_of(error) == NO_PERMISSION:
                raise Rejected(f"{NOT_OURS} ({error})") from None
            if await self.reading.by_ids(video_of(thread), [message], at_once=True):
                raise

    # ------------------------------------------------------------------------------------------------- in private

    async def _write(self, action: Reply, key: str, now: int) -> Receipt:
        """A picture and a text leave as two messages; what is out already is not sent again."""
        if len(action.media) > 1:
            raise Rejected(ONE_FILE)
        ids: list[RemoteId] = []
        for medium in action.media:
            if (id := await self.said.part(key, "file")) is None:
                image = {"media_id": await self.files.upload(medium)}
                id = await self._send(action.thread, key, "file", "", {"message_type": "IMAGE", "image": image})
            ids.append(id)
        if action.text or not ids:
            if (id := await self.said.part(key, "text")) is None:
                text = {"message_type": "TEXT", "text": {"body": action.text}}
                id = await self._send(action.thread, key, "text", action.text, text)
            ids.append(id)
        return Receipt(ids[0], now, tuple(ids[1:]))

    async def _send(self, thread: RemoteId, key: str, part: str, text: str, what: Mapping[str, object]) -> RemoteId:
        asked = {"recipient_type": "CONVERSATION", "recipient": conversation_of(thread), **what}
        answer = await self._flying(key, thread, text, "/business/message/send/", asked)
        try:
            id = ours(opaque(table(answer.get("message")).get("message_id")))
        except MALFORMED:
            raise Uncertain(ODD) from None
        await self.said.done(key, part, id)
        return id

    async def _flying(
        self, key: str, thread: RemoteId, text: str, path: str, asked: Mapping[str, object]
    ) -> Mapping[str, object]:
        self.said.begin(key, thread, text)
        try:
            return await self.api.post(path, asked)
        finally:
            self.said.end(key)
