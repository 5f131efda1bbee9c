"""How a file gets to Facebook: fetched from our address where the world reaches us, else along with the call."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.networks._meta.files import Files
from bot.networks._meta.uploads import sent, shared
from inbox.store import opened
from inbox.store.embedded import Server
from tests.files_to_post import png
from tests.meta_posts import FACEBOOK, meta_posts

FIELDS = {"published": False}


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
