"""What visitors send: stored once, refused with a reason, never too much."""

from __future__ import annotations

import asyncio
import json
import uuid

import pytest

from bot.networks._webchat_lines import FOREVER
from inbox.actions import Block, Mute, Unblock
from inbox.incoming import MessageEdited, MessageRemoved, NewMessage, Reacted, Seen
from inbox.models import Contact, RemoteId
from tests.webchat_server import BHAVIN_TOKEN, ChatServer


def wrote(text: str, **more: object) -> dict[str, object]:
    """A new message as the window sends it."""
    return {"type": "message", "client_id": uuid.uuid4().hex, "text": text, **more}


async def said_by_asha(chat: ChatServer, text: str = "Is the vase still there?") -> NewMessage:
    """Let Asha write, and return what the inbox heard."""
    status, _ = await chat.post(wrote(text))
    message = chat.heard.incoming[-1]
    assert status == 200
    assert isinstance(message, NewMessage)
    return message


async def test_a_message_reaches_the_inbox_with_who_said_it(chat: ChatServer) -> None:
    body = wrote("Do you ship to Surat?", name="Asha", language="gu")
    await chat.post(body)
    [message] = chat.heard.incoming
    assert isinstance(message, NewMessage)
    assert (message.text, message.id, message.thread.kind) == ("Do you ship to Surat?", body["client_id"], "direct")
    assert message.author == Contact(message.thread.remote, "Asha", language="gu")


async def test_a_visitor_without_a_name_is_called_after_their_thread(chat: ChatServer) -> None:
    message = await said_by_asha(chat)
    assert message.author is not None
    assert message.author.name == f"Visitor {message.thread.remote[:4]}"


async def test_the_token_is_not_in_the_name_of_the_thread(chat: ChatServer) -> None:
    message = await said_by_asha(chat)
    assert len(message.thread.remote) == 32
    assert message.thread.remote not in "a5" * 32


async def test_the_same_message_again_changes_nothing_and_answers_the_same(chat: ChatServer) -> None:
    body = wrote("Once, please")
    first = await chat.post(body)
    chat.clock.ahead = 60_000
    assert await chat.post(body) == first
    assert chat.heard.texts == ["Once, please"]


async def test_ten_copies_at_once_are_one_line(chat: ChatServer) -> None:
    body = wrote("All at once")
    answers = await asyncio.gather(*(chat.post(body) for _ in range(10)))
    async with chat.listening() as pieces:
        assert len(await pieces.history()) == 1
    assert len({answer["line"] for _, answer in answers}) == 1


async def test_a_message_that_the_inbox_could_not_store_is_not_confirmed_and_works_later(chat: ChatServer) -> None:
    body = wrote("Through the storm")
    chat.heard.away = True
    status, answer = await chat.post(body)
    assert (status, answer["error"]) == (503, "away")
    async with chat.listening() as pieces:
        assert await pieces.history() == []
    chat.heard.away = False
    assert (await chat.post(body))[0] == 200
    assert chat.heard.texts == ["Through the storm"]


async def test_an_edit_and_a_removal_reach_the_inbox(chat: ChatServer) -> None:
    message = await said_by_asha(chat)
    await chat.post(
        {"type": "edit", "client_id": uuid.uuid4().hex, "id": message.id, "text": "Is the bowl still there?"}
    )
    await chat.post({"type": "remove", "client_id": uuid.uuid4().hex, "id": message.id})
    edited, removed = chat.heard.incoming[1:]
    assert isinstance(edited, MessageEdited)
    assert (edited.id, edited.text) == (message.id, "Is the bowl still there?")
    assert isinstance(removed, MessageRemoved)
    assert removed.id == message.id


@pytest.mark.parametrize("change", [{"type": "remove"}, {"type": "edit", "text": "Mine now"}])
async def test_nobody_changes_what_somebody_else_wrote(chat: ChatServer, change: dict[str, str]) -> None:
    message = await said_by_asha(chat)
    status, _ = await chat.post({**change, "client_id": uuid.uuid4().hex, "id": message.id}, BHAVIN_TOKEN)
    assert status == 404
    assert len(chat.heard.incoming) == 1


async def test_a_reaction_reaches_the_inbox(chat: ChatServer) -> None:
    await chat.post({"type": "react", "client_id": uuid.uuid4().hex, "id": "1795421901412-0", "emoji": "👍"})
    [reaction] = chat.heard.incoming
    assert isinstance(reaction, Reacted)
    assert (reaction.id, reaction.emoji) == ("1795421901412-0", "👍")


async def test_seen_is_never_later_than_now(chat: ChatServer) -> None:
    assert await chat.post({"type": "seen", "at": 9_999_999_999_999}) == (200, {})
    [seen] = chat.heard.incoming
    assert isinstance(seen, Seen)
    assert seen.at <= chat.clock()


async def test_typing_is_told_and_not_stored(chat: ChatServer) -> None:
    told: list[str] = []
    chat.chat.on_typing = told.append
    await chat.post({"type": "typing"})
    assert told == list(chat.chat.notices.typed)
    assert chat.heard.incoming == []


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        (b"not json", 400, "garbled"),
        (b'{"type": "message", "text": "half', 400, "garbled"),
        (b'{"type": "message", "client_id": "0", "text": "\\ud800"}', 400, "garbled"),
        (b"\xff\xfe\x00", 400, "garbled"),
        (b"[]", 422, "invalid"),
        (b'{"type": "launch"}', 422, "invalid"),
        (wrote("   "), 422, "invalid"),
        (wrote("Hello", admin=True), 422, "invalid"),
        (wrote("Hello", client_id="1 OR 1=1"), 422, "invalid"),
        (wrote("Hello", name="n" * 81), 422, "invalid"),
        (wrote("x" * 4001), 413, "too_long"),
        (wrote("x" * 70_000), 413, "too_long"),
    ],
)
async def test_what_is_no_message_is_refused_with_the_reason(
    chat: ChatServer, body: object, status: int, error: str
) -> None:
    answered, answer = await chat.post(body)
    assert (answered, answer["error"]) == (status, error)
    assert answer["words"]
    assert chat.heard.incoming == []


async def test_the_longest_message_fits_in_any_script(chat: ChatServer) -> None:
    message = await said_by_asha(chat, "𝒿" * 4000)
    assert len(message.text) == 4000


async def test_controls_are_taken_out_of_texts_and_names(chat: ChatServer) -> None:
    await chat.post(wrote("one\r\ntwo\x00\x1b[31m\tthree", name="\u202eaniloD\u2066  D\n"))
    [message] = chat.heard.incoming
    assert isinstance(message, NewMessage)
    assert message.author is not None
    assert (message.text, message.author.name) == ("one\ntwo[31m\tthree", "aniloD D")


async def test_a_request_without_a_token_is_not_let_in(chat: ChatServer) -> None:
    status, answer = await chat.post(wrote("Hello"), token="short")
    assert (status, answer["error"]) == (401, "identity")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_only_our_own_window_may_write(chat: ChatServer, origin: str) -> None:
    status, answer = await chat.post(wrote("Hello"), Origin=origin)
    assert (status, answer["error"]) == (403, "origin")
    assert (await chat.post(wrote("Hello"), Origin=chat.origin))[0] == 200


@pytest.mark.parametrize("options", [{"per_visitor": 3}])
async def test_one_visitor_who_is_too_fast_waits_and_others_do_not(chat: ChatServer) -> None:
    statuses = [(await chat.post(wrote(str(n))))[0] for n in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert (await chat.post(wrote("Hello"), BHAVIN_TOKEN))[0] == 200


@pytest.mark.parametrize("options", [{"per_address": 2}])
async def test_one_address_with_many_tokens_is_held_up_and_told_for_how_long(chat: ChatServer) -> None:
    for token in ("a" * 64, "b" * 64):
        assert (await chat.post(wrote("Hello"), token))[0] == 200
    headers = {"Authorization": f"Bearer {'c' * 64}"}
    async with chat.http.post(f"{chat.url}/say", json=wrote("Hello"), headers=headers) as answer:
        assert answer.status == 429
        assert 1 <= int(answer.headers["Retry-After"]) <= 30


@pytest.mark.parametrize("options", [{"per_address": 2}])
async def test_garbage_counts_as_well(chat: ChatServer) -> None:
    assert [(await chat.post(b"garbage"))[0] for _ in range(3)] == [400, 400, 429]


async def test_whoever_is_blocked_cannot_write_until_let_back_in(chat: ChatServer) -> None:
    thread = (await said_by_asha(chat)).thread.remote
    await chat.chat.perform(Block(thread, thread), "key-1")
    status, answer = await chat.post(wrote("Me again"))
    assert (status, answer["error"]) == (403, "shut")
    assert (await chat.post(wrote("Not me"), BHAVIN_TOKEN))[0] == 200
    await chat.chat.perform(Unblock(thread, thread), "key-2")
    assert (await chat.post(wrote("Back")))[0] == 200


async def test_a_mute_and_its_end_let_nobody_in_who_is_blocked(chat: ChatServer) -> None:
    thread = (await said_by_asha(chat)).thread.remote
    await chat.chat.perform(Block(thread, thread), "key-1")
    await chat.chat.perform(Mute(thread, thread, 60), "key-2")
    await chat.chat.perform(Mute(thread, thread, 0), "key-3")
    assert (await chat.post(wrote("Am I back?")))[0] == 403
    await chat.chat.perform(Mute(thread, thread, 60), "key-4")
    await chat.chat.perform(Unblock(thread, thread), "key-5")
    assert (await chat.post(wrote("Am I back now?")))[0] == 403
    await chat.chat.perform(Mute(thread, thread, 0), "key-6")
    assert (await chat.post(wrote("Back")))[0] == 200


async def test_whoever_an_older_version_blocked_is_let_back_in(chat: ChatServer) -> None:
    thread = (await said_by_asha(chat)).thread.remote
    entry = json.dumps({"thread": thread, "until": FOREVER})
    await chat.chat.outside.mailbox.append(RemoteId(f"shut:{chat.chat.account}"), "old", entry)
    assert (await chat.post(wrote("Am I out?")))[0] == 403
    await chat.chat.perform(Unblock(thread, thread), "key-1")
    assert (await chat.post(wrote("Back")))[0] == 200


async def test_a_mute_ends_by_itself(chat: ChatServer) -> None:
    thread = (await said_by_asha(chat)).thread.remote
    await chat.chat.perform(Mute(thread, thread, 60), "key-1")
    assert (await chat.post(wrote("Too soon")))[0] == 403
    chat.clock.ahead = 61_000
    assert (await chat.post(wrote("Now")))[0] == 200
