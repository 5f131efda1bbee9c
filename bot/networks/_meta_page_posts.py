"""Posts on a Facebook Page: text, link, pictures, a film, a reel or a story, each public once.

Pictures are uploaded unpublished and then shown by one post; films of reels and stories are brought in, finished and
awaited. So all that takes long is done before anything is public (docs/pages-api/posts, docs/video-api/guides/
reels-publishing, docs/page-stories-api, read 2026-11-27).
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

from bot.networks._meta_errors import plain, refusal
from bot.networks._meta_files import File, Files
from bot.networks._meta_graph import Upload
from bot.networks._meta_steps import (
    BEFORE,
    PUBLISHING,
    Steps,
    Tools,
    alike,
    id_in,
    listed,
    milliseconds,
    nearest,
    published,
    receipt_of,
)
from inbox.actions import Publish
from inbox.errors import Rejected, Unavailable, Uncertain
from inbox.network import Receipt

SHARED_FOR: Final = 3_600  # seconds in which Facebook may fetch a file
NEWEST: Final = 25
SAID_ALREADY: Final = 506  # the code for the same text twice in a row
VIDEO, BROUGHT, FINISHED = "video", "brought", "finished"
FAILED: Final = frozenset({"error", "expired", "upload_failed"})
OUT: Final = frozenset({"ready", "published"})
ANEW: Final = "Retry to have it uploaded anew."
PREPARING: Final = (
    "Facebook is still preparing the film. It is asked again by itself; when that ends, retry, and it goes on where it "
    "stands."
)


async def publish(tools: Tools, action: Publish, files: Files, steps: Steps) -> Receipt:
    """Take the post as far as it goes; raises Unavailable while Facebook prepares a film."""
    match action.form:
        case "reel":
            return await _film(tools, "video_reels", action.text, files, steps)
        case "story" if files.films:
            return await _film(tools, "video_stories", "", files, steps)
        case "story":
            return await _picture_story(tools, files, steps)
        case _ if files.films:
            return await _video(tools, action.text, files, steps)
        case _:
            return await _feed(tools, action, files, steps)


async def find(tools: Tools, action: Publish, steps: Steps) -> Receipt | None:
    """Whether it became public: by its own id where there is one, else among the newest by what it says."""
    if known := await receipt_of(steps):
        return known
    asked = await steps.get(PUBLISHING)
    if not asked:
        return None
    if action.form == "story":
        return await _in_stories(tools, steps)
    if video := await _video_in(steps):
        told = await _status(tools, video)
        return await published(tools, steps, _post_of(tools, video, told)) if _video_status(told) in OUT else None
    if any(medium.kind == "video" for medium in action.media):
        return await _among(tools, steps, "videos", "description", action.text, int(asked))
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
    await steps.keep(PUBLISHING, f"{tools.now()}")
    try:
        answer = await tools.graph.post(f"/{tools.place.id}/feed", fields)
    except Rejected as error:
        if refusal(error)[0] == SAID_ALREADY and (receipt := await find(tools, action, steps)):
            return receipt
        await steps.give_up()  # what was uploaded may be what Facebook does not like
        raise
    return await published(tools, steps, id_in(answer, tools.name, Uncertain))


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
        answer = await _sent(tools, f"/{tools.place.id}/photos", fields, file, "url", effect=False)
    except Rejected as error:
        where = f"Picture {place + 1} of {len(files.media)}: " if len(files.media) > 1 else ""
        raise Rejected(f"{where}{error}") from None
    return await steps.keep(step, id_in(answer, tools.name))


async def _picture_story(tools: Tools, files: Files, steps: Steps) -> Receipt:
    photo = await _photo(tools, 0, files, steps)
    await steps.keep(PUBLISHING, f"{tools.now()}")
    try:
        answer = await tools.graph.post(f"/{tools.place.id}/photo_stories", {"photo_id": photo})
    except Rejected:
        await steps.give_up()
        raise
    return await published(tools, steps, id_in(answer, tools.name, Uncertain, "post_id"))


async def _sent(
    tools: Tools, path: str, fields: Mapping[str, object], file: File, address: str, *, effect: bool
) -> dict[str, Any]:
    """Bring a file along: by our address where Facebook can reach us, else in the call itself."""
    if url := _shared(tools, file):
        return await tools.graph.post(path, {**fields, address: url}, effect=effect)
    name = file.medium.name or f"file.{file.look.format.lower()}"
    upload = Upload("source", name, file.look.mime, file.data)
    return await tools.graph.post(path, fields, files=[upload], effect=effect)


def _shared(tools: Tools, file: File) -> str:
    try:
        return tools.share(file.medium, SHARED_FOR)
    except Rejected:  # the world cannot reach us: then the file goes along
        return ""


# ----------------------------------------------------------------------------------------------------------- films


async def _video(tools: Tools, text: str, files: Files, steps: Steps) -> Receipt:
    """A film in the feed: one call makes it, and it is public once Facebook has prepared it."""
    video = await steps.get(VIDEO)
    if not video:
        await steps.keep(PUBLISHING, f"{tools.now()}")
        fields = {"description": text} if text else {}
        answer = await _sent(tools, f"/{tools.place.id}/videos", fields, await files.get(0), "file_url", effect=True)
        video = await steps.keep(VIDEO, id_in(answer, tools.name, Uncertain))
    return await _once_out(tools, video, steps)


async def _film(tools: Tools, edge: str, text: str, files: Files, steps: Steps) -> Receipt:
    """A reel or a story: begun, brought in, finished, and for a reel awaited."""
    path = f"/{tools.place.id}/{edge}"
    video = await _brought(tools, path, files, steps)
    if not await steps.get(FINISHED):
        if await steps.get(PUBLISHING) and _video_status(await _status(tools, video)) in OUT:
            return await _once_out(tools, video, steps)  # finished already, and the answer was lost
        post = await _finish(tools, path, text, video, steps)
        if post and edge == "video_stories":
            return await published(tools, steps, post)
    return await _once_out(tools, video, steps)


async def _brought(tools: Tools, path: str, files: Files, steps: Steps) -> str:
    """The id of a film that is at Facebook, and that nobody sees yet."""
    begun = await steps.get(VIDEO)
    if not begun:
        answer = await tools.graph.post(path, {"upload_phase": "start"}, effect=False)
        parts = (id_in(answer, tools.name, field=name) for name in ("video_id", "upload_url"))
        begun = await steps.keep(VIDEO, " ".join(parts))  # one line: they belong together
    video, _, address = begun.partition(" ")
    if not await steps.get(BROUGHT):
        file = await files.get(0)
        url = _shared(tools, file)
        try:
            await tools.graph.upload(address, b"" if url else file.data, file_url=url)
        except Rejected:
            await steps.give_up()
            raise
        await steps.keep(BROUGHT, "yes")
    return video


async def _finish(tools: Tools, path: str, text: str, video: str, steps: Steps) -> str:
    """Make it public; returns the id of the post where Facebook tells it. The same film cannot become two posts."""
    phase = _phases(await _status(tools, video)).get("uploading_phase", "complete")
    if phase != "complete":
        await _failed_or_waits(phase, "", steps)
    fields = {"upload_phase": "finish", "video_id": video, "video_state": "PUBLISHED"}
    asked_before = await steps.get(PUBLISHING)
    await steps.keep(PUBLISHING, f"{tools.now()}")
    try:
        answer = await tools.graph.post(path, {**fields, **({"description": text} if text else {})})
    except Rejected as error:
        if asked_before:  # and the answer was lost: this may be a no to the second time only
            raise Uncertain(str(error)) from None
        await steps.give_up()
        raise
    await steps.keep(FINISHED, "yes")
    post = answer.get("post_id")
    return str(post) if isinstance(post, str | int) else ""


async def _once_out(tools: Tools, video: str, steps: Steps) -> Receipt:
    told = await _status(tools, video)
    status = _video_status(told)
    if status not in OUT:
        await _failed_or_waits(status, _complaint(told), steps)
    return await published(tools, steps, _post_of(tools, video, told))


async def _failed_or_waits(status: str, complaint: str, steps: Steps) -> None:
    if status in FAILED:
        await steps.give_up()
        raise Rejected(f"Facebook could not prepare the film: {complaint or 'it gives no reason.'} {ANEW}")
    raise Unavailable(PREPARING)


async def _status(tools: Tools, video: str) -> dict[str, Any]:
    return await tools.graph.get(f"/{video}", fields="status,post_id,permalink_url")


async def _video_in(steps: Steps) -> str:
    return (await steps.get(VIDEO)).partition(" ")[0]


def _video_status(told: Mapping[str, Any]) -> str:
    status = told.get("status")
    return str(status.get("video_status", "")).lower() if isinstance(status, dict) else ""


def _phases(told: Mapping[str, Any]) -> dict[str, str]:
    status = told.get("status")
    phases = status if isinstance(status, dict) else {}
    return {name: str(phase.get("status", "")).lower() for name, phase in phases.items() if isinstance(phase, dict)}


def _complaint(told: Mapping[str, Any]) -> str:
    """What Facebook says is wrong with a film: in one of its phases, under one of two names."""
    status = told.get("status")
    for phase in (status, *status.values()) if isinstance(status, dict) else ():
        if not isinstance(phase, dict):
            continue
        errors = [phase.get("error"), *(phase.get("errors") or ())]
        for error in errors:
            if isinstance(error, dict) and isinstance(error.get("message"), str):
                return plain(error["message"])
    return ""


def _post_of(tools: Tools, video: str, told: Mapping[str, Any]) -> str:
    """The post that shows a film, by which comments and figures know it; the film itself where that is not told."""
    post = told.get("post_id")
    if not isinstance(post, str | int) or not post:
        return video
    return str(post) if "_" in str(post) else f"{tools.place.id}_{post}"


# --------------------------------------------------------------------------------------------------------- looking


async def _among(
    tools: Tools, steps: Steps, edge: str, says: str, text: str, asked: int, photos: AbstractSet[str] = frozenset()
) -> Receipt | None:
    """The newest post or film of ours that shows or says the same and that no other delivery has."""
    more = ",post_id" if edge == "videos" else ",attachments{target,subattachments{target}}" if photos else ""
    since, fields = (asked - BEFORE) // 1000, f"id,{says},created_time{more}"
    page = await tools.graph.get(f"/{tools.place.id}/{edge}", fields=fields, since=since, limit=NEWEST)
    for one in nearest(listed(page), "created_time", asked):
        shown = _targets(one) if photos else set()
        same = bool(shown & photos) if shown else alike(str(one.get(says) or "")) == alike(text)
        post = _post_of(tools, str(one["id"]), one)
        if same and await steps.claims(post):
            return await published(tools, steps, post, milliseconds(one["created_time"]))
    return None


def _targets(told: Mapping[str, Any]) -> set[str]:
    """The pictures that a post shows."""
    found: set[str] = set()
    for edge in ("attachments", "subattachments"):
        page = told.get(edge)
        for one in listed(page) if isinstance(page, dict) else ():
            target = one.get("target")
            found |= {str(target["id"])} if isinstance(target, dict) and target.get("id") else set()
            found |= _targets(one)
    return found


async def _in_stories(tools: Tools, steps: Steps) -> Receipt | None:
    """A story names the picture or film that it shows."""
    shows = await _video_in(steps) or await steps.get("photo 1")
    page = await tools.graph.get(f"/{tools.place.id}/stories", fields="post_id,media_id,creation_time", limit=NEWEST)
    for one in listed(page):
        if str(one.get("media_id", "")) == shows and one.get("post_id"):
            return await published(tools, steps, str(one["post_id"]), milliseconds(one.get("creation_time")))
    return None
