"""What an adapter is handed when it is made: one shared HTTP session, a mailbox, kept blobs, and where we are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import aiohttp
from aiohttp import web
from pydantic import BaseModel

from inbox.models import AccountId
from inbox.network import Capabilities, Mailbox, Network, Receive


class Blobs(Protocol):
    """Files that our people or web-chat visitors attached; content-addressed, so `put` twice is one file."""

    async def put(self, data: bytes) -> str:
        """Keep the bytes; returns the `ref` of a Media ("blob:" and a digest)."""
        ...

    async def get(self, ref: str) -> bytes:
        """The bytes behind a ref; FileNotFoundError when they were erased."""
        ...


@dataclass(frozen=True, slots=True)
class Outside:
    """The tools of an adapter; `public_url` is empty when the world cannot reach us."""

    http: aiohttp.ClientSession
    mailbox: Mailbox
    blobs: Blobs
    public_url: str
    now: Callable[[], int]  # unix milliseconds
    team: frozenset[str] = frozenset()  # ids of the places where our own people talk: nobody's words to answer


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
