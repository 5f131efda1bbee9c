"""A process that dies at any moment of publishing: whoever comes after makes one post of it, never two, never none."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest

from bot.networks._meta.place import Place
from inbox.actions import Publish
from inbox.errors import Unavailable
from inbox.models import RemoteId
from inbox.network import Receipt
from inbox.store import opened
from inbox.store.embedded import Server
from tests.chaos.interrupted import Moment, interrupted
from tests.files_to_post import film, jpeg
from tests.meta_posts import FACEBOOK, INSTAGRAM, Desk, meta_posts

HERE = RemoteId("")


class Killed(BaseException):
    """What ends a process without a word."""


def kill() -> None:
    """End it."""
    raise Killed


Make = Callable[[Desk], Awaitable[Publish]]


async def carousel(desk: Desk) -> Publish:
    """Two pictures."""
    return Publish(HERE, "Two glazes", (await desk.attach(jpeg()), await desk.attach(jpeg(1080, 1000))))


async def pictures(desk: Desk) -> Publish:
    """Two pictures without a word."""
    return Publish(HERE, "", (await desk.attach(jpeg()), await desk.attach(jpeg(1080, 1000))))


async def reel(desk: Desk) -> Publish:
    """One film."""
    return Publish(HERE, "Our kiln", (await desk.attach(film(), "video"),), form="reel")


async def in_feed(desk: Desk) -> Publish:
    """One film that is no reel."""
    return Publish(HERE, "Our kiln", (await desk.attach(film(), "video"),))


async def picture_story(desk: Desk) -> Publish:
    """A story of a picture."""
    return Publish(HERE, "", (await desk.attach(jpeg(1080, 1920)),), form="story")


async def film_story(desk: Desk) -> Publish:
    """A story of a film."""
    return Publish(HERE, "", (await desk.attach(film(), "video"),), form="story")


async def comes_after(desk: Desk, action: Publish, key: str) -> Receipt:
    """What the outbox does after a crash: look, and when it is certainly not there go on."""
    for _ in range(5):
        with contextlib.suppress(Unavailable):
            if receipt := await desk.publisher.find(action, key, desk.clock.at):
                return receipt
            return await desk.publisher.publish(action, key)
        desk.clock.at += 300_000
    raise AssertionError("it never comes to an end")


async def begun_and_killed(
    desk: Desk, url: str, brand: str, action: Publish, key: str, at: int, moment: Moment
) -> bool:
    """Publish in a process of its own that dies at await number `at`; False when it came to its end before."""
    async with opened(url, brand) as own, aiohttp.ClientSession() as http:
        work = desk.publisher_in(own, http).publish(action, key)
        try:
            await interrupted(work, at, moment, kill)
        except Killed:
            with contextlib.suppress(RuntimeError):  # what awaits while it is taken down
                work.close()
            return True
        except Unavailable:  # it is being prepared
            return False
        return False


@pytest.mark.parametrize("moment", ["waits", "goes on"])
@pytest.mark.parametrize(
    ("place", "make"),
    [
        *((INSTAGRAM, make) for make in (carousel, reel, picture_story)),
        *((FACEBOOK, make) for make in (pictures, reel, in_feed, picture_story, film_story)),
    ],
)
async def test_killed_at_any_await_of_publishing_there_is_one_post(
    redis_server: Server, brand: str, tmp_path: Path, place: Place, make: Make, moment: Moment
) -> None:
    async with opened(redis_server.url, brand) as store, meta_posts(place, store, tmp_path) as desk:
        action, at, killed = await make(desk), 0, True
        while killed:
            at += 1
            killed = await begun_and_killed(desk, redis_server.url, brand, action, f"d{at}", at, moment)
            await desk.meta.at_rest()
            receipt = await comes_after(desk, action, f"d{at}")
            public = desk.meta.media + desk.meta.posts + desk.meta.stories
            assert len(public) == at, f"killed as await {at} {moment}"
            assert receipt.id.replace("0", "") == public[-1]["id"].replace("0", "")
            desk.clock.at += 3_600_000
        assert at > 10
