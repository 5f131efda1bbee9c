"""Our people in Redis: names, roles, password hashes, and the browsers they are signed in with.

Only the SHA-256 of a browser's secret is kept, so that whoever reads Redis cannot sign in with it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from inbox.store.client import Client
from inbox.store.keys import Keys


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of ours; `password` is an argon2 hash, empty for people who come in another way."""

    name: str
    role: str
    password: str = ""


class People:
    """Reads and writes the people of one brand."""

    def __init__(self, client: Client, keys: Keys) -> None:
        """The people of one brand."""
        self._client = client
        self._keys = keys

    async def all(self) -> list[Person]:
        """Everybody, by name."""
        found = await self._client.call("HVALS", self._keys("people"))
        assert isinstance(found, list)
        return sorted((Person(**json.loads(text)) for text in found), key=lambda person: person.name)

    async def find(self, name: str) -> Person | None:
        """One person by name."""
        text = await self._client.call("HGET", self._keys("people"), name)
        return Person(**json.loads(str(text))) if text else None

    async def save(self, person: Person) -> None:
        """Add or change a person."""
        await self._client.call("HSET", self._keys("people"), person.name, json.dumps(asdict(person)))

    async def save_first(self, person: Person) -> bool:
        """Add the very first person; False when somebody is already there."""
        script = (
            "if redis.call('HLEN', KEYS[1]) > 0 then return 0 end return redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])"
        )
        words = [person.name, json.dumps(asdict(person))]
        return bool(await self._client.evalsha(script, [self._keys("people")], words))

    async def remove(self, name: str) -> None:
        """Forget a person; their signed-in browsers stop working, because each request looks the person up."""
        await self._client.call("HDEL", self._keys("people"), name)

    async def sign_in(self, secret: str, name: str, seconds: int) -> None:
        """Remember a browser for `seconds`."""
        await self._client.call("SET", self._login(secret), name, "EX", seconds)

    async def signed_in(self, secret: str) -> Person | None:
        """Who a browser belongs to; None when it is unknown or its time is over."""
        name = await self._client.call("GET", self._login(secret))
        return await self.find(str(name)) if name else None

    async def sign_out(self, secret: str) -> None:
        """Forget a browser."""
        await self._client.call("DEL", self._login(secret))

    async def failures(self, who: str, seconds: int, *, failed: bool = False) -> int:
        """How often signing in failed from `who` within `seconds`; counts one more when `failed`."""
        key = self._keys("failed", hashlib.sha256(who.encode()).hexdigest()[:32])
        script = (
            "if ARGV[1] == '1' then local n = redis.call('INCR', KEYS[1]) "
            "if n == 1 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end return n end "
            "return tonumber(redis.call('GET', KEYS[1]) or '0')"
        )
        return int(str(await self._client.evalsha(script, [key], ["1" if failed else "0", seconds])))

    def _login(self, secret: str) -> str:
        return self._keys("login", hashlib.sha256(secret.encode()).hexdigest())
