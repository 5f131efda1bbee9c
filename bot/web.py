"""The one web server: hooks from networks, routes of networks that serve pages, the desk, health and figures."""

from __future__ import annotations

import asyncio
import contextlib
import errno
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address

import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Middleware

from bot.metrics import Metrics
from bot.networks._outside import ServesWeb
from inbox import arrivals
from inbox.brand import Brand
from inbox.errors import SetupError, StoreAway
from inbox.network import Hook, HookAnswer, Network, SharesHooks, TakesHooks

log = structlog.get_logger("sangam")

MOST_BODY = 20 * 1024 * 1024
LARGE_BODY = 1024 * 1024  # of a hook; nobody has proven yet who sends it
LARGE_AT_ONCE = 4
LARGE_WITHIN = 60.0  # seconds until it must be here
RETRY_AFTER = "5"
HERE = ("127.0.0.1", "::1")
PASSED_ON = (hdrs.FORWARDED, hdrs.VIA, hdrs.X_FORWARDED_FOR, hdrs.X_FORWARDED_HOST, hdrs.X_FORWARDED_PROTO)
Proxies = IPv4Network | IPv6Network
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def application(
    brand: Brand,
    networks: Iterable[Network],
    desk: Sequence[web.AbstractRouteDef],
    metrics: Metrics,
    trusted_proxies: Sequence[Proxies] = (),
    large_within: float = LARGE_WITHIN,
) -> web.Application:
    """Put everything that answers HTTP on one application; `trusted_proxies` may say whom they speak for.

    A large body of a hook must be here in `large_within` seconds.
    """
    app = web.Application(client_max_size=MOST_BODY, middlewares=[_behind(trusted_proxies), _store_away])
    app.add_routes(
        [web.get("/health", _alive), web.get("/ready", _ready(brand)), web.get("/metrics", _figures(metrics))]
    )
    everyone, sharing = tuple(networks), defaultdict[str, list[Network]](list)
    in_turn = _taking_turns(large_within)
    for network in everyone:
        kind, _, name = network.account.partition(":")
        if isinstance(network, TakesHooks):
            app.router.add_route("*", f"/hooks/{kind}/{name}", in_turn(_hook(brand, network, network)))
        if isinstance(network, SharesHooks):
            sharing[network.hook_path].append(network)
        if isinstance(network, ServesWeb):
            part = web.Application(client_max_size=MOST_BODY, middlewares=[_store_away])
            part.add_routes(network.routes(arrivals.receiver(brand, network.account)))
            app.add_subapp(f"/{kind}/{name}", part)
    for path, party in sharing.items():
        app.router.add_route("*", f"/hooks/{path}", in_turn(_hook_for_all(brand, party)))
    app.add_routes(desk)

    async def send_visitors_away(_: web.Application) -> None:
        for network in everyone:  # open streams would hold the server up until its patience ends
            await network.close()

    app.on_shutdown.append(send_visitors_away)
    return app


@contextlib.asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serve until the block ends; gives the port. Raises SetupError when the port is taken or not ours to take."""
    # Bodies stay as they were sent: what is signed is what came, and a small body cannot unfold to fill the memory.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0, auto_decompress=False)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            raise SetupError(f"Cannot listen on {host}:{port}: {_way_out(error)}") from error
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def _way_out(error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return "another program does. End it, or set another web.port in bot.yaml."
        case errno.EACCES | errno.EPERM:
            return "that port needs special rights. Set a web.port of 1024 or more in bot.yaml."
        case _:
            reason = str(error.strerror or error).rpartition(": ")[2]
            return f"{reason}. Set web.host in bot.yaml to an address of this machine, such as 127.0.0.1."


def _hook(brand: Brand, network: Network, taker: TakesHooks) -> Handler:
    receive = arrivals.receiver(brand, network.account)

    async def answer(request: web.Request) -> web.Response:
        return _said(await taker.hook(await _asked(request), receive))

    return answer


def _hook_for_all(brand: Brand, party: Sequence[Network]) -> Handler:
    """Whoever comes first answers for all: they share the application, and with it the secret that proves a call."""
    everyone = [(network, arrivals.receiver(brand, network.account)) for network in party]
    first = party[0]
    assert isinstance(first, SharesHooks)

    async def answer(request: web.Request) -> web.Response:
        return _said(await first.hook_for_all(await _asked(request), everyone))

    return answer


def _taking_turns(within: float) -> Callable[[Handler], Handler]:
    """Take a few large bodies at once, so that those who prove nothing cannot fill the memory; the others wait.

    Every body must be here in time: nobody keeps a connection by sending a byte now and then.
    """
    turns = asyncio.Semaphore(LARGE_AT_ONCE)

    async def here(request: web.Request) -> None:
        try:
            async with asyncio.timeout(within):
                await request.read()  # and is kept with the request
        except TimeoutError:
            raise web.HTTPRequestTimeout from None

    async def large(request: web.Request, handler: Handler) -> web.StreamResponse:
        await here(request)
        said = await handler(request)
        said.force_close()  # a connection that waits for more keeps the body as long
        return said

    def in_turn(handler: Handler) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            if not request.body_exists:
                return await handler(request)
            if (request.content_length or MOST_BODY) <= LARGE_BODY:
                await here(request)
                return await handler(request)
            async with turns:
                return await large(request, handler)

        return answer

    return in_turn


async def _asked(request: web.Request) -> Hook:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Hook(request.method, dict(request.query), headers, await request.read())


def _said(answer: HookAnswer) -> web.Response:
    return web.Response(status=answer.status, text=answer.body, content_type=answer.content_type)


@web.middleware
async def _store_away(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Nothing is lost when Redis is away: whoever called is asked to come again."""
    try:
        return await handler(request)
    except StoreAway:
        text = "Sangam cannot reach its store right now; please come again in a few seconds."
        return web.Response(status=503, text=text, headers={hdrs.RETRY_AFTER: RETRY_AFTER})


async def _alive(request: web.Request) -> web.Response:
    return web.json_response({"alive": True})


def _ready(brand: Brand) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        await brand.store.client.call("PING")
        return web.json_response({"ready": True})

    return answer


def _figures(metrics: Metrics) -> Handler:
    """Figures are for this machine only: a scraper elsewhere comes through a tunnel or a proxy that asks who it is."""

    async def answer(request: web.Request) -> web.Response:
        if request.remote not in HERE or any(name in request.headers for name in PASSED_ON):
            raise web.HTTPForbidden(text="Figures are shown on this machine only.")
        return web.Response(body=await metrics.page(), headers={hdrs.CONTENT_TYPE: "text/plain; version=0.0.4"})

    return answer


def _behind(proxies: Sequence[Proxies]) -> Middleware:
    """Believe what trusted proxies say of where a request came from and whether it came by https, and nobody else."""

    def trusted(address: str) -> bool:
        return any(ip_address(address) in network for network in proxies)

    def origin(request: web.Request) -> str:
        hops = [hop.strip() for hop in request.headers.get(hdrs.X_FORWARDED_FOR, "").split(",") if hop.strip()]
        address = request.remote or ""
        with contextlib.suppress(ValueError):  # whatever is no address ends the walk
            while hops and trusted(address):
                ip_address(hops[-1])
                address = hops.pop()
        return address

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not proxies or not request.remote or not trusted(request.remote):
            return await handler(request)
        scheme = "https" if request.headers.get(hdrs.X_FORWARDED_PROTO) == "https" else request.scheme
        return await handler(request.clone(remote=origin(request), scheme=scheme))

    return middleware
