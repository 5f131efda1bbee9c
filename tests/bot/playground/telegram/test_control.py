"""The control API and the client that another process uses for it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.playground.telegram import BotAccount, Person, TelegramServer, World
from bot.playground.telegram.remote import Remote
from bot.playground.telegram.verbs import VERBS
from tests.bot.playground.telegram.calls import Raw

ROOT = Path(__file__).parents[4]


@pytest.fixture
async def remote(server: TelegramServer) -> AsyncIterator[Remote]:
    async with Remote(server.url) as remote:
        yield remote


def fields(answer: object) -> dict[str, object]:
    assert isinstance(answer, dict)
    return answer


async def test_people_talk_and_what_a_bot_answers_can_be_read(
    shop: BotAccount, asha: Person, raw: Raw, remote: Remote
) -> None:
    said = fields(await remote.do("say", person="asha", chat="@shop_bot", text="hello"))
    waiting = asyncio.gather(remote.sent(wait=5))
    await raw.result("sendMessage", chat_id=asha.id, text="hi", reply_parameters={"message_id": said["message_id"]})
    ((sent,),) = await waiting

    assert (sent["method"], sent["text"], sent["message_id"]) == ("sendMessage", "hi", 2)
    assert [message["text"] for message in await remote.messages(asha.id, "shop_bot")] == ["hello", "hi"]
    assert await remote.sent(after=1) == []


async def test_a_whole_story_can_be_told_from_outside(shop: BotAccount, world: World, remote: Remote) -> None:
    asha = fields(await remote.do("create_person", first_name="Asha", username="asha"))
    talk = fields(await remote.do("create_supergroup", title="Shop talk", bots=["shop_bot"], people=[asha["id"]]))
    channel = fields(await remote.do("create_channel", title="Shop", bots=["shop_bot"], discussion=talk["id"]))
    post = fields(await remote.do("post", chat=channel["id"], text="News"))
    about = {"chat": channel["id"], "id": post["message_id"]}
    comment = fields(await remote.do("comment", person="asha", post=about, text="nice"))
    mine = {"chat": talk["id"], "id": comment["message_id"]}
    await remote.do_all(
        [
            {"verb": "edit", "message": mine, "text": "very nice"},
            {"verb": "react", "person": "asha", "message": mine, "emoji": ["👍"]},
            {"verb": "say", "person": "asha", "chat": talk["id"], "text": "and", "reply_to": mine},
            {"verb": "album", "person": "asha", "chat": "@shop_bot", "media": [{"kind": "photo"}, {"kind": "video"}]},
            {"verb": "block_bot", "person": "asha", "bot": "shop_bot"},
        ]
    )
    kinds = [update.kind for update in shop.updates.waiting()]

    assert kinds[:4] == ["channel_post", "message", "message", "edited_message"]
    assert kinds[4:] == ["message", "message", "message", "my_chat_member"]


async def test_faults_limits_and_the_clock_are_set_from_outside(
    server: TelegramServer, shop: BotAccount, asha: Person, world: World, raw: Raw, remote: Remote
) -> None:
    world.start(asha, shop)
    before = server.clock.now()
    await remote.plan({"kind": "refuse", "status": 500}, {"call": "sendMessage"}, times=1)
    await remote.enforce_limits(enforced=True)
    await remote.set_clock(advance=3600)

    assert await raw.refusal("sendMessage", chat_id=asha.id, text="no") == "Internal Server Error"
    assert server.clock.now() == before + 3600
    assert world.limits is not None


async def test_random_faults_are_planned_and_cleared_from_outside(
    server: TelegramServer, raw: Raw, remote: Remote
) -> None:
    await remote.plan({"kind": "refuse", "status": 403}, probability=1.0)
    await raw.refusal("getMe")
    await remote.clear_faults()
    await raw.result("getMe")

    assert (await remote.state())["faults"] == {"refuse": 1}


async def test_the_state_shows_bots_people_chats_and_counted_calls(
    shop: BotAccount, asha: Person, raw: Raw, remote: Remote
) -> None:
    await raw.result("getMe")
    state = await remote.state()

    assert state["people"] == [asha.as_user]
    assert fields(fields(state["bots"])["shop_bot"])["calls"] == {"getMe": 1}


@pytest.mark.parametrize(
    "order",
    [
        {"verb": "dance"},
        {"verb": "say", "person": "nobody", "chat": "@shop_bot"},
        {"verb": "say", "person": "asha", "chat": "@nowhere"},
        {"verb": "say", "chat": "@shop_bot"},
        {"verb": "edit", "message": 7},
    ],
)
async def test_an_order_that_makes_no_sense_is_refused_with_its_reason(
    shop: BotAccount, asha: Person, remote: Remote, order: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match="Error: "):
        await remote.do_all([order])


async def test_an_unknown_endpoint_is_not_found(server: TelegramServer) -> None:
    async with aiohttp.ClientSession() as http, http.get(f"{server.url}/control/secrets") as response:
        assert response.status == 404


@pytest.mark.parametrize(
    "verb", ["migrate", "revoke", "mute", "unmute", "join", "leave", "press", "remove", "deactivate"]
)
def test_the_rarer_verbs_are_there_too(verb: str) -> None:
    assert verb in VERBS


async def test_it_runs_alone_and_says_where() -> None:
    command = [sys.executable, "-m", "bot.playground.telegram", "--bot", "shop_bot=77:token", "--no-limits"]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        started = json.loads(await asyncio.wait_for(process.stdout.readline(), 20))
        async with aiohttp.ClientSession() as http, http.get(f"{started['url']}/bot77:token/getMe") as response:
            me = (await response.json())["result"]
    finally:
        process.terminate()
        await process.wait()

    assert (started["bots"], me["id"], me["username"]) == ({"shop_bot": "77:token"}, 77, "shop_bot")
