"""What every page of the desk is given: the brand, its templates and files, the browsers, the live part."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.learning import School
from bot.surfaces.desk.auth import Browsers, Passwords
from bot.surfaces.desk.live import Live
from bot.surfaces.desk.render import Pages, Static
from inbox.brand import Brand
from inbox.capabilities import Capabilities
from inbox.models import AccountId, Media


class Blobs(Protocol):
    """Files that our people attach, kept under the digest of their content."""

    async def put(self, data: bytes) -> str:
        """Keep the bytes; returns the `ref` of a Media."""
        ...

    async def get(self, ref: str) -> bytes:
        """The bytes behind a ref; FileNotFoundError when there are none."""
        ...


Networks = Callable[[], Sequence[Capabilities]]
Fetch = Callable[[AccountId, Media], AsyncIterator[bytes]]
"""The bytes of a medium that arrived on an account; raises a NetworkError or a Refused."""


@dataclass(frozen=True, slots=True)
class Codes:
    """What is printed in the terminal to prove that somebody runs this machine; an empty code opens nothing."""

    setup: str = ""  # makes the first admin
    demo: str = ""  # signs in to the simulated world


NO_CODES = Codes()


@dataclass(frozen=True, slots=True)
class Kit:
    """The parts of one desk."""

    brand: Brand
    blobs: Blobs
    fetch: Fetch
    pages: Pages
    static: Static
    browsers: Browsers
    passwords: Passwords
    live: Live
    school: School
    codes: Codes
    demo: bool
    networks: Networks = tuple  # those that the page about all of them tells of; none: those of our accounts
