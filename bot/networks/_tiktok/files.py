"""Files in and out: what somebody sent, asked for by its message, and pictures that go along with ours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from bot.networks._download import downloading
from bot.networks._kept import kept
from bot.networks._outside import Blobs
from bot.networks._payloads import MALFORMED
from bot.networks._tiktok.api import Business, Upload
from bot.networks._tiktok.errors import NAME
from bot.networks._tiktok.shapes import opaque
from bot.networks._tiktok.talk import FileRef
from inbox.errors import Rejected, Uncertain
from inbox.models import Media

MEGABYTE: Final = 1024 * 1024
IMAGE_BYTES: Final = 3 * MEGABYTE
HOSTS: Final = (
    ".tiktokcdn.com",
    ".tiktokcdn-us.com",
    ".tiktokcdn-eu.com",
    ".tiktok.com",
    ".ibyteimg.com",
    ".byteoversea.com",
)
_TYPES: Final = {b"\x89PNG": ("png", "image/png"), b"\xff\xd8\xff": ("jpg", "image/jpeg")}


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one account's messages."""

    api: Business
    blobs: Blobs

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes of a file that somebody sent; raises NetworkErrors."""
        ref = FileRef.read(media.ref)
        if ref is not None:
            async for piece in self.api.download(await self._address(ref)):
                yield piece
            return
        self._refuse_others(media.ref)
        async with downloading(self.api.http, media.ref, NAME) as pieces:
            async for piece in pieces:
                yield piece

    async def _address(self, ref: FileRef) -> str:
        asked = {
            "conversation_id": ref.conversation,
            "message_id": ref.message,
            "media_id": ref.media,
            "media_type": ref.type,
        }
        said = await self.api.post("/business/message/media/download/", asked, effect=False)
        url = str(said.get("download_url") or "")
        if not url.startswith(f"{self.api.url}/"):
            self._refuse_others(url)  # our token goes along
        return url

    def _refuse_others(self, url: str) -> None:
        host = urlsplit(url).hostname or ""
        if not url.startswith("https://") or not f".{host}".endswith(HOSTS):
            raise Rejected("This file is at no address of TikTok's, so it is not fetched.")

    async def upload(self, medium: Media) -> str:
        """Bring a picture to TikTok; answers its id there. Raises NetworkErrors."""
        if not medium.ref.startswith("blob:"):
            raise Rejected("Only files that are kept here can be sent.")
        data = await kept(self.blobs, medium)
        ending, mime = next((told for start, told in _TYPES.items() if data.startswith(start)), ("", ""))
        if not ending:
            raise Rejected("In a message TikTok takes pictures as JPG or PNG only. Send another one.")
        if len(data) > IMAGE_BYTES:
            raise Rejected(
                f"The picture has {len(data) / MEGABYTE:.1f} MB; TikTok takes at most 3 MB. Make it smaller."
            )
        file = Upload(f"picture.{ending}", mime, data)
        said = await self.api.upload("/business/message/media/upload/", {"media_type": "IMAGE"}, file)
        try:
            return opaque(said.get("media_id"))
        except MALFORMED:
            raise Uncertain(f"{NAME} took the picture in words that could not be read.") from None
