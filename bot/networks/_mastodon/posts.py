"""Posts of ours on Mastodon: files, threads, polls, times to come, and what is counted of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

import aiohttp

from bot.networks._kept import kept
from bot.networks._left_out import Part, left_out, refuse
from bot.networks._mastodon.api import NAME, ODD, Api, Gone
from bot.networks._mastodon.parse import at
from bot.networks._outside import Blobs
from bot.networks._payloads import MALFORMED
from bot.networks._steps import steps_of
from inbox.actions import Publish
from inbox.errors import NetworkError, Unavailable, Uncertain
from inbox.models import Media, RemoteId
from inbox.network import Mailbox, Receipt
from inbox.publishing import Measured, Verdict

VISIBILITY: Final[Mapping[str, str]] = {"public": "public", "unlisted": "unlisted", "private": "private"}
SOONEST: Final = 5 * 60_000  # ms; what is to be published sooner must be published now
MOST_FILES: Final = 4
UPLOADED: Final = "uploaded"
UNKNOWN: Final[frozenset[Part]] = frozenset({"answers", "title", "tags", "cover", "made_by_ai"})
COUNTED: Final[Mapping[str, str]] = {
    "favourites_count": "likes",
    "reblogs_count": "shares",
    "replies_count": "comments",
    "quotes_count": "quotes",
}
UNTOLD: Final = dict.fromkeys(
    ("views", "reach", "clicks", "saves"), "Mastodon counts no views, and tells of nobody who only read."
)


async def attach(api: Api, mailbox: Mailbox, blobs: Blobs, media: Sequence[Media], key: str) -> list[str]:
    """Upload the files of a post, each once for its key; raises Unavailable while the server still works on one."""
    return [await _attached(api, mailbox, blobs, one, f"{key}/file {number}") for number, one in enumerate(media, 1)]


async def _attached(api: Api, mailbox: Mailbox, blobs: Blobs, media: Media, key: str) -> str:
    steps = await steps_of(mailbox, key)
    if (known := await steps.get(UPLOADED)) and await _is_there(api, known, media):
        return known
    if known:  # it hangs on the post already, whose key then is known, or lay about for longer than servers keep files
        await steps.give_up()
    form = aiohttp.FormData()
    form.add_field("file", await kept(blobs, media), filename=media.name or "file", content_type=media.mime or None)
    if media.alt:
        form.add_field("description", media.alt)
    said, status = await api.ask("POST", "/api/v2/media", effect=False, data=form)
    id = await steps.keep(UPLOADED, _id(said, Unavailable))
    if status != 200:
        await _is_there(api, id, media)
    return id


async def _is_there(api: Api, id: str, media: Media) -> bool:
    """Whether a file can be put on a post; raises Unavailable while the server still works on it."""
    try:
        _, status = await api.ask("GET", f"/api/v1/media/{id}", effect=False)
    except Gone:
        return False
    if status == 206:
        raise Unavailable(f"{NAME} is still working on {media.name or 'the file'}.")
    return True


async def publish(api: Api, mailbox: Mailbox, blobs: Blobs, post: Publish, key: str, now: int) -> Receipt:
    """Publish a post, and what follows it as a thread; each part has a key of its own, so a repetition goes on."""
    refuse(post, NAME, UNKNOWN)
    body: dict[str, object] = {"status": post.text, "visibility": VISIBILITY[post.visibility]}
    if ids := await attach(api, mailbox, blobs, post.media, key):
        body["media_ids"] = ids
    if post.poll:
        body["poll"] = {"options": list(post.poll.options), "expires_in": post.poll.minutes * 60}
    if post.release:
        body["scheduled_at"] = datetime.fromtimestamp(post.release / 1000, UTC).isoformat()
        said = await api.post("/api/v1/statuses", body, key=key)
        return Receipt(RemoteId(f"scheduled-{_id(said)}"), now)
    first = receipt_of(await api.post("/api/v1/statuses", body, key=key))
    public = [first.id]
    for number, text in enumerate(post.further, 1):
        body = {"status": text, "visibility": VISIBILITY[post.visibility], "in_reply_to_id": public[-1]}
        public += [_id(await api.post("/api/v1/statuses", body, key=f"{key}-{number}"))]
    return replace(first, further=tuple(public[1:]))


def receipt_of(status: Mapping[str, Any]) -> Receipt:
    """Proof of a post; raises Uncertain when the answer names none."""
    try:
        return Receipt(_id(status), at(status["created_at"]))
    except MALFORMED:
        raise Uncertain(ODD) from None


def _id(said: object, lost: type[NetworkError] = Uncertain) -> RemoteId:
    match said:
        case {"id": str(id)} if id:
            return RemoteId(id)
    raise lost(ODD)


async def metrics(api: Api, post: RemoteId, now: int) -> Measured:
    """What is counted of a post; raises NetworkErrors."""
    said = await api.one(f"/api/v1/statuses/{post}")
    values = {ours: said[theirs] for theirs, ours in COUNTED.items() if isinstance(said.get(theirs), int)}
    return Measured(values, UNTOLD, now)


def judge(post: Publish, now: int, length: Callable[[str], int], most: int) -> Iterator[Verdict]:
    """What stands against a post before the server is asked."""
    for number, text in enumerate((post.text, *post.further), 1):
        if length(text) > most:
            which = f"Part {number}" if post.further else "The text"
            yield Verdict(f"{which} is {length(text)} characters long; this server takes {most}.")
    if not post.text and not post.media:
        yield Verdict("There is neither a text nor a file.")
    if post.form != "post":
        yield Verdict("Mastodon has posts only; choose another form.")
    yield from _files(post)
    yield from _later(post, now)
    yield from left_out(post, NAME, UNKNOWN)


def _files(post: Publish) -> Iterator[Verdict]:
    if len(post.media) > MOST_FILES:
        yield Verdict(f"{len(post.media)} files are attached; Mastodon takes {MOST_FILES}.")
    if len(post.media) > 1 and any(one.kind != "image" for one in post.media):
        yield Verdict("A film or a sound goes alone; only pictures go together.")
    if post.poll and post.media:
        yield Verdict("A poll cannot have files; leave out the one or the other.")
    if any(one.kind == "image" and not one.alt for one in post.media):
        yield Verdict("A picture has no description; people on Mastodon expect one.", stops=False)


def _later(post: Publish, now: int) -> Iterator[Verdict]:
    if post.release and post.release < now + SOONEST:
        yield Verdict("Mastodon keeps a post for at least five minutes; publish it now, or later.")
    if post.release and post.further:
        yield Verdict("Mastodon cannot keep a whole thread for later; publish it now, or as one post.")
