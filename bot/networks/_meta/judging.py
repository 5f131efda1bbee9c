"""What stands against a post before Meta is asked: its words and how many files it has; `judging_files` has more.

Sources, read 2026-11-27: docs/instagram-platform (content-publishing, reference/ig-user/media), docs/pages-api/posts,
docs/video-api/guides/reels-publishing, docs/page-stories-api. Where two of Meta's pages disagree, the looser one stops
a post and the stricter one is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.networks._left_out import EVERYTHING, left_out
from bot.networks._looks import Look
from bot.networks._meta.files import called
from bot.networks._meta.judging_files import against_file, against_kind
from bot.networks._meta.words import NAMES
from inbox.actions import Publish
from inbox.capabilities import TextLimit
from inbox.publishing import Verdict

CAPTION: Final = TextLimit(2200, "utf16")  # Meta says "characters"; no way to count them gives more than this one
PAGE_TEXT: Final = TextLimit(63_206, "utf16")
ALT: Final = TextLimit(1000, "utf16")
CAROUSEL: Final = (2, 10)
ALBUM: Final = 10  # what Facebook's own pages take; its API names no number
HASHTAGS, HASHTAGS_ADVISED, MENTIONS = 30, 5, 20
_HASHTAG: Final = re.compile(r"(?<!\w)#(?=\w)")
_MENTION: Final = re.compile(r"(?<![\w.])@(?=[A-Za-z0-9._])")


def verdicts(network: str, post: Publish, looks: Sequence[Look | None]) -> list[Verdict]:
    """All that stands against it, what stops it first; a look is None where the file was erased."""
    rules = _on_instagram(post) if network == "instagram" else _on_facebook(post)
    found = [*rules, *_files(network, post, looks), *left_out(post, NAMES[network], EVERYTHING)]
    return sorted(found, key=lambda verdict: not verdict.stops)


def _files(network: str, post: Publish, looks: Sequence[Look | None]) -> Iterator[Verdict]:
    for place, (medium, look) in enumerate(zip(post.media, looks, strict=True)):
        name = called(medium, place)
        if medium.kind not in ("image", "video"):
            yield Verdict(f"{name} is neither a picture nor a video; {NAMES[network]} posts nothing else. Take it out.")
        elif look is None:
            yield Verdict(f"{name} has been erased. Attach it again.")
        elif wrong := against_kind(name, medium, look):
            yield wrong
        else:
            yield from against_file(name, network, post, look)


def _on_instagram(post: Publish) -> Iterator[Verdict]:
    count = len(post.media)
    if not count:
        yield Verdict("Instagram posts nothing without a picture or a video. Attach one.")
    yield from _one_file(post, "Instagram")
    if post.form == "post" and count > CAROUSEL[1]:
        yield Verdict(f"A post on Instagram has at most {CAROUSEL[1]} files; this one has {count}. Take some out.")
    if any(preview.link for preview in post.previews):
        yield Verdict("Instagram shows no link cards; the link is left out. Say in the text where it is.", stops=False)
    if post.form != "story":
        yield from _caption(post.text)
    for place, medium in enumerate(post.media):
        if medium.kind == "image" and ALT.length(medium.alt) > ALT.most:
            length = ALT.length(medium.alt)
            yield Verdict(
                f"The description of {called(medium, place)} has {length:,} characters; Instagram takes {ALT.most:,}. "
                "Shorten it."
            )


def _caption(text: str) -> Iterator[Verdict]:
    if (length := CAPTION.length(text)) > CAPTION.most:
        yield Verdict(f"The text has {length:,} characters; Instagram takes {CAPTION.most:,}. Shorten it.")
    hashtags, mentions = len(_HASHTAG.findall(text)), len(_MENTION.findall(text))
    if hashtags > HASHTAGS:
        yield Verdict(f"The text has {hashtags} hashtags; Instagram takes {HASHTAGS}. Take some out.")
    elif hashtags > HASHTAGS_ADVISED:
        yield Verdict(
            f"The text has {hashtags} hashtags; Instagram advises at most {HASHTAGS_ADVISED}, and may refuse more.",
            stops=False,
        )
    if mentions > MENTIONS:
        yield Verdict(f"The text mentions {mentions} accounts; Instagram takes {MENTIONS}. Take some out.")


def _on_facebook(post: Publish) -> Iterator[Verdict]:
    links = [preview.link for preview in post.previews if preview.link]
    if not post.media and not links and not post.text.strip() and post.form == "post":
        yield Verdict("This post is empty. Write something, or attach a picture, a video or a link.")
    yield from _one_file(post, "Facebook")
    if (length := PAGE_TEXT.length(post.text)) > PAGE_TEXT.most:
        yield Verdict(f"The text has {length:,} characters; Facebook takes {PAGE_TEXT.most:,}. Shorten it.")
    if post.form != "post":
        return
    if links and post.media:
        yield Verdict("Facebook shows either files or a link card. Take one of them out, or put the link in the text.")
    if links and not links[0].startswith(("https://", "http://")):
        yield Verdict(f"{links[0]} is no address of a page. Begin it with https://.")
    if len(links) > 1:
        yield Verdict("Facebook shows one link card; the first link is taken.", stops=False)
    yield from _album(post)


def _album(post: Publish) -> Iterator[Verdict]:
    films = sum(medium.kind == "video" for medium in post.media)
    if films and len(post.media) > 1:
        yield Verdict("A post on Facebook has pictures, or one video. Take the others out.")
    elif len(post.media) > ALBUM:
        words = f"This post has {len(post.media)} pictures; Facebook's own pages take {ALBUM}, and it may refuse more."
        yield Verdict(words, stops=False)


def _one_file(post: Publish, network: str) -> Iterator[Verdict]:
    """Reels and stories have exactly one file; a story shows no text."""
    if post.form == "reel" and [medium.kind for medium in post.media] != ["video"]:
        yield Verdict("A reel is exactly one video. Attach one video and nothing else.")
    if post.form != "story":
        return
    if len(post.media) != 1:
        yield Verdict("A story is exactly one picture or video. Attach one; post the others as further stories.")
    if post.text.strip():
        words = f"A story on {network} shows no text beside it; the text is left out. Put it into the picture."
        yield Verdict(words, stops=False)
