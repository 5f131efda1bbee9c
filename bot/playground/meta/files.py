"""The files of the simulated Meta, on links that expire as those of its CDN do."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

from bot.playground.clock import Clock

LINKS_LIVE = 4 * 24 * 3600.0
_KEY = b"the simulated CDN"
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "video/mp4": "mp4", "audio/wav": "wav"}


@dataclass(frozen=True, slots=True)
class File:
    """One stored file; two with the same content are two files."""

    number: int
    data: bytes = field(repr=False)
    mime: str
    name: str = ""
    source: str = ""

    @property
    def kind(self) -> str:
        """What a message calls it: image, video, audio or file."""
        kind = self.mime.partition("/")[0]
        return kind if kind in ("image", "video", "audio") else "file"


class FileStore:
    """Every file by its name on the CDN. `base` is the server's URL; `lives` is how many seconds a link works."""

    def __init__(self, clock: Clock) -> None:
        self.base = ""
        self.lives = LINKS_LIVE
        self._clock = clock
        self._files: dict[str, File] = {}

    def keep(self, data: bytes, mime: str, name: str = "", source: str = "") -> File:
        """Store a file; `source` is the address it was fetched from."""
        file = File(len(self._files) + 1, data, mime, name, source)
        self._files[_name(file)] = file
        return file

    def link(self, file: File) -> str:
        """An address that shows the file until it expires."""
        expires = f"{int(self._clock.now() + self.lives):X}"
        return f"{self.base}/cdn/{_name(file)}?oh={_sign(_name(file), expires)}&oe={expires}"

    def fetch(self, name: str, signature: str, expires: str) -> File | None:
        """The file behind a link; None for one that expired or was made up."""
        file = self._files.get(name)
        if file is None or not hmac.compare_digest(_sign(name, expires), signature):
            return None
        return file if self._clock.now() < int(expires, 16) else None


def _name(file: File) -> str:
    digest = int.from_bytes(hashlib.sha256(f"{file.number}:{file.name}".encode()).digest()[:6], "big")
    ending = file.name.rpartition(".")[2] if "." in file.name else _ENDINGS.get(file.mime, "bin")
    return f"{file.number}_{digest}_n.{ending}"


def _sign(name: str, expires: str) -> str:
    return "00_" + hmac.new(_KEY, f"{name}:{expires}".encode(), hashlib.sha256).hexdigest()[:40]
