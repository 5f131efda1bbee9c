"""What a file is, by its bytes and not by what it is called: pictures by their headers, videos by their boxes."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MOST_BOXES: Final = 10_000  # on one level; a file with more is no video that somebody made
FULL_TURN_LESS: Final = 0x10000  # 1.0 in the matrix of a track
BEGINNINGS: Final = {  # first bytes -> format, type
    b"\xff\xd8\xff": ("JPEG", "image/jpeg"),
    b"\x89PNG\r\n\x1a\n": ("PNG", "image/png"),
    b"GIF87a": ("GIF", "image/gif"),
    b"GIF89a": ("GIF", "image/gif"),
    b"BM": ("BMP", "image/bmp"),
    b"II*\0": ("TIFF", "image/tiff"),
    b"MM\0*": ("TIFF", "image/tiff"),
    b"\x1aE\xdf\xa3": ("WebM", "video/webm"),
}
BRANDS: Final = {  # the major brand behind "ftyp"
    b"heic": ("HEIC", "image/heic"),
    b"heix": ("HEIC", "image/heic"),
    b"mif1": ("HEIC", "image/heic"),
    b"avif": ("AVIF", "image/avif"),
    b"qt  ": ("MOV", "video/quicktime"),
}
CODECS: Final = {"avc1": "H.264", "avc3": "H.264", "hvc1": "HEVC", "hev1": "HEVC"}


@dataclass(frozen=True, slots=True)
class Look:
    """A file's format ("" when nothing can be told), type and size; 0 where a number is not known.

    `at_front` is false for a video whose index stands behind its pictures, so that it plays only once it is whole.
    """

    format: str
    mime: str
    bytes: int
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    codec: str = ""
    at_front: bool = True

    @property
    def is_image(self) -> bool:
        """Whether it is a picture."""
        return self.mime.startswith("image/")

    @property
    def is_video(self) -> bool:
        """Whether it is a film."""
        return self.mime.startswith("video/")

    @property
    def ratio(self) -> float:
        """Width by height; 0 when they are not known."""
        return self.width / self.height if self.height > 0 else 0.0


def look(data: bytes) -> Look:
    """What these bytes are; never raises."""
    format, mime = _told(data[:16])
    if mime.startswith("image/"):
        import imagesize  # brings much of urllib along, and only a post with a picture needs it

        width, height = imagesize.get(io.BytesIO(data))
        return Look(format, mime, len(data), max(0, width), max(0, height))
    if format in ("MP4", "MOV"):
        try:
            return _film(data, format, mime)
        except (struct.error, IndexError):  # cut off, or not what it says
            pass
    return Look(format, mime, len(data))


def _told(head: bytes) -> tuple[str, str]:
    for beginning, told in BEGINNINGS.items():
        if head.startswith(beginning):
            return told
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP", "image/webp"
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], ("MP4", "video/mp4"))
    if head[4:8] in (b"moov", b"mdat", b"wide"):  # QuickTime before there were brands
        return "MOV", "video/quicktime"
    return "", ""


def _film(data: bytes, format: str, mime: str) -> Look:
    """ISO/IEC 14496-12: 6.2 box structure, 8.2.2 movie header, 8.3.2 track header, 8.5.2 sample descriptions."""
    top = {kind: (start, end) for kind, start, end in _boxes(data, 0, len(data))}
    start, end = top.get(b"moov", (0, 0))
    seconds, width, height, codec = 0.0, 0, 0, ""
    for kind, first, last in _boxes(data, start, end):
        if kind == b"mvhd":
            seconds = _seconds(data, first)
        elif kind == b"trak" and not width and (found := _pictures(data, first, last)):
            width, height, codec = found
    front = b"mdat" not in top or start < top[b"mdat"][0]
    return Look(format, mime, len(data), width, height, seconds, codec, front)


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, beginning and end of the content of each box in a part of a file."""
    for _ in range(MOST_BOXES):
        if start + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1:
            (size,), head = struct.unpack_from(">Q", data, start + 8), 16
        elif size == 0:
            size = end - start
        if size < head:
            return
        yield kind, start + head, min(start + size, end)
        start += size


def _seconds(data: bytes, at: int) -> float:
    long = data[at] == 1
    scale, length = struct.unpack_from(">IQ" if long else ">II", data, at + (20 if long else 12))
    unknown = 2**64 - 1 if long else 2**32 - 1
    return length / scale if scale and length != unknown else 0.0


def _pictures(data: bytes, start: int, end: int) -> tuple[int, int, str] | None:
    """Width and height as it is shown, and the codec, of a track of pictures; None for one of sound."""
    track = {kind: (first, last) for kind, first, last in _boxes(data, start, end)}
    media = {kind: (first, last) for kind, first, last in _boxes(data, *track.get(b"mdia", (0, 0)))}
    if (
        b"hdlr" not in media
        or b"tkhd" not in track
        or data[(handler := media[b"hdlr"][0] + 8) : handler + 4] != b"vide"
    ):
        return None
    at = track[b"tkhd"][0]
    matrix = at + (52 if data[at] == 1 else 40)
    a, b, _, _, _ = struct.unpack_from(">5i", data, matrix)
    width, height = (side >> 16 for side in struct.unpack_from(">II", data, matrix + 36))
    if not a and abs(b) == FULL_TURN_LESS:  # filmed upright
        width, height = height, width
    return width, height, _codec(data, *media.get(b"minf", (0, 0)))


def _codec(data: bytes, start: int, end: int) -> str:
    for wanted in (b"stbl", b"stsd"):
        found = next(((first, last) for kind, first, last in _boxes(data, start, end) if kind == wanted), None)
        if found is None:
            return ""
        start, end = found
    code = data[start + 12 : start + 16].decode("latin-1").strip()
    return CODECS.get(code, code)
