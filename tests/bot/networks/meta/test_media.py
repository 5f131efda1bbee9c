"""Files that somebody sent: fetched from Meta's own servers without a token, by a new link when theirs is over."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest

from bot.networks._meta.shapes import media_ref
from inbox.errors import NetworkError, Rejected, Unavailable
from inbox.models import Media
from tests.meta_accounts import Ours
from tests.meta_wire import CUT, Wire, refused, wire


@dataclass
class World:
    wire: Wire
    ours: Ours

    def link(self, path: str) -> str:
        return f"{self.wire.url}/cdn/{path}"

    async def fetch(self, url: str, holder: str = "message:m_1", number: int = 0, network: str = "facebook") -> bytes:
        account = self.ours.facebook() if network == "facebook" else self.ours.instagram()
        media = Media("image", media_ref(url, holder, number))
        return b"".join([chunk async for chunk in account.fetch(media)])


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with wire() as (told, http):
        yield World(told, Ours(http, told.url))


async def test_a_file_is_fetched_without_a_token(world: World) -> None:
    world.wire.tell("GET /one.jpg", (200, b"picture", {}))
    assert await world.fetch(world.link("one.jpg?oh=1")) == b"picture"
    asked = world.wire.asked[0]
    assert "Authorization" not in asked.headers
    assert asked.query == {"oh": "1"}


OLD: tuple[int, bytes, dict[str, str]] = (403, b"URL signature expired", {})
SAID = {"from": {"id": "9"}, "created_time": "2026-11-23T10:00:00+0000", "message": ""}


async def test_a_link_that_is_over_is_asked_for_anew(world: World) -> None:
    world.wire.tell("GET /old.jpg", OLD)
    world.wire.tell("GET /new.jpg", (200, b"picture", {}))
    images = [{"id": "1", "image_data": {"url": world.link(name)}} for name in ("first.jpg", "new.jpg")]
    answer = {"id": "m_1", **SAID, "attachments": {"data": images}}
    world.wire.tell("GET /m_1", answer)
    assert await world.fetch(world.link("old.jpg"), number=1) == b"picture"


async def test_the_same_for_comments_and_posts(world: World) -> None:
    world.wire.tell("GET /old.jpg", OLD)
    world.wire.tell("GET /new.jpg", (200, b"picture", {}))
    shown = {"type": "photo", "media": {"image": {"src": world.link("new.jpg")}}}
    world.wire.tell("GET /71_10", {"id": "71_10", **SAID, "attachment": shown})
    world.wire.tell("GET /1_71", {"id": "1_71", "message": "Tea", "full_picture": world.link("new.jpg")})
    world.wire.tell("GET /1790", {"id": "1790", "media_type": "IMAGE", "media_url": world.link("new.jpg")})
    assert await world.fetch(world.link("old.jpg"), "comment:71_10") == b"picture"
    assert await world.fetch(world.link("old.jpg"), "post:1_71") == b"picture"
    assert await world.fetch(world.link("old.jpg"), "post:1790", network="instagram") == b"picture"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"id": "m_1", **SAID, "message": "taken back"}, Rejected),
        ({"id": "m_1", **SAID, "attachments": {"data": [{"id": "1", "file_url": "nothing"}]}}, Rejected),
        ({"nothing": "here"}, Rejected),
        (refused(100, 33), Rejected),
        (CUT, Unavailable),
    ],
)
async def test_a_file_that_is_gone(world: World, answer: object, kind: type[NetworkError]) -> None:
    world.wire.tell("GET /old.jpg", OLD)
    world.wire.tell("GET /m_1", answer)
    with pytest.raises(kind):
        await world.fetch(world.link("old.jpg"))


async def test_what_an_advertisement_showed_cannot_be_asked_for(world: World) -> None:
    world.wire.tell("GET /old.jpg", OLD)
    with pytest.raises(Rejected, match="no longer has this file"):
        await world.fetch(world.link("old.jpg"), "ad:120")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/x.jpg",
        "https://fbcdn.net.example.org/x.jpg",
        "https://evilfbcdn.net/x.jpg",
        "http://scontent.xx.fbcdn.net/x.jpg",
        "https://scontent.xx.fbcdn.net:8443/x.jpg",
        "https://user@scontent.xx.fbcdn.net/x.jpg",
        "https://127.0.0.1/x.jpg",
        "https://169.254.169.254/latest/meta-data",
        "http://localhost:6379/",
        "https://[::1%25.fbcdn.net]/x.jpg",
        "https://127.0.0.1%2f.fbcdn.net/x.jpg",
        "https://127.0.0.1\\.fbcdn.net/x.jpg",
        "https://scontent.fbcdn.net:99999999/x.jpg",
        "https://scontent.fbcdn.net:https/x.jpg",
        "https://xn--a.fbcdn.net/x.jpg",
    ],
)
async def test_nothing_is_fetched_from_elsewhere(world: World, url: str) -> None:
    with pytest.raises(Rejected):
        await world.fetch(url, "ad:120")
    assert not world.wire.asked


@pytest.mark.parametrize(
    "host", ["scontent.xx.fbcdn.net", "cdn.fbsbx.com", "scontent.cdninstagram.com", "FB.FBCDN.net:443"]
)
async def test_metas_own_hosts_are_known(host: str) -> None:
    """Nobody answers in the test, but the call is made."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=_Nowhere())) as http:
        world = World(Wire(), Ours(http, "https://graph.facebook.com"))
        with pytest.raises(Unavailable):
            await world.fetch(f"https://{host}/x.jpg", "ad:120")


class _Nowhere(aiohttp.abc.AbstractResolver):
    """Finds no host at all."""

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[aiohttp.abc.ResolveResult]:
        raise OSError(f"no {host}")

    async def close(self) -> None:
        """Nothing is held."""


@pytest.mark.parametrize("ref", ["", "blob:1", "https://x.fbcdn.net/1.jpg", "a b c", "https://x.fbcdn.net/1 m:1 one"])
async def test_what_is_no_file_of_metas(world: World, ref: str) -> None:
    with pytest.raises(Rejected, match="no file of Facebook"):
        async for _ in world.ours.facebook().fetch(Media("image", ref)):
            pass
