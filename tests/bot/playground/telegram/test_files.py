"""Files up and down, and what Telegram would not take."""

from __future__ import annotations

import aiohttp
import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.playground.telegram import BotAccount, Media, Person, World
from bot.playground.telegram.files import DOWNLOAD_LIMIT, PHOTO_LIMIT
from tests.bot.playground.telegram.calls import Raw

PNG = b"\x89PNG\r\n\x1a\n and some pixels"


@pytest.fixture(autouse=True)
def conversation(world: World, shop: BotAccount, asha: Person) -> None:
    world.start(asha, shop)


async def test_a_photo_that_a_bot_sends_can_be_downloaded_again(asha: Person, bot: Bot) -> None:
    message = await bot.send_photo(asha.id, PNG, caption="our new *shop*", parse_mode="MarkdownV2")
    file = await bot.get_file(message.photo[-1].file_id)

    assert bytes(await file.download_as_bytearray()) == PNG
    assert (message.caption, message.caption_entities[0].type) == ("our new shop", "bold")


@pytest.mark.parametrize("kind", ["document", "video", "audio", "voice"])
async def test_every_kind_of_file_arrives_as_its_kind(asha: Person, bot: Bot, kind: str) -> None:
    send = getattr(bot, f"send_{kind}")
    message = await send(asha.id, b"some bytes", filename="list.bin")

    assert getattr(message, kind).file_size == 10


async def test_a_file_is_sent_again_by_its_id(asha: Person, bot: Bot) -> None:
    first = await bot.send_document(asha.id, b"price list", filename="prices.pdf")
    second = await bot.send_document(asha.id, first.document.file_id)

    assert second.document.file_unique_id == first.document.file_unique_id
    assert second.document.file_name == "prices.pdf"


async def test_what_a_follower_attaches_can_be_downloaded(
    world: World, shop: BotAccount, asha: Person, bot: Bot
) -> None:
    world.say(asha, shop, "it is broken", media=Media("video", b"a film", "broken.mp4", "video/mp4"))
    (update,) = await bot.get_updates(offset=-1)
    file = await bot.get_file(update.message.video.file_id)

    assert update.message.caption == "it is broken"
    assert bytes(await file.download_as_bytearray()) == b"a film"


async def test_a_very_large_file_is_announced_but_cannot_be_downloaded(
    world: World, shop: BotAccount, asha: Person, bot: Bot
) -> None:
    world.say(asha, shop, media=Media("document", b"start", "film.mkv", size=DOWNLOAD_LIMIT + 1))
    (update,) = await bot.get_updates(offset=-1)

    assert update.message.document.file_size == DOWNLOAD_LIMIT + 1
    with pytest.raises(BadRequest, match="[Ff]ile is too big"):
        await bot.get_file(update.message.document.file_id)


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"not a picture", "Image_process_failed"), (PNG.ljust(PHOTO_LIMIT + 1), "too big for a photo")],
)
async def test_a_photo_that_telegram_would_not_take_is_refused(
    asha: Person, bot: Bot, data: bytes, reason: str
) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.send_photo(asha.id, data)


async def test_an_unknown_file_id_is_refused(asha: Person, raw: Raw) -> None:
    assert await raw.refusal("sendPhoto", chat_id=asha.id, photo="nonsense") == (
        "Bad Request: wrong file identifier/HTTP URL specified"
    )
    assert await raw.refusal("getFile", file_id="nonsense") == "Bad Request: invalid file_id"


async def test_a_download_needs_the_token(server: object, raw: Raw) -> None:
    async with aiohttp.ClientSession() as http:
        wrong = await http.get(f"{raw.url}/file/bot1:wrong/photos/file_0.jpg")
        absent = await http.get(f"{raw.url}/file/bot{raw.token}/photos/none.jpg")

    assert (wrong.status, absent.status) == (401, 404)
