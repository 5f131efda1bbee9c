"""What stands against one file of a post: its format, size, shape and length, as Meta's pages give them.

The same pages as in `judging`; sizes are in bytes, lengths in seconds. What Meta changes by itself (it makes wide
pictures narrower) is a warning.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.networks._looks import Look
from bot.networks._meta.words import NAMES
from inbox.actions import Publish
from inbox.models import Media
from inbox.publishing import Verdict

MB: Final = 1024 * 1024
TALLEST, WIDEST = (4, 5), 1.91  # of a picture in Instagram's feed
NARROWEST_PIXELS, WIDEST_PIXELS = 320, 1440
INSTAGRAM_PICTURE: Final = 8 * MB
PAGE_PICTURES: Final = frozenset({"JPEG", "PNG", "GIF", "BMP", "TIFF"})
PAGE_PICTURE, PAGE_PICTURE_ADVISED = 10 * MB, 4 * MB
FILMS: Final = frozenset({"MP4", "MOV"})
CODECS: Final = frozenset({"H.264", "HEVC", ""})


@dataclass(frozen=True, slots=True)
class Film:
    """What a video may be in one place: seconds, bytes, pixels."""

    network: str
    what: str
    shortest: float
    longest: float
    most: int
    narrowest: int = 0
    widest: int = 0


INSTAGRAM_REEL: Final = Film("instagram", "a reel on Instagram", 3, 15 * 60, 300 * MB, widest=1920)
INSTAGRAM_STORY: Final = Film("instagram", "a story on Instagram", 3, 60, 100 * MB, widest=1920)
PAGE_REEL: Final = Film("facebook", "a reel on Facebook", 3, 90, 1024 * MB, narrowest=540)
PAGE_STORY: Final = Film("facebook", "a story on Facebook", 3, 60, 1024 * MB, narrowest=540)
PAGE_FILM: Final = Film("facebook", "a post on Facebook", 1, 240 * 60, 1024 * MB)  # more only in pieces


def against_kind(name: str, medium: Media, look: Look) -> Verdict | None:
    """Whether a file is at all what it says it is."""
    if not look.bytes:
        return Verdict(f"{name} is empty. Attach it again.")
    if medium.kind == "image" and not look.is_image:
        return Verdict(f"{name} is not a picture, whatever it is called. Attach a JPEG.")
    if medium.kind == "video" and not look.is_video:
        return Verdict(f"{name} is not a video, whatever it is called. Attach an MP4.")
    return None


def against_file(name: str, network: str, post: Publish, look: Look) -> Iterator[Verdict]:
    """What stands against a file that is what it says it is."""
    if look.is_video:
        yield from _film(name, look, _place(network, post))
    elif network == "instagram":
        yield from _instagram_picture(name, look, in_feed=post.form == "post")
    else:
        yield from _page_picture(name, look)


def _place(network: str, post: Publish) -> Film:
    if network == "instagram":
        return INSTAGRAM_STORY if post.form == "story" else INSTAGRAM_REEL
    return {"reel": PAGE_REEL, "story": PAGE_STORY}.get(post.form, PAGE_FILM)


def _instagram_picture(name: str, look: Look, *, in_feed: bool) -> Iterator[Verdict]:
    if look.format != "JPEG":
        yield Verdict(f"{name} is a {look.format}; Instagram takes JPEG pictures only. Save it as a JPEG.")
        return
    if look.bytes > INSTAGRAM_PICTURE:
        yield Verdict(f"{name} has {_mb(look.bytes)}; Instagram takes 8 MB. Save it smaller.")
    if not look.width or not look.height:
        yield Verdict(f"{name} is damaged: its size cannot be read. Save it again.")
        return
    if in_feed:
        yield from _shape(name, look)
    if look.width < NARROWEST_PIXELS:
        words = f"{name} is {look.width} pixels wide; Instagram stretches it to {NARROWEST_PIXELS}, which looks coarse."
        yield Verdict(words, stops=False)
    if look.width > WIDEST_PIXELS:
        words = f"{name} is {look.width} pixels wide; Instagram makes it {WIDEST_PIXELS} wide."
        yield Verdict(words, stops=False)


def _shape(name: str, look: Look) -> Iterator[Verdict]:
    """A side that would be right but for the part of a pixel that there cannot be is right."""
    size = f"{look.width} × {look.height} pixels"
    across, down = TALLEST
    if look.height > math.ceil(look.width * down / across):
        most = math.ceil(look.width * down / across)
        yield Verdict(f"{name} is too tall ({size}); at this width Instagram takes at most {most} (4:5). Crop it.")
    if look.height < math.floor(look.width / WIDEST):
        least = math.floor(look.width / WIDEST)
        yield Verdict(f"{name} is too wide ({size}); at this width Instagram takes at least {least} (1.91:1). Crop it.")


def _page_picture(name: str, look: Look) -> Iterator[Verdict]:
    if look.format not in PAGE_PICTURES:
        yield Verdict(f"{name} is a {look.format}; Facebook takes JPEG, PNG, GIF, BMP and TIFF. Save it as a JPEG.")
        return
    if look.bytes > PAGE_PICTURE:
        yield Verdict(f"{name} has {_mb(look.bytes)}; Facebook takes 10 MB. Save it smaller.")
    elif look.bytes > PAGE_PICTURE_ADVISED:
        yield Verdict(f"{name} has {_mb(look.bytes)}; Facebook advises at most 4 MB, and may refuse it.", stops=False)
    if not look.width or not look.height:
        yield Verdict(f"{name} is damaged: its size cannot be read. Save it again.")
    elif look.format == "GIF":
        yield Verdict(f"{name} is a GIF; Facebook shows its first picture, which does not move.", stops=False)


def _film(name: str, look: Look, place: Film) -> Iterator[Verdict]:
    if look.format not in FILMS:
        yield Verdict(f"{name} is a {look.format}; {NAMES[place.network]} takes MP4 and MOV. Save it as an MP4.")
        return
    if look.bytes > place.most:
        yield Verdict(f"{name} has {_mb(look.bytes)}; {place.what} may have {_mb(place.most)}. Save it smaller.")
    if not look.width or not look.height:
        yield Verdict(f"{name} is damaged or cut off: there are no pictures in it. Save it again.")
        return
    if look.codec not in CODECS:
        yield Verdict(f"{name} is coded as {look.codec}; Meta takes H.264 and HEVC. Save it as an MP4 with H.264.")
    yield from _length(name, look, place)
    yield from _pixels(name, look, place)
    if not look.at_front:
        words = f"The index of {name} stands at its end, and Meta may refuse that. Save it “for the web” (fast start)."
        yield Verdict(words, stops=False)


def _length(name: str, look: Look, place: Film) -> Iterator[Verdict]:
    if not look.seconds:  # some recorders do not write it down
        return
    if look.seconds < place.shortest:
        yield Verdict(f"{name} is {look.seconds:.1f} s long; {place.what} has at least {place.shortest:.0f} s.")
    if look.seconds > place.longest:
        words = f"{name} is {look.seconds:.1f} s long; {place.what} has at most {place.longest:.0f} s. Cut it."
        yield Verdict(words)


def _pixels(name: str, look: Look, place: Film) -> Iterator[Verdict]:
    size = f"{look.width} × {look.height} pixels"
    if place.narrowest and min(look.width, look.height) < place.narrowest:
        yield Verdict(f"{name} is {size}; {place.what} has at least {place.narrowest} in its shorter side.")
    if place.widest and look.width > place.widest:
        yield Verdict(f"{name} is {size}; {place.what} is at most {place.widest} wide. Save it smaller.")
    if not 0.01 <= look.ratio <= 10:
        yield Verdict(f"{name} is {size}; no video of this shape is taken. Crop it.")
    elif place is not PAGE_FILM and look.width > look.height:
        yield Verdict(f"{name} lies on its side ({size}); {place.what} fills the screen at 9:16.", stops=False)


def _mb(size: int) -> str:
    return f"{size / MB:.1f} MB" if size < 100 * MB else f"{size / MB:,.0f} MB"
