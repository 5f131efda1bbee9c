"""From an address to a `Client` of one server, a Sentinel service or a Cluster, without redis-py's dangerous defaults.

Addresses (`rediss` for TLS wherever `redis` stands; a password with special characters percent-encoded):

    unix:///folder/redis.sock?db=0
    redis://user:password@host:6379/0
    redis+sentinel://user:password@host:26379,host:26379/service?db=0
    redis+cluster://user:password@host:6379,host:6379

Options after `?`: db; ssl_ca_certs, ssl_certfile, ssl_keyfile, ssl_check_hostname, ssl_cert_reqs (files and words as in
Python's ssl module); sentinel_username, sentinel_password.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from redis.asyncio import Redis, RedisCluster, Sentinel
from redis.asyncio.cluster import ClusterNode
from redis.asyncio.connection import Connection, ConnectionPool, SSLConnection, UnixDomainSocketConnection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.maint_notifications import MaintNotificationsConfig

from inbox.errors import SetupError
from inbox.store.client import Client
from inbox.store.line import Line

SECONDS_TO_ANSWER = 5.0
SECONDS_TO_CONNECT = 5.0
MAX_BLOCKING_CONNECTIONS = 8
DEFAULT_PORT = {"one": 6379, "cluster": 6379, "sentinel": 26379}
TLS_OPTIONS = {"ssl_ca_certs", "ssl_certfile", "ssl_keyfile", "ssl_check_hostname", "ssl_cert_reqs"}
LOGIN = ("username", "password")
OPTIONS = TLS_OPTIONS | {"db", "sentinel_username", "sentinel_password"}
SYNTAX = (
    "write it as unix:///path, redis://host:port/db, redis+sentinel://host,host/service or redis+cluster://host,host"
)

Kind = Literal["unix", "one", "sentinel", "cluster"]


@dataclass(frozen=True, slots=True)
class Address:
    """Where Redis is, taken apart; secrets stay out of its repr."""

    kind: Kind
    hosts: tuple[tuple[str, int], ...] = ()
    path: str = ""
    service: str = ""
    db: int = 0
    tls: Mapping[str, object] | None = None
    login: Mapping[str, str] = field(default_factory=dict, repr=False)
    sentinel_login: Mapping[str, str] = field(default_factory=dict, repr=False)


def connect(url: str, *, max_connections: int = 50) -> Client:
    """A client for everything but blocking reads; nothing is sent yet. At most `max_connections` at once: the next
    caller waits up to 5 s for a free one, then gets StoreAway. Raises SetupError for an address nobody can read.
    """
    return _client(parse_address(url), max_connections, longest_block=0)


def blocking(url: str, *, block_ms: int = 5000) -> Client:
    """A client for `xread` with a wait of up to `block_ms`; its sockets wait 5 s longer than Redis.

    Raises SetupError.
    """
    return _client(parse_address(url), MAX_BLOCKING_CONNECTIONS, longest_block=block_ms)


def _client(address: Address, max_connections: int, longest_block: int) -> Client:
    options = _options(address, SECONDS_TO_ANSWER + longest_block / 1000)
    match address.kind:
        case "cluster":
            return _cluster_client(address, options, max_connections, longest_block)
        case "sentinel":
            return _sentinel_client(address, options, max_connections, longest_block)
    options |= {"db": address.db, "max_connections": max_connections}
    if address.kind == "unix":
        pool = ConnectionPool(connection_class=UnixDomainSocketConnection, path=address.path, **options)
    else:
        host, port = address.hosts[0]
        kind = SSLConnection if options.pop("ssl", False) else Connection
        pool = ConnectionPool(connection_class=kind, host=host, port=port, **options)
    redis = Redis.from_pool(pool)
    line = Line(pool.make_connection, SECONDS_TO_ANSWER)
    return Client(redis, max_connections=max_connections, longest_block=longest_block, line=line, close=redis.aclose)


def _cluster_client(address: Address, options: dict[str, Any], max_connections: int, longest_block: int) -> Client:
    redis = RedisCluster(
        startup_nodes=[ClusterNode(host, port) for host, port in address.hosts],
        require_full_coverage=False,  # the cluster itself says when it cannot serve us
        max_connections=2 * max_connections,  # one that is being closed after an error still counts
        **options,
    )

    async def close() -> None:
        await redis.aclose()
        for nodes in ("nodes_cache", "startup_nodes"):  # after a lost connection the line above closes nothing
            await redis.nodes_manager.aclose(nodes)

    return Client(redis, max_connections=max_connections, longest_block=longest_block, close=close)


def _sentinel_client(address: Address, options: dict[str, Any], max_connections: int, longest_block: int) -> Client:
    times = {"socket_timeout": SECONDS_TO_ANSWER, "retry": _never()}
    asking = options | times | dict(address.sentinel_login)
    for name in ("username", "password"):
        if name not in address.sentinel_login:
            asking.pop(name, None)
    sentinel = Sentinel(address.hosts, sentinel_kwargs=asking)  # type: ignore[no-untyped-call]
    redis = sentinel.master_for(address.service, db=address.db, max_connections=max_connections, **options)

    async def close() -> None:
        await redis.aclose()
        await sentinel.aclose()

    line = Line(redis.connection_pool.make_connection, SECONDS_TO_ANSWER)
    return Client(redis, max_connections=max_connections, longest_block=longest_block, line=line, close=close)


def _options(address: Address, seconds_to_answer: float) -> dict[str, Any]:
    """What every connection gets. RESP3 with "unified" answers has one shape on all kinds of server."""
    options: dict[str, Any] = {
        "protocol": 3,
        "legacy_responses": False,
        "decode_responses": True,
        "retry": _never(),
        "maint_notifications_config": MaintNotificationsConfig(enabled=False),  # with them, dead sockets go unnoticed
        "socket_timeout": seconds_to_answer,
        "socket_connect_timeout": SECONDS_TO_CONNECT,
        **address.login,
    }
    if address.tls is not None:
        options |= {"ssl": True, **address.tls}
    return options


def _never() -> Retry:
    """redis-py repeats a command whose answer was lost, up to ten times; an INCR then counts ten times."""
    return Retry(NoBackoff(), 0)


def parse_address(url: str) -> Address:
    """Take an address apart; SetupError says what is wrong with it, without the password in it."""
    try:
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
        return _address(parts, options)
    except ValueError as error:
        raise SetupError(f"`redis.url` cannot be read ({error}): {SYNTAX}.") from None  # its context holds the address


def _address(parts: SplitResult, options: dict[str, str]) -> Address:
    if unknown := set(options) - OPTIONS:
        raise ValueError(f"unknown option {min(unknown)}, known are {', '.join(sorted(OPTIONS))}")
    if parts.scheme == "unix":
        return Address("unix", path=_needed(unquote(parts.path), "path"), db=int(options.get("db", "0")))
    scheme, _, kind = parts.scheme.partition("+")
    if scheme not in ("redis", "rediss") or kind not in ("", "sentinel", "cluster"):
        raise ValueError(f"unknown scheme {parts.scheme!r}")
    address_kind: Kind = "sentinel" if kind == "sentinel" else "cluster" if kind == "cluster" else "one"
    last = unquote(parts.path.strip("/"))
    hosts = _hosts(parts.netloc.rpartition("@")[2], DEFAULT_PORT[address_kind])
    if address_kind == "one" and len(hosts) > 1:
        raise ValueError("several hosts need redis+sentinel or redis+cluster")
    db = int(options.get("db") or (last if address_kind == "one" and last else "0"))
    if address_kind == "cluster" and db:
        raise ValueError("a cluster has database 0 only")
    return Address(
        address_kind,
        hosts=hosts,
        service=_needed(last, "service name after the hosts") if address_kind == "sentinel" else "",
        db=db,
        tls=_tls(options) if scheme == "rediss" else None,
        login=_login(parts),
        sentinel_login={name: options[f"sentinel_{name}"] for name in LOGIN if f"sentinel_{name}" in options},
    )


def _needed(text: str, what: str) -> str:
    if not text:
        raise ValueError(f"the {what} is missing")
    return text


def _hosts(netloc: str, default_port: int) -> tuple[tuple[str, int], ...]:
    found = [urlsplit(f"//{one.strip()}") for one in netloc.split(",")]
    return tuple((_needed(one.hostname or "", "host"), one.port or default_port) for one in found)


def _login(parts: SplitResult) -> dict[str, str]:
    return {name: unquote(value) for name, value in zip(LOGIN, (parts.username, parts.password), strict=True) if value}


def _tls(options: dict[str, str]) -> dict[str, object]:
    tls: dict[str, object] = {name: value for name, value in options.items() if name in TLS_OPTIONS}
    if "ssl_check_hostname" in tls:
        tls["ssl_check_hostname"] = options["ssl_check_hostname"].lower() in ("1", "true", "yes")
    return tls
