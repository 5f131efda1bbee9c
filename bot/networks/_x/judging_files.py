"""What stands against one file that is to be shown on X: its format, size, shape and length, as X's pages give them.

Source: docs.x.com, "Media best practices", read 2026-11-27. Sizes are in bytes, lengths in seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.networks._looks import Look
from inbox.models import Media
from inbox.publishing import Verdict

MB: Final = 1024 * 1024
ALT: Final = 1000
IMAGES: Final = frozenset({"JPEG", "PNG", "WebP", "GIF"})
IMAGE_BYTES, GIF_BYTES, FILM_BYTES = 5 * MB, 15 * MB, 512 * MB
GIF_PIXELS: Final = (1280, 1080)
SHORTEST, LONGEST = 0.5, 140.0  # seconds of a film; Premium may have longer ones
WIDEST: Final = 3.0


def called(medium: Media, place: int) -> str:
    """How a file is spoken of to people, at the beginning of a sentence or in it; `place` counts from 0."""
    return f"“{medium.name}”" if medium.name else f"File {place + 1}"


def against_file(name: str, alt: str, look: Look, *, premium: bool) -> Iterator[Verdict]:
    """What stands against a file with this description; `premium`: the account has X's paid badge."""
    if len(alt) > ALT:
        yield Verdict(f"The description of {name} has {len(alt):,} characters; X takes {ALT:,}. Shorten it.")
    if look.is_video:
        yield from _film(name, look, premium=premium)
    elif look.format not in IMAGES:
        kind = f"is a {look.format}" if look.format else "is neither a picture nor a video"
        yield Verdict(f"{name} {kind}; X takes JPEG, PNG, WebP, GIF, MP4 and MOV. Save it as one of these.")
    elif look.bytes > (most := GIF_BYTES if look.format == "GIF" else IMAGE_BYTES):
        yield Verdict(f"{name} has {_mb(look.bytes)}; X takes {_mb(most)}. Save it smaller.")
    elif look.format == "GIF" and (look.width > GIF_PIXELS[0] or look.height > GIF_PIXELS[1]):
        yield Verdict(f"{name} is larger than the 1280 × 1080 pixels that X takes of a GIF. Save it smaller.")


def _film(name: str, look: Look, *, premium: bool) -> Iterator[Verdict]:
    if look.format not in ("MP4", "MOV"):
        yield Verdict(f"{name} is a {look.format}; X takes MP4 and MOV. Save it as an MP4.")
        return
    if look.bytes > FILM_BYTES:
        yield Verdict(f"{name} has {_mb(look.bytes)}; X takes {_mb(FILM_BYTES)}. Save it smaller.")
    if look.codec not in ("H.264", ""):
        yield Verdict(f"{name} is coded as {look.codec}; X takes H.264. Save it as an MP4 with H.264.")
    if look.seconds and not SHORTEST <= look.seconds <= LONGEST:
        words = f"{name} lasts {look.seconds:,.1f} seconds; X takes half a second to 140 seconds."
        yield Verdict(words + ("" if premium else " Cut it."), stops=not premium)
    if look.ratio and not 1 / WIDEST <= look.ratio <= WIDEST:
        yield Verdict(f"{name} is more than three times as long as wide, or as wide as long; X takes no such film.")


def _mb(size: int) -> str:
    return f"{size / MB:,.1f} MB".replace(".0 MB", " MB")
