"""All parts of an account together: whose token is used, whose hooks are whose, and what comes back of our own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.networks._meta.signature import sign, verify_token
from bot.networks._meta.tokens import Token, as_text
from bot.networks._outside import Outside
from bot.networks.facebook import Facebook
from bot.playground.clock import Clock
from bot.playground.meta import MetaServer
from bot.playground.meta.speech import feed_value
from inbox.actions import Reply
from inbox.errors import LoginNeeded, SetupError
from inbox.incoming import Cursor, Incoming, NewMessage, ThreadDescribed
from inbox.models import RemoteId, account_id
from inbox.network import Hook
from tests.meta_accounts import APP, NOW, PAGE, PROFILE, SECRET, Ours
from tests.meta_wire import Wire, wire

OTHER = "306070979425408"


@dataclass
class World:
    wire: Wire
    ours: Ours


@dataclass
class Heard:
    events: list[Incoming] = field(default_factory=list)

    async def receive(self, events: Sequence[Incoming], cursor: Cursor | None) -> int:
        self.events += events
        return len(events)

    @property
    def texts(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, NewMessage)]


class Drawer:
    """A vault that lives as long as the test."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    async def read(self, name: str) -> str | None:
        if self.kept.get(name) == "sealed":
            raise SetupError("The key is missing.")
        return self.kept.get(name)

    async def write(self, name: str, text: str) -> None:
        self.kept[name] = text


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with wire() as (told, http):
        yield World(told, Ours(http, told.url))


async def test_the_token_of_the_vault_is_used_and_a_renewed_one_at_once(world: World) -> None:
    drawer, ours = Drawer(), world.ours
    outside = Outside(ours.http, ours.mailbox, ours.blobs, "", ours.clock, vault=drawer)
    given = {"page": PAGE, "app_id": APP, "app_secret": SECRET, "base_url": ours.url}
    account = Facebook(account_id("facebook", "main"), Facebook.Options.model_validate(given), outside)
    action = Reply(RemoteId("p.9"), "Hello")
    with pytest.raises(LoginNeeded, match="not connected yet"):
        await account.perform(action, "1")
    drawer.kept["token"] = "sealed"
    with pytest.raises(LoginNeeded, match="The key is missing"):
        await account.perform(action, "2")
    world.wire.tell(f"POST /{PAGE}/messages", {"message_id": "m_1"})
    for text in ("EAAfirst12345", "EAAsecond6789"):
        drawer.kept["token"] = as_text(Token(text))
        await account.perform(action, text)
        assert world.wire.asked[-1].headers["Authorization"] == f"Bearer {text}"
    drawer.kept["token"] = as_text(Token("EAAthird", expires_at=NOW))
    with pytest.raises(LoginNeeded, match="has expired"):
        await account.perform(action, "4")
    assert [one.ok for one in await account.check()] == [False]


def signed(body: object, secret: str = SECRET) -> Hook:
    raw = json.dumps(body).encode()
    return Hook("POST", {}, {"x-hub-signature-256": sign(secret, raw)}, raw)


def messaging(owner: str, mid: str, text: str, **more: object) -> dict[str, object]:
    """One message of Asha's to a Page or profile, or with `is_echo` one of ours to her."""
    sender, recipient = ({"id": owner}, {"id": "9"}) if "is_echo" in more else ({"id": "9"}, {"id": owner})
    line = {"sender": sender, "recipient": recipient, "timestamp": NOW, "message": {"mid": mid, "text": text, **more}}
    return {"id": owner, "time": NOW, "messaging": [line]}


async def test_one_body_goes_to_each_account_that_it_is_about(world: World) -> None:
    accounts = [world.ours.facebook(), world.ours.facebook(page=OTHER), world.ours.instagram()]
    heard = [Heard(), Heard(), Heard()]
    party = [(account, one.receive) for account, one in zip(accounts, heard, strict=True)]
    assert {account.hook_path for account in accounts} == {"meta/55"}
    pages = [messaging(PAGE, "m_1", "to the first"), messaging(OTHER, "m_2", "to the second")]
    answer = await accounts[2].hook_for_all(signed({"object": "page", "entry": pages}), party)
    assert answer.status == 200
    profiles = [messaging(PROFILE, "m_3", "to the profile")]
    await accounts[0].hook_for_all(signed({"object": "instagram", "entry": profiles}), party)
    assert [one.texts for one in heard] == [["to the first"], ["to the second"], ["to the profile"]]


async def test_a_body_that_meta_did_not_sign_is_not_heard(world: World) -> None:
    account, heard = world.ours.facebook(), Heard()
    body = {"object": "page", "entry": [messaging(PAGE, "m_1", "Hello")]}
    with capture_logs() as logs:
        for _ in range(2):
            answer = await account.hook_for_all(signed(body, "another app's secret"), [(account, heard.receive)])
    assert answer.status == 401
    assert not heard.events
    assert [(line["event"], line["account"]) for line in logs] == [("facebook.hook_refused", account.account)]


async def test_an_address_is_proven_with_the_token_that_follows_from_the_secret(world: World) -> None:
    account = world.ours.facebook()
    query = {"hub.mode": "subscribe", "hub.verify_token": verify_token(SECRET), "hub.challenge": "7"}
    answer = await account.hook_for_all(Hook("GET", query, {}, b""), [(account, Heard().receive)])
    assert (answer.status, answer.body) == (200, "7")


async def test_an_echo_of_ours_is_told_as_the_delivery_that_it_is(world: World) -> None:
    account, heard = world.ours.facebook(), Heard()
    echoes = [
        messaging(PAGE, f"m_{number}", "part", is_echo=True, app_id=int(APP), metadata=f"key/{number}")
        for number in (1, 2)
    ]
    native = messaging(PAGE, "m_3", "by hand", is_echo=True, app_id=263902037430900)
    body = {"object": "page", "entry": [*echoes, native]}
    await account.hook_for_all(signed(body), [(account, heard.receive)])
    told = [(event.id, event.delivery) for event in heard.events if isinstance(event, NewMessage)]
    assert told == [("m_1", "key"), ("m_3", "")]


async def test_a_post_that_reading_meets_before_any_look_up_stands_beside_its_comments() -> None:
    """A hook told of a comment and not of its post; reading meets both, the comment too young to be taken."""
    async with MetaServer(clock=Clock(NOW / 1000, speed=0)) as server, aiohttp.ClientSession() as http:
        app = server.world.create_app()
        page, asha = server.world.create_page("Nadi Tea", app), server.world.create_person("Asha")
        account = Ours(http, server.url).facebook(app_id=app.id, app_secret=app.secret, page=page.id, token=page.token)
        post, heard = server.world.post(page, "New teas!"), Heard()
        comment = server.world.comment(asha, post, "Is it organic?")
        change = {"field": "feed", "value": feed_value(comment, "add", server.world.files)}
        body = {"object": "page", "entry": [{"id": page.id, "time": NOW // 1000, "changes": [change]}]}
        await account.hook_for_all(signed(body, app.secret), [(account, heard.receive)])
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            listening = group.create_task(account.listen(heard.receive, None))
            while not (described := [event for event in heard.events if isinstance(event, ThreadDescribed)]):
                await asyncio.sleep(0.01)
            listening.cancel()
    assert [event.thread.subject and event.thread.subject.text for event in described] == ["New teas!"]


async def test_somebody_else_at_base_url_is_said(world: World) -> None:
    world.wire.tell(f"GET /{PAGE}", (200, b"<html>", {}))
    healths = await world.ours.facebook().check()
    assert [one.ok for one in healths] == [False]
    assert "could not be read" in healths[0].words
