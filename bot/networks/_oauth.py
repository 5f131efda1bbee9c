"""OAuth 2 logins whose access tokens end: kept in the vault, renewed in time, by one process at once, never lost.

A new grant is kept, safe from a crash, before its access token is used: networks that rotate refresh tokens take each
only once. Another process may have been first; then what it kept is used.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from bot.logs import hide
from bot.networks._outside import Vault
from inbox.errors import LoginNeeded, Rejected, SetupError

NAME: Final = "grant"  # under which the vault keeps it
EARLY: Final = 5 * 60_000  # ms before its end an access token is renewed
PATIENCE: Final = 15.0  # seconds that the end of a process waits for a renewal that has begun
MOMENTS: Final = (0.05, 0.15, 0.4, 1.0)  # seconds in which another process, which was first, keeps what it got


@dataclass(frozen=True, slots=True)
class Grant:
    """What a login gave; times in unix milliseconds, 0 where something never ends. `scopes` is what was granted."""

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    ends_at: int = 0
    refresh_ends_at: int = 0
    obtained_at: int = 0
    scopes: tuple[str, ...] = ()
    whose: str = ""  # the network's id of the account, where the login tells
    home: str = ""  # the address at which the login is good, where that is not the same for all


Renew = Callable[[Grant], Awaitable[Grant]]
"""Get a new grant for an old one; raises Rejected when the network no longer takes the refresh token."""


def as_text(grant: Grant) -> str:
    """The record as the vault keeps it."""
    return json.dumps(asdict(grant))


def from_text(text: str) -> Grant:
    """A record of the vault; raises SetupError when it is none."""
    try:
        said = json.loads(text)
        if not isinstance(said["access"], str) or not said["access"] or not isinstance(said["ends_at"], int):
            raise ValueError
        grant = Grant(**{**said, "scopes": tuple(map(str, said["scopes"]))})
    except (ValueError, TypeError, KeyError, AttributeError):
        raise SetupError("The record of the login cannot be read. Connect the account once more.") from None
    return grant


async def read_grant(vault: Vault) -> Grant | None:
    """The grant in the vault, kept out of all logs from now on; None where there is none. Raises SetupError."""
    text = await vault.read(NAME)
    if text is None:
        return None
    grant = from_text(text)
    hide(grant.access, grant.refresh)
    return grant


async def keep_grant(vault: Vault, grant: Grant) -> None:
    """Keep it in place of what was there; returns once that is safe from a crash."""
    hide(grant.access, grant.refresh)
    await vault.write(NAME, as_text(grant))


class Login:
    """The login of one account; `fix` says how a person renews it, `now` is in unix ms.

    `whose` is the network's id of the account that bot.yaml means; a kept login of another one is never used. "" where
    nobody can tell.
    """

    def __init__(self, vault: Vault, renew: Renew, now: Callable[[], int], fix: str, whose: str = "") -> None:
        """Nothing is read yet."""
        self._vault = vault
        self._renew = renew
        self._now = now
        self._fix = fix
        self._whose = whose
        self._turn = asyncio.Lock()
        self._unkept: tuple[str, Grant] | None = None  # what a refresh token was traded for while the vault was away

    async def grant(self) -> Grant:
        """A grant whose access token is good for some minutes; raises LoginNeeded, and what a renewal raises."""
        grant = await self._kept()
        if grant.ends_at and grant.ends_at - self._now() <= _early(grant) and grant.refresh:
            return await self.renewed(grant.access)
        if grant.ends_at and grant.ends_at <= self._now():
            raise LoginNeeded(f"The login of this account has ended. {self._fix}")
        return grant

    async def token(self) -> str:
        """The access token to call with; raises LoginNeeded, and what a renewal raises."""
        return (await self.grant()).access

    async def renewed(self, dead: str) -> Grant:
        """A grant with another access token than `dead`, which the network no longer takes, or soon will not."""
        async with self._turn:
            grant = await self._kept()
            if grant.access != dead:
                return grant
            if not grant.refresh:
                raise LoginNeeded(f"The login of this account is no longer good. {self._fix}")
            return await _to_its_end(self._traded(grant))

    async def _traded(self, grant: Grant) -> Grant:
        """A new grant for an old one, which may be worth nothing from when the network has read the question."""
        try:
            if self._unkept is None or self._unkept[0] != grant.refresh:
                self._unkept = grant.refresh, await self._renew(grant)
        except Rejected as refusal:
            return await self._by_another(grant, refusal)
        new = self._unkept[1]
        await keep_grant(self._vault, new)
        self._unkept = None
        return new

    async def _by_another(self, used: Grant, refusal: Rejected) -> Grant:
        """What another process kept when it was first with this refresh token, and perhaps is about to keep."""
        for moment in (*MOMENTS, 0.0):
            grant = await self._kept()
            if grant.refresh != used.refresh:
                return grant
            await asyncio.sleep(moment)
        raise LoginNeeded(f"{refusal} {self._fix}") from refusal

    async def _kept(self) -> Grant:
        try:
            grant = await read_grant(self._vault)
        except SetupError as error:
            raise LoginNeeded(f"{error} {self._fix}") from error
        if grant is None:
            raise LoginNeeded(f"This account is not connected yet. {self._fix}")
        if self._whose and grant.whose and grant.whose != self._whose:
            raise LoginNeeded(
                f"The login is for the account {grant.whose}, and bot.yaml says {self._whose}. {self._fix}"
            )
        return grant


def _early(grant: Grant) -> int:
    """How long before its end it is renewed (ms): one that lives for minutes only is not renewed with every call."""
    return min(EARLY, (grant.ends_at - grant.obtained_at) // 2) if grant.obtained_at else EARLY


async def _to_its_end(work: Coroutine[Any, Any, Grant]) -> Grant:
    """Carry it through even when we are cancelled meanwhile: half a renewal may be a login lost."""
    whole = asyncio.gather(work)  # a task that is held and awaited here
    try:
        (grant,) = await asyncio.shield(whole)
    except asyncio.CancelledError:
        done, _ = await asyncio.wait([whole], timeout=PATIENCE)
        if done and not whole.cancelled():
            whole.exception()  # nobody is left to hear of it; the next renewal meets it again
        raise
    return grant
