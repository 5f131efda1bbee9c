"""Files in and out."""

from __future__ import annotations

import pytest

from bot.playground.attachments import Attachment
from inbox.errors import Rejected
from inbox.incoming import NewMessage
from inbox.models import Media
from tests.files_to_post import jpeg
from tests.tiktok_account import Ours


async def test_a_picture_that_somebody_sent_is_fetched_with_our_token(ours: Ours) -> None:
    account, data = ours.account(), jpeg()
    ours.write(image=Attachment("photo", data, "cup.jpg", "image/jpeg"))
    await ours.hook(account)
    (said,) = ours.heard.of(NewMessage)
    (media,) = said.media
    assert media.kind == "image"
    assert b"".join([piece async for piece in account.fetch(media)]) == data
    async with ours.http.get(f"{ours.server.url}/media/{media.ref.split('|')[3]}") as answer:
        assert answer.status != 200  # nobody else gets it


@pytest.mark.parametrize(
    "ref",
    ["http://p16.tiktokcdn.com/a", "https://evil.example/a", "https://tiktokcdn.com.evil.example/a", "blob:1", ""],
)
async def test_nothing_is_fetched_from_elsewhere(ours: Ours, ref: str) -> None:
    with pytest.raises(Rejected, match="no address of TikTok"):
        assert [piece async for piece in ours.account().fetch(Media("sticker", ref))]


async def test_a_file_that_is_not_kept_here(ours: Ours) -> None:
    with pytest.raises(Rejected, match="kept here"):
        await ours.account()._files.upload(Media("image", "tiktok|x"))


@pytest.mark.parametrize("base", ["https://evil.example", "http://p16.tiktokcdn.com", "https://169.254.169.254"])
async def test_our_token_goes_to_no_address_but_tiktoks(ours: Ours, base: str) -> None:
    account = ours.account()
    ours.write(image=Attachment("photo", jpeg(), "cup.jpg", "image/jpeg"))
    await ours.hook(account)
    (said,) = ours.heard.of(NewMessage)
    ours.server.world.base = base
    with pytest.raises(Rejected, match="no address of TikTok"):
        assert [piece async for piece in account.fetch(said.media[0])]
