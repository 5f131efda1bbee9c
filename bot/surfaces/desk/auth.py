"""Who is at the desk: passwords, the signed-in browser, forged forms, and how often somebody may try.

A browser holds one cookie: a random secret, and after signing in a seal over the person's password hash, so that a
changed password or a forgotten person ends every other browser. The store keeps only a digest of the secret.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from inbox.models import Actor
from inbox.store.people import People, Person

SIGNED_IN_FOR = 14 * 24 * 3600  # seconds
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
ONE_TIME = "once:"  # before the hash of a password that somebody else chose
TRYING_AGAIN_AFTER = 15 * 60  # seconds
NAME = re.compile(r"[\w][\w .@-]{0,39}")
SECRET = re.compile(r"[\w-]{43}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever sent a request; `person` is None before signing in."""

    secret: str
    person: Person | None = None

    @property
    def actor(self) -> Actor:
        """The visitor as use cases know them; only for people who are signed in."""
        assert self.person
        return Actor("person", self.person.name, self.person.role)

    @property
    def csrf(self) -> str:
        """What every form of this browser carries and no other site can know."""
        return _mac(self.secret, "form")

    @property
    def must_choose(self) -> bool:
        """Whether their password is one that somebody else chose."""
        return self.person is not None and self.person.password.startswith(ONE_TIME)


class Passwords:
    """Argon2 in threads, no more at once than there are cores, because each takes 64 MB and all of a core."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """`hasher`: other costs than the library recommends."""
        self._hasher = hasher or PasswordHasher()
        self._cores = asyncio.Semaphore(os.cpu_count() or 1)
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        """The hash to keep of a password."""
        async with self._cores:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def fits(self, kept: str, password: str) -> bool:
        """Whether a password fits a kept hash; an unknown person's empty hash takes just as long and never fits."""
        if self._nobody is None:
            self._nobody = await self.hash(secrets.token_hex(16))
        async with self._cores:
            return await asyncio.to_thread(self._verify, kept.removeprefix(ONE_TIME) or self._nobody, password)

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False


def password_problem(password: str) -> str:
    """Why a new password will not do; empty when it will."""
    if len(password) < SHORTEST_PASSWORD:
        return f"The password needs at least {SHORTEST_PASSWORD} characters; a few words in a row are easy to keep."
    if len(password) > LONGEST_PASSWORD:
        return f"The password may have at most {LONGEST_PASSWORD} characters."
    return ""


def name_problem(name: str) -> str:
    """Why a name will not do; empty when it will."""
    if NAME.fullmatch(name) is None or name != name.strip():
        return "A name has 1 to 40 letters, digits, spaces or . _ @ - and begins with a letter or digit."
    return ""


class Browsers:
    """The browsers of our people: who sent a request, and letting them in and out."""

    def __init__(self, people: People, *, https: bool) -> None:
        """`https`: whether a proxy in front of us speaks it, although we ourselves do not."""
        self.people = people
        self._https = https

    async def visitor(self, request: web.Request) -> Visitor:
        """Who sent this request; a browser without a good cookie gets a new secret."""
        secret, _, seal = request.cookies.get(self._cookie(request), "").partition(".")
        if SECRET.fullmatch(secret) is None:
            return Visitor(secrets.token_urlsafe(32))
        person = await self.people.signed_in(secret) if seal else None
        if person and hmac.compare_digest(seal.encode(), _seal(secret, person).encode()):
            return Visitor(secret, person)
        return Visitor(secret)

    async def sign_in(self, request: web.Request, response: web.StreamResponse, person: Person) -> None:
        """Sign a browser in with a new secret, so that one known before is worth nothing."""
        await self.forget(request)
        secret = secrets.token_urlsafe(32)
        await self.people.sign_in(secret, person.name, SIGNED_IN_FOR)
        self.remember(request, response, Visitor(secret, person))

    async def sign_out(self, request: web.Request, response: web.StreamResponse) -> None:
        """Sign the browser of this request out."""
        await self.forget(request)
        response.del_cookie(self._cookie(request), path="/", secure=self._secure(request), httponly=True)

    async def forget(self, request: web.Request) -> None:
        """Make the secret of this request worthless."""
        secret = request.cookies.get(self._cookie(request), "").partition(".")[0]
        if SECRET.fullmatch(secret):
            await self.people.sign_out(secret)

    def remember(self, request: web.Request, response: web.StreamResponse, who: Visitor) -> None:
        """Let the browser keep its secret, out of reach of scripts and of other sites."""
        value = f"{who.secret}.{_seal(who.secret, who.person)}" if who.person else who.secret
        response.set_cookie(
            self._cookie(request), value, max_age=SIGNED_IN_FOR, path="/",
            httponly=True, samesite="Lax", secure=self._secure(request),
        )  # fmt: skip

    def _secure(self, request: web.Request) -> bool:
        return request.secure or self._https

    def _cookie(self, request: web.Request) -> str:
        """`__Host-` keeps neighbouring hosts from planting a cookie; browsers take it over https only."""
        return "__Host-sangam" if self._secure(request) else "sangam"


def forged(request: web.Request, who: Visitor, token: str) -> bool:
    """Whether a form came from somewhere else: its token, and what the browser says of its origin, tell."""
    if not hmac.compare_digest(token.encode(), who.csrf.encode()):
        return True
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host


def safe_next(text: str) -> str:
    """A place of ours to go on to, whatever was asked for."""
    parts = urlsplit(text) if text.isprintable() and "\\" not in text else None
    if parts is None or parts.scheme or parts.netloc or not text.startswith("/") or text.startswith("//"):
        return "/"
    return text


def attempts(request: web.Request, name: str) -> dict[str, int]:
    """Who is counted when signing in fails, and how often each may within a quarter of an hour."""
    address = request.remote or "nowhere"
    return {f"{address} {name}": 8, address: 40, f"name {name}": 200}


async def too_many(people: People, who: dict[str, int]) -> bool:
    """Whether one of these failed too often."""
    counted = [await people.failures(key, TRYING_AGAIN_AFTER) >= most for key, most in who.items()]
    return any(counted)


async def count_failure(people: People, who: dict[str, int]) -> None:
    """Remember that it failed."""
    for key in who:
        await people.failures(key, TRYING_AGAIN_AFTER, failed=True)


def _seal(secret: str, person: Person) -> str:
    return _mac(secret, f"{person.name} {person.password}")


def _mac(secret: str, words: str) -> str:
    return hmac.new(secret.encode(), words.encode(), hashlib.sha256).hexdigest()
