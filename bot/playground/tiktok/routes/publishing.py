"""Posts of an account published by the API for Business: TikTok fetches the media, and is asked how far it is.

Sources: business-api.tiktok.com, Accounts API v1.3, "Publish a video post", "Publish a photo post", "Get the
publishing status of a post".
"""

from __future__ import annotations

from typing import Any, Literal

from bot.playground.tiktok.calls import Call
from bot.playground.tiktok.limits import MINUTE
from bot.playground.tiktok.records import DAY, JsonObject, Publication, Source
from bot.playground.tiktok.refusals import Refusal, wrong
from bot.playground.tiktok.routes.videos import privacy_of

CAPTION, PHOTO_CAPTION, PHOTO_TITLE = 2200, 4000, 90  # in units of UTF-16
PHOTOS, PER_MINUTE = 35, 6
_OF_VIDEO = {
    "caption": str,
    "is_brand_organic": bool,
    "is_branded_content": bool,
    "disable_comment": bool,
    "disable_duet": bool,
    "disable_stitch": bool,
    "thumbnail_offset": int,
    "is_ai_generated": bool,
    "upload_to_draft": bool,
    "is_ads_only": bool,
}
_OF_PHOTO = {
    "privacy_level": str,
    "title": str,
    "caption": str,
    "auto_add_music": bool,
    "is_brand_organic": bool,
    "is_branded_content": bool,
    "is_draft": bool,
    "disable_comment": bool,
}


async def video(call: Call) -> JsonObject:
    """POST /business/video/publish/: one video, from an address below a verified one."""
    info = _info(call, _OF_VIDEO)
    caption = str(info.get("caption", ""))
    _check_length("caption", caption, CAPTION)
    draft = bool(info.get("upload_to_draft"))
    if "custom_thumbnail_url" in call.params:
        _check_owned(call, "custom_thumbnail_url", call.text("custom_thumbnail_url"))
    return _publish(call, "VIDEO", (call.text("video_url"),), "video_url", caption, draft, info)


async def photo(call: Call) -> JsonObject:
    """POST /business/photo/publish/: up to 35 pictures, JPG or WebP."""
    info = _info(call, _OF_PHOTO)
    urls = tuple(map(str, call.params["photo_images"]))
    if not 1 <= len(urls) <= PHOTOS:
        raise wrong(f"photo_images: between 1 and {PHOTOS} are needed.")
    if not 0 <= int(call.params.get("photo_cover_index", 0)) < len(urls):
        raise wrong("photo_cover_index: there is no such picture.")
    if info.get("privacy_level") not in privacy_of(call.account) and not info.get("is_draft"):
        raise wrong(f"privacy_level: value must be one of {', '.join(privacy_of(call.account))}.")
    title, caption = str(info.get("title", "")), str(info.get("caption", ""))
    _check_length("title", title, PHOTO_TITLE)
    _check_length("caption", caption, PHOTO_CAPTION)
    words = "\n".join(one for one in (title, caption) if one)
    return _publish(call, "PHOTO", urls, "photo_images", words, bool(info.get("is_draft")), info)


async def status(call: Call) -> JsonObject:
    """GET /business/publish/status/: how far it is; the id of a public post once it was moderated."""
    publication = call.world.publications.get(call.text("publish_id"))
    if publication is None or publication.account is not call.account:
        raise wrong("publish_id: the publishing task does not exist.")
    body: JsonObject = {"status": publication.state}
    if publication.reason:
        body["reason"] = publication.reason
    if publication.public_at and publication.post is not None:
        body["post_ids"] = [publication.post.id]
    return body


def _publish(
    call: Call,
    kind: Literal["VIDEO", "PHOTO"],
    urls: tuple[str, ...],
    field: str,
    caption: str,
    draft: bool,  # noqa: FBT001  # all of it is what the call says
    info: dict[str, Any],
) -> JsonObject:
    for url in urls:
        _check_owned(call, field, url)
    if not call.world.limits.posts(call.account.open_id, PER_MINUTE, MINUTE, call.now):
        raise Refusal(40100, f"Too many requests: at most {PER_MINUTE} posts a minute.")
    if not call.world.limits.posts(call.account.open_id, call.world.per_day, DAY, call.now):
        call.world.spoil_next(call.account, "spam_risk_too_many_posts")
    letter = "v" if kind == "VIDEO" else "p"
    publication = Publication(
        f"{letter}_pub_url~v1.{call.world.ids.number('publication')}",
        call.account,
        call.app,
        kind,
        caption,
        call.now,
        str(info.get("privacy_level", "PUBLIC_TO_EVERYONE")),
        draft,
        bool(info.get("disable_comment")),
        Source(urls),
    )
    call.world.publish(call.account, call.app, publication)
    call.record(call.account.open_id, publication.id, caption, kind=kind, urls=list(urls), draft=draft)
    return {"share_id": publication.id}


def _info(call: Call, known: dict[str, type]) -> dict[str, Any]:
    info: dict[str, Any] = call.params["post_info"]
    for name, value in info.items():
        if name not in known or not isinstance(value, known[name]):
            raise wrong(f"post_info.{name}: unknown, or not of the right type.")
    return info


def _check_length(name: str, text: str, most: int) -> None:
    if len(text.encode("utf-16-le")) // 2 > most:
        raise wrong(f"{name}: Longer than maximum length {most}.")


def _check_owned(call: Call, name: str, url: str) -> None:
    if not url.startswith(("http://", "https://")):
        raise wrong(f"{name}: Not a valid URL.")
    if not call.world.owns(call.app, url):
        raise wrong(f"{name}: the ownership of the URL is not verified (url_ownership_unverified).")
