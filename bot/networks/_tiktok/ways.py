"""The two ways a post goes to TikTok: fetched from us (API for Business), or uploaded in chunks (Content Posting API).

business-api.tiktok.com, "Publish a video post" to "Get the publishing status", and developers.tiktok.com, Content
Posting API, "Direct post", "Photos", "Media transfer guide" and "Get post status", read 2026-11-23.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from bot.networks._outside import Share, Vault
from bot.networks._payloads import MALFORMED, clean
from bot.networks._tiktok.api import Business, Content
from bot.networks._tiktok.errors import NAME
from bot.networks._tiktok.judging import is_film
from bot.networks._tiktok.shapes import moment, number, rows
from inbox.actions import Publish
from inbox.errors import Rejected, Unavailable, Uncertain

SHARED_FOR: Final = 3 * 3600  # seconds in which TikTok may fetch a file from us
LEAST, CHUNK, MOST_CHUNKS = 5_000_000, 10_000_000, 1000
DONE, MORE, BEYOND = 201, 206, 416
EXPIRED: Final = (403, 404)
PUBLIC, OWN = "PUBLIC_TO_EVERYONE", "SELF_ONLY"
CUT: Final = "The upload to TikTok was cut off after {sent:,} of {total:,} bytes. It goes on from there by itself."
ANEW: Final = "TikTok's address for the upload has expired before all was there. It is begun anew."


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a post is: TikTok's word for it, why it failed, under which id it is public, and the bytes that came."""

    code: str
    reason: str = ""
    post: str = ""
    uploaded: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A public post: its id, its text and when it was made (unix ms)."""

    id: str
    text: str
    at: int


class Way(Protocol):
    """One of the two."""

    lost_is_harmless: bool  # a call to begin whose answer never came publishes nothing

    async def begin(self, key: str, post: Publish, size: int) -> str:
        """Have TikTok begin; what it calls the post while it is on its way."""
        ...

    async def bring(self, key: str, publish_id: str, data: bytes, mime: str) -> bool:
        """Bring the rest of the bytes there; False when this has to be begun anew."""
        ...

    async def stand(self, publish_id: str) -> Stand:
        """How far it is."""
        ...

    async def newest(self, now: int) -> list[Listed]:
        """The account's newest public posts."""
        ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """TikTok fetches the files from us."""

    api: Business
    share: Share
    lost_is_harmless = False

    async def begin(self, key: str, post: Publish, size: int) -> str:
        """Have TikTok begin."""
        urls = [self.share(medium, SHARED_FOR) for medium in post.media]
        if is_film(post):
            info: dict[str, object] = {"caption": post.text, "is_ai_generated": post.made_by_ai}
            cover = {"custom_thumbnail_url": self.share(post.cover, SHARED_FOR)} if post.cover else {}
            asked: dict[str, object] = {"video_url": urls[0], "post_info": info, **cover}
            return _named(await self.api.post("/business/video/publish/", asked), "share_id")
        info = {"caption": post.text, "privacy_level": OWN if post.visibility == "private" else PUBLIC}
        info |= {"title": post.title} if post.title else {}
        asked = {"photo_images": urls, "photo_cover_index": 0, "post_info": info}
        return _named(await self.api.post("/business/photo/publish/", asked), "share_id")

    async def bring(self, key: str, publish_id: str, data: bytes, mime: str) -> bool:
        """Nothing is to be brought."""
        return True

    async def stand(self, publish_id: str) -> Stand:
        """How far it is."""
        said = await self.api.get("/business/publish/status/", publish_id=publish_id)
        return Stand(str(said.get("status") or ""), str(said.get("reason") or ""), _id_in(said.get("post_ids")))

    async def newest(self, now: int) -> list[Listed]:
        """The account's newest public posts."""
        said = await self.api.get("/business/video/list/", fields=["item_id", "caption", "create_time"])
        return _listed(said, "item_id", "caption", now)


@dataclass(frozen=True, slots=True)
class Uploaded:
    """Videos are uploaded in chunks; pictures TikTok fetches from us here, too. `vault` keeps the upload's address."""

    api: Content
    share: Share
    vault: Vault
    audited: bool
    lost_is_harmless = True

    async def begin(self, key: str, post: Publish, size: int) -> str:
        """Ask what the account may choose, as TikTok demands, and have TikTok begin."""
        allowed = await self.api.post("/v2/post/publish/creator_info/query/", effect=False)
        privacy = self._privacy(post, allowed)
        if not is_film(post):
            return await self._begin_photos(post, privacy)
        info = {
            "title": post.text,
            "privacy_level": privacy,
            "disable_comment": allowed.get("comment_disabled") is True,
            "disable_duet": allowed.get("duet_disabled") is True,
            "disable_stitch": allowed.get("stitch_disabled") is True,
            "is_aigc": post.made_by_ai,
        }
        chunk, count = chunks(size)
        source = {"source": "FILE_UPLOAD", "video_size": size, "chunk_size": chunk, "total_chunk_count": count}
        asked = {"post_info": info, "source_info": source}
        said = await self.api.post("/v2/post/publish/video/init/", asked, effect=False)
        publish_id, url = _named(said, "publish_id"), str(said.get("upload_url") or "")
        if not url.startswith(("https://", "http://")):
            raise Unavailable(f"{NAME} gave no address for the upload.")
        await self.vault.write(_name(key), json.dumps({"id": publish_id, "url": url, "chunk": chunk}))
        return publish_id

    async def bring(self, key: str, publish_id: str, data: bytes, mime: str) -> bool:
        """Bring the chunks there that TikTok does not have yet; raises Unavailable when one is cut off."""
        kept = await self._kept(key, publish_id)
        if not kept:
            return False
        sent, total, chunk = (await self.stand(publish_id)).uploaded, len(data), int(kept["chunk"])
        while sent < total:
            last = total - sent < 2 * chunk
            piece = data[sent:] if last else data[sent : sent + chunk]
            try:
                status = await self.api.put(kept["url"], piece, sent, total, mime)
            except Unavailable as error:
                raise Unavailable(f"{CUT.format(sent=sent, total=total)} ({error})") from None
            if status in EXPIRED:
                return False
            if status not in (DONE, MORE, BEYOND):
                raise Unavailable(CUT.format(sent=sent, total=total))
            there = sent + len(piece) if status != BEYOND else (await self.stand(publish_id)).uploaded
            if there <= sent:
                raise Unavailable(CUT.format(sent=sent, total=total))
            sent = there
        await self.vault.write(_name(key), "")
        return True

    async def stand(self, publish_id: str) -> Stand:
        """How far it is."""
        said = await self.api.post("/v2/post/publish/status/fetch/", {"publish_id": publish_id}, effect=False)
        uploaded = said.get("uploaded_bytes")
        return Stand(
            str(said.get("status") or ""),
            str(said.get("fail_reason") or ""),
            _id_in(said.get("publicaly_available_post_id")),  # written so by TikTok
            uploaded if isinstance(uploaded, int) else 0,
        )

    async def newest(self, now: int) -> list[Listed]:
        """The account's newest public posts."""
        said = await self.api.post("/v2/video/list/", effect=False, fields="id,title,create_time")
        return _listed(said, "id", "title", now)

    def _privacy(self, post: Publish, allowed: Mapping[str, Any]) -> str:
        wanted = OWN if post.visibility == "private" or not self.audited else PUBLIC
        options = allowed.get("privacy_level_options")
        if isinstance(options, list) and options and wanted not in options:
            raise Rejected(
                "The account's settings at TikTok allow no such post: the account may be private. Change that in the "
                "TikTok app, or choose another visibility."
            )
        return wanted

    async def _begin_photos(self, post: Publish, privacy: str) -> str:
        info = {"title": post.title, "description": post.text, "privacy_level": privacy, "disable_comment": False}
        urls = [self.share(medium, SHARED_FOR) for medium in post.media]
        source = {"source": "PULL_FROM_URL", "photo_images": urls, "photo_cover_index": 0}
        asked = {"media_type": "PHOTO", "post_mode": "DIRECT_POST", "post_info": info, "source_info": source}
        return _named(await self.api.post("/v2/post/publish/content/init/", asked), "publish_id")

    async def _kept(self, key: str, publish_id: str) -> dict[str, str]:
        try:
            kept = json.loads(await self.vault.read(_name(key)) or "{}")
            return {name: str(value) for name, value in kept.items()} if kept["id"] == publish_id else {}
        except (ValueError, TypeError, KeyError, AttributeError):
            return {}


def chunks(size: int) -> tuple[int, int]:
    """How large each chunk is, and how many there are: what is left over goes along with the last one."""
    if size < 2 * LEAST:
        return size, 1
    chunk = max(min(CHUNK, size), -(-size // MOST_CHUNKS))
    return chunk, max(1, size // chunk)


def _name(key: str) -> str:
    return f"upload_{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def _named(said: Mapping[str, Any], field: str) -> str:
    id = said.get(field)
    if not isinstance(id, str) or not id or not id.isprintable():
        raise Uncertain(f"{NAME} answered in words that could not be read.")
    return id


def _id_in(value: object) -> str:
    """The id of the post that became public; TikTok writes a list, of numbers or texts."""
    first = value[0] if isinstance(value, list) and value else None
    try:
        return number(first)
    except MALFORMED:
        return ""


def _listed(said: Mapping[str, Any], id: str, text: str, now: int) -> list[Listed]:
    found: list[Listed] = []
    videos = said.get("videos")
    for raw in rows(videos) if isinstance(videos, list) else []:
        try:
            found.append(Listed(number(raw.get(id)), clean(raw.get(text)), moment(now, raw.get("create_time"))))
        except MALFORMED:
            continue
    return found
