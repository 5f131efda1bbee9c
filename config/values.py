"""Values in bot.yaml that people write in their own way: addresses and networks."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from pydantic import AfterValidator, BeforeValidator

REDIS_SCHEMES = ("redis", "rediss", "unix", "redis+sentinel", "redis+cluster", "rediss+sentinel", "rediss+cluster")


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        raise ValueError("must be an address or a network such as 127.0.0.1 or 10.0.0.0/8") from None


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # it quotes the address, which may hold a password
        raise ValueError("this is not an address that can be read") from None


def password(url: str) -> tuple[str, ...]:
    """The passwords in an address, as they stand there and as they are meant; nothing where there is none."""
    try:
        parts = _split(url)
    except ValueError:
        return ()
    asked = [value for name, value in parse_qsl(parts.query) if name.endswith("password")]
    found = [parts.password or "", *asked]
    return tuple({form for word in found for form in (word, unquote(word))} - {""})


def _public(url: str) -> str:
    parts = _split(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment):
        raise ValueError("must be the address the world reaches us at, such as https://inbox.example.org")
    return url.rstrip("/")


def redis_url(url: str) -> str:
    """The address of a Redis, or "embedded"; ValueError in words for anything else, without the address in it."""
    parts = _split(url)
    if url != "embedded" and (parts.scheme not in REDIS_SCHEMES or not (parts.netloc or parts.path)):
        raise ValueError("must be embedded, redis://host:6379, redis+sentinel://… or redis+cluster://…")
    return url


PublicUrl = Annotated[str, AfterValidator(_public)]
IpNetwork = Annotated[IPv4Network | IPv6Network, BeforeValidator(_network)]
