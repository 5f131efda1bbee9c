"""Posts on a Facebook Page: text, link, pictures, a film, a reel or a story, each public once.

Pictures are uploaded unpublished and then shown by one post, so that all that takes long is done before anything is
public (docs/pages-api/posts and docs/page-stories-api, read 2026-11-27). Films have their own part, `page_films`.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

from bot.networks._meta.errors import refusal
from bot.networks._meta.files import Files, sent
from bot.networks._meta.making import (
    BEFORE,
    PUBLISHING,
    Tools,
    alike,
    id_in,
    nearest,
    published,
    receipt_of,
)
from bot.networks._meta.page_films import film, film_in, is_out, post_of, status_of, video_in_feed, whole
from bot.networks._meta.shapes import milliseconds, objects
from bot.networks._steps import Steps
from inbox.actions import Publish
from inbox.errors import Rejected, Unavailable, Uncertain
from inbox.network import Receipt

NEWEST: Final = 50
LISTED_LATE: Final = 300_000  # ms; a film is listed once Facebook has begun to prepare it
MAY_APPEAR: Final = "The answer was lost, and a video may take minutes to appear; Facebook is asked again."
SAID_ALREADY: Final = 506  # the code for the same text twice in a row


async def publish(tools: Tools, action: Publish, files: Files, steps: Steps) -> Receipt:
    """Take the post as far as it goes; raises Unavailable while Facebook prepares a film."""
    match action.form:
        case "reel":
            return await film(tools, "video_reels", action.text, files, steps)
        case "story" if files.films:
            return await film(tools, "video_stories", "", files, steps)
        case "story":
            photo = await _photo(tools, 0, files, steps)
            return await _made(tools, action, "photo_stories", {"photo_id": photo}, steps)
        case _ if files.films:
            return await video_in_feed(tools, action.text, files, steps)
        case _:
            return await _feed(tools, action, files, steps)


async def find(tools: Tools, action: Publish, steps: Steps) -> Receipt | None:
    """Whether it became public: by its own id where there is one, else among the newest by what it says.

    Raises Unavailable while a film whose answer was lost may still appear.
    """
    if known := await receipt_of(steps):
        return known
    asked = await steps.get(PUBLISHING)
    if not asked:
        return None
    if action.form == "story":
        return await _in_stories(tools, steps)
    if video := await film_in(steps):
        told = await status_of(tools, video)
        return await published(tools, steps, post_of(tools, video, told)) if is_out(told) else None
    if any(medium.kind == "video" for medium in action.media):
        receipt = await _among(tools, steps, "videos", "description", action.text, int(asked))
        if receipt is None and tools.now() < int(asked) + LISTED_LATE:
            raise Unavailable(MAY_APPEAR)
        return receipt
    photos = {await steps.get(f"photo {place + 1}") for place in range(len(action.media))}
    return await _among(tools, steps, "published_posts", "message", action.text, int(asked), photos)


# ---------------------------------------------------------------------------------------------- pictures and words


async def _feed(tools: Tools, action: Publish, files: Files, steps: Steps) -> Receipt:
    photos = [await _photo(tools, place, files, steps) for place in range(len(files.media))]
    fields: dict[str, object] = {"message": action.text} if action.text else {}
    if photos:
        fields["attached_media"] = [{"media_fbid": photo} for photo in photos]
    elif link := next((preview.link for preview in action.previews if preview.link), ""):
        fields["link"] = link
    return await _made(tools, action, "feed", fields, steps)


async def _made(tools: Tools, action: Publish, edge: str, fields: Mapping[str, object], steps: Steps) -> Receipt:
    """The one call that makes it public; a no to the second time may mean that the first was heard after all."""
    asked_before = await steps.get(PUBLISHING)
    await steps.keep(PUBLISHING, f"{tools.now()}")
    try:
        answer = await tools.graph.post(f"/{tools.place.id}/{edge}", fields)
    except Rejected as error:
        twice = asked_before or refusal(error)[0] == SAID_ALREADY
        if twice and (receipt := await find(tools, action, steps)):
            return receipt
        if asked_before:
            raise Uncertain(str(error)) from None
        await steps.give_up()  # what was uploaded may be what Facebook does not like
        raise
    post = id_in(answer, tools.name, Uncertain, "id" if edge == "feed" else "post_id")
    return await published(tools, steps, whole(tools, post))


async def _photo(tools: Tools, place: int, files: Files, steps: Steps) -> str:
    """The id of a picture that nobody sees yet."""
    step = f"photo {place + 1}"
    if known := await steps.get(step):
        return known
    file = await files.get(place)
    fields: dict[str, object] = {"published": False}
    if file.medium.alt:
        fields["alt_text_custom"] = file.medium.alt
    try:
        answer = await sent(tools, f"/{tools.place.id}/photos", fields, file, "url", effect=False)
    except Rejected as error:
        where = f"Picture {place + 1} of {len(files.media)}: " if len(files.media) > 1 else ""
        raise Rejected(f"{where}{error}") from None
    return await steps.keep(step, id_in(answer, tools.name))


# --------------------------------------------------------------------------------------------------------- looking


async def _among(
    tools: Tools, steps: Steps, edge: str, says: str, text: str, asked: int, photos: AbstractSet[str] = frozenset()
) -> Receipt | None:
    """The newest post or film of ours that shows or says the same and that no other delivery has."""
    more = ",post_id" if edge == "videos" else ",attachments{target,subattachments{target}}" if photos else ""
    since, fields = (asked - BEFORE) // 1000, f"id,{says},created_time{more}"
    page = await tools.graph.get(f"/{tools.place.id}/{edge}", fields=fields, since=since, limit=NEWEST)
    for one in nearest(objects(page), "created_time", asked):
        shown = _targets(one) if photos else set()
        same = bool(shown & photos) if shown else alike(str(one.get(says) or "")) == alike(text)
        post = post_of(tools, str(one["id"]), one)
        if same and await steps.claims(post):
            return await published(tools, steps, post, milliseconds(one["created_time"]))
    return None


def _targets(told: Mapping[str, Any]) -> set[str]:
    """The pictures that a post shows."""
    found: set[str] = set()
    for edge in ("attachments", "subattachments"):
        page = told.get(edge)
        for one in objects(page) if isinstance(page, dict) else ():
            target = one.get("target")
            found |= {str(target["id"])} if isinstance(target, dict) and target.get("id") else set()
            found |= _targets(one)
    return found


async def _in_stories(tools: Tools, steps: Steps) -> Receipt | None:
    """A story names the picture or film that it shows."""
    shows = await film_in(steps) or await steps.get("photo 1")
    page = await tools.graph.get(f"/{tools.place.id}/stories", fields="post_id,media_id,creation_time", limit=NEWEST)
    for one in objects(page):
        if str(one.get("media_id", "")) == shows and one.get("post_id"):
            post, at = whole(tools, str(one["post_id"])), milliseconds(one.get("creation_time"))
            return await published(tools, steps, post, at)
    return None
