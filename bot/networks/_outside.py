"""What an adapter is handed when it is made: one shared HTTP session, a mailbox, kept blobs, and where we are."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import aiohttp
from aiohttp import web
from pydantic import BaseModel

from inbox.capabilities import Capabilities
from inbox.errors import Rejected, SetupError
from inbox.incoming import Receive
from inbox.models import AccountId, Media
from inbox.network import NONE_SEEN, Mailbox, Meter, Network, Used


class Blobs(Protocol):
    """Files that our people or web-chat visitors attached; content-addressed, so `put` twice is one file."""

    async def put(self, data: bytes) -> str:
        """Keep the bytes; returns the `ref` of a Media ("blob:" and a digest)."""
        ...

    async def get(self, ref: str) -> bytes:
        """The bytes behind a ref; FileNotFoundError when they were erased."""
        ...


class Vault(Protocol):
    """What one account keeps secret (its tokens), each under a name, as text; encrypted where it is kept."""

    async def read(self, name: str) -> str | None:
        """What is kept under the name; None when there is nothing. Raises SetupError when it cannot be opened."""
        ...

    async def write(self, name: str, text: str) -> None:
        """Keep it, in place of what was there; returns once that is safe from a crash."""
        ...


class Share(Protocol):
    """Lets a network fetch a kept file from us, at an address that is signed and ends."""

    def __call__(self, media: Media, seconds: int) -> str:
        """The https address; raises Rejected with the way out where the world cannot reach us."""
        ...


class _Empty:
    """Keeps nothing; for networks that have no tokens of their own, and for tests."""

    async def read(self, name: str) -> str | None:
        return None

    async def write(self, name: str, text: str) -> None:
        raise SetupError(f"There is nowhere to keep {name}.")


EMPTY = _Empty()


class _Free:
    """Counts nothing; for networks whose calls cost nothing, and for tests."""

    async def spend(self, things: Mapping[str, int], seen: Mapping[str, Collection[str]] = NONE_SEEN) -> Used:
        return Used()

    async def used(self) -> Used:
        return Used()

    async def plan(self, words: str, next_at: int, budget: int) -> None:
        pass


FREE = _Free()


def unshared(media: Media, seconds: int) -> str:
    """Refuses to share anything."""
    raise Rejected("The network fetches files from us; set web.public_url in bot.yaml to where the world reaches us.")


@dataclass(frozen=True, slots=True)
class Outside:
    """The tools of an adapter; `public_url` is empty when the world cannot reach us."""

    http: aiohttp.ClientSession
    mailbox: Mailbox
    blobs: Blobs
    public_url: str
    now: Callable[[], int]  # unix milliseconds
    team: frozenset[str] = frozenset()  # ids of the places where our own people talk: nobody's words to answer
    vault: Vault = EMPTY
    share: Share = unshared
    meter: Meter = FREE
    rest: Callable[[float], Awaitable[None]] = asyncio.sleep  # how a listening adapter waits: so many seconds


class NetworkClass(Protocol):
    """A network's class: its options as they stand in bot.yaml, and how one account of it is made."""

    Options: type[BaseModel]
    capabilities: Capabilities

    def __call__(self, account: AccountId, options: BaseModel, outside: Outside) -> Network:
        """Make one account of this network; does nothing on the wire yet."""
        ...


@runtime_checkable
class ServesWeb(Protocol):
    """Networks that are a web page themselves; `bot/web.py` mounts them under `/<network>/<account name>`."""

    def routes(self, receive: Receive) -> Sequence[web.RouteDef]:
        """What the outside may ask of it, with paths that begin with a slash and are relative to that prefix."""
        ...
