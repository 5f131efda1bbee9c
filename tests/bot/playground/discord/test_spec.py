"""Holding calls against Discord's description: what is right passes, what is wrong is named."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.discord import DiscordServer, World
from bot.playground.discord.calls import Call
from bot.playground.discord.routes import find, table
from tests.discord_spec import describes, needs_description, problems_of, problems_of_answer

ID = 765_432_100_000_000_000

pytestmark = needs_description


def call(world: World, name: str, body: Any = None, **query: str) -> Call:
    """A call as the server would see it."""
    method, _, path = name.partition(" ")
    found = find(method, path)
    assert found is not None
    return Call(world, method, found.name, path, found.names, query, body)


@pytest.mark.parametrize(
    ("name", "body", "query"),
    [
        ("POST /channels/1/messages", {"content": "hello", "nonce": "a", "enforce_nonce": True, "tts": False}, {}),
        ("POST /channels/1/messages", {"message_reference": {"message_id": ID, "channel_id": ID}}, {}),
        ("PATCH /channels/1/messages/2", {"content": "hello", "tts": False, "attachments": [{"id": 0}]}, {}),
        ("PUT /guilds/1/bans/2", None, {"delete_message_seconds": "60"}),
        ("DELETE /guilds/1/bans/2", None, {}),
        ("POST /users/@me/channels", {"recipient_id": ID}, {}),
        ("POST /interactions/1/t/callback", {"type": 6}, {"with_response": "1"}),
        ("POST /webhooks/1/t", {"content": "x"}, {"wait": "1", "with_components": "0"}),
        ("GET /channels/1/messages", None, {"limit": "100", "after": "5"}),
    ],
)
async def test_what_discord_py_sends_passes(world: World, name: str, body: Any, query: dict[str, str]) -> None:
    assert problems_of(call(world, name, body, **query)) == []


@pytest.mark.parametrize(
    ("name", "body", "query", "words"),
    [
        ("POST /channels/1/messages", {"content": 5}, {}, "$.content"),
        ("POST /channels/1/messages", {"contents": "x"}, {}, "contents"),
        (
            "POST /channels/1/messages",
            {"components": [{"type": 1, "components": [{"type": 2, "style": 9}]}]},
            {},
            "style",
        ),
        ("POST /channels/1/messages", None, {}, "the body is missing"),
        ("GET /channels/1/messages", None, {"limit": "101"}, "limit=101"),
        ("GET /channels/1/messages", None, {"since": "1"}, "not described"),
        ("GET /channels/1", {"a": 1}, {}, "none is described"),
    ],
)
async def test_what_is_wrong_is_named(world: World, name: str, body: Any, query: dict[str, str], words: str) -> None:
    problems = problems_of(call(world, name, body, **query))

    assert any(words in problem for problem in problems), problems


async def test_an_answer_is_held_against_it_too(world: World) -> None:
    asked = call(world, "GET /users/@me")

    assert any("'username' is a required property" in one for one in problems_of_answer(asked, {"id": "1"}))


def test_every_route_of_the_server_is_described() -> None:
    assert [name for name in table() if not describes(name)] == []


async def test_every_call_of_these_tests_is_watched(server: DiscordServer) -> None:
    assert server.inspect is not None
    assert server.inspect_answer is not None
