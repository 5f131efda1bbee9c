"""Photos of a Page: published at once, or kept for a post that is made of several."""

from __future__ import annotations

from bot.playground.meta.calls import Call
from bot.playground.meta.fetching import CannotFetch
from bot.playground.meta.files import File
from bot.playground.meta.records import Page, Photo
from bot.playground.meta.refusals import Refusal
from bot.playground.meta.routes.posts import check_rights, message, when
from bot.playground.meta.wire import JsonObject

LARGEST = 10 * 1024 * 1024
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\0", b"MM\0*")


async def publish(call: Call, page: Page) -> JsonObject:
    """Upload a photo by `url` or as `source`; unless published=false it becomes a post of its own."""
    check_rights(page)
    text = message(call)
    published, scheduled = when(call)
    file = await _file(call)
    photo = Photo(call.state.ids.number("photo"), page, file, text, call.text("alt_text_custom"), published)
    page.photos[photo.id] = call.state.things[photo.id] = photo
    if not published and not scheduled:
        call.record(page.id, photo.id, text, page, published=False)
        return {"id": photo.id}
    photo.post = call.state.keep_post(
        page, text, pictures=[file], shows=[photo.id], alt_text=photo.alt_text, published=published, scheduled=scheduled
    )
    call.record(page.id, photo.post.id, text, page, published=published)
    return {"id": photo.id, "post_id": photo.post.id}


async def story(call: Call, page: Page) -> JsonObject:
    """Make a story of a photo that was uploaded with published=false."""
    check_rights(page)
    photo = page.photos.get(call.needed("photo_id"))
    if photo is None or photo.post is not None:
        raise Refusal(100, 0, "(#100) The photo does not exist or is already part of a post.")
    photo.post = call.state.keep_post(page, "", pictures=[photo.file], shows=[photo.id], product="STORY", quiet=True)
    call.record(page.id, photo.post.id, "", page, story=True)
    return {"success": True, "post_id": photo.post.number}


async def delete(call: Call, photo: Photo) -> JsonObject:
    """Delete a photo, with the post that it is."""
    photo.owner.photos.pop(photo.id, None)
    call.state.things.pop(photo.id, None)
    if photo.post is not None and len(photo.post.pictures) == 1:
        call.state.drop_post(photo.post)
    call.record(photo.id, "", photo.text, photo.owner)
    return {"success": True}


async def _file(call: Call) -> File:
    upload = call.uploads.get("source")
    if upload is not None:
        file = call.state.files.keep(upload.data, upload.mime, upload.name)
    elif url := call.text("url"):
        try:
            file = await call.fetcher.fetch(url)
        except CannotFetch:
            raise Refusal(324, 2069019, "(#324) Missing or invalid image file") from None
    else:
        raise Refusal(324, 0, "(#324) Requires upload file")
    if not file.data.startswith(_STARTS):
        raise Refusal(324, 2069019, "(#324) Missing or invalid image file")
    if len(file.data) > LARGEST:
        raise Refusal(1, 1366046, "(#1) Your photos couldn't be uploaded. Photos should be less than 4 MB.")
    return file
