"""Files in and out: what somebody sent, fetched from Meta's own servers without any token, and what goes along."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import aiohttp

from bot.networks._download import downloading
from bot.networks._kept import kept
from bot.networks._meta.calls import ATTACHED, Call
from bot.networks._meta.graph import Graph, Upload
from bot.networks._meta.place import Known, Place
from bot.networks._meta.polled import comment_of_graph, message_of_graph
from bot.networks._meta.reading import COMMENT, MESSAGE, POST
from bot.networks._meta.shapes import media_ref_parts
from bot.networks._meta.subjects import subject_of
from bot.networks._meta.words import NAMES
from bot.networks._outside import Blobs, Share
from bot.networks._payloads import MALFORMED
from inbox.errors import Rejected, Uncertain
from inbox.incoming import Incoming, NewMessage
from inbox.models import Media

MEGABYTE: Final = 1024 * 1024
IMAGE_BYTES: Final = 8 * MEGABYTE  # of a picture in a message or a comment
FILE_BYTES: Final = 25 * MEGABYTE  # of anything else in a message
SHARED_FOR: Final = 3600  # seconds in which Meta may fetch a file from us
HOSTS: Final = (
    "fbcdn.net",
    "fbsbx.com",
    "facebook.com",
    "cdninstagram.com",
    "instagram.com",
)
META: Final = re.compile(
    rf"((?!xn--)[a-z0-9-]+\.)*({'|'.join(map(re.escape, HOSTS))})(:443)?", re.IGNORECASE | re.ASCII
)
FIELDS: Final[Mapping[str, Mapping[str, str]]] = {"message": MESSAGE, "comment": COMMENT, "post": POST}
NONE_LEFT: Final = "{network} no longer has this file; open the conversation in its own app."
ENDINGS: Final[Mapping[str, str]] = {"image/jpeg": "jpg", "audio/mpeg": "mp3", "video/quicktime": "mov"}


@dataclass(frozen=True, slots=True)
class Fetching:
    """Fetches what arrived. `base_url` is where this account's Graph API is: files may lie there too."""

    http: aiohttp.ClientSession
    base_url: str
    place: Place
    graph: Graph
    now: Callable[[], int]

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes; a link that has expired is asked for anew. Raises a NetworkError."""
        name = NAMES[self.place.network]
        try:
            link, holder, number = media_ref_parts(media.ref)
        except MALFORMED:
            raise Rejected(f"This is no file of {name}'s.") from None
        begun = False
        try:
            async with downloading(self.http, self._safe(link), name) as chunks:
                async for chunk in chunks:
                    begun = True
                    yield chunk
            return
        except Rejected:
            if begun:
                raise
        async with downloading(self.http, self._safe(await self._fresh(holder, number)), name) as chunks:
            async for chunk in chunks:
                yield chunk

    def _safe(self, link: str) -> str:
        """The link, if it leads to Meta; nothing else is fetched from inside our network."""
        there, base = urlsplit(link), urlsplit(self.base_url)
        if (there.scheme, there.netloc) == (base.scheme, base.netloc):
            return link
        if there.scheme == "https" and META.fullmatch(there.netloc):
            return link
        raise Rejected(f"This file does not lie with {NAMES[self.place.network]}, so it is not fetched.")

    async def _fresh(self, holder: str, number: int) -> str:
        """A new link to the same file."""
        network = self.place.network
        gone = Rejected(NONE_LEFT.format(network=NAMES[network]))
        what, _, id = holder.partition(":")
        if what not in FIELDS:
            raise gone
        raw = await self.graph.get(f"/{id}", fields=FIELDS[what][network])
        for medium in self._media(what, raw):
            link, _, place = media_ref_parts(medium.ref)
            if place == number:
                return link
        raise gone

    def _media(self, what: str, raw: Mapping[str, object]) -> Sequence[Media]:
        try:
            if what == "post":
                return subject_of(raw, self.place).media
        except MALFORMED:
            return ()
        now, known = self.now(), Known()
        told: list[Incoming] = (
            message_of_graph(raw, self.place, known, "0", now)
            if what == "message"
            else comment_of_graph(raw, self.place, known, "0", now)
        )
        found = next((one.media for one in told if isinstance(one, NewMessage)), ())
        return [one for one in found if one.kind != "location"]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Brings what goes along with a message to where Meta takes it."""

    place: Place
    graph: Graph
    blobs: Blobs
    share: Share

    async def ready(self, call: Call) -> tuple[Mapping[str, object], Sequence[Upload]]:
        """The fields of the call with its medium in them, and what is uploaded with it. Raises a NetworkError."""
        medium = call.medium
        if medium is None:
            return call.fields, ()
        self._fits(medium, medium.size)
        if self.place.network == "instagram":
            link = self.share(medium, SHARED_FOR)
            return _attached(call, medium, {"url": link}), ()
        file = await self._upload(medium, "filedata" if call.private else "source")
        if call.private:
            return _attached(call, medium, {"is_reusable": False}), (file,)
        return {**call.fields, "attachment_id": await self._photo(file)}, ()

    async def _photo(self, file: Upload) -> str:
        """A picture that nobody sees until a comment has it; one that is never used does no harm."""
        answer = await self.graph.post(f"/{self.place.id}/photos", {"published": False}, files=(file,), effect=False)
        if not (id := answer.get("id")):
            raise Uncertain(f"{NAMES[self.place.network]} took a picture in words that could not be read.")
        return str(id)

    async def _upload(self, medium: Media, field: str) -> Upload:
        if not medium.ref.startswith("blob:"):
            raise Rejected("Only files that are kept here can be sent.")
        data = await kept(self.blobs, medium)
        self._fits(medium, len(data))
        mime = medium.mime or "application/octet-stream"
        ending = ENDINGS.get(mime, mime.partition("/")[2].partition(";")[0])
        return Upload(field, medium.name or f"{medium.kind}.{ending}", mime, data)

    def _fits(self, medium: Media, size: int) -> None:
        most = IMAGE_BYTES if medium.kind == "image" else FILE_BYTES
        if size > most:
            what, network = medium.name or f"A {medium.kind}", NAMES[self.place.network]
            raise Rejected(
                f"{what} has {size / MEGABYTE:.1f} MB; {network} takes at most {most // MEGABYTE} MB in a message."
            )


def _attached(call: Call, medium: Media, payload: Mapping[str, object]) -> Mapping[str, object]:
    message = call.fields["message"]
    assert isinstance(message, dict)
    return {**call.fields, "message": {**message, "attachment": {"type": ATTACHED[medium.kind], "payload": payload}}}
