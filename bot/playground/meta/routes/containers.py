"""Publishing on Instagram: containers that fetch their media from an address, and what becomes of them.

Source: developers.facebook.com, Instagram Platform "Content Publishing", "IG User media", "Error codes".
"""

from __future__ import annotations

from bot.playground.meta.calls import Call
from bot.playground.meta.fetching import CannotFetch
from bot.playground.meta.files import File
from bot.playground.meta.nodes_instagram import status_of
from bot.playground.meta.pictures import jpeg_size
from bot.playground.meta.records import Container, Profile
from bot.playground.meta.refusals import Refusal, invalid
from bot.playground.meta.wire import JsonObject

QUOTA, QUOTA_LASTS = 100, 86400.0
LONGEST, MOST_HASHTAGS, MOST_MENTIONS = 2200, 30, 20
LARGEST_IMAGE = 8 * 1024 * 1024
NARROWEST, WIDEST = 4 / 5, 1.91
KINDS = ("IMAGE", "VIDEO", "REELS", "STORIES", "CAROUSEL")


async def create(call: Call, profile: Profile) -> JsonObject:
    """A container for an image, a reel, a story, an item of a carousel, or a carousel of those."""
    kind = call.text("media_type", "IMAGE").upper()
    if kind not in KINDS:
        raise Refusal(100, 2207023, id=kind)
    _check_caption(call.text("caption"))
    container = Container(call.state.ids.number("container"), profile, kind, call.now, call.text("caption"))
    container.is_item = call.flag("is_carousel_item", default=False)
    container.given = dict(call.query)
    container.ready_at = call.now + call.state.container_takes
    by_upload = call.text("upload_type") == "resumable"
    if kind == "CAROUSEL":
        container.children = _children(call, profile)
        container.fetched = True
    elif not by_upload:
        await _fill(call, container)
    profile.containers[container.id] = call.state.things[container.id] = container
    call.record(profile.id, container.id, container.text, profile, kind=kind)
    answer: JsonObject = {"id": container.id}
    return answer | ({"uri": _place(call, container)} if by_upload else {})


async def publish(call: Call, profile: Profile) -> JsonObject:
    """Publish a container that is finished, once."""
    container = profile.containers.get(call.needed("creation_id"))
    if container is None:
        raise Refusal(24, 2207006, id=call.text("creation_id"))
    _check_ready(call, profile, container)
    files = [file for one in (container.children or [container]) for file in one.files]
    post = call.state.keep_post(
        profile,
        container.text,
        pictures=[file for file in files if not is_video(file)],
        video=next((file for file in files if is_video(file)), None),
        product={"REELS": "REELS", "VIDEO": "REELS", "STORIES": "STORY"}.get(container.kind, "FEED"),
        alt_text=str(container.given.get("alt_text", "")),
    )
    container.post = post
    for child in container.children:
        part = call.state.keep_post(profile, "", product="FEED", author=None)
        profile.posts.pop(part.id)
        part.pictures = [file for file in child.files if not is_video(file)]
        part.video = next((file for file in child.files if is_video(file)), None)
        child.post = part
        post.children.append(part)
    profile.published.append((call.now, container.kind == "CAROUSEL"))
    call.record(profile.id, post.id, post.text, profile, kind=container.kind, container=container.id)
    return {"id": post.id}


async def limit(call: Call, profile: Profile) -> JsonObject:
    """How much of the day's quota is used."""
    config: JsonObject = {"quota_total": QUOTA, "quota_duration": int(QUOTA_LASTS)}
    shown: JsonObject = {"quota_usage": used(profile, call.now)}
    wanted = call.text("fields", "quota_usage").split(",")
    if "config" in wanted:
        shown["config"] = config
    return {"data": [{name: value for name, value in shown.items() if name in wanted}]}


def used(profile: Profile, now: float) -> int:
    """Posts by the API in the last 24 hours."""
    return sum(at > now - QUOTA_LASTS for at, _ in profile.published)


def is_video(file: File) -> bool:
    """Whether a file is a film that Instagram can read."""
    return file.mime.startswith("video/") or file.data[4:8] == b"ftyp"


def _check_ready(call: Call, profile: Profile, container: Container) -> None:
    status = status_of(container, call.now)
    if status in ("PUBLISHED", "EXPIRED"):
        raise Refusal(24, 2207008, id=container.id)
    if status == "ERROR":
        broken = next((one for one in container.children if one.subcode), container)
        raise Refusal(broken.code, broken.subcode)
    if status == "IN_PROGRESS":
        raise Refusal(9007, 2207027)
    if container.is_item:
        raise Refusal(100, 2207028)
    if used(profile, call.now) >= QUOTA:
        raise Refusal(9, 2207042)
    if profile.restricted:
        raise Refusal(25, 2207050)


def _place(call: Call, container: Container) -> str:
    return f"{call.state.files.base}/ig-api-upload/v26.0/{container.id}"


def _check_caption(text: str) -> None:
    if len(text.encode("utf-16-le")) // 2 > LONGEST or text.count("#") > MOST_HASHTAGS:
        raise Refusal(36004, 2207010)
    if text.count("@") > MOST_MENTIONS:
        raise Refusal(100, 2207040)


def _children(call: Call, profile: Profile) -> list[Container]:
    names = call.listed("children")
    if not 2 <= len(names) <= 10:
        raise Refusal(100, 2207028)
    children = [profile.containers.get(name) for name in names]
    if any(one is None or not one.is_item for one in children):
        raise Refusal(24, 2207006, id=next(name for name, one in zip(names, children, strict=True) if one is None))
    return [one for one in children if one is not None]


async def _fill(call: Call, container: Container) -> None:
    """Fetch what the container shows. A bad picture is refused at once; a bad video shows in the status later."""
    video, image = call.text("video_url"), call.text("image_url")
    if container.kind in ("REELS", "VIDEO") and not video:
        raise invalid("The parameter video_url is required")
    if not video and not image:
        raise Refusal(9004, 2207052, id="")
    if video:
        await _fill_with_video(call, container, video)
    else:
        container.files = [await _image(call, image, story=container.kind == "STORIES")]
    container.fetched = True


async def _fill_with_video(call: Call, container: Container, url: str) -> None:
    try:
        container.files = [await call.fetcher.fetch(url)]
    except CannotFetch as error:
        container.code, container.subcode = (-2, 2207003) if error.late else (9004, 2207052)
        return
    if not is_video(container.files[0]):
        container.code, container.subcode = 352, 2207026


async def _image(call: Call, url: str, *, story: bool) -> File:
    try:
        file = await call.fetcher.fetch(url)
    except CannotFetch as error:
        raise (Refusal(-2, 2207003) if error.late else Refusal(9004, 2207052, id=url)) from None
    if len(file.data) > LARGEST_IMAGE:
        raise Refusal(36000, 2207004)
    if not file.data.startswith(b"\xff\xd8\xff"):
        raise Refusal(36001, 2207005)
    size = jpeg_size(file.data)
    if size is not None and not story and not NARROWEST - 0.01 <= size[0] / size[1] <= WIDEST + 0.01:
        raise Refusal(36003, 2207009)
    return file
