"""Videos and reels of a Page: uploaded, worked on for a while, then ready."""

from __future__ import annotations

from bot.playground.meta.calls import Call, Upload
from bot.playground.meta.fetching import CannotFetch
from bot.playground.meta.files import File
from bot.playground.meta.records import Page, Video
from bot.playground.meta.refusals import Refusal, invalid, missing
from bot.playground.meta.routes.containers import is_video
from bot.playground.meta.routes.posts import check_rights, when
from bot.playground.meta.wire import JsonObject

STATES = ("PUBLISHED", "DRAFT", "SCHEDULED")


async def publish(call: Call, page: Page) -> JsonObject:
    """A video by `file_url` or as `source`; its post appears once it is ready."""
    check_rights(page)
    published, _ = when(call)
    video = _new(call, page, reel=False)
    video.file = await _file(call)
    video.state = "PUBLISHED" if published else "DRAFT"
    _work_on(call, video)
    call.record(page.id, video.id, video.text, page, title=video.title, published=published)
    return {"id": video.id}


async def reel(call: Call, page: Page) -> JsonObject:
    """The phases of a reel: start gives a place to upload to, finish publishes it."""
    return await _phase(call, page, story=False)


async def story(call: Call, page: Page) -> JsonObject:
    """The same phases make a story out of a video."""
    return await _phase(call, page, story=True)


async def _phase(call: Call, page: Page, *, story: bool) -> JsonObject:
    check_rights(page)
    phase = call.text("upload_phase").lower()
    if phase == "start":
        video = _new(call, page, reel=not story)
        video.story = story
        return {"video_id": video.id, "upload_url": f"{call.state.files.base}/video-upload/v26.0/{video.id}"}
    if phase != "finish":
        raise invalid("Param upload_phase must be one of {START, FINISH}")
    found = page.videos.get(call.needed("video_id"))
    if found is None:
        raise missing(call.text("video_id"), "post")
    if found.file is None:
        raise Refusal(6000, 1363130, "(#6000) The video file you uploaded is missing. Upload it before you finish.")
    if found.ready_at:
        raise Refusal(6000, 1363047, "(#6000) The upload session of this video is already finished.")
    state = call.text("video_state", "PUBLISHED").upper()
    if state not in STATES:
        raise invalid(f"Param video_state must be one of {', '.join(STATES)}")
    found.state, found.text = state, call.text("description")
    _work_on(call, found)
    call.record(page.id, found.id, found.text, page, state=state)
    return {"success": True} | _post_of(found)


async def delete(call: Call, video: Video) -> JsonObject:
    """Delete a video and its post."""
    video.owner.videos.pop(video.id, None)
    call.state.things.pop(video.id, None)
    if video.post is not None:
        call.state.drop_post(video.post)
    call.record(video.id, "", video.text, video.owner)
    return {"success": True}


def _new(call: Call, page: Page, *, reel: bool) -> Video:
    text = call.text("description")
    video = Video(call.state.ids.number("video"), page, text, reel, call.text("title"), begun=call.now)
    page.videos[video.id] = call.state.things[video.id] = video
    return video


def _work_on(call: Call, video: Video) -> None:
    """Meta begins to process a video; the post that it becomes can be seen when it is ready."""
    video.ready_at = call.now + call.state.video_takes
    if video.file is None or not is_video(video.file):
        video.problem = "The video file you selected is in a format that we don't support."
        return
    if video.state == "PUBLISHED":
        video.post = call.state.keep_post(
            video.owner,
            video.text,
            video=video.file,
            shows=[video.id],
            product="STORY" if video.story else "FEED",
            published=video.ready_at <= call.now,
            scheduled=video.ready_at,
            quiet=video.story,
        )


async def _file(call: Call) -> File:
    source: Upload | None = call.uploads.get("source")
    if source is not None:
        return call.state.files.keep(source.data, "video/mp4", source.name)
    if not call.text("file_url"):
        raise Refusal(389, 0, "(#389) Unable to fetch video file from URL.")
    return await _fetched(call, call.text("file_url"))


async def _fetched(call: Call, url: str) -> File:
    try:
        return await call.fetcher.fetch(url)
    except CannotFetch:
        raise Refusal(389, 0, "(#389) Unable to fetch video file from URL.") from None


def _post_of(video: Video) -> JsonObject:
    return {"post_id": video.post.number} if video.post is not None else {}
