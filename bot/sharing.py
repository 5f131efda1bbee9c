"""Lets a network fetch a kept file from us, at an address that is signed, ends by itself, and tells nothing else."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from inbox.errors import Rejected
from inbox.models import Media
from inbox.store.blobs import NAME, PREFIX, Blobs

PATH: Final = "/shared"
SEAL: Final = hashlib.sha256().digest_size
DIGEST: Final = 32  # bytes of a blob's name
ENDS: Final = 8  # bytes of the moment at which an address ends (unix ms)
HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})
MIME: Final = re.compile(r"[a-z]+/[a-z0-9.+-]+")
RUNS: Final = re.compile(r"html|xml|script|ecma")  # what a browser would run under our name
SHOWN: Final = re.compile(r"(image|video|audio)/")
ANYTHING: Final = "application/octet-stream"
ENDINGS: Final = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "application/pdf": ".pdf",
}
UNREACHABLE: Final = (
    "The network fetches files from us and cannot reach us: set web.public_url in bot.yaml to the https address "
    "under which the world finds Sangam."
)
UNSAFE: Final = (
    "The network fetches files over https only, and web.public_url in bot.yaml begins with {scheme}://: put a proxy "
    "that speaks https before Sangam and set its address there."
)


class Sharing:
    """Makes such addresses and answers them; satisfies what adapters are given as `share`.

    `key` is kept by the installation: who has it can sign. `now` is in unix milliseconds.
    """

    def __init__(self, blobs: Blobs, public_url: str, key: bytes, now: Callable[[], int]) -> None:
        """Share files of these blobs; `public_url` is empty where the world cannot reach us."""
        self._blobs = blobs
        self._base = public_url.rstrip("/")
        self._key = hmac.digest(key, b"sangam shared files", "sha256")
        self._now = now

    def __call__(self, media: Media, seconds: int) -> str:
        """The address of a kept file for so many seconds; raises Rejected with the way out where there can be none."""
        self._must_be_reachable()
        name = NAME.fullmatch(media.ref)
        if name is None:
            raise Rejected("Only files that are kept here can be shared with a network.")
        mime = served_as(media.mime)
        told = (self._now() + seconds * 1000).to_bytes(ENDS, "big") + bytes.fromhex(name[1]) + mime.encode()
        token = base64.urlsafe_b64encode(self._sealed(told) + told).rstrip(b"=").decode()
        return f"{self._base}{PATH}/{token}/{file_name(mime)}"

    def routes(self) -> Sequence[web.RouteDef]:
        """What the web server answers, to be mounted at the root."""
        return [web.get(f"{PATH}/{{token}}/{{name}}", self._answer)]

    def _must_be_reachable(self) -> None:
        parts = urlsplit(self._base)
        if not parts.hostname:
            raise Rejected(UNREACHABLE)
        if parts.scheme != "https" and parts.hostname not in HERE:
            raise Rejected(UNSAFE.format(scheme=parts.scheme))

    def _sealed(self, told: bytes) -> bytes:
        return hmac.digest(self._key, told, "sha256")

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        """The file, or any part of it; whatever is wrong with an address, it just does not exist."""
        try:
            ref, mime = self._opened(request.match_info["token"])
            path = self._blobs.path(ref)
        except (ValueError, FileNotFoundError):
            raise web.HTTPNotFound from None
        if request.match_info["name"] != file_name(mime):
            raise web.HTTPNotFound
        shown = "inline" if SHOWN.match(mime) else "attachment"
        headers = {
            "Content-Type": mime,
            "Content-Disposition": f'{shown}; filename="{file_name(mime)}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private",
        }
        return web.FileResponse(path, headers=headers)

    def _opened(self, token: str) -> tuple[str, str]:
        """Ref and type of what a token names; ValueError when it was not made here, or has ended."""
        try:
            raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except binascii.Error:
            raise ValueError(token) from None
        seal, told = raw[:SEAL], raw[SEAL:]
        if not hmac.compare_digest(seal, self._sealed(told)) or self._now() >= int.from_bytes(told[:ENDS], "big"):
            raise ValueError(token)
        return PREFIX + told[ENDS : ENDS + DIGEST].hex(), told[ENDS + DIGEST :].decode()


def served_as(mime: str) -> str:
    """The type under which a file is served: its own, unless a browser would run it."""
    bare = mime.partition(";")[0].strip().lower()
    return bare if MIME.fullmatch(bare) and not RUNS.search(bare) else ANYTHING


def file_name(mime: str) -> str:
    """What a shared file is called: networks look at the ending."""
    return "file" + ENDINGS.get(mime, "")
