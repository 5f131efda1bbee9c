"""The web chat as a network: what our people do is done once, found again or refused; and what check says of it."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from inbox.actions import (
    KIND_OF,
    Action,
    Block,
    DirectMessage,
    Edit,
    Hide,
    Publish,
    React,
    Remove,
    Reply,
    Unhide,
    kind_of,
)
from inbox.errors import Rejected, Uncertain, Unsupported
from inbox.models import Media, RemoteId
from inbox.network import FetchesMedia, FindsSent, Network
from inbox.store.embedded import embedded
from tests.redis_servers import kill
from tests.webchat_server import PNG, ChatServer, chat_server

OUR_LINE, THEIR_MESSAGE = RemoteId("1795421901412-0"), RemoteId("0" * 32)


async def thread_of_asha(chat: ChatServer) -> RemoteId:
    """Let Asha say hello; returns her thread."""
    status, _ = await chat.post({"type": "message", "client_id": uuid.uuid4().hex, "text": "Hello"})
    assert status == 200
    return RemoteId(chat.heard.incoming[-1].thread.remote)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "action",
    [
        Reply(RemoteId("T"), "Yes", to=THEIR_MESSAGE),
        DirectMessage(RemoteId("T"), "Yes"),
        Edit(RemoteId("T"), OUR_LINE, "Yes!"),
        Remove(RemoteId("T"), THEIR_MESSAGE),
        Hide(RemoteId("T"), THEIR_MESSAGE),
        Unhide(RemoteId("T"), THEIR_MESSAGE),
        React(RemoteId("T"), THEIR_MESSAGE, "❤️"),
        Block(RemoteId("T"), RemoteId("T")),
    ],
    ids=kind_of,
)
async def test_every_action_is_done_once_for_its_key_and_found_again(chat: ChatServer, action: Action) -> None:
    assert await chat.chat.find_sent(action, "key-1", 0) is None
    receipt = await chat.chat.perform(action, "key-1")
    assert await chat.chat.perform(action, "key-1") == receipt
    assert await chat.chat.find_sent(action, "key-1", 0) == receipt
    assert len(await chat.chat.outside.mailbox.read(RemoteId("T"))) == 1


async def test_nothing_that_is_offered_is_missing(chat: ChatServer) -> None:
    assert isinstance(chat.chat, Network)
    assert isinstance(chat.chat, FindsSent)
    assert isinstance(chat.chat, FetchesMedia)
    assert chat.chat.capabilities.actions == {"direct": frozenset(KIND_OF.values()) - {"publish", "slow"}}


@pytest.mark.parametrize(
    ("action", "error"),
    [
        (Publish(RemoteId("T"), "News"), Unsupported),
        (Reply(RemoteId("T"), "x" * 4001), Rejected),
        (Edit(RemoteId("T"), THEIR_MESSAGE, "Put into their mouth"), Rejected),
        (Reply(RemoteId("T"), "", media=(Media("image", "file_id_of_another_network"),)), Rejected),
        (Reply(RemoteId("T"), "", media=(Media("image", "blob:0", size=10_000_001),)), Rejected),
    ],
)
async def test_what_cannot_be_done_is_refused_before_anything_happens(
    chat: ChatServer, action: Action, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await chat.chat.perform(action, "key-1")
    assert await chat.chat.outside.mailbox.read(RemoteId("T")) == []


async def test_a_visitor_may_save_the_file_that_we_sent(chat: ChatServer) -> None:
    thread = await thread_of_asha(chat)
    ref = await chat.chat.outside.blobs.put(PNG)
    await chat.chat.perform(
        Reply(thread, "", media=(Media("image", ref, "image/png", "price.png", len(PNG)),)), "key-1"
    )
    headers = {"Authorization": f"Bearer {'a5' * 32}"}
    async with chat.http.get(f"{chat.url}/files/{ref.removeprefix('blob:')}", headers=headers) as answer:
        assert (answer.status, await answer.read()) == (200, PNG)
        assert answer.content_disposition is not None
        assert answer.content_disposition.filename == "price.png"


async def test_without_its_redis_an_action_is_uncertain_and_a_visitor_is_asked_to_come_back(data: Path) -> None:
    async with embedded(data) as server, chat_server(server.url, "away", data / "files") as chat:
        kill(server.pid)
        await server.wait()
        reply = Reply(RemoteId("T"), "Hello?")
        with pytest.raises(Uncertain):
            await chat.chat.perform(reply, "key-1")
        with pytest.raises(Uncertain):
            await chat.chat.find_sent(reply, "key-1", 0)
        mailbox, _ = await chat.chat.check()
        status, answer = await chat.post({"type": "message", "client_id": uuid.uuid4().hex, "text": "Hello?"})
        assert (mailbox.ok, status, answer["error"]) == (False, 503, "away")


async def test_check_says_when_only_this_machine_can_show_the_chat(chat: ChatServer) -> None:
    mailbox, address = await chat.chat.check()
    assert mailbox.ok
    assert address.ok
    assert "public_url" in address.words


@pytest.mark.parametrize("options", [{"origins": ["https://shop.example"]}])
async def test_check_says_what_a_site_needs(chat: ChatServer) -> None:
    _, address = await chat.chat.check()
    assert not address.ok
    assert "https" in address.fix
