"""The generic network over a socket: signed both ways, all of a body or nothing, and an action done once per key."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from pydantic import ValidationError

from bot.networks._outside import Outside
from bot.networks._webhook_items import inside, outside
from bot.networks._webhook_signature import HEADER, sign, why_not
from bot.networks.webhook import CAPABILITIES, Webhook, parse
from bot.playground.clock import Clock
from bot.playground.faults import Fault, Kind
from bot.playground.telegram import TelegramServer
from bot.playground.webhook import OtherService, refusal
from inbox.actions import Action, Block, DirectMessage, Hide, Mute, Poll, Publish, React, Reply
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain
from inbox.incoming import (
    ContactLeft,
    Incoming,
    MessageEdited,
    MessageHidden,
    MessageRemoved,
    NewMessage,
    Reacted,
    Seen,
)
from inbox.models import Contact, Media, RemoteId, Subject, Thread, account_id
from inbox.network import Hook
from tests.adapters import Files, Shelves
from tests.program import TOKEN, Place, program
from tests.tree import ROOT

SECRET = "a-secret-of-16-or-more"
START = 1_790_000_000
PAGE = ROOT / "docs" / "networks" / "webhook.md"
AT = START * 1000
MESSAGE = {"type": "message", "thread": {"id": "t/1"}, "id": "m/1", "author": {"id": "asha"}, "text": "Hi", "at": AT}
REPLY = Reply(inside("t/1"), "From nine to six.", inside("m/1"))


@dataclass
class Seat:
    """One account, with the service that it talks to and a server that passes hooks on to it."""

    service: OtherService
    http: aiohttp.ClientSession
    files: Files = field(default_factory=Files)
    told: list[Incoming] = field(default_factory=list)
    url: str = ""

    def network(self, **options: object) -> Webhook:
        given = {"secret": SECRET, "deliver_to": self.service.url, **options}
        outside = Outside(self.http, Shelves(), self.files, "", lambda: int(self.service.clock.now() * 1000))
        return Webhook(account_id("webhook", "forum"), Webhook.Options.model_validate(given), outside)

    async def receive(self, events: Sequence[Incoming], _: str | None) -> int:
        new = [event for event in events if event not in self.told]
        self.told += new
        return len(new)

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        hook = Hook(request.method, {}, headers, await request.read())
        said = await self.network().hook(hook, self.receive)
        return web.Response(status=said.status, text=said.body, content_type=said.content_type)


@pytest_asyncio.fixture
async def seat() -> AsyncIterator[Seat]:
    async with OtherService(SECRET, clock=Clock(START, speed=0)) as service, aiohttp.ClientSession() as http:
        it = Seat(service, http)
        runner = web.ServerRunner(web.Server(it.answer))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        it.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        yield it
        await runner.cleanup()


# ------------------------------------------------------------------------------------------------------- what is said


async def test_a_signed_list_is_stored_and_repeated_it_changes_nothing(seat: Seat) -> None:
    assert await seat.service.tell(seat.url, MESSAGE) == (200, {"taken": 1, "new": 1})
    assert await seat.service.tell(seat.url, MESSAGE) == (200, {"taken": 1, "new": 0})
    thread, author = Thread(RemoteId("t%2F1"), "direct"), Contact(RemoteId("asha"), "")
    assert seat.told == [NewMessage(thread, RemoteId("m%2F1"), author, "Hi", AT)]


@pytest.mark.parametrize(
    ("item", "meant"),
    [
        ({"type": "edited", "id": "1", "author": None, "text": "x"}, MessageEdited),
        ({"type": "removed", "id": "1"}, MessageRemoved),
        ({"type": "hidden", "id": "1"}, MessageHidden),
        ({"type": "shown", "id": "1"}, MessageHidden),
        ({"type": "reacted", "id": "1", "author": {"id": "a"}, "emoji": "👍"}, Reacted),
        ({"type": "seen"}, Seen),
        ({"type": "left", "author": {"id": "a"}}, ContactLeft),
        ({"type": "back", "author": {"id": "a"}}, ContactLeft),
    ],
)
def test_each_type_means_one_thing(item: Mapping[str, object], meant: type[Incoming]) -> None:
    (told,) = parse(json.dumps([{**item, "thread": {"id": "1"}, "at": AT}]).encode())
    assert type(told) is meant
    if isinstance(told, MessageHidden):
        assert told.hidden is (item["type"] == "hidden")
    if isinstance(told, ContactLeft):
        assert told.back is (item["type"] == "back")


def test_comments_stand_under_their_post_and_our_own_words_are_ours() -> None:
    post = {"id": "p/1", "text": "New pots", "link": "https://shop.example/1"}
    thread = {"id": "1", "kind": "comments", "title": "Pots", "post": post}
    (told,) = parse(json.dumps([{**MESSAGE, "thread": thread, "author": None, "key": "k1"}]).encode())
    subject = Subject(RemoteId("p%2F1"), "New pots", "https://shop.example/1")
    assert told == NewMessage(
        Thread(RemoteId("1"), "comments", "Pots", subject), RemoteId("m%2F1"), None, "Hi", AT, delivery="k1"
    )


async def test_a_file_that_comes_along_is_kept(seat: Seat) -> None:
    file = {"kind": "image", "data": base64.b64encode(b"pot").decode(), "name": "pot.jpg", "mime": "image/jpeg"}
    status, _ = await seat.service.tell(seat.url, {**MESSAGE, "media": [file]})
    (told,) = seat.told
    assert status == 200
    assert isinstance(told, NewMessage)
    assert told.media == (Media("image", "blob:0", "image/jpeg", "pot.jpg", 3),)
    assert seat.files.kept == {"blob:0": b"pot"}


@pytest.mark.parametrize(
    ("items", "where"),
    [
        ([], "items"),
        ([MESSAGE, {**MESSAGE, "type": "said"}], "1"),
        ([{**MESSAGE, "at": "yesterday"}], "0.at"),
        ([{**MESSAGE, "at": 1.5}], "0.at"),
        ([{**MESSAGE, "at": 10**16}], "0.at"),
        ([{**MESSAGE, "at": START}], "0.at"),
        ([{**MESSAGE, "id": "m\nSET x"}], "0.id"),
        ([{**MESSAGE, "thread": {"id": "\u202et"}}], "0.thread.id"),
        ([{**MESSAGE, "author": {"id": ""}}], "0.author.id"),
        ([{**MESSAGE, "colour": "red"}], "0.colour"),
        ([{**MESSAGE, "thread": {"id": "1", "kind": "channel"}}], "0.thread.kind"),
        ([{**MESSAGE, "media": [{"data": "not base64!"}]}], "0.media.0.data"),
        ([{**MESSAGE, "id": "x" * 201}], "0.id"),
        ([MESSAGE] * 1001, "items"),
    ],
)
async def test_of_a_list_with_a_mistake_nothing_is_taken_and_its_place_is_told(
    seat: Seat, items: Sequence[object], where: str
) -> None:
    status, said = await seat.service.tell(seat.url, *items)
    assert status == 422
    problems = said["problems"]
    assert isinstance(problems, list)
    assert [problem["where"] for problem in problems] == [where]
    assert problems[0]["words"]
    assert seat.told == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'"x"', b"null"])
async def test_what_is_no_list_is_refused_without_falling_over(seat: Seat, body: bytes) -> None:
    headers = {HEADER: seat.service.signature(body)}
    async with seat.http.post(seat.url, data=body, headers=headers) as answer:
        assert answer.status == 422
    assert seat.told == []


async def test_nobody_gets_in_without_the_secret(seat: Seat) -> None:
    body = json.dumps([MESSAGE]).encode()
    forged = [
        "",
        "t=1,s=0",
        seat.service.signature(body, secret=b"another secret of mine"),
        seat.service.signature(b"[]"),
        seat.service.signature(body, at=START - 301),
        seat.service.signature(body, at=START + 301),
        seat.service.signature(body).upper(),
        seat.service.signature(body).replace("t=", "t=é"),
    ]
    for header in forged:
        async with seat.http.post(seat.url, data=body, headers={HEADER: header}) as answer:
            assert (answer.status, "Nothing was taken" in (await answer.json())["error"]) == (401, True), header
    async with seat.http.get(seat.url) as answer:
        assert answer.status == 405
    assert seat.told == []


def test_a_clock_that_is_wrong_is_said() -> None:
    old = sign(SECRET, b"[]", START)
    assert why_not(SECRET, b"[]", old, START + 300) == ""
    assert (
        why_not(SECRET, b"[]", old, START + 301)
        == "it was signed 301 seconds ago; set the clock right, or sign it anew"
    )
    assert "301 seconds ahead" in why_not(SECRET, b"[]", old, START - 301)


def test_the_signature_of_the_page_is_the_one_that_we_make() -> None:
    (told,) = re.findall(r"s=([0-9a-f]{64})", PAGE.read_text())
    assert sign(SECRET, b"[]", 1_700_000_000) == f"t=1700000000,s={told}"


@pytest.mark.parametrize("id", ["a/b", "a%2Fb", "%", "%25/", "gu/ગુજરાતી"])
def test_an_id_comes_back_as_it_was(id: str) -> None:
    assert "/" not in inside(id)
    assert outside(inside(id)) == id


# ---------------------------------------------------------------------------------------------------------- what we do


async def test_a_reply_is_said_once_however_often_its_key_comes(seat: Seat) -> None:
    receipt = await seat.network().perform(REPLY, "k/1")
    assert await seat.network().perform(REPLY, "k/1") == receipt
    assert (receipt.id, receipt.at) == (inside("post/k/1"), AT)
    assert seat.service.taken.by_key == {
        "k/1": {
            "key": "k/1",
            "account": "webhook:forum",
            "action": "reply",
            "thread": "t/1",
            "to": "m/1",
            "text": "From nine to six.",
        }
    }


@pytest.mark.parametrize(
    ("action", "told"),
    [
        (Hide(inside("t/1"), inside("m/1")), {"thread": "t/1", "message": "m/1"}),
        (Block(inside("t/1"), inside("p/1"), inside("m/1")), {"thread": "t/1", "person": "p/1", "message": "m/1"}),
        (Mute(inside("t/1"), inside("p/1"), 0), {"thread": "t/1", "person": "p/1", "seconds": 0}),
        (React(inside("t/1"), inside("m/1"), "👍"), {"thread": "t/1", "message": "m/1", "emoji": "👍"}),
        (DirectMessage(inside("p/1"), "Hi", inside("m/1")), {"person": "p/1", "text": "Hi", "about": "m/1"}),
        (
            Publish(RemoteId("wall"), "New", tags=("pots",), poll=Poll(("a", "b"), 60)),
            {"place": "wall", "text": "New", "tags": ["pots"], "poll": {"options": ["a", "b"], "minutes": 60}},
        ),
    ],
)  # fmt: skip
async def test_every_action_leaves_with_its_fields(seat: Seat, action: Action, told: Mapping[str, object]) -> None:
    await seat.network().perform(action, "k")
    given = seat.service.taken.by_key["k"]
    assert {name: value for name, value in given.items() if name not in ("key", "account", "action")} == told


@pytest.mark.parametrize(
    ("fault", "meant", "words"),
    [
        (refusal(401, "who are you?"), LoginNeeded, "who are you?"),
        (refusal(403, "banned"), Rejected, "banned"),
        (refusal(302), Rejected, "refused (HTTP 302)"),
        (refusal(404), Rejected, "refused (HTTP 404)"),
        (refusal(429, "slow", 7), RateLimited, "slow"),
        (refusal(503, "down"), Unavailable, "down"),
        (refusal(500, "oops"), Uncertain, "HTTP 500"),
        (Fault(Kind.CUT_BEFORE), Uncertain, "never came"),
        (Fault(Kind.CUT_AFTER), Uncertain, "never came"),
    ],
)
async def test_what_a_refusal_means(seat: Seat, fault: Fault, meant: type[NetworkError], words: str) -> None:
    seat.service.faults.next(fault)
    with pytest.raises(meant, match=re.escape(words)) as raised:
        await seat.network().perform(REPLY, "k")
    if isinstance(raised.value, RateLimited):
        assert raised.value.retry_after == 7
    await seat.network().perform(REPLY, "k")
    assert seat.service.taken.texts == ["From nine to six."]


async def test_check_says_whether_the_service_is_there(seat: Seat) -> None:
    (fine,) = await seat.network().check()
    (wrong,) = await seat.network(secret="another secret of mine").check()
    (away,) = await seat.network(deliver_to="http://127.0.0.1:9/").check()
    assert (fine.ok, wrong.ok, away.ok) == (True, False, False)
    assert "signature is not right" in wrong.words
    assert "no connection" in away.words
    assert seat.service.taken.by_key == {}


def test_what_it_can_do_stands_in_its_options(seat: Seat) -> None:
    assert seat.network().capabilities.offers("direct", "reply")
    options = {"actions": {"comments": ["reply", "hide"]}, "characters": 10, "window_hours": 24, "file_bytes": 9}
    can = seat.network(**options).capabilities
    assert not can.offers("direct", "reply")
    assert can.offers("comments", "hide")
    assert (can.text.most, can.windows["comments", "reply"].seconds, can.media["image"]) == (10, 86_400, 9)
    assert CAPABILITIES.media_count == 0


@pytest.mark.parametrize(
    "wrong", [{"secret": "short"}, {"deliver_to": "forum.example"}, {"actions": {"direct": ["shout"]}}]
)
def test_options_that_cannot_work_are_refused(seat: Seat, wrong: Mapping[str, object]) -> None:
    with pytest.raises(ValidationError):
        seat.network(**wrong)


# ------------------------------------------------------------------------------------------------- the page's program


async def test_the_program_on_the_page_works_as_it_stands(tmp_path: Path) -> None:
    code = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)[0]
    assert len([line for line in code.splitlines() if line]) <= 40
    (tmp_path / "bridge.py").write_text(code)
    async with TelegramServer() as telegram:
        bot = telegram.world.create_bot("acme_bot", "Acme", token=TOKEN)
        place, port = Place(tmp_path, telegram, bot), 20_000 + sum(map(ord, str(tmp_path))) % 20_000
        place.configure()
        (tmp_path / "secrets" / "forum").write_text(SECRET)
        bot_yaml = tmp_path / "config" / "bot.yaml"
        lines = (
            f"  - {{network: webhook, name: forum, secret_file: secrets/forum, deliver_to: 'http://127.0.0.1:{port}/'}}"
        )
        bot_yaml.write_text(bot_yaml.read_text().replace("accounts:\n", f"accounts:\n{lines}\n"))
        async with program(place, "run") as sangam:
            desk = (await sangam.says("ready"))["desk"]
            bridge = await asyncio.create_subprocess_exec(
                sys.executable, "bridge.py", f"{desk}hooks/webhook/forum", SECRET, str(port),
                cwd=tmp_path, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
            try:
                assert bridge.stdin
                assert bridge.stdout
                bridge.stdin.write(b"asha: When are you open?\n")
                await bridge.stdin.drain()
                said = await asyncio.wait_for(bridge.stdout.readline(), 30)
            finally:
                bridge.kill()
                await bridge.wait()
    assert said.decode() == "Sangam to asha: From nine to six.\n"
