"""The CDN: links that work for a while, and only as they were given out."""

from __future__ import annotations

import aiohttp

from bot.playground.meta import MetaServer, MetaWorld
from bot.playground.meta.pictures import jpeg_size
from tests.bot.playground.meta.calls import JPEG, WIDE_JPEG


async def fetch(http: aiohttp.ClientSession, link: str) -> tuple[int, bytes]:
    """Status and content."""
    async with http.get(link) as answer:
        return answer.status, await answer.read()


async def test_a_link_expires_and_a_new_one_works(
    http: aiohttp.ClientSession, server: MetaServer, world: MetaWorld
) -> None:
    file = world.files.keep(JPEG, "image/jpeg", "cup.jpg")
    link = world.files.link(file)
    assert await fetch(http, link) == (200, JPEG)
    world.clock.advance(world.files.lives)
    assert (await fetch(http, link))[0] == 403
    assert await fetch(http, world.files.link(file)) == (200, JPEG)


async def test_a_link_cannot_be_made_up(http: aiohttp.ClientSession, world: MetaWorld) -> None:
    link = world.files.link(world.files.keep(JPEG, "image/jpeg"))
    assert (await fetch(http, link.replace("oe=", "oe=F")))[0] == 403
    assert (await fetch(http, link.partition("?")[0]))[0] == 403
    assert (await fetch(http, link.replace("/cdn/", "/cdn/1")))[0] == 403


def test_the_size_of_a_jpeg_is_read() -> None:
    assert jpeg_size(JPEG) == (1000, 1000)
    assert jpeg_size(WIDE_JPEG) == (1000, 100)
    assert jpeg_size(b"\xff\xd8\xff\xe0\x00\x04\x00\x00" + JPEG[2:]) == (1000, 1000)
    assert jpeg_size(b"\xff\xd8\xff\xd9") is None
