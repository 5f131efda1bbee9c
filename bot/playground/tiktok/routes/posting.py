"""Posts by the Content Posting API: what may be chosen, a post begun, its video uploaded in chunks, and its status.

Sources: developers.tiktok.com, Content Posting API: "Query creator info", "Direct post", "Upload", "Photos", "Media
transfer guide", "Get post status".
"""

from __future__ import annotations

from typing import Any

from bot.playground.tiktok.bodies import picture_of
from bot.playground.tiktok.calls import Call
from bot.playground.tiktok.records import DAY, JsonObject, Publication, Source
from bot.playground.tiktok.refusals import Refusal, invalid
from bot.playground.tiktok.routes.videos import LONGEST_VIDEO, privacy_of

LEAST_CHUNK, MOST_CHUNK, MOST_CHUNKS = 5_000_000, 64 * 1024 * 1024, 1000
LARGEST_VIDEO = 4 * 1024**3
UPLOAD_LIVES = 3600.0
ACTIVE_USERS, PENDING = 5, 5  # of an app that is not audited, and drafts that wait: each within a day
TITLE, PHOTO_TITLE, DESCRIPTION, PHOTOS = 2200, 90, 4000, 35


async def creator_info(call: Call) -> JsonObject:
    """POST /v2/post/publish/creator_info/query/: what has to be shown to the owner before they post."""
    account = call.account
    if account.banned:
        raise Refusal("spam_risk_user_banned_from_posting")
    return {
        "creator_avatar_url": picture_of(account),
        "creator_username": account.username,
        "creator_nickname": account.name,
        "privacy_level_options": list(privacy_of(account)),
        "comment_disabled": False,
        "duet_disabled": account.private,
        "stitch_disabled": account.private,
        "max_video_post_duration_sec": LONGEST_VIDEO,
    }


async def video(call: Call) -> JsonObject:
    """POST /v2/post/publish/video/init/: a video that goes onto the profile."""
    info = _info(call)
    _check_length("title", str(info.get("title", "")), TITLE)
    privacy = _privacy(call, info)
    source = _video_source(call)
    return _begin(call, "VIDEO", source, str(info.get("title", "")), privacy, info)


async def draft(call: Call) -> JsonObject:
    """POST /v2/post/publish/inbox/video/init/: a video that waits in the owner's inbox to be finished."""
    source = _video_source(call)
    _check_pending(call)
    return _begin(call, "VIDEO", source, "", "SELF_ONLY", {}, inbox=True)


async def content(call: Call) -> JsonObject:
    """POST /v2/post/publish/content/init/: photos, posted or left in the inbox."""
    info = _info(call)
    if call.text("media_type") != "PHOTO":
        raise invalid("media_type must be PHOTO")
    mode = call.text("post_mode")
    if mode not in ("DIRECT_POST", "MEDIA_UPLOAD"):
        raise invalid("post_mode must be DIRECT_POST or MEDIA_UPLOAD")
    _check_length("title", str(info.get("title", "")), PHOTO_TITLE)
    _check_length("description", str(info.get("description", "")), DESCRIPTION)
    source = call.params["source_info"]
    urls = source.get("photo_images")
    if source.get("source") != "PULL_FROM_URL" or not isinstance(urls, list) or not 1 <= len(urls) <= PHOTOS:
        raise invalid(f"photos are pulled from 1 to {PHOTOS} addresses")
    cover = source.get("photo_cover_index", 0)
    if not isinstance(cover, int) or not 0 <= cover < len(urls):
        raise invalid("photo_cover_index is out of range")
    _check_owned(call, urls)
    inbox = mode == "MEDIA_UPLOAD"
    if inbox:
        _check_pending(call)
    privacy = "SELF_ONLY" if inbox else _privacy(call, info)
    words = "\n".join(str(info[name]) for name in ("title", "description") if info.get(name))
    return _begin(call, "PHOTO", Source(tuple(map(str, urls))), words, privacy, info, inbox=inbox)


async def status(call: Call) -> JsonObject:
    """POST /v2/post/publish/status/fetch/: how far it is; the ids of public posts are numbers, and misspelt."""
    publication = _mine(call)
    way = "uploaded_bytes" if not publication.source.urls else "downloaded_bytes"
    body: JsonObject = {"status": publication.state, way: publication.received}
    if publication.reason:
        body["fail_reason"] = publication.reason
    public = publication.public_at and publication.post is not None
    body["publicaly_available_post_id"] = [int(publication.post.id)] if public and publication.post else []
    return body


async def cancel(call: Call) -> JsonObject:
    """POST /v2/post/publish/cancel/: stop what is still on its way."""
    publication = _mine(call)
    call.world.cancel(publication)
    call.record(publication.id, cancelled=True)
    return {}


def _mine(call: Call) -> Publication:
    publication = call.world.publications.get(call.text("publish_id"))
    if publication is None:
        raise Refusal("invalid_publish_id")
    if publication.account is not call.account:
        raise Refusal("token_not_authorized_for_specified_publish_id")
    return publication


def _info(call: Call) -> dict[str, Any]:
    info: dict[str, Any] = call.params.get("post_info", {})
    return info


def _privacy(call: Call, info: dict[str, Any]) -> str:
    """Who may see the post; raises Refusal for what the owner, or an app that is not audited, may not choose."""
    account, app = call.account, call.app
    privacy = info.get("privacy_level")
    if not isinstance(privacy, str):
        raise invalid("privacy_level is required")
    if privacy not in privacy_of(account):
        raise Refusal("privacy_level_option_mismatch")
    if info.get("brand_content_toggle") and privacy == "SELF_ONLY":
        raise Refusal("privacy_level_option_mismatch", "Branded content cannot be private.")
    if not app.audited:
        if privacy != "SELF_ONLY":
            raise Refusal("unaudited_client_can_only_post_to_private_accounts")
        active = {one for one, at in app.posted.items() if at > call.now - DAY}
        if len(active - {account.open_id}) >= ACTIVE_USERS:
            raise Refusal("reached_active_user_cap")
    return privacy


def _video_source(call: Call) -> Source:
    given = call.params["source_info"]
    match given.get("source"):
        case "PULL_FROM_URL":
            url = given.get("video_url")
            _check_owned(call, [url])
            return Source((str(url),))
        case "FILE_UPLOAD":
            numbers = [given.get(name) for name in ("video_size", "chunk_size", "total_chunk_count")]
            if not all(isinstance(one, int) and one > 0 for one in numbers):
                raise invalid("video_size, chunk_size and total_chunk_count are required")
            size, chunk, count = (int(one) for one in numbers if one is not None)
            _check_chunks(size, chunk, count)
            return Source((), size, chunk, count, call.world.ids.words("upload token"), call.now + UPLOAD_LIVES)
    raise invalid("source must be FILE_UPLOAD or PULL_FROM_URL")


def _check_chunks(size: int, chunk: int, count: int) -> None:
    if size > LARGEST_VIDEO:
        raise invalid("The video is too large")
    if size < LEAST_CHUNK and (chunk, count) != (size, 1):
        raise invalid("The chunk size is invalid: a video of less than 5 MB is uploaded whole")
    if size >= LEAST_CHUNK and not LEAST_CHUNK <= chunk <= min(size, MOST_CHUNK):
        raise invalid("The chunk size is invalid: it must be between 5 and 64 MB")
    if count != size // chunk or count > MOST_CHUNKS:
        raise invalid("The total chunk count is invalid")


def _check_owned(call: Call, urls: list[Any]) -> None:
    for url in urls:
        if not isinstance(url, str) or not url.startswith(("http://", "https://")):
            raise invalid("Not a valid URL")
        if not call.world.owns(call.app, url):
            raise Refusal("url_ownership_unverified")


def _check_length(name: str, text: str, most: int) -> None:
    if len(text.encode("utf-16-le")) // 2 > most:
        raise invalid(f"{name} is longer than {most}")


def _check_pending(call: Call) -> None:
    waiting = [
        one
        for one in call.world.publications.values()
        if one.account is call.account and one.draft and one.at > call.now - DAY and one.state != "FAILED"
    ]
    if len(waiting) >= PENDING:
        raise Refusal("spam_risk_too_many_pending_share")


def _begin(
    call: Call, kind: Any, source: Source, words: str, privacy: str, info: dict[str, Any], *, inbox: bool = False
) -> JsonObject:
    account, world = call.account, call.world
    if account.banned:
        raise Refusal("spam_risk_user_banned_from_posting")
    if not inbox and not world.limits.posts(account.open_id, world.per_day, DAY, call.now):
        raise Refusal("spam_risk_too_many_posts")
    way = "url" if source.urls else "file"
    letter = "v" if kind == "VIDEO" else "p"
    publish_id = f"{letter}_{'inbox' if inbox else 'pub'}_{way}~v2.{world.ids.number('publication')}"
    closed = bool(info.get("disable_comment"))
    publication = Publication(publish_id, account, call.app, kind, words, call.now, privacy, inbox, closed, source)
    if not source.urls:
        publication.state = "PROCESSING_UPLOAD"
    world.publish(account, call.app, publication)
    call.record(account.open_id, publish_id, words, kind=kind, privacy=privacy, draft=inbox)
    if source.urls:
        return {"publish_id": publish_id}
    number = publish_id.rpartition(".")[2]
    return {
        "publish_id": publish_id,
        "upload_url": f"{world.base}/video/?upload_id={number}&upload_token={source.token}",
    }
