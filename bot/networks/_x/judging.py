"""What stands against a post before X is asked: its words, its poll, its files, and what it costs.

Source: docs.x.com, "Manage Posts" and "Pricing", read 2026-11-27; `judging_files` has more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.networks._left_out import Part, left_out
from bot.networks._looks import Look
from bot.networks._x.judging_files import against_file, called
from bot.networks._x.tariff import PRICES, money
from inbox.actions import Poll, Publish
from inbox.lengths import has_link, weighted
from inbox.publishing import Verdict

USUAL, PREMIUM = 280, 25_000
UNKNOWN: Final[frozenset[Part]] = frozenset({"visibility", "release", "title", "tags", "cover"})
PICTURES: Final = 4
ANSWERS: Final = (2, 4)  # of a poll
ANSWER: Final = 25  # characters of one
MINUTES: Final = (5, 10_080)
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
    yield from left_out(post, "X", UNKNOWN)
    if post.answers == "followers":
        yield Verdict("X cannot let only followers answer. Choose everyone, or only those who are mentioned.")


def _left_out(post: Publish) -> Iterator[Verdict]:
    """What X does not show, which stops nothing."""
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
        name = called(medium, place)
        if look is None:
            yield Verdict(f"{name} has been erased. Attach it again.")
        else:
            yield from against_file(name, medium.alt, look, premium=terms.premium)
