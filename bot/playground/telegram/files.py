"""The files of the simulated Telegram, and the objects that describe a photo, a video, a document or a sound."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from bot.playground.telegram.refusals import Refusal, bad_request
from bot.playground.telegram.wire import JsonObject

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
MEDIA_KINDS = ("photo", "document", "video", "audio", "voice", "sticker")
_EXTENSION = {"photo": "jpg", "document": "bin", "video": "mp4", "audio": "mp3", "voice": "oga", "sticker": "webp"}
_MIME = {"video": "video/mp4", "audio": "audio/mpeg", "voice": "audio/ogg", "document": "application/octet-stream"}
_PICTURE_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")


@dataclass(frozen=True, slots=True)
class Media:
    """What somebody attaches. `size` may claim more bytes than `data` holds, to stand for a very large file."""

    kind: str = "photo"
    data: bytes = b"\xff\xd8\xff\xe0 a photograph"
    name: str = ""
    mime: str = ""
    size: int = 0
    caption: str = ""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file on Telegram's servers."""

    id: str
    unique_id: str
    path: str
    media: Media

    @property
    def size(self) -> int:
        """Its size in bytes."""
        return self.media.size or len(self.media.data)

    def as_file(self) -> JsonObject:
        """The File object of getFile; raises Refusal for a file larger than bots may download."""
        if self.size > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        return self._names() | {"file_path": self.path}

    def as_content(self) -> JsonObject:
        """The part of a Message that shows this file."""
        kind = self.media.kind
        if kind == "photo":
            small = self._names() | {"file_id": self.id + "s", "file_unique_id": self.unique_id + "s"}
            return {"photo": [small | {"width": 90, "height": 67}, self._names() | {"width": 1280, "height": 960}]}
        body = self._names() | {"mime_type": self.media.mime or _MIME.get(kind, "image/webp")}
        if self.media.name:
            body["file_name"] = self.media.name
        if kind in ("video", "sticker"):
            body |= {"width": 512, "height": 512}
        if kind in ("video", "audio", "voice"):
            body["duration"] = 1
        if kind == "sticker":
            body |= {"type": "regular", "is_animated": False, "is_video": False}
        return {kind: body}

    def _names(self) -> JsonObject:
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}


class FileStore:
    """Every file by its id and by its path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, media: Media) -> StoredFile:
        """Store an upload under a new id."""
        number = len(self._by_path)
        digest = hashlib.sha256(f"{number}:{media.kind}".encode()).digest()
        file_id = "AgAC" + base64.urlsafe_b64encode(digest).decode().rstrip("=")
        extension = media.name.rpartition(".")[2] if "." in media.name else _EXTENSION[media.kind]
        stored = StoredFile(file_id, file_id[4:20], f"{media.kind}s/file_{number}.{extension}", media)
        self._by_id[file_id] = self._by_path[stored.path] = stored
        if media.kind == "photo":
            self._by_id[file_id + "s"] = stored
        return stored

    def accept(self, media: Media) -> StoredFile:
        """Store what a bot uploads; raises Refusal for what Telegram would not take."""
        size = media.size or len(media.data)
        if size > UPLOAD_LIMIT:
            raise Refusal(413)
        if size == 0:
            raise bad_request("file must be non-empty")
        if media.kind == "photo":
            if size > PHOTO_LIMIT:
                raise bad_request(
                    f"file of size {size} bytes is too big for a photo; the maximum size is 10485760 bytes"
                )
            if not media.data.startswith(_PICTURE_STARTS):
                raise bad_request("IMAGE_PROCESS_FAILED")
        return self.keep(media)

    def by_id(self, file_id: str) -> StoredFile | None:
        """The file with this id."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        """The file that getFile placed at this path."""
        return self._by_path.get(path)
