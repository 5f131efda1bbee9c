"""Pictures and sounds that simulated people attach: real PNG and WAV files, drawn here so that none has to be kept."""

from __future__ import annotations

import io
import math
import struct
import wave
import zlib
from dataclasses import dataclass
from functools import cache

WIDTH, HEIGHT = 240, 180
RATE = 8000  # samples a second
Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file as its sender has it; `kind` as Telegram names it: photo or voice; story for one in a story."""

    kind: str
    data: bytes
    name: str
    mime: str


@dataclass(frozen=True, slots=True)
class Pot:
    """A pot to be photographed: half its width at five heights from lip to foot (of 1), its glaze, its crack."""

    profile: tuple[float, ...]
    glaze: Rgb
    wall: Rgb = (243, 220, 192)
    height: float = 1.0
    cracked: bool = False


POTS = {
    "vase": Pot((0.10, 0.08, 0.24, 0.27, 0.16), (47, 134, 126)),
    "bowl": Pot((0.40, 0.39, 0.35, 0.26, 0.14), (214, 170, 118), (232, 228, 218), 0.5),
    "cup": Pot((0.21, 0.22, 0.22, 0.21, 0.16), (176, 82, 47), (226, 214, 200), 0.55),
    "broken vase": Pot((0.10, 0.08, 0.24, 0.27, 0.16), (47, 134, 126), (206, 190, 170), 1.0, cracked=True),
    "broken bowl": Pot((0.40, 0.39, 0.35, 0.26, 0.14), (214, 170, 118), (190, 186, 180), 0.5, cracked=True),
}


@cache
def photo(name: str) -> Attachment:
    """A photograph of one of POTS on a table; KeyError when there is no such pot."""
    pot = POTS[name]
    rows = b"".join(b"\0" + _row(pot, y) for y in range(HEIGHT))
    return Attachment("photo", png(WIDTH, HEIGHT, rows), f"{name.replace(' ', '-')}.png", "image/png")


@cache
def voice(seconds: int) -> Attachment:
    """Somebody humming a tune, as a voice message."""
    notes = (262, 294, 330, 392, 330, 294)
    samples = bytearray()
    for number in range(seconds * RATE):
        beat, within = divmod(number, RATE // 3)
        loudness = math.sin(math.pi * within / (RATE // 3))
        samples.append(round(128 + 60 * loudness * math.sin(2 * math.pi * notes[beat % len(notes)] * number / RATE)))
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(bytes(samples))
    return Attachment("voice", file.getvalue(), "voice.wav", "audio/wav")


def png(width: int, height: int, rows: bytes) -> bytes:
    """A PNG file of 8-bit RGB; each row begins with its filter byte (RFC 2083)."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _row(pot: Pot, y: int) -> bytes:
    """One line of the picture: the wall or the table, and before it the shadow and the pot where they are."""
    down = (y - HEIGHT / 8) / (HEIGHT * 3 / 4)
    behind = _lit((206, 168, 128), 1.1 - 0.1 * down) if down > 0.86 else _lit(pot.wall, 1.04 - 0.12 * down)
    row = [bytes(behind)] * WIDTH
    if abs(down - 1) < 0.07:
        for x in _columns(0.42):
            shadow = math.hypot(_across(x) / 0.42, (down - 1.0) / 0.07)
            if shadow < 1:
                row[x] = bytes(_lit((150, 116, 84), 0.75 + 0.25 * shadow))
    within = 1 - (1 - down) / pot.height
    if 0 <= within <= 1:
        half = _half_width(pot.profile, within)
        for x in _columns(half):
            row[x] = bytes(_lit(pot.glaze, max(0.4, 1.25 - 0.6 * (_across(x) / half + 0.35) ** 2)))
        for x in _columns(0.1) if pot.cracked else ():
            if abs(_across(x) - 0.03 - 0.1 * abs(down * 2.5 % 1 - 0.5)) < 0.009 * (1.2 - within):
                row[x] = bytes((46, 36, 30))
    return b"".join(row)


def _across(x: int) -> float:
    return (x - WIDTH / 2) / HEIGHT


def _columns(half: float) -> range:
    """Which columns lie at most so far from the middle."""
    return range(math.ceil(WIDTH / 2 - half * HEIGHT), math.floor(WIDTH / 2 + half * HEIGHT) + 1)


def _half_width(profile: tuple[float, ...], down: float) -> float:
    """The profile between its five points, rounded off."""
    at = min(int(down * (len(profile) - 1)), len(profile) - 2)
    within = down * (len(profile) - 1) - at
    turn = (1 - math.cos(math.pi * within)) / 2
    return profile[at] + (profile[at + 1] - profile[at]) * turn


def _lit(color: Rgb, light: float) -> Rgb:
    red, green, blue = (max(0, min(255, round(part * light))) for part in color)
    return red, green, blue
