"""What stands against a post before X is asked: its words, its poll, its files, and what it costs.

Source: docs.x.com, "Manage Posts", "Media best practices" and "Pricing", read 2026-11-27.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.networks._meta.looks import Look
from bot.networks._x.media import MB, called
from bot.networks._x.tariff import PRICES, money
from inbox.actions import Poll, Publish
from inbox.lengths import has_link, weighted
from inbox.models import Media
from inbox.publishing import Verdict

USUAL, PREMIUM = 280, 25_000
PICTURES: Final = 4
ANSWERS: Final = (2, 4)  # of a poll
ANSWER: Final = 25  # characters of one
MINUTES: Final = (5, 10_080)
ALT: Final = 1000
IMAGES: Final = frozenset({"JPEG", "PNG", "WebP", "GIF"})
IMAGE_BYTES, GIF_BYTES, FILM_BYTES = 5 * MB, 15 * MB, 512 * MB
GIF_PIXELS: Final = (1280, 1080)
SHORTEST, LONGEST = 0.5, 140.0  # seconds of a film; Premium may have longer ones
WIDEST: Final = 3.0
CASHTAG: Final = re.compile(r"(?<![\w$])\$[A-Za-z]{1,6}\b")


@dataclass(frozen=True, slots=True)
class Terms:
    """What an account may: `self_serve` is X's usual plan, `premium` its paid badge."""

    premium: bool = False
    self_serve: bool = True

    @property
    def most(self) -> int:
        """How long a post may be, as X counts."""
        return PREMIUM if self.premium else USUAL


def verdicts(post: Publish, looks: Sequence[Look | None], terms: Terms) -> list[Verdict]:
    """All that stands against it, what stops it first; a look is None where the file was erased."""
    found = [*_texts(post, terms), *_kinds(post), *_files(post, looks, terms), *_left_out(post)]
    if post.poll:
        found += _poll(post.poll, post)
    return sorted(found, key=lambda verdict: not verdict.stops)


def _texts(post: Publish, terms: Terms) -> Iterator[Verdict]:
    if not post.text.strip() and not post.media:
        yield Verdict("This post is empty. Write something, or attach a picture or a video.")
    texts = (post.text, *post.further)
    for place, text in enumerate(texts):
        which = "The text" if len(texts) == 1 else f"Post {place + 1} of the thread"
        if place and not text.strip():
            yield Verdict(f"{which} is empty. Write something, or take it out.")
        if (length := weighted(text)) > terms.most:
            yield Verdict(f"{which} has a length of {length:,}; X takes {terms.most:,} from this account. Shorten it.")
        if terms.self_serve and len(CASHTAG.findall(text)) > 1:
            yield Verdict(f"{which} has several cashtags such as $ABC; X takes one. Take the others out.")
    if terms.self_serve and (linked := sum(map(has_link, texts))):
        dear, usual = PRICES["post.create.link"], PRICES["post.create"]
        words = f"X charges {money(dear * linked)} for its link, where a post without one costs {money(usual)}."
        yield Verdict(words, stops=False)


def _kinds(post: Publish) -> Iterator[Verdict]:
    if post.form != "post":
        yield Verdict(f"X has no {post.form}. Make it a post.")
    if post.visibility != "public":
        yield Verdict("X posts are public. Choose public, or post it elsewhere.")
    if post.release:
        yield Verdict("X itself cannot publish at a later time. Take the time out; Sangam's calendar can do it.")
    if post.answers == "followers":
        yield Verdict("X cannot let only followers answer. Choose everyone, or only those who are mentioned.")


def _left_out(post: Publish) -> Iterator[Verdict]:
    """What X does not show, which stops nothing."""
    if post.title.strip():
        yield Verdict("X shows no title; it is left out.", stops=False)
    if post.tags:
        yield Verdict("X has no tags beside the text; they are left out. Write them as #hashtags.", stops=False)
    if post.cover:
        yield Verdict("X takes no cover for a film; it is left out.", stops=False)
    if any(preview.link and preview.link not in post.text for preview in post.previews):
        words = "X makes a card of a link in the text, and takes no other; it is left out. Put the link into the text."
        yield Verdict(words, stops=False)


def _poll(poll: Poll, post: Publish) -> Iterator[Verdict]:
    if post.media:
        yield Verdict("A post on X has a poll or files, not both. Take one of them out.")
    least, most = ANSWERS
    if not least <= len(poll.options) <= most:
        yield Verdict(f"A poll on X has {least} to {most} answers; this one has {len(poll.options)}.")
    for option in poll.options:
        if not 1 <= len(option.strip()) <= ANSWER:
            yield Verdict(f"An answer of a poll on X has 1 to {ANSWER} characters, and “{option}” has {len(option)}.")
    if not MINUTES[0] <= poll.minutes <= MINUTES[1]:
        yield Verdict("A poll on X is open for 5 minutes to 7 days. Choose a time in between.")


def _files(post: Publish, looks: Sequence[Look | None], terms: Terms) -> Iterator[Verdict]:
    if len(post.media) > PICTURES:
        yield Verdict(f"A post on X has at most {PICTURES} pictures; this one has {len(post.media)}. Take some out.")
    elif len(looks) > 1 and any(look and (look.is_video or look.format == "GIF") for look in looks):
        yield Verdict("A post on X has up to four pictures, or one GIF, or one video. Take the others out.")
    for place, (medium, look) in enumerate(zip(post.media, looks, strict=True)):
        name = called(medium, place).capitalize()
        if look is None:
            yield Verdict(f"{name} has been erased. Attach it again.")
        else:
            yield from _file(name, medium, look, terms)


def _file(name: str, medium: Media, look: Look, terms: Terms) -> Iterator[Verdict]:
    if len(medium.alt) > ALT:
        yield Verdict(f"The description of {name} has {len(medium.alt):,} characters; X takes {ALT:,}. Shorten it.")
    if look.is_video:
        yield from _film(name, look, terms)
    elif look.format not in IMAGES:
        kind = f"is a {look.format}" if look.format else "is neither a picture nor a video"
        yield Verdict(f"{name} {kind}; X takes JPEG, PNG, WebP, GIF, MP4 and MOV. Save it as one of these.")
    elif look.bytes > (most := GIF_BYTES if look.format == "GIF" else IMAGE_BYTES):
        yield Verdict(f"{name} has {_mb(look.bytes)}; X takes {_mb(most)}. Save it smaller.")
    elif look.format == "GIF" and (look.width > GIF_PIXELS[0] or look.height > GIF_PIXELS[1]):
        yield Verdict(f"{name} is larger than the 1280 × 1080 pixels that X takes of a GIF. Save it smaller.")


def _film(name: str, look: Look, terms: Terms) -> Iterator[Verdict]:
    if look.format not in ("MP4", "MOV"):
        yield Verdict(f"{name} is a {look.format}; X takes MP4 and MOV. Save it as an MP4.")
        return
    if look.bytes > FILM_BYTES:
        yield Verdict(f"{name} has {_mb(look.bytes)}; X takes {_mb(FILM_BYTES)}. Save it smaller.")
    if look.codec not in ("H.264", ""):
        yield Verdict(f"{name} is coded as {look.codec}; X takes H.264. Save it as an MP4 with H.264.")
    if look.seconds and not SHORTEST <= look.seconds <= LONGEST:
        words = f"{name} lasts {look.seconds:,.1f} seconds; X takes half a second to 140 seconds."
        yield Verdict(words + ("" if terms.premium else " Cut it."), stops=not terms.premium)
    if look.ratio and not 1 / WIDEST <= look.ratio <= WIDEST:
        yield Verdict(f"{name} is more than three times as long as wide, or as wide as long; X takes no such film.")


def _mb(size: int) -> str:
    return f"{size / MB:,.1f} MB".replace(".0 MB", " MB")
