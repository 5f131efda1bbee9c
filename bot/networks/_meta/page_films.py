"""Films on a Facebook Page: in the feed, as a reel or as a story; brought in, finished, awaited, and public once.

One film cannot become two posts, so whoever goes on after a crash goes on with the film that was begun (docs/video-api/
guides/reels-publishing and docs/page-stories-api, read 2026-11-27).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.networks._http import plain
from bot.networks._meta.files import File, Files, sent, shared
from bot.networks._meta.making import PUBLISHING, Tools, id_in, published
from bot.networks._steps import Steps
from inbox.errors import Rejected, Unavailable, Uncertain
from inbox.network import Receipt

VIDEO, BROUGHT, FINISHED = "video", "brought", "finished"
FAILED: Final = frozenset({"error", "expired", "upload_failed"})
OUT: Final = frozenset({"ready", "published"})
ANEW: Final = "Retry to have it uploaded anew."
PREPARING: Final = (
    "Facebook is still preparing the video. It is asked again by itself; when that ends, retry, and it goes on where "
    "it stands."
)


async def video_in_feed(tools: Tools, text: str, files: Files, steps: Steps) -> Receipt:
    """A film in the feed: one call makes it, and it is public once Facebook has prepared it."""
    video = await steps.get(VIDEO)
    if not video:
        await steps.keep(PUBLISHING, f"{tools.now()}")
        fields = {"description": text} if text else {}
        answer = await sent(tools, f"/{tools.place.id}/videos", fields, await files.get(0), "file_url", effect=True)
        video = await steps.keep(VIDEO, id_in(answer, tools.name, Uncertain))
    return await _once_out(tools, video, steps)


async def film(tools: Tools, edge: str, text: str, files: Files, steps: Steps) -> Receipt:
    """A reel or a story: begun, brought in, finished and awaited."""
    path = f"/{tools.place.id}/{edge}"
    video = await _brought(tools, path, files, steps)
    if not await steps.get(FINISHED):
        await _finish(tools, path, text, video, steps)
    return await _once_out(tools, video, steps)


async def _brought(tools: Tools, path: str, files: Files, steps: Steps) -> str:
    """The id of a film that is at Facebook, and that nobody sees yet."""
    begun = await steps.get(VIDEO)
    again = bool(begun)
    if not begun:
        answer = await tools.graph.post(path, {"upload_phase": "start"}, effect=False)
        parts = (id_in(answer, tools.name, field=name) for name in ("video_id", "upload_url"))
        begun = await steps.keep(VIDEO, " ".join(parts))  # one line: they belong together
    video, _, address = begun.partition(" ")
    if not await steps.get(BROUGHT):
        if not again or _phases(await status_of(tools, video)).get("uploading_phase") != "complete":
            await _bring(tools, address, await files.get(0), steps, again=again)
        await steps.keep(BROUGHT, "yes")
    return video


async def _bring(tools: Tools, address: str, file: File, steps: Steps, *, again: bool) -> None:
    """Upload a film, or have it fetched; what broke off and cannot be begun again is given up for a new one."""
    url = shared(tools, file)
    try:
        await tools.graph.upload(address, b"" if url else file.data, file_url=url)
    except Rejected as error:
        await steps.give_up()
        if again:
            raise Unavailable(f"The upload broke off and is begun anew: {error}") from None
        raise


async def _finish(tools: Tools, path: str, text: str, video: str, steps: Steps) -> None:
    """Have it made public; writes down the post that it becomes, where Facebook tells it."""
    phase = _phases(await status_of(tools, video)).get("uploading_phase", "complete")
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
    await steps.keep(FINISHED, whole(tools, f"{answer['post_id']}") if answer.get("post_id") else video)


async def _once_out(tools: Tools, video: str, steps: Steps) -> Receipt:
    told = await status_of(tools, video)
    if not is_out(told):
        await _failed_or_waits(_video_status(told), _complaint(told), steps)
    return await published(tools, steps, post_of(tools, await steps.get(FINISHED) or video, told))


async def _failed_or_waits(status: str, complaint: str, steps: Steps) -> None:
    if status in FAILED:
        await steps.give_up()
        raise Rejected(f"Facebook could not prepare the video: {complaint.rstrip('.') or 'it gives no reason'}. {ANEW}")
    raise Unavailable(PREPARING)


async def status_of(tools: Tools, video: str) -> dict[str, Any]:
    """How far a film is, and the post that shows it."""
    return await tools.graph.get(f"/{video}", fields="status,post_id,permalink_url")


async def film_in(steps: Steps) -> str:
    """The id of the film that was begun; empty when none was."""
    return (await steps.get(VIDEO)).partition(" ")[0]


def is_out(told: Mapping[str, Any]) -> bool:
    """Whether a film is prepared and public."""
    return _video_status(told) in OUT


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
        errors = phase.get("errors")
        for error in (phase.get("error"), *(errors if isinstance(errors, list) else ())):
            if isinstance(error, dict) and isinstance(error.get("message"), str):
                return plain(error["message"])
    return ""


def post_of(tools: Tools, video: str, told: Mapping[str, Any]) -> str:
    """The post that shows a film, by which comments and figures know it; the film itself where that is not told."""
    post = told.get("post_id")
    return whole(tools, str(post)) if isinstance(post, str | int) and post else video


def whole(tools: Tools, post: str) -> str:
    """A post's id with its Page, by which everything else knows it; Meta leaves the Page out in places."""
    return post if "_" in post else f"{tools.place.id}_{post}"
