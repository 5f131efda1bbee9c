"""Publishing a video: judged, brought in, given its picture, and looked at once.

What it came to is written down step by step, so that the same delivery never makes a second video.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from bot.networks._kept import kept
from bot.networks._left_out import stop
from bot.networks._outside import Blobs, Vault
from bot.networks._youtube.api import Api
from bot.networks._youtube.judging import title_of, verdicts
from bot.networks._youtube.parse import items
from bot.networks._youtube.uploading import Uploading
from inbox.actions import Publish
from inbox.errors import Rejected
from inbox.models import Media, RemoteId
from inbox.network import Mailbox, Receipt
from inbox.publishing import Verdict

log = structlog.get_logger("sangam")

SHELF: Final = RemoteId("publishing")
ERASED: Final = "A file of this post has been erased. Attach it again."
VIDEO, COVERED = "video", "covered"
LOCKED: Final = "locked"  # in the vault: since when YouTube is known to keep uploads of this project private
FAILED: Final = frozenset({"failed", "rejected", "deleted"})
CATEGORY: Final = "22"  # "People & Blogs", which YouTube takes when nothing is said


@dataclass(frozen=True, slots=True)
class Publisher:
    """Publishes for one channel; `now` is in unix ms. Raises NetworkErrors and nothing else."""

    api: Api
    uploading: Uploading
    mailbox: Mailbox
    vault: Vault
    blobs: Blobs
    now: Callable[[], int]

    async def publish(self, post: Publish, key: str) -> Receipt:
        """Publish once; the same key goes on where it broke off."""
        receipt = await self._made(key)
        if receipt is None:
            if not await self.uploading.is_begun(key):
                stop(await self.judge(post))
            data = await kept(self.blobs, post.media[0], ERASED)
            mime = post.media[0].mime or "video/*"
            receipt = await self._there(key, await self.uploading.upload(key, body_of(post), data, mime))
        await self._cover(post, key, receipt.id)
        await self._look(post, receipt.id)
        return receipt

    async def find(self, post: Publish, key: str) -> Receipt | None:
        """The receipt if all of it is there, None if something is not; going on then makes nothing twice."""
        receipt = await self._made(key)
        if receipt is None:
            video = await self.uploading.find(key)
            receipt = await self._there(key, video) if video else None
        uncovered = post.cover is not None and await self.mailbox.find(SHELF, f"{key}/{COVERED}") is None
        return None if uncovered else receipt

    async def judge(self, post: Publish) -> Sequence[Verdict]:
        """What stands against this post, what stops it first; asks nobody outside."""
        files = [await self._look_into(medium) for medium in (*post.media, *((post.cover,) if post.cover else ()))]
        cover = files[-1] if post.cover else None
        locked = bool(await self.vault.read(LOCKED))
        return verdicts(post, cover, self.now(), erased=None in files, locked=locked)

    async def _made(self, key: str) -> Receipt | None:
        line = await self.mailbox.find(SHELF, f"{key}/{VIDEO}")
        if line is None:
            return None
        video, _, at = line.body.partition(" ")
        return Receipt(RemoteId(video), int(at))

    async def _there(self, key: str, video: str) -> Receipt:
        line = await self.mailbox.append(SHELF, f"{key}/{VIDEO}", f"{video} {self.now()}")
        await self.uploading.done(key)
        kept, _, at = line.body.partition(" ")
        return Receipt(RemoteId(kept), int(at))

    async def _cover(self, post: Publish, key: str, video: str) -> None:
        """A picture that YouTube does not take costs nobody the video; people are told in the log."""
        if post.cover is None or await self.mailbox.find(SHELF, f"{key}/{COVERED}"):
            return
        try:
            data = await kept(self.blobs, post.cover, ERASED)
            mime = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
            await self.api.thumbnail(video, data, mime)
        except Rejected as error:
            log.warning("youtube.cover_refused", video=video, words=str(error))
        await self.mailbox.append(SHELF, f"{key}/{COVERED}", "yes")

    async def _look(self, post: Publish, video: str) -> None:
        """Raise Rejected for a video that YouTube threw out, and remember when it keeps them private."""
        told = await self.api.get("videos", part="status", id=video)
        status: Mapping[str, Any] = next((raw.get("status") or {} for raw in items(told)), {})
        if status.get("uploadStatus") in FAILED:
            raise Rejected(thrown_out(status))
        if post.visibility != "private" and not post.release and status.get("privacyStatus") == "private":
            await self.vault.write(LOCKED, str(self.now()))
            log.warning("youtube.kept_private", video=video)

    async def _look_into(self, medium: Media) -> bytes | None:
        try:
            return await self.blobs.get(medium.ref)
        except FileNotFoundError:
            return None


def body_of(post: Publish) -> dict[str, Any]:
    """The video as YouTube takes it."""
    snippet: dict[str, Any] = {"title": title_of(post), "description": post.text, "categoryId": CATEGORY}
    status: dict[str, Any] = {
        "privacyStatus": "private" if post.release else post.visibility,
        "selfDeclaredMadeForKids": False,
        "containsSyntheticMedia": post.made_by_ai,
    }
    if post.tags:
        snippet["tags"] = list(post.tags)
    if post.release:
        at = datetime.fromtimestamp(post.release / 1000, UTC)
        status["publishAt"] = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"snippet": snippet, "status": status}


def thrown_out(status: Mapping[str, Any]) -> str:
    """Why YouTube threw a video out, in words."""
    reason = status.get("rejectionReason") or status.get("failureReason") or "it gives no reason"
    return f"YouTube did not keep the video ({reason}). Mend it, and publish it again."
