"""What stands against a post before TikTok is asked: its words, how many files it has, and what these are.

business-api.tiktok.com, "Publish a video post" and "Publish a photo post", and developers.tiktok.com, "Media transfer
guide", read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.networks._left_out import Part, left_out
from bot.networks._looks import Look
from inbox.actions import Publish
from inbox.capabilities import TextLimit
from inbox.publishing import Verdict

CAPTION: Final = TextLimit(2200, "utf16")
DESCRIPTION: Final = TextLimit(4000, "utf16")
TITLE: Final = TextLimit(90, "utf16")
PHOTOS: Final = 35
SECONDS: Final = (3.0, 600.0)
PIXELS: Final = (360, 4096)
MEGABYTE: Final = 1024 * 1024
UNKNOWN: Final[frozenset[Part]] = frozenset({"further", "poll", "release", "tags"})
IMAGE_BYTES: Final = 20 * MEGABYTE
VIDEO_BYTES: Final = {"business": 1024 * MEGABYTE, "content": 4096 * MEGABYTE}
FILMS: Final = ("MP4", "MOV", "WebM")
PICTURES: Final = ("JPEG", "WebP")
UNAUDITED: Final = (
    "TikTok has not audited the app: the post is for the account's own eyes only, whatever is chosen here. Make it "
    "public in the TikTok app, or apply for the audit at developers.tiktok.com."
)


def verdicts(post: Publish, looks: Sequence[Look | None], way: str, *, audited: bool = True) -> list[Verdict]:
    """All that stands against it, what stops it first; a look is None where the file was erased. `way`: see options."""
    found = [*_shape(post), *_unknown(post, way), *_words(post), *_files(post, looks, way)]
    if way == "off":
        found.insert(0, Verdict("Posting to TikTok is switched off: set `publishing` for this account in bot.yaml."))
    if way == "content" and not audited and post.visibility != "private":
        found.append(Verdict(UNAUDITED, stops=False))
    return sorted(found, key=lambda verdict: not verdict.stops)


def is_film(post: Publish) -> bool:
    """Whether it is a video, and not pictures."""
    return any(medium.kind == "video" for medium in post.media)


def _shape(post: Publish) -> Iterator[Verdict]:
    films = sum(medium.kind == "video" for medium in post.media)
    if not post.media:
        yield Verdict("TikTok posts nothing without a video or pictures. Attach one.")
    elif any(medium.kind not in ("image", "video") for medium in post.media):
        yield Verdict("TikTok posts videos and pictures only. Take the other files out.")
    elif films and len(post.media) > 1:
        yield Verdict("A post on TikTok is one video, or pictures. Take the others out.")
    elif len(post.media) > PHOTOS:
        yield Verdict(f"A post on TikTok has at most {PHOTOS} pictures; this one has {len(post.media)}. Take some out.")
    if post.form == "story":
        yield Verdict("TikTok takes no stories from programs. Choose another form.")
    if post.form == "reel" and not films:
        yield Verdict("A reel is exactly one video. Attach one video and nothing else.")


def _unknown(post: Publish, way: str) -> Iterator[Verdict]:
    film = is_film(post)
    yield from left_out(post, "TikTok", UNKNOWN)
    if post.visibility == "unlisted":
        yield Verdict("TikTok has no posts that only who knows the address sees. Choose public or private.")
    if post.visibility == "private" and film and way == "business":
        yield Verdict("Through the API for Business a video is public. Set publishing: content, or choose public.")
    if post.answers != "everyone":
        yield Verdict("Who may comment is decided by the account's settings at TikTok.", stops=False)
    if any(preview.link for preview in post.previews):
        yield Verdict("TikTok shows no link cards; the link is left out.", stops=False)
    if post.cover and way == "content":
        yield Verdict("With publishing: content TikTok takes no picture as a cover; it is left out.", stops=False)
    if post.made_by_ai and not film:
        yield Verdict("TikTok takes the mark for what AI made with videos only. Say it in the text.", stops=False)


def _words(post: Publish) -> Iterator[Verdict]:
    film = is_film(post)
    limit = CAPTION if film else DESCRIPTION
    if (length := limit.length(post.text)) > limit.most:
        yield Verdict(f"The text has {length:,} characters; TikTok takes {limit.most:,}. Shorten it.")
    if film and post.title:
        yield Verdict("A video on TikTok has no title; it is left out. Say it in the text.", stops=False)
    elif (length := TITLE.length(post.title)) > TITLE.most:
        yield Verdict(f"The title has {length:,} characters; TikTok takes {TITLE.most}. Shorten it.")


def _files(post: Publish, looks: Sequence[Look | None], way: str) -> Iterator[Verdict]:
    for place, (medium, look) in enumerate(zip(post.media, looks, strict=True), 1):
        name = medium.name or f"File {place}"
        if look is None:
            yield Verdict(f"{name} has been erased. Attach it again.")
        elif medium.kind == "video":
            yield from _film(name, look, way)
        elif medium.kind == "image":
            yield from _picture(name, look)


def _film(name: str, look: Look, way: str) -> Iterator[Verdict]:
    if look.format not in FILMS:
        yield Verdict(f"{name} is no video that TikTok takes: it takes {', '.join(FILMS)}. Convert it.")
        return
    if look.seconds and not SECONDS[0] <= look.seconds <= SECONDS[1]:
        yield Verdict(f"{name} is {look.seconds:.0f} seconds long; TikTok takes 3 seconds to 10 minutes. Cut it.")
    sides = [side for side in (look.width, look.height) if side]
    if sides and (min(sides) < PIXELS[0] or max(sides) > PIXELS[1]):
        size = f"{look.width} by {look.height}"
        yield Verdict(f"{name} has {size} pixels; TikTok takes sides of {PIXELS[0]} to {PIXELS[1]:,}. Convert it.")
    if look.bytes > (most := VIDEO_BYTES.get(way, VIDEO_BYTES["business"])):
        yield Verdict(f"{name} has {look.bytes / MEGABYTE:,.0f} MB; TikTok takes {most // MEGABYTE:,} MB. Compress it.")


def _picture(name: str, look: Look) -> Iterator[Verdict]:
    if look.format not in PICTURES:
        yield Verdict(f"{name} is no picture that TikTok posts: it takes JPG and WebP. Convert it.")
    if look.bytes > IMAGE_BYTES:
        yield Verdict(f"{name} has {look.bytes / MEGABYTE:.1f} MB; TikTok takes 20 MB. Make it smaller.")
    if min(look.width, look.height) > 1080:
        yield Verdict(f"{name} has {look.width} by {look.height} pixels; TikTok shows 1080 at most.", stops=False)
