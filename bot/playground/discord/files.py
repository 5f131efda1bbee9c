"""The files of the simulated Discord and their signed addresses on its CDN, which expire after a day."""

from __future__ import annotations

import hashlib
import hmac
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass

from bot.playground.clock import Clock
from bot.playground.discord.records import File
from bot.playground.discord.wire import JsonObject, Snowflakes

FILE_LIMIT = 10 * 1024 * 1024  # per file, in a guild that nobody boosts
REQUEST_LIMIT = 25 * 1024 * 1024
LINK_LASTS = 24 * 60 * 60
_SECRET = b"signs links on the simulated CDN"
_UNFIT = re.compile(r"[^\w.\-]+")


@dataclass(frozen=True, slots=True)
class Stored:
    """A file on the CDN."""

    id: int
    channel_id: int
    name: str
    file: File

    @property
    def path(self) -> str:
        """Where it is on the CDN."""
        return f"/attachments/{self.channel_id}/{self.id}/{self.name}"


class FileStore:
    """Every file by its id; `base` is the address of the server."""

    def __init__(self, clock: Clock, ids: Snowflakes) -> None:
        self.base = ""
        self._clock = clock
        self._ids = ids
        self._stored: dict[int, Stored] = {}

    def keep(self, channel_id: int, file: File, description: str | None = None) -> JsonObject:
        """Store a file; returns its attachment object."""
        name = _UNFIT.sub("_", file.name) or "unknown"
        stored = Stored(self._ids.next(), channel_id, name, file)
        self._stored[stored.id] = stored
        url = self._signed(stored)
        body: JsonObject = {"id": str(stored.id), "filename": name, "size": file.size or len(file.data), "url": url}
        body |= {"proxy_url": url, "content_type": file.mime, "content_scan_version": 0}
        size = _picture_size(file.data)
        if size is not None:
            body |= {"width": size[0], "height": size[1]}
        return body if description is None else body | {"description": description}

    def fresh(self, attachment: JsonObject) -> JsonObject:
        """The attachment object with an address that is signed now."""
        stored = self._stored.get(int(attachment["id"]))
        if stored is None:
            return attachment
        url = self._signed(stored)
        return attachment | {"url": url, "proxy_url": url}

    def fetch(self, path: str, query: Mapping[str, str]) -> Stored | None:
        """The file at this address, if the signature is ours and has not expired."""
        number = path.rstrip("/").split("/")[-2]
        stored = self._stored.get(int(number)) if number.isdigit() else None
        if stored is None or stored.path != path:
            return None
        expires, since = query.get("ex", ""), query.get("is", "")
        if not hmac.compare_digest(_signature(path, expires, since), query.get("hm", "")):
            return None
        return stored if int(expires, 16) > self._clock.now() else None

    def _signed(self, stored: Stored) -> str:
        now = int(self._clock.now())
        expires, since = f"{now + LINK_LASTS:x}", f"{now:x}"
        return f"{self.base}{stored.path}?ex={expires}&is={since}&hm={_signature(stored.path, expires, since)}&"


def _signature(path: str, expires: str, since: str) -> str:
    return hmac.new(_SECRET, f"{path}|{expires}|{since}".encode(), hashlib.sha256).hexdigest()


def _picture_size(data: bytes) -> tuple[int, int] | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    return None
