"""Bringing a film to YouTube in parts, so that a cut line or a crash goes on where it stands and makes no second one.

The address of an upload opens it to whoever knows it, so the vault keeps it, and with it whether the last part was on
its way. Source: developers.google.com/youtube/v3/guides/using_resumable_upload_protocol, read 2026-11-27.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from bot.networks._http import Answer
from bot.networks._outside import Vault
from bot.networks._payloads import MALFORMED
from bot.networks._youtube.api import Api
from bot.networks._youtube.parse import items, moment
from inbox.errors import Unavailable

PART: Final = 8 * 1024 * 1024  # a multiple of 256 KiB, as YouTube wants it
BEFORE: Final = 600_000  # ms: so much earlier than our clock says YouTube's may have been
MORE: Final = 308
FORGOTTEN: Final = 404
ANEW: Final = "YouTube has forgotten this upload. It begins anew by itself."
STUCK: Final = "YouTube takes no more of the video just now. The upload goes on where it stands by itself."


@dataclass(frozen=True, slots=True)
class Begun:
    """An upload under way since `at` (unix ms); `last`: its last part was sent, and perhaps came."""

    address: str = field(repr=False)
    title: str
    size: int
    at: int
    last: bool = False


@dataclass(frozen=True, slots=True)
class Uploading:
    """Uploads for one channel. Raises NetworkErrors and nothing else; `now` is in unix ms."""

    api: Api
    vault: Vault
    channel: str
    now: Callable[[], int]
    part: int = PART

    async def upload(self, key: str, body: Mapping[str, Any], data: bytes, mime: str) -> str:
        """The id of the video that it became; the same key goes on where it broke off."""
        begun = await self._kept(key)
        if begun is not None:
            video, offset = await self._state(begun)
            if video:
                return video
            if offset is not None:
                return await self._send(key, begun, data, mime, offset)
        address = await self.api.begin_upload(body, len(data), mime)
        begun = Begun(address, str(body["snippet"]["title"]), len(data), self.now())
        await self._keep(key, begun)
        return await self._send(key, begun, data, mime, 0)

    async def find(self, key: str) -> str:
        """The id of the video if all of it is there, "" if it certainly is not."""
        begun = await self._kept(key)
        return (await self._state(begun))[0] if begun is not None else ""

    async def is_begun(self, key: str) -> bool:
        """Whether anything was sent."""
        return await self._kept(key) is not None

    async def done(self, key: str) -> None:
        """The upload is over; its address is of no use any more."""
        await self.vault.write(name(key), "")

    async def _send(self, key: str, begun: Begun, data: bytes, mime: str, offset: int) -> str:
        size = len(data)
        while offset < size:
            end = min(offset + self.part, size)
            last = end == size
            if last:
                await self._keep(key, replace(begun, last=True))
            range = f"{offset}-{end - 1}/{size}"
            answer = await self.api.upload(begun.address, data[offset:end], range, mime, last=last)
            if answer.ok:
                return video_in(answer)
            if answer.status == FORGOTTEN:
                await self.done(key)
                raise Unavailable(ANEW)
            came = arrived(answer)
            if came <= offset:
                raise Unavailable(STUCK)
            offset = came
        raise Unavailable(STUCK)

    async def _state(self, begun: Begun) -> tuple[str, int | None]:
        """The video it became, or how many bytes are there; neither where YouTube has forgotten it."""
        answer = await self.api.upload(begun.address, b"", f"*/{begun.size}", "", last=False)
        if answer.ok:
            return video_in(answer), None
        if answer.status == MORE:
            return "", arrived(answer)
        return (await self._landed(begun) if begun.last else ""), None

    async def _landed(self, begun: Begun) -> str:
        """The video that a forgotten upload became, found among those of the channel; "" where there is none."""
        uploads = f"UU{self.channel[2:]}"
        page = await self.api.get("playlistItems", part="snippet,contentDetails", playlistId=uploads, maxResults=50)
        for raw in items(page):
            try:
                video, snippet = str(raw["contentDetails"]["videoId"]), raw["snippet"]
                if snippet["title"] == begun.title and moment(snippet["publishedAt"]) >= begun.at - BEFORE:
                    return video
            except MALFORMED:
                continue
        return ""

    async def _kept(self, key: str) -> Begun | None:
        text = await self.vault.read(name(key))
        return Begun(**json.loads(text)) if text else None

    async def _keep(self, key: str, begun: Begun) -> None:
        await self.vault.write(name(key), json.dumps(asdict(begun)))


def name(key: str) -> str:
    """Under which the vault keeps an upload."""
    return f"upload.{re.sub(r'[^A-Za-z0-9_-]', '.', key)}"


def arrived(answer: Answer) -> int:
    """How many bytes have come: YouTube names the last of them, and nothing while there is none."""
    found = re.fullmatch(r"bytes=0-(\d{1,15})", answer.headers.get("range", ""), re.ASCII)
    return int(found[1]) + 1 if found else 0


def video_in(answer: Answer) -> str:
    """The id of the video that an answer tells; raises Unavailable where it has none, and the state is asked again."""
    id = answer.object().get("id")
    if not isinstance(id, str) or not id:
        raise Unavailable("YouTube said yes to the upload in words that could not be read.")
    return id
