"""Posts of ours on Bluesky: pictures, cards, threads, what stands against one, and what is counted of it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.networks._bluesky.errors import NAME
from bot.networks._bluesky.gate import restrict
from bot.networks._bluesky.ids import POST, post_id, uri_of
from bot.networks._bluesky.records import Made, Records
from bot.networks._bluesky.words import worded
from bot.networks._kept import kept
from bot.networks._left_out import Part, left_out, refuse
from bot.networks._outside import Blobs
from inbox.actions import Preview, Publish
from inbox.capabilities import TextLimit
from inbox.errors import Rejected
from inbox.lengths import graphemes
from inbox.models import Media, RemoteId
from inbox.network import Receipt
from inbox.publishing import Measured, Verdict

TEXT: Final = TextLimit(300, "graphemes", most_bytes=3000)
IMAGE_BYTES: Final = 2_000_000
THUMB_BYTES: Final = 1_000_000  # of the picture on a card
MOST_FILES: Final = 4
MOST_TAGS: Final = 8
LONGEST_TAG: Final = 64  # characters
COUNTED: Final[Mapping[str, str]] = {
    "likeCount": "likes",
    "repostCount": "shares",
    "replyCount": "comments",
    "quoteCount": "quotes",
    "bookmarkCount": "saves",
}
UNTOLD: Final = dict.fromkeys(
    ("views", "reach", "clicks"), "Bluesky counts no views, and tells of nobody who only read."
)
UNKNOWN: Final[frozenset[Part]] = frozenset({"poll", "visibility", "release", "title", "cover", "made_by_ai"})
ERASED: Final = "The file that belongs to this post has been erased."


@dataclass(frozen=True, slots=True)
class Posting:
    """Makes the posts of one account."""

    records: Records
    blobs: Blobs

    async def publish(self, post: Publish, key: str) -> Receipt:
        """Publish a post and what follows it as a thread; a repetition with the same key goes on where it stopped."""
        refuse(post, NAME, UNKNOWN)
        rkey, _ = await self.records.rkey(key)
        await restrict(self.records, rkey, post.answers)
        first = last = await self.records.make(POST, key, await self._fields(post))
        ids = [post_id(first.uri)]
        for number, text in enumerate(post.further, 1):
            fields = await worded(self.records.api, text)
            fields["reply"] = {"root": first.ref, "parent": last.ref}
            last = await self.records.make(POST, _part(key, number), fields)
            ids.append(post_id(last.uri))
        return Receipt(ids[0], first.at, tuple(ids[1:]))

    async def find(self, post: Publish, key: str) -> Receipt | None:
        """The receipt when all of a post is there; else None, and publishing goes on with what is missing."""
        made = list[Made]()
        for number in range(len(post.further) + 1):
            one = await self.records.find(POST, _part(key, number))
            if one is None:
                return None
            made.append(one)
        ids = [post_id(one.uri) for one in made]
        return Receipt(ids[0], made[0].at, tuple(ids[1:]))

    async def _fields(self, post: Publish) -> dict[str, Any]:
        fields = await worded(self.records.api, post.text)
        if post.media:
            fields["embed"] = await self.pictures(post.media)
        elif post.previews:
            fields["embed"] = await self._card(post.previews[0])
        if post.tags:
            fields["tags"] = [tag.removeprefix("#") for tag in post.tags]
        return fields

    async def pictures(self, media: Sequence[Media]) -> dict[str, Any]:
        """The embed of some pictures; the same file is kept once there, however often it is sent."""
        if len(media) > MOST_FILES or any(one.kind != "image" for one in media):
            raise Rejected(f"Bluesky takes up to {MOST_FILES} pictures with a post, and no other files from here.")
        images = [await self._picture(one) for one in media]
        return {"$type": "app.bsky.embed.images", "images": images}

    async def _picture(self, media: Media) -> dict[str, Any]:
        data = await self._data(media, IMAGE_BYTES)
        image: dict[str, Any] = {"alt": media.alt, "image": await self._kept(data, media)}
        if (size := _size(data)) is not None:
            image["aspectRatio"] = size
        return image

    async def _card(self, preview: Preview) -> dict[str, Any]:
        card: dict[str, Any] = {"uri": preview.link, "title": preview.title, "description": preview.text}
        if preview.image is not None:
            card["thumb"] = await self._kept(await self._data(preview.image, THUMB_BYTES), preview.image)
        return {"$type": "app.bsky.embed.external", "external": card}

    async def _kept(self, data: bytes, media: Media) -> dict[str, Any]:
        return await self.records.api.upload(data, media.mime or "image/jpeg")

    async def _data(self, media: Media, most: int) -> bytes:
        data = await kept(self.blobs, media, ERASED)
        if len(data) > most:
            raise Rejected(_too_large(media, len(data), most))
        return data

    async def judge(self, post: Publish) -> list[Verdict]:
        """What stands against a post before Bluesky is asked."""
        verdicts = [*_texts(post), *_form(post), *_tags(post)]
        return [*verdicts, *[verdict async for verdict in self._files(post)]]

    async def _files(self, post: Publish) -> AsyncIterator[Verdict]:
        if len(post.media) > MOST_FILES:
            yield Verdict(f"{len(post.media)} files are attached; Bluesky takes {MOST_FILES}.")
        if any(one.kind != "image" for one in post.media):
            yield Verdict("Only pictures go to Bluesky from here; put a film there in its own app.")
        if any(one.kind == "image" and not one.alt for one in post.media):
            yield Verdict("A picture has no description; people on Bluesky expect one.", stops=False)
        thumbs = [(one.image, THUMB_BYTES) for one in post.previews[:1] if one.image is not None]
        for media, most in [*((one, IMAGE_BYTES) for one in post.media if one.kind == "image"), *thumbs]:
            try:
                await self._data(media, most)
            except Rejected as error:
                yield Verdict(str(error))


def _size(data: bytes) -> dict[str, int] | None:
    """How wide and high a picture is; None where that cannot be told."""
    import imagesize  # brings much of urllib along, and only a post with a picture needs it

    try:
        width, height = imagesize.get(io.BytesIO(data))
    except ValueError:  # a header that promises more than there is
        return None
    return {"width": width, "height": height} if width > 0 and height > 0 else None


def _part(key: str, number: int) -> str:
    return f"{key}-{number}" if number else key


def _too_large(media: Media, size: int, most: int) -> str:
    name = media.name or "A picture"
    return f"{name} has {size / 1e6:.1f} MB; Bluesky takes {most / 1e6:.0f} MB. Make it smaller."


def _texts(post: Publish) -> Iterator[Verdict]:
    for number, text in enumerate((post.text, *post.further), 1):
        if over := TEXT.over(text):
            length, most, unit = over
            which = f"Part {number}" if post.further else "The text"
            yield Verdict(f"{which} has {length} {'bytes' if unit == 'bytes' else 'characters'}; Bluesky takes {most}.")
        if not text and (number > 1 or not (post.media or post.previews)):
            yield Verdict(f"Part {number} is empty." if number > 1 else "There is neither a text nor a picture.")


def _form(post: Publish) -> Iterator[Verdict]:
    yield from left_out(post, NAME, UNKNOWN)
    if post.form != "post":
        yield Verdict("Bluesky has posts only; choose another form.")
    if len(post.previews) > 1 or (post.previews and post.media):
        yield Verdict("A post on Bluesky has pictures or one card, not both.")
    if any(not one.link for one in post.previews):
        yield Verdict("A card on Bluesky leads somewhere; give it a link.")


def _tags(post: Publish) -> Iterator[Verdict]:
    if len(post.tags) > MOST_TAGS:
        yield Verdict(f"{len(post.tags)} tags are given; Bluesky takes {MOST_TAGS}.")
    if any(graphemes(tag) > LONGEST_TAG for tag in post.tags):
        yield Verdict(f"A tag on Bluesky has at most {LONGEST_TAG} characters.")


async def metrics(records: Records, post: RemoteId, now: int) -> Measured:
    """What is counted of a post; raises NetworkErrors."""
    uri = uri_of(post)
    view = (await records.api.posts([uri])).get(uri)
    if view is None:
        raise Rejected("Bluesky no longer has this post.")
    values = {ours: view[theirs] for theirs, ours in COUNTED.items() if isinstance(view.get(theirs), int)}
    return Measured(values, UNTOLD, now)
