"""Files that visitors attach: what they really are, judged by their bytes, and how they are given back."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from urllib.parse import quote

from inbox.models import Media, MediaKind

# First bytes and what they mean, as registered: WHATWG MIME Sniffing section 6, RFC 2083, ISO 32000, APPNOTE.TXT 4.3.
MAGIC: tuple[tuple[re.Pattern[bytes], str, MediaKind], ...] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png", "image"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg", "image"),
    (re.compile(rb"GIF8[79]a"), "image/gif", "image"),
    (re.compile(rb"RIFF....WEBPVP", re.DOTALL), "image/webp", "image"),
    (re.compile(rb"RIFF....WAVE", re.DOTALL), "audio/wav", "audio"),
    (re.compile(rb"....ftypM4A", re.DOTALL), "audio/mp4", "audio"),
    (re.compile(rb"....ftyp(?!avi|hei|mif|M4A)", re.DOTALL), "video/mp4", "video"),
    (re.compile(rb"\x1a\x45\xdf\xa3"), "video/webm", "video"),
    (re.compile(rb"OggS"), "audio/ogg", "audio"),
    (re.compile(rb"ID3|\xff[\xfb\xf3\xf2]"), "audio/mpeg", "audio"),
    (re.compile(rb"%PDF-"), "application/pdf", "file"),
    (re.compile(rb"PK\x03\x04"), "application/zip", "file"),  # Office and OpenDocument files, too
)
ACCEPT = (
    "image/png,image/jpeg,image/gif,image/webp,video/mp4,video/webm,audio/*,.pdf,.txt,.csv,.zip,.docx,.xlsx,.pptx,.odt"
)
KINDS: tuple[MediaKind, ...] = ("image", "video", "audio", "voice", "file")


class TooBig(Exception):
    """The bytes are more than the chat takes; nothing of them was kept."""


class Unfit(Exception):
    """The bytes are not of a kind that the chat takes; the message says which it is about."""


async def read_up_to(chunks: AsyncIterator[bytes], most: int) -> bytes:
    """All the bytes, read no further than `most`; raises TooBig."""
    data = bytearray()
    async for chunk in chunks:
        data += chunk
        if len(data) > most:
            raise TooBig
    return bytes(data)


def kind_of_file(data: bytes, declared: str) -> tuple[str, MediaKind]:
    """The MIME type and kind that the bytes show; `declared` is what the browser said. Raises Unfit."""
    if not data:
        raise Unfit("The file is empty.")
    for pattern, mime, kind in MAGIC:
        if pattern.match(data):
            if declared.startswith("image/") and kind != "image":
                raise Unfit("The file says that it is a picture, and is something else.")
            return mime, kind
    if declared.startswith("image/"):
        raise Unfit("The file is not a PNG, JPEG, GIF or WebP picture.")
    if is_text(data):
        return "text/plain", "file"
    raise Unfit("Files of this kind are not taken here.")


def is_text(data: bytes) -> bool:
    """Whether the bytes are UTF-8 text without the control characters that no text has."""
    try:
        return re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f]", data.decode()) is None
    except UnicodeDecodeError:
        return False


def plain_file_name(name: str) -> str:
    """The last part of a path without what file systems, headers or readers could trip over."""
    last = re.split(r"[/\\]", name)[-1]
    return (
        re.sub(r'[\x00-\x1f\x7f-\x9f"<>|:*?\u200e\u200f\u2028-\u202e\u2066-\u2069]', "", last).strip(" .")[:120]
        or "file"
    )


def download_headers(media: Media) -> dict[str, str]:
    """Headers under which no browser will run what is inside: saved, not sniffed, in a sandbox, and not kept."""
    return {
        "Content-Type": media.mime if media.mime in {mime for _, mime, _ in MAGIC} else "application/octet-stream",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(media.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
