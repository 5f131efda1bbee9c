"""What stands against a post before YouTube is asked: pure.

Sources: developers.google.com/youtube/v3/docs/videos (snippet, status) and thumbnails/set, read 2026-11-27.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.networks._left_out import Part, left_out
from bot.networks._youtube.planner import span
from inbox.actions import Publish
from inbox.publishing import Verdict

TITLE, DESCRIPTION_BYTES, TAGS = 100, 5_000, 500
HASHTAGS: Final = 15
UNKNOWN: Final[frozenset[Part]] = frozenset({"further", "poll", "answers"})
COVER_BYTES: Final = 2 * 1024 * 1024
SOON: Final = 15 * 60_000  # ms
_HASHTAG: Final = re.compile(r"(?<!\w)#(?=\w)")
UNAUDITED: Final = (
    "Google has not audited this Google Cloud project: YouTube keeps what it uploads private. Ask for the audit at "
    "https://support.google.com/youtube/contact/yt_api_form, or make the video public in YouTube Studio."
)


def title_of(post: Publish) -> str:
    """The title: the one that was given, else the first line of the text."""
    return post.title.strip() or post.text.strip().partition("\n")[0].strip()


def verdicts(post: Publish, cover: bytes | None, now: int, *, erased: bool, locked: bool) -> list[Verdict]:
    """All that stands against it, what stops it first.

    `cover` are the bytes of its picture, `erased`: a file is gone, `locked`: YouTube kept an earlier video private.
    """
    found = [*_files(post, cover, erased=erased), *_words(post), *_when(post, now)]
    if locked and post.visibility != "private":
        found.append(Verdict(UNAUDITED, stops=False))
    return sorted(found, key=lambda verdict: not verdict.stops)


def _files(post: Publish, cover: bytes | None, *, erased: bool) -> Iterator[Verdict]:
    if erased:
        yield Verdict("A file of this post has been erased. Attach it again.")
    elif [medium.kind for medium in post.media] != ["video"]:
        yield Verdict("A post on YouTube is exactly one video: for pictures and text YouTube lets no program post.")
    if post.form == "story":
        yield Verdict("YouTube has no stories. Choose another form.")
    yield from left_out(post, "YouTube", UNKNOWN)
    if cover is None:
        return
    if not cover.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        yield Verdict("The cover is no JPEG and no PNG. Choose another picture.")
    if len(cover) > COVER_BYTES:
        yield Verdict(f"The cover has {len(cover) / 1_048_576:.1f} MB; YouTube takes 2 MB. Make it smaller.")


def _words(post: Publish) -> Iterator[Verdict]:
    title, text = title_of(post), post.text
    if not title:
        yield Verdict("A video needs a title. Write one.")
    if len(title) > TITLE:
        yield Verdict(f"The title has {len(title)} characters; YouTube takes {TITLE}. Shorten it, or write one.")
    if (size := len(text.encode())) > DESCRIPTION_BYTES:
        yield Verdict(f"The text has {size:,} bytes; YouTube takes {DESCRIPTION_BYTES:,}. Shorten it.")
    for what, words in (("title", title), ("text", text), ("tags", "".join(post.tags))):
        if "<" in words or ">" in words:
            yield Verdict(f"There is < or > in the {what}, which YouTube does not take. Take them out.")
    if (length := tags_length(post.tags)) > TAGS:
        yield Verdict(f"The tags have {length} characters; YouTube takes {TAGS}. Take some out.")
    if (count := len(_HASHTAG.findall(f"{post.title} {text}"))) > HASHTAGS:
        yield Verdict(
            f"There are {count} hashtags; with more than {HASHTAGS} YouTube ignores all of them.", stops=False
        )


def _when(post: Publish, now: int) -> Iterator[Verdict]:
    if not post.release:
        return
    if post.visibility != "public":
        yield Verdict(f"A video that goes public by itself cannot be {post.visibility}. Choose one of the two.")
    if post.release <= now:
        yield Verdict("The time at which the video goes public is over. Choose one that is to come.")
    elif post.release - now < SOON:
        words = f"It goes public in {span(post.release - now)}; YouTube may still be preparing it by then."
        yield Verdict(words, stops=False)


def tags_length(tags: tuple[str, ...]) -> int:
    """How YouTube counts tags: with commas between, and quotation marks around those that have blanks."""
    return sum(len(tag) + 2 * (" " in tag) for tag in tags) + max(0, len(tags) - 1)
