"""The web server as the outside meets it: hooks, networks that are pages, health, figures, and who may say who came."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gzip
import io
import json
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from ipaddress import ip_network
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from bot.metrics import Metrics
from bot.networks import network_class
from bot.networks._outside import Outside
from bot.web import LARGE_AT_ONCE, LARGE_BODY, MOST_BODY, Proxies, _way_out, application, serving
from inbox import views
from inbox.errors import SetupError
from inbox.incoming import Receive
from inbox.models import account_id
from inbox.network import Hook, HookAnswer, Network
from inbox.store.blobs import Blobs
from inbox.store.embedded import Server, embedded
from tests.cast import ASHA, MEERA
from tests.postbox import Postbox
from tests.redis_servers import free_port, until
from tests.world import World, at, said, world

HOOK = "/hooks/telegram/main"
PROXY = "127.0.0.2"  # Linux answers on all of 127.0.0.0/8: one machine can be a visitor, a proxy and a stranger
TOKEN = "a5" * 32


class Hooked(Postbox):
    """A postbox that is called: one message for each call, and `calls` as they came."""

    def __init__(self, answer: HookAnswer = HookAnswer(200)) -> None:  # noqa: B008 - frozen
        """What it answers when it has stored."""
        super().__init__()
        self.answer = answer
        self.calls: list[Hook] = []

    async def hook(self, hook: Hook, receive: Receive) -> HookAnswer:
        """Take one call."""
        self.calls.append(hook)
        await receive([said("Kem cho?", id=hook.query.get("id", "m1"))], None)
        return self.answer


async def who(request: web.Request) -> web.Response:
    """Where a request seems to come from, and how."""
    return web.json_response([request.remote, request.scheme])


@contextlib.asynccontextmanager
async def served(
    here: World, *networks: Network, proxies: Sequence[Proxies] = (), within: float = 60
) -> AsyncIterator[str]:
    """Everything that answers HTTP, and a desk that is one page; gives its address."""
    app = application(here.brand, networks, [web.get("/who", who)], Metrics(here.brand), proxies, within)
    async with serving(app, "127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}"


async def ask(
    url: str, source: str = "127.0.0.1", *, data: bytes | None = None, **headers: str
) -> tuple[int, str, Mapping[str, str]]:
    """What is answered to somebody at an address who says this: the status, the text and the headers."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connector = aiohttp.TCPConnector(local_addr=(source, 0))
    method, body = ("GET", None) if data is None else ("POST", io.BytesIO(data))
    async with (
        aiohttp.ClientSession(connector=connector) as http,
        http.request(method, url, data=body, headers=given) as answer,
    ):
        return answer.status, await answer.text(), answer.headers


async def get(url: str, source: str = "127.0.0.1", **headers: str) -> tuple[int, str]:
    """The status and the text of a page."""
    return (await ask(url, source, **headers))[:2]


async def answers(url: str) -> bool:
    """Whether a call is confirmed."""
    return (await get(url))[0] == 200


@pytest_asyncio.fixture
async def here(redis_server: Server, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis."""
    async with world(redis_server.url, brand) as it:
        yield it


async def stored(here: World) -> list[str]:
    """What is kept of what Asha wrote."""
    found = await here.store.conversations.read(at(ASHA), here.clock(), limit=10)
    return [message.text for message in found.messages] if found else []


# ----------------------------------------------------------------------------------------------------------- hooks


async def test_a_hook_reaches_the_adapter_as_it_came(here: World) -> None:
    box, body = Hooked(), b'{"a" : "\xc3\xa9\xff"}\r\n '  # not even UTF-8: signatures are over the bytes
    async with served(here, box) as url:
        assert (await ask(f"{url}{HOOK}?id=m7&x=%C3%A9", data=body, X_Proof="S3cret"))[0] == 200

    (call,) = box.calls
    assert (call.method, call.body) == ("POST", body)
    assert (dict(call.query), call.headers["x-proof"]) == ({"id": "m7", "x": "é"}, "S3cret")


async def test_a_network_may_ask_by_get_and_is_given_the_adapters_words(here: World) -> None:
    async with served(here, Hooked(HookAnswer(203, "challenge", "text/html"))) as url:
        status, text, headers = await ask(f"{url}{HOOK}")

    assert (status, text, headers["Content-Type"]) == (203, "challenge", "text/html; charset=utf-8")


async def test_what_a_hook_brought_is_stored_before_it_is_answered(here: World) -> None:
    async with served(here, Hooked()) as url:
        assert (await get(f"{url}{HOOK}"))[0] == 200
        assert await stored(here) == ["Kem cho?"]


async def test_while_the_store_is_away_nothing_is_confirmed_and_nothing_is_lost(data: Path, brand: str) -> None:
    async with embedded(data) as server, world(server.url, brand) as here, served(here, Hooked()) as url:
        await server.stop()
        status, _, headers = await ask(f"{url}{HOOK}", data=b"{}")
        assert (status, headers["Retry-After"]) == (503, "5")
        assert (await get(f"{url}/ready"))[0] == 503
        assert (await get(f"{url}/health"))[0] == 200

        await server.restart()
        await until(lambda: answers(f"{url}{HOOK}"))  # the first call learns that this is another Redis
        assert await answers(f"{url}{HOOK}")
        assert await stored(here) == ["Kem cho?"]


async def test_a_body_without_end_is_refused(here: World) -> None:
    async with served(here, Hooked()) as url:
        assert (await ask(f"{url}{HOOK}", data=b"\0" * (MOST_BODY + 1)))[0] == 413


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "made up"])
async def test_a_body_is_not_unpacked_whatever_its_sender_says_of_it(here: World, coding: str) -> None:
    network, bomb = Hooked(), gzip.compress(bytes(2 * MOST_BODY))
    async with served(here, network) as url:
        status, _, _ = await ask(url + HOOK, data=bomb, content_encoding=coding)
    assert (status, [call.body for call in network.calls]) == (200, [bomb])


async def begin(url: str, length: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A body that is announced, and of which only the beginning comes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
    writer.write(f"POST {HOOK} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode() + b"\0" * 9)
    await writer.drain()
    return reader, writer


async def test_a_few_large_bodies_are_taken_at_once_and_small_ones_never_wait_for_them(here: World) -> None:
    network, large = Hooked(), bytes(LARGE_BODY + 1)
    async with served(here, network) as url, asyncio.TaskGroup() as group:
        slow = [await begin(url, len(large)) for _ in range(LARGE_AT_ONCE)]
        waiting = group.create_task(ask(f"{url}{HOOK}?id=m2", data=large))
        for number in range(3):
            assert (await ask(f"{url}{HOOK}?id=m{number}", data=b"\0" * LARGE_BODY))[0] == 200
            assert (await ask(f"{url}{HOOK}?id=m{number}"))[0] == 200
        assert not waiting.done()

        slow[0][1].close()
        assert (await waiting)[0] == 200
        for _, writer in slow:
            writer.close()
    assert [len(call.body) for call in network.calls] == [LARGE_BODY, 0] * 3 + [len(large)]


async def test_a_large_body_is_not_kept_by_a_connection_that_stays_open(here: World) -> None:
    async with served(here, Hooked()) as url:
        closes = [(await ask(url + HOOK, data=bytes(size)))[2].get("Connection") for size in (9, LARGE_BODY + 1)]
    assert closes == [None, "close"]


@pytest.mark.parametrize("size", [LARGE_BODY, LARGE_BODY + 1])
async def test_a_body_that_does_not_come_on_is_waited_for_no_longer(here: World, size: int) -> None:
    async with served(here, Hooked(), within=0.05) as url:
        reader, writer = await begin(url, size)
        assert await reader.readline() == b"HTTP/1.1 408 Request Timeout\r\n"
        writer.close()


async def test_only_accounts_that_take_hooks_have_an_address(here: World) -> None:
    async with served(here, Postbox()) as url:
        assert (await get(f"{url}{HOOK}"))[0] == 404


# -------------------------------------------------------------------------------------------- networks that are pages


@contextlib.asynccontextmanager
async def web_chat(here: World, folder: Path) -> AsyncIterator[Network]:
    """The real web chat, called site."""
    account, kind = account_id("webchat", "site"), network_class("webchat")
    here.capabilities[account] = kind.capabilities
    async with aiohttp.ClientSession() as http:
        outside = Outside(http, here.store.mailboxes.of(account), Blobs(folder), "", here.clock)
        chat = kind(account, kind.Options(), outside)
        yield chat
        await chat.close()


def wrote(text: str) -> bytes:
    """What a visitor's window sends."""
    return json.dumps({"type": "message", "client_id": str(uuid.uuid4()), "text": text, "name": "Asha"}).encode()


async def test_the_web_chat_is_served_under_its_name_and_heard_by_the_inbox(here: World, tmp_path: Path) -> None:
    visitor = {"Authorization": f"Bearer {TOKEN}", "Content_Type": "application/json"}
    async with web_chat(here, tmp_path) as chat, served(here, chat) as url:
        status, text, _ = await ask(f"{url}/webchat/site/say", data=wrote("Kem cho?"), **visitor)
        assert status == 200, text
        assert (await ask(f"{url}/webchat/other/say", data=wrote("Kem cho?"), **visitor))[0] == 404

    page = await views.queue(here.brand, MEERA)
    assert [row.conversation.account for row in page.rows] == ["webchat:site"]


# --------------------------------------------------------------------------------------------------- health and figures


async def test_it_says_that_it_lives_and_that_it_is_ready(here: World) -> None:
    async with served(here) as url:
        assert await get(f"{url}/health") == (200, '{"alive": true}')
        assert await get(f"{url}/ready") == (200, '{"ready": true}')


async def test_figures_are_shown_to_this_machine(here: World) -> None:
    async with served(here) as url:
        status, page = await get(f"{url}/metrics")

    assert status == 200
    assert 'sangam_shelf{shelf="waiting"} 0.0' in page


@pytest.mark.parametrize("header", ["X_Forwarded_For", "Forwarded", "Via", "X_Forwarded_Proto"])
async def test_figures_are_not_shown_through_a_proxy_on_this_machine(here: World, header: str) -> None:
    async with served(here) as url:
        assert (await get(f"{url}/metrics", **{header: "127.0.0.1"}))[0] == 403


async def test_figures_are_not_shown_to_others(here: World) -> None:
    async with served(here) as url:
        assert (await get(f"{url}/metrics", PROXY))[0] == 403


async def test_a_trusted_proxy_cannot_make_a_stranger_local(here: World) -> None:
    async with served(here, proxies=[ip_network(PROXY)]) as url:
        assert (await get(f"{url}/metrics", PROXY, X_Forwarded_For="127.0.0.1"))[0] == 403


# ------------------------------------------------------------------------------------------------------------ proxies


async def seen(here: World, source: str, proxies: Sequence[str] = (PROXY,), **headers: str) -> list[str]:
    """Where a request from `source` seems to come from, and how."""
    async with served(here, proxies=[ip_network(proxy) for proxy in proxies]) as url:
        _, body = await get(f"{url}/who", source, **headers)
    return list(json.loads(body))


@pytest.mark.parametrize(
    ("hops", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),  # the first was the visitor's own invention
        ("203.0.113.7, 127.0.0.2", "203.0.113.7"),
        ("127.0.0.2,127.0.0.2", "127.0.0.2"),
        ("2001:db8::7", "2001:db8::7"),
        ("203.0.113.7, unknown", PROXY),
        ("203.0.113.7:4711", PROXY),
        ("<script>", PROXY),
        ("", PROXY),
    ],
)
async def test_a_trusted_proxy_says_where_a_request_came_from(here: World, hops: str, address: str) -> None:
    assert await seen(here, PROXY, X_Forwarded_For=hops) == [address, "http"]


@pytest.mark.parametrize(("said", "scheme"), [("https", "https"), ("http", "http"), ("ftp", "http")])
async def test_a_trusted_proxy_says_how_a_request_came(here: World, said: str, scheme: str) -> None:
    assert await seen(here, PROXY, X_Forwarded_For="203.0.113.7", X_Forwarded_Proto=said) == ["203.0.113.7", scheme]


async def test_nobody_else_is_believed(here: World) -> None:
    forged = {"X_Forwarded_For": "203.0.113.7", "X_Forwarded_Proto": "https"}

    assert await seen(here, "127.0.0.1", **forged) == ["127.0.0.1", "http"]
    assert await seen(here, PROXY, proxies=(), **forged) == [PROXY, "http"]


async def test_a_whole_network_of_proxies_may_be_trusted(here: World) -> None:
    assert await seen(here, "127.0.0.9", ("127.0.0.8/29",), X_Forwarded_For="203.0.113.7") == ["203.0.113.7", "http"]


async def test_a_hook_through_a_proxy_arrives_whole(here: World) -> None:
    box, body = Hooked(), b"\xff" * 200_000
    async with served(here, box, proxies=[ip_network(PROXY)]) as url:
        assert (await ask(f"{url}{HOOK}", PROXY, data=body, X_Forwarded_For="203.0.113.7"))[0] == 200

    assert box.calls[0].body == body


# ---------------------------------------------------------------------------------------------------------- listening


async def refusal(host: str, port: int) -> str:
    """Why nothing can be served there."""
    with pytest.raises(SetupError) as wrong:
        async with serving(web.Application(), host, port):
            pass
    return str(wrong.value)


async def test_a_port_in_use_is_one_sentence_with_the_way_out() -> None:
    async with serving(web.Application(), "127.0.0.1", 0) as port:
        said = await refusal("127.0.0.1", port)

    assert said == (
        f"Cannot listen on 127.0.0.1:{port}: another program does. End it, or set another web.port in bot.yaml."
    )


async def test_an_address_that_is_not_ours_is_one_sentence_with_the_way_out() -> None:
    for host in ("203.0.113.7", "nobody.invalid"):
        said = await refusal(host, 0)

        assert said.startswith(f"Cannot listen on {host}:0: ")
        assert said.endswith(". Set web.host in bot.yaml to an address of this machine, such as 127.0.0.1.")


def test_a_port_that_is_not_for_everybody_is_said_to_be_one() -> None:
    assert "1024 or more" in _way_out(PermissionError(errno.EACCES, "Permission denied"))  # root may have any port


async def test_after_the_block_the_port_is_free_again() -> None:
    port = free_port()
    for _ in range(2):
        async with serving(web.Application(), "127.0.0.1", port) as taken:
            assert taken == port


async def test_a_request_that_is_being_answered_is_answered_before_the_end(here: World) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(request: web.Request) -> web.Response:
        begun.set()
        await go_on.wait()
        return web.Response(text="done")

    app = application(here.brand, [], [web.get("/slow", slow)], Metrics(here.brand))
    async with asyncio.TaskGroup() as group, serving(app, "127.0.0.1", 0) as port:
        asked = group.create_task(get(f"http://127.0.0.1:{port}/slow"))
        await begun.wait()
        asyncio.get_running_loop().call_later(0.05, go_on.set)

    assert asked.result() == (200, "done")
