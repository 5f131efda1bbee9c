"""The files of a post: read when they are needed, as what they are, missed in words, and brought along or fetched."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.networks._meta.files import Files, called, sent, shared
from inbox.errors import Rejected
from inbox.models import Media
from inbox.store import opened
from inbox.store.blobs import Blobs
from inbox.store.embedded import Server
from tests.files_to_post import film, png
from tests.meta_posts import FACEBOOK, meta_posts

FIELDS = {"published": False}


async def test_a_file_is_what_its_bytes_say_whatever_it_is_called(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    media = [
        Media("image", await blobs.put(png(640, 480)), "image/jpeg", "kiln.jpg", alt="A kiln"),
        Media("video", await blobs.put(film())),
    ]
    files = Files(blobs, media)
    first = await files.get(0)
    assert (first.medium.mime, first.look.width, first.data) == ("image/png", 640, png(640, 480))
    assert (first.medium.name, first.medium.alt) == ("kiln.jpg", "A kiln")
    assert (await files.get(1)).medium.mime == "video/mp4"
    assert files.films == 1


async def test_a_file_that_was_erased_is_missed_by_its_name(tmp_path: Path) -> None:
    files = Files(Blobs(tmp_path), [Media("image", "blob:" + "0" * 64, name="kiln.jpg"), Media("image", "elsewhere")])
    with pytest.raises(Rejected, match="“kiln.jpg” has been erased. Attach it again."):
        await files.get(0)
    with pytest.raises(Rejected, match="File 2 has been erased. Attach it again."):
        await files.get(1)


def test_a_file_is_called_by_its_name_or_its_place() -> None:
    assert called(Media("image", "x", name="kiln.jpg"), 4) == "“kiln.jpg”"
    assert called(Media("image", "x"), 4) == "File 5"


@pytest.mark.parametrize("public", [True, False])
async def test_a_file_is_fetched_from_us_or_goes_along(
    redis_server: Server, brand: str, tmp_path: Path, public: bool
) -> None:
    async with opened(redis_server.url, brand) as store, meta_posts(FACEBOOK, store, tmp_path, public=public) as desk:
        file = await Files(desk.blobs, [await desk.attach(png())]).get(0)
        tools = desk.publisher._tools
        assert shared(tools, file).endswith("/file.png" if public else "")
        assert bool(shared(tools, file)) == public
        await sent(tools, f"/{FACEBOOK.id}/photos", FIELDS, file, "url", effect=False)
        assert desk.meta.fetched == [png()]
        [photo] = [one for one in desk.meta.made.values() if one.get("photo")]
        assert ("url" in photo, "source" in photo) == (public, not public)
        if not public:
            assert (photo["source"].filename, photo["source"].content_type) == ("file.png", "image/png")
