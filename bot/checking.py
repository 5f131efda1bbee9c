"""Trying everything before it is needed: credentials, Redis, the public address; each failure with how to mend it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

import aiohttp

from inbox.network import Health, Network

PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was tried: what it is about, and what was found."""

    about: str
    health: Health


async def check_redis(problems: Sequence[str]) -> AsyncIterator[Checked]:
    """Say what the store found wrong with its Redis, or that it found nothing."""
    for problem in problems:
        yield Checked("Redis", Health(False, problem))
    if not problems:
        yield Checked("Redis", Health(True, "keeps what it is given"))


async def check_accounts(networks: Iterable[Network]) -> AsyncIterator[Checked]:
    """Prove every account's credentials, one after the other."""
    for network in networks:
        for health in await network.check():
            yield Checked(network.account, health)


async def check_part(about: str, check: Callable[[], Awaitable[Sequence[Health]]]) -> AsyncIterator[Checked]:
    """Try what checks itself, such as a surface."""
    for health in await check():
        yield Checked(about, health)


async def check_public_url(
    http: aiohttp.ClientSession, networks: Iterable[Network], public_url: str
) -> AsyncIterator[Checked]:
    """See whether the world's way to us leads to us, where a network needs one."""
    needy = [network.account for network in networks if network.capabilities.needs_public_url]
    if not public_url:
        if needy:
            fix = "set web.public_url in bot.yaml to the https address under which the world reaches this server"
            words = f"none is set, and without one {', '.join(needy)} cannot do all that bot.yaml asks of it"
            yield Checked("public address", Health(False, words, fix))
        return
    yield Checked("public address", await _reach(http, public_url))


async def _reach(http: aiohttp.ClientSession, public_url: str) -> Health:
    fix = f"point {public_url} at this server (a reverse proxy with TLS), and see that Sangam is running"
    try:
        async with http.get(
            f"{public_url.rstrip('/')}/health", timeout=aiohttp.ClientTimeout(total=PATIENCE)
        ) as answer:
            if answer.status == 200 and (await answer.json(content_type=None)).get("alive") is True:
                return Health(True, f"{public_url} leads here")
            return Health(False, f"{public_url} answers {answer.status}, not as Sangam does", fix)
    except (TimeoutError, aiohttp.ClientError, ValueError, AttributeError) as error:
        return Health(False, f"{public_url} cannot be reached ({str(error) or type(error).__name__})", fix)


def told(found: Checked, write: Callable[[str], None]) -> bool:
    """Write one line, and the fix below it; answers whether it passed."""
    health = found.health
    write(f"{'pass' if health.ok else 'FAIL'}  {found.about}: {health.words}")
    if health.fix:
        write(f"      {health.fix}")
    return health.ok
