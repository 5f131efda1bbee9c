"""Files that networks fetch from us: at addresses that are signed and end, and that tell nothing when wrong."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.networks._outside import Share
from bot.sharing import Sharing
from bot.web import serving
from inbox.errors import Rejected
from inbox.models import Media
from inbox.store.blobs import Blobs
from tests.files_to_post import jpeg
from tests.redis_servers import free_port
from tests.world import Clock

KEY = b"k" * 32
PICTURE = jpeg(size=5_000)


@dataclass
class Shared:
    """A running web server that shares files, and one picture that is kept."""

    sharing: Sharing
    blobs: Blobs
    clock: Clock
    http: aiohttp.ClientSession
    picture: Media

    async def get(self, url: str, method: str = "GET", **headers: str) -> tuple[int, bytes, dict[str, str]]:
        """What a network gets."""
        async with self.http.request(method, url, headers=headers) as answer:
            return answer.status, await answer.read(), dict(answer.headers)


@pytest.fixture
async def shared(tmp_path: Path) -> AsyncIterator[Shared]:
    """Sharing on a port of its own."""
    clock, blobs, port, app = Clock(), Blobs(tmp_path), free_port(), web.Application()
    sharing = Sharing(blobs, f"http://127.0.0.1:{port}/", KEY, clock)
    app.add_routes(sharing.routes())
    async with serving(app, "127.0.0.1", port), aiohttp.ClientSession() as http:
        picture = Media("image", await blobs.put(PICTURE), "image/jpeg", "beach.jpg", len(PICTURE))
        yield Shared(sharing, blobs, clock, http, picture)


def token_of(url: str) -> str:
    """The signed part of an address."""
    return url.split("/")[-2]


async def test_a_kept_file_is_fetched_whole_as_what_it_is(shared: Shared) -> None:
    address = shared.sharing(shared.picture, 60)
    status, body, headers = await shared.get(address)
    assert (status, body, headers["Content-Type"]) == (200, PICTURE, "image/jpeg")
    assert headers["Content-Length"] == "5000"
    assert headers["Cache-Control"] == "private"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"] == 'inline; filename="file.jpg"'
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "beach" not in address


async def test_a_part_of_a_file_is_fetched_and_its_head(shared: Shared) -> None:
    address = shared.sharing(shared.picture, 60)
    status, body, headers = await shared.get(address, Range="bytes=2-5")
    assert (status, body, headers["Content-Range"]) == (206, PICTURE[2:6], "bytes 2-5/5000")
    assert (await shared.get(address, Range="bytes=9000-"))[0] == 416
    status, body, headers = await shared.get(address, "HEAD")
    assert (status, body, headers["Content-Length"]) == (200, b"", "5000")


async def test_an_address_ends_at_its_moment(shared: Shared) -> None:
    address = shared.sharing(shared.picture, 60)
    shared.clock.at += 59_999
    assert (await shared.get(address))[0] == 200
    shared.clock.at += 1
    assert (await shared.get(address))[0] == 404


async def test_whatever_is_wrong_with_an_address_it_just_does_not_exist(shared: Shared) -> None:
    address, answers = shared.sharing(shared.picture, 60), set()
    gone = await shared.blobs.put(b"\xff\xd8\xff soon gone")
    erased = shared.sharing(Media("image", gone, "image/jpeg"), 60)
    shared.blobs.path(gone).unlink()
    foreign = Sharing(shared.blobs, address.rpartition("/shared")[0], b"z" * 32, shared.clock)
    token = token_of(address)
    wrong = [
        erased,
        foreign(shared.picture, 60),
        address.replace(token, base64.urlsafe_b64encode(b"x" * 80).rstrip(b"=").decode()),
        *(address.replace(token, other) for other in ("x", "%00", "é", token[:-4], token + "AAAA", token[4:], "A" * 5)),
        address.replace("file.jpg", "file.png"),
        address.replace("file.jpg", "..%2f..%2fetc%2fpasswd"),
    ]
    for url in wrong:
        status, body, _ = await shared.get(url)
        answers.add((status, body))
    assert answers == {(404, b"404: Not Found")}


async def test_every_bit_of_a_token_matters(shared: Shared) -> None:
    address = shared.sharing(shared.picture, 60)
    token = token_of(address)
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    for place in range(len(raw)):
        bent = bytearray(raw)
        bent[place] ^= 1
        other = base64.urlsafe_b64encode(bent).rstrip(b"=").decode()
        assert (await shared.get(address.replace(token, other)))[0] == 404, place


@pytest.mark.parametrize(
    ("mime", "served", "shown"),
    [
        ("text/html", "application/octet-stream", "attachment"),
        ("image/svg+xml", "application/octet-stream", "attachment"),
        ("text/javascript", "application/octet-stream", "attachment"),
        ("no type\r\nSet-Cookie: a=b", "application/octet-stream", "attachment"),
        ("", "application/octet-stream", "attachment"),
        ("application/pdf", "application/pdf", "attachment"),
        ("Video/MP4; codecs=avc1", "video/mp4", "inline"),
    ],
)
async def test_nothing_is_served_as_what_a_browser_would_run(
    shared: Shared, mime: str, served: str, shown: str
) -> None:
    address = shared.sharing(Media("file", shared.picture.ref, mime), 60)
    status, _, headers = await shared.get(address)
    assert (status, headers["Content-Type"]) == (200, served)
    assert headers["Content-Disposition"].startswith(shown)
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize(
    ("public_url", "words"),
    [
        ("", "set web.public_url in bot.yaml"),
        ("inbox.example.org", "set web.public_url in bot.yaml"),
        ("http://inbox.example.org", "over https only, and web.public_url in bot.yaml begins with http://"),
    ],
)
def test_where_the_world_cannot_reach_us_the_way_out_is_said(tmp_path: Path, public_url: str, words: str) -> None:
    share: Share = Sharing(Blobs(tmp_path), public_url, KEY, Clock())
    with pytest.raises(Rejected, match=words):
        share(Media("image", "blob:" + "0" * 64, "image/jpeg"), 60)


def test_only_kept_files_are_shared(tmp_path: Path) -> None:
    share = Sharing(Blobs(tmp_path), "https://inbox.example.org", KEY, Clock())
    for ref in ("file:///etc/passwd", "blob:../../x", "blob:" + "A" * 64, "123"):
        with pytest.raises(Rejected, match="Only files that are kept here"):
            share(Media("image", ref, "image/jpeg"), 60)
    assert share(Media("image", "blob:" + "0" * 64, "image/jpeg"), 60).startswith("https://inbox.example.org/shared/")
