"""Pictures and films as small as they can be and still tell their size: headers and boxes without anything to see."""

from __future__ import annotations

import struct


def jpeg(width: int = 1080, height: int = 1080, turned: int = 1, size: int = 0) -> bytes:
    """A JPEG of this many pixels (as they are stored); `turned` is how EXIF says to hold it, `size` its bytes."""
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + struct.pack(">HH", turned, 0) + b"\0\0\0\0"
    frame = b"\x08" + struct.pack(">HH", height, width) + b"\x03\x01\x11\0\x02\x11\1\x03\x11\1"
    parts = b"".join(
        b"\xff" + kind + struct.pack(">H", len(body) + 2) + body for kind, body in ((b"\xe1", exif), (b"\xc0", frame))
    )
    whole = b"\xff\xd8" + parts + b"\xff\xd9"
    return whole.ljust(size, b"\0")


def png(width: int = 1080, height: int = 1080) -> bytes:
    """A PNG of this many pixels."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02\0\0\0" + b"\0" * 16


def gif(width: int = 480, height: int = 480) -> bytes:
    """A GIF of this many pixels."""
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0\0\0;"


def film(
    width: int = 1080,
    height: int = 1920,
    seconds: float = 20,
    codec: bytes = b"avc1",
    *,
    turned: bool = False,
    at_front: bool = True,
    brand: bytes = b"isom",
    size: int = 0,
    long: bool = False,
) -> bytes:
    """An MP4 with one track of sound and one of pictures; `turned` when stored lying, `long` with 64-bit times."""
    version = b"\x01\0\0\0" if long else b"\0\0\0\0"
    times = b"\0" * (16 if long else 8)
    length = struct.pack(">IQ" if long else ">II", 600, round(seconds * 600))
    header = _box(b"mvhd", version + times + length + b"\0" * 80)
    moov = _box(b"moov", header + _track(b"soun", 0, 0, b"mp4a") + _track(b"vide", width, height, codec, turned, long))
    mdat = _box(b"mdat", b"\0" * max(16, size - len(moov) - 40))
    ftyp = _box(b"ftyp", brand + b"\0\0\2\0isomiso2mp41")
    return ftyp + (moov + mdat if at_front else mdat + moov)


def _track(kind: bytes, width: int, height: int, codec: bytes, turned: bool = False, long: bool = False) -> bytes:
    one = 0x10000
    matrix = (0, one, 0, -one, 0, 0, 0, 0, 0x40000000) if turned else (one, 0, 0, 0, one, 0, 0, 0, 0x40000000)
    before = b"\x01\0\0\x07" + b"\0" * 48 if long else b"\0\0\0\x07" + b"\0" * 36
    tkhd = _box(b"tkhd", before + struct.pack(">9i", *matrix) + struct.pack(">II", width << 16, height << 16))
    stsd = _box(b"stsd", b"\0\0\0\0\0\0\0\x01" + _box(codec, b"\0" * 78))
    hdlr = _box(b"hdlr", b"\0" * 8 + kind + b"\0" * 13)
    return _box(b"trak", tkhd + _box(b"mdia", hdlr + _box(b"minf", _box(b"stbl", stsd))))


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body
