"""What goes back to visitors: every line once, in order, wherever they left off."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path
from typing import Any

import pytest

from inbox.actions import (
    Reply,
)
from inbox.models import RemoteId
from inbox.store.embedded import Server
from tests.webchat_server import BHAVIN_TOKEN, ChatServer, chat_server


async def thread_of_asha(chat: ChatServer) -> RemoteId:
    """Let Asha say hello; returns her thread."""
    status, _ = await chat.post({"type": "message", "client_id": uuid.uuid4().hex, "text": "Hello"})
    assert status == 200
    return RemoteId(chat.heard.incoming[-1].thread.remote)  # type: ignore[union-attr]


async def lines_after(chat: ChatServer, after: str = "") -> list[tuple[Any, str]]:
    """What a window that comes back with this place is sent."""
    async with chat.listening(after=after) as pieces:
        return await pieces.history()


async def test_a_reply_appears_in_an_open_window(chat: ChatServer) -> None:
    thread = await thread_of_asha(chat)
    async with chat.listening() as pieces:
        await pieces.history()
        receipt = await chat.chat.perform(Reply(thread, "Hello Asha"), "key-1")
        kind, line, place = await pieces.next()
    assert (kind, line["from"], line["text"], place) == ("line", "us", "Hello Asha", receipt.id)
    assert receipt.at == line["at"]


async def test_two_windows_of_one_visitor_see_the_same_and_a_stranger_sees_nothing(chat: ChatServer) -> None:
    thread = await thread_of_asha(chat)
    async with chat.listening() as one, chat.listening() as other, chat.listening(BHAVIN_TOKEN) as stranger:
        await one.history(), await other.history(), await stranger.history()
        await chat.chat.perform(Reply(thread, "For Asha"), "key-1")
        assert await one.next() == await other.next()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await stranger.next()


async def test_a_window_that_comes_back_gets_what_it_missed_and_nothing_again(chat: ChatServer) -> None:
    thread = await thread_of_asha(chat)
    receipts = [await chat.chat.perform(Reply(thread, f"Part {n}"), f"key-{n}") for n in range(5)]
    missed = await lines_after(chat, receipts[1].id)
    assert [line["text"] for line, _ in missed] == ["Part 2", "Part 3", "Part 4"]
    assert [place for _, place in missed] == [receipt.id for receipt in receipts[2:]]


async def test_more_lines_than_fit_on_a_page_arrive_in_order(chat: ChatServer) -> None:
    thread = await thread_of_asha(chat)
    for n in range(250):
        await chat.chat.perform(Reply(thread, str(n)), f"key-{n}")
    assert [line["text"] for line, _ in await lines_after(chat)] == ["Hello", *map(str, range(250))]


@pytest.mark.parametrize("place", ["garbage", "$", "-1", "1-2-3", "9" * 40])
async def test_a_place_that_nobody_gave_out_means_from_the_start(chat: ChatServer, place: str) -> None:
    await thread_of_asha(chat)
    assert [line["text"] for line, _ in await lines_after(chat, place)] == ["Hello"]


async def test_lines_survive_a_restart_of_the_server(redis_server: Server, brand: str, tmp_path: Path) -> None:
    async with chat_server(redis_server.url, brand, tmp_path) as first:
        thread = await thread_of_asha(first)
        receipt = await first.chat.perform(Reply(thread, "Before"), "key-1")
    async with chat_server(redis_server.url, brand, tmp_path) as second:
        assert await second.chat.perform(Reply(thread, "Before"), "key-1") == receipt
        assert [line["text"] for line, _ in await lines_after(second)] == ["Hello", "Before"]


async def test_typing_is_shown_and_never_stored(chat: ChatServer) -> None:
    thread = await thread_of_asha(chat)
    async with chat.listening() as pieces:
        await pieces.history()
        chat.chat.typing(thread)
        assert await pieces.next() == ("typing", {}, "")
    assert len(await lines_after(chat)) == 1


async def test_a_visitor_may_have_eight_windows_and_not_nine(chat: ChatServer) -> None:
    async with asyncio.TaskGroup() as group:
        enough = asyncio.Event()
        windows = [group.create_task(stay(chat, enough)) for _ in range(8)]
        async with asyncio.timeout(10):
            while len(next(iter(chat.chat.notices._windows.values()), ())) < len(windows):
                await asyncio.sleep(0.01)
        async with chat.http.get(f"{chat.url}/lines", headers={"Authorization": f"Bearer {'a5' * 32}"}) as answer:
            assert (answer.status, (await answer.json())["error"]) == (429, "windows")
        enough.set()


async def stay(chat: ChatServer, enough: asyncio.Event) -> None:
    """Keep a window open until told otherwise."""
    async with chat.listening() as pieces:
        await pieces.history()
        await enough.wait()


async def test_closing_sends_open_windows_away_at_once(chat: ChatServer) -> None:
    async with chat.listening() as pieces:
        await pieces.history()
        await chat.chat.close()
        async with asyncio.timeout(2):
            assert await pieces.answer.content.read() == b""


@pytest.mark.parametrize(
    "options", [{"hours": [{"days": "daily", "opens": "00:00", "closes": "24:00"}], "closed_text": "Back soon"}]
)
async def test_an_open_window_learns_whether_somebody_is_there(chat: ChatServer) -> None:
    async with chat.listening() as pieces:
        assert await pieces.next() == ("state", {"open": True}, "")
