"""Files that visitors attach: judged by their bytes, kept within limits, and shown to nobody else."""

from __future__ import annotations

import uuid

import pytest

from bot.networks._webchat_files import Unfit, kind_of_file, plain_file_name
from inbox.incoming import NewMessage
from inbox.models import Media
from tests.webchat_server import BHAVIN_TOKEN, PNG, ChatServer


async def test_a_picture_is_kept_and_named_in_a_message(chat: ChatServer) -> None:
    status, file = await chat.upload(PNG, "image/png", "%F0%9F%8F%BA%20glaze.png")
    body = {"type": "message", "client_id": uuid.uuid4().hex, "media": [file["ref"]]}
    assert (status, (await chat.post(body))[0]) == (200, 200)
    [message] = chat.heard.incoming
    assert isinstance(message, NewMessage)
    assert message.media == (Media("image", file["ref"], "image/png", "🏺 glaze.png", len(PNG)),)
    assert [data async for data in chat.chat.fetch(message.media[0])] == [PNG]


async def test_a_file_of_somebody_else_cannot_be_attached_or_read(chat: ChatServer) -> None:
    _, file = await chat.upload(PNG, "image/png")
    body = {"type": "message", "client_id": uuid.uuid4().hex, "media": [file["ref"]]}
    assert (await chat.post(body, BHAVIN_TOKEN))[0] == 404
    url = f"{chat.url}/files/{file['ref'].removeprefix('blob:')}"
    async with chat.http.get(url, headers={"Authorization": f"Bearer {BHAVIN_TOKEN}"}) as answer:
        assert answer.status == 404
    async with chat.http.get(url) as answer:
        assert answer.status == 401


async def test_a_file_comes_back_in_a_way_that_no_browser_runs(chat: ChatServer) -> None:
    _, file = await chat.upload(b"<script>alert(1)</script>", "text/html", "page.html")
    headers = {"Authorization": f"Bearer {'a5' * 32}"}
    async with chat.http.get(f"{chat.url}/files/{file['ref'].removeprefix('blob:')}", headers=headers) as answer:
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("options", [{"max_upload": 1000}])
async def test_a_file_that_is_too_big_is_refused_with_the_limit(chat: ChatServer) -> None:
    status, answer = await chat.upload(PNG + b"\0" * 1000, "image/png")
    assert (status, answer["error"], answer["words"]) == (413, "too_big", "A file may have 1,000 bytes.")


@pytest.mark.parametrize("options", [{"max_upload": 1000}])
async def test_a_file_that_hides_its_size_is_not_read_to_its_end(chat: ChatServer) -> None:
    read = 0

    async def endless() -> object:
        nonlocal read
        while read < 50_000_000:
            read += 65_536
            yield b"\0" * 65_536

    headers = {"Authorization": f"Bearer {'a5' * 32}", "Content-Type": "image/png"}
    async with chat.http.post(f"{chat.url}/files", data=endless(), headers=headers) as answer:
        assert answer.status == 413
        assert read < 50_000_000


@pytest.mark.parametrize(
    ("data", "mime"),
    [(b"GIF89a", "image/png"), (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"RIFF\0\0\0\0WEBPVP8 ", "image/png")],
)
async def test_a_picture_is_what_its_bytes_say(chat: ChatServer, data: bytes, mime: str) -> None:
    status, file = await chat.upload(data, mime)
    assert (status, file["kind"]) == (200, "image")
    assert file["mime"].startswith("image/")


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (b"<svg onload=alert(1)>", "image/svg+xml"),
        (b"%PDF-1.7", "image/png"),
        (b"MZ\x90\x00\x03", "application/octet-stream"),
        (b"\x7fELF\x02", "text/plain"),
        (b"", "image/png"),
        (b"\0\0\0\x1cftypavif", "image/avif"),
    ],
)
async def test_what_is_not_what_it_says_is_refused(chat: ChatServer, data: bytes, mime: str) -> None:
    status, answer = await chat.upload(data, mime)
    assert (status, answer["error"]) == (415, "unfit")


@pytest.mark.parametrize("options", [{"max_upload": 0}])
async def test_a_chat_without_files_takes_none(chat: ChatServer) -> None:
    assert (await chat.upload(PNG, "image/png"))[1]["error"] == "no_files"


@pytest.mark.parametrize("options", [{"uploads": 2}])
async def test_uploads_have_a_limit_of_their_own(chat: ChatServer) -> None:
    assert [(await chat.upload(PNG, "image/png"))[0] for _ in range(3)] == [200, 200, 429]


async def test_a_message_names_at_most_ten_files(chat: ChatServer) -> None:
    body = {"type": "message", "client_id": uuid.uuid4().hex, "text": "Look", "media": ["blob:0"] * 11}
    assert (await chat.post(body))[1]["error"] == "invalid"


async def test_the_bytes_of_an_erased_file_are_gone_and_said_to_be(chat: ChatServer) -> None:
    await chat.post({"type": "message", "client_id": uuid.uuid4().hex, "text": "Hello"})
    thread = chat.heard.incoming[0].thread.remote  # type: ignore[union-attr]
    await chat.chat.keep_file(thread, Media("file", f"blob:{'0' * 64}", name="old.pdf"))
    headers = {"Authorization": f"Bearer {'a5' * 32}"}
    async with chat.http.get(f"{chat.url}/files/{'0' * 64}", headers=headers) as answer:
        assert (answer.status, (await answer.json())["error"]) == (410, "erased")


@pytest.mark.parametrize(
    ("data", "mime", "kind"),
    [
        (b"%PDF-1.7\n", "application/pdf", "file"),
        (b"PK\x03\x04", "application/zip", "file"),
        (b"\0\0\0\x20ftypisom", "video/mp4", "video"),
        (b"OggS\0", "audio/ogg", "audio"),
        ("કેમ છો".encode(), "text/plain", "file"),
    ],
)
def test_kinds_are_known_by_their_first_bytes(data: bytes, mime: str, kind: str) -> None:
    assert kind_of_file(data, "application/octet-stream") == (mime, kind)


def test_bytes_that_are_no_known_kind_are_unfit() -> None:
    with pytest.raises(Unfit):
        kind_of_file(b"\x00\x01\x02", "application/octet-stream")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\cat.png", "cat.png"),
        ("gpj\u202e.exe", "gpj.exe"),
        ('a"b\r\nSet-Cookie: x', "abSet-Cookie x"),
        ("..", "file"),
        ("", "file"),
    ],
)
def test_file_names_lose_what_could_do_harm(name: str, plain: str) -> None:
    assert plain_file_name(name) == plain
