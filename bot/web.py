"""The one web server: hooks from networks, routes of networks that serve pages, the desk, health and figures."""

from __future__ import annotations

import contextlib
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence

import structlog
from aiohttp import hdrs, web

from bot.metrics import Metrics
from bot.networks._outside import ServesWeb
from inbox import arrivals
from inbox.brand import Brand
from inbox.errors import SetupError, StoreAway
from inbox.network import Hook, Network, TakesHooks

log = structlog.get_logger("sangam")

MOST_BODY = 20 * 1024 * 1024
RETRY_AFTER = "5"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def application(
    brand: Brand,
    networks: Iterable[Network],
    desk: Sequence[web.AbstractRouteDef],
    metrics: Metrics,
    *,
    metrics_token: str = "",
) -> web.Application:
    """Put everything that answers HTTP on one application."""
    app = web.Application(client_max_size=MOST_BODY, middlewares=[_store_away])
    app.add_routes(
        [
            web.get("/health", _alive),
            web.get("/ready", _ready(brand)),
            web.get("/metrics", _figures(metrics, metrics_token)),
        ]
    )
    for network in networks:
        kind, _, name = network.account.partition(":")
        if isinstance(network, TakesHooks):
            app.router.add_route("*", f"/hooks/{kind}/{name}", _hook(brand, network, network))
        if isinstance(network, ServesWeb):
            part = web.Application(client_max_size=MOST_BODY, middlewares=[_store_away])
            part.add_routes(network.routes(arrivals.receiver(brand, network.account)))
            app.add_subapp(f"/{kind}/{name}", part)
    app.add_routes(desk)
    return app


@contextlib.asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serve until the block ends; gives the port. Raises SetupError when the port is taken or not ours to take."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            words = f"Cannot listen on {host}:{port} ({error.strerror or error}): end what uses it, or set web.port."
            raise SetupError(words) from error
        assert site._server is not None  # aiohttp offers no other way to learn a port that the system chose
        yield site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
    finally:
        await runner.cleanup()


def _hook(brand: Brand, network: Network, taker: TakesHooks) -> Handler:
    receive = arrivals.receiver(brand, network.account)

    async def answer(request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        hook = Hook(request.method, dict(request.query), headers, await request.read())
        said = await taker.hook(hook, receive)
        return web.Response(status=said.status, text=said.body, content_type=said.content_type)

    return answer


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


def _figures(metrics: Metrics, token: str) -> Handler:
    """Figures are for whoever knows the token, or, without one, for this machine only."""

    async def answer(request: web.Request) -> web.Response:
        given = request.headers.get(hdrs.AUTHORIZATION, "").removeprefix("Bearer ")
        local = request.remote in ("127.0.0.1", "::1") and not request.headers.get("X-Forwarded-For")
        if not (hmac.compare_digest(given.encode(), token.encode()) if token else local):
            raise web.HTTPForbidden(
                text="Figures are shown on this machine only; set web.metrics_token_env to allow more."
            )
        return web.Response(body=await metrics.page(), headers={hdrs.CONTENT_TYPE: "text/plain; version=0.0.4"})

    return answer
