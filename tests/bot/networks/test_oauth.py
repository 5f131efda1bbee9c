"""Logins that end: renewed in time and by one at once, kept before they are used, never lost to a second process."""

from __future__ import annotations

import asyncio

import pytest

from bot.networks._oauth import EARLY, Grant, Login, as_text, from_text, keep_grant, read_grant
from inbox.errors import LoginNeeded, Rejected, SetupError, StoreAway, Unavailable

FIX = "Run: connect"
HOUR = 3_600_000


class Safe:
    """A vault in memory that remembers what was written, in order."""

    def __init__(self, text: str | None = None) -> None:
        """Holds this text."""
        self.text = text
        self.written: list[str] = []
        self.away = False

    async def read(self, name: str) -> str | None:
        assert name == "grant"
        return self.text

    async def write(self, name: str, text: str) -> None:
        if self.away:
            raise StoreAway("Redis is away")
        self.text = text
        self.written.append(text)


class Server:
    """Renews as networks that rotate do: each refresh token counts once."""

    def __init__(self, good: str) -> None:
        """The refresh token that counts now."""
        self.good, self.asked = good, 0
        self.then: Exception | None = None

    async def renew(self, grant: Grant) -> Grant:
        self.asked += 1
        await asyncio.sleep(0)
        if self.then:
            raise self.then
        if grant.refresh != self.good:
            raise Rejected("the refresh token is no good")
        self.good = f"refresh-{self.asked}"
        return Grant(f"access-{self.asked}", self.good, 10 * HOUR)


def made(*, ends_at: int, refresh: str = "refresh-0") -> tuple[Safe, Server]:
    return Safe(as_text(Grant("access-0", refresh, ends_at))), Server("refresh-0")


async def test_a_good_token_is_used_as_it_is() -> None:
    vault, server = made(ends_at=HOUR)
    assert await Login(vault, server.renew, lambda: 0, FIX).token() == "access-0"
    assert server.asked == 0


async def test_one_that_ends_soon_is_renewed_once_however_many_ask() -> None:
    vault, server = made(ends_at=HOUR)
    login = Login(vault, server.renew, lambda: HOUR - EARLY, FIX)
    assert set(await asyncio.gather(*(login.token() for _ in range(20)))) == {"access-1"}
    assert server.asked == 1
    assert [from_text(text).refresh for text in vault.written] == ["refresh-1"]


async def test_the_new_grant_is_kept_before_anybody_has_it() -> None:
    vault, server = made(ends_at=HOUR)
    kept = await Login(vault, server.renew, lambda: HOUR, FIX).renewed("access-0")
    assert vault.text == as_text(kept)


async def test_of_two_processes_the_later_uses_what_the_first_kept() -> None:
    vault, server = made(ends_at=HOUR)

    async def slow(grant: Grant) -> Grant:
        try:
            return await server.renew(grant)
        except Rejected:
            await keep_grant(vault, Grant("access-1", server.good, 10 * HOUR))
            raise

    server.good = "refresh-1"  # another process has used refresh-0, and keeps its new grant a moment later
    assert (await Login(vault, slow, lambda: HOUR, FIX).grant()).access == "access-1"


async def test_a_refresh_token_that_is_no_good_needs_a_person() -> None:
    vault, server = made(ends_at=HOUR, refresh="stolen")
    with pytest.raises(LoginNeeded, match=f"the refresh token is no good {FIX}"):
        await Login(vault, server.renew, lambda: HOUR, FIX).token()
    assert vault.written == []


async def test_a_network_that_is_away_loses_no_login() -> None:
    vault, server = made(ends_at=HOUR)
    server.then = Unavailable("away")
    with pytest.raises(Unavailable):
        await Login(vault, server.renew, lambda: HOUR, FIX).token()
    server.then = None
    assert await Login(vault, server.renew, lambda: HOUR, FIX).token() == "access-2"


async def test_whoever_is_cancelled_amid_a_renewal_leaves_it_whole() -> None:
    vault, server = made(ends_at=HOUR)
    asked, answered = asyncio.Event(), asyncio.Event()

    async def slow(grant: Grant) -> Grant:
        new = await server.renew(grant)
        asked.set()
        await answered.wait()
        return new

    login = Login(vault, slow, lambda: HOUR, FIX)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(login.token())
        await asked.wait()
        task.cancel()
        await asyncio.sleep(0)
        answered.set()
    assert task.cancelled()
    assert vault.text == as_text(Grant("access-1", "refresh-1", 10 * HOUR))


async def test_a_grant_that_the_vault_could_not_take_is_kept_as_soon_as_it_can() -> None:
    vault, server = made(ends_at=HOUR)
    login = Login(vault, server.renew, lambda: HOUR, FIX)
    vault.away = True
    for _ in range(2):
        with pytest.raises(StoreAway):
            await login.token()
    vault.away = False
    assert await login.token() == "access-1"
    assert (server.asked, [from_text(text).refresh for text in vault.written]) == (1, ["refresh-1"])


async def test_of_a_new_login_and_a_grant_that_was_not_kept_the_login_counts() -> None:
    vault, server = made(ends_at=HOUR)
    login = Login(vault, server.renew, lambda: HOUR, FIX)
    vault.away = True
    with pytest.raises(StoreAway):
        await login.token()
    vault.away, vault.text = False, as_text(Grant("access-new", "refresh-new", 10 * HOUR))
    assert await login.token() == "access-new"


@pytest.mark.parametrize("text", [None, "", "{}", "[]", '{"access": 1}', '{"access": "", "scopes": [], "ends_at": 0}'])
async def test_without_a_login_that_can_be_read_a_person_is_needed(text: str | None) -> None:
    with pytest.raises(LoginNeeded, match=FIX):
        await Login(Safe(text), Server("").renew, lambda: 0, FIX).token()


async def test_one_that_ended_and_cannot_be_renewed_needs_a_person() -> None:
    vault, server = made(ends_at=HOUR, refresh="")
    login = Login(vault, server.renew, lambda: HOUR, FIX)
    with pytest.raises(LoginNeeded, match="has ended"):
        await login.token()
    with pytest.raises(LoginNeeded, match="no longer good"):
        await login.renewed("access-0")


async def test_a_record_comes_back_as_it_was() -> None:
    grant = Grant("a" * 8, "r" * 8, 1, 2, 3, ("x", "y"), "42")
    vault = Safe()
    await keep_grant(vault, grant)
    assert await read_grant(vault) == grant
    assert "a" * 8 not in repr(grant)
    with pytest.raises(SetupError):
        from_text("no json")


async def test_whoever_comes_second_waits_for_what_the_first_is_about_to_keep() -> None:
    vault, server = made(ends_at=HOUR)
    traded, refused = asyncio.Event(), asyncio.Event()

    async def first(grant: Grant) -> Grant:
        new = await server.renew(grant)
        traded.set()
        await refused.wait()  # the other one asks between our answer and our writing it down
        return new

    async def second(grant: Grant) -> Grant:
        await traded.wait()
        try:
            return await server.renew(grant)
        finally:
            refused.set()

    logins = [Login(vault, renew, lambda: HOUR, FIX) for renew in (first, second)]
    assert await asyncio.gather(*(login.token() for login in logins)) == ["access-1", "access-1"]
    assert server.asked == 2


async def test_the_login_of_another_account_is_never_used() -> None:
    vault = Safe(as_text(Grant("access-0", whose="42", ends_at=10 * HOUR)))
    server = Server("")
    assert await Login(vault, server.renew, lambda: 0, FIX, "42").token() == "access-0"
    assert await Login(vault, server.renew, lambda: 0, FIX).token() == "access-0"
    with pytest.raises(LoginNeeded, match=f"for the account 42, and bot.yaml says 43. {FIX}"):
        await Login(vault, server.renew, lambda: 0, FIX, "43").token()


async def test_one_that_lives_for_minutes_only_is_not_renewed_with_every_call() -> None:
    vault, server = (
        Safe(as_text(Grant("access-0", "refresh-0", ends_at=HOUR + 240_000, obtained_at=HOUR))),
        Server("refresh-0"),
    )
    assert await Login(vault, server.renew, lambda: HOUR + 60_000, FIX).token() == "access-0"
    assert await Login(vault, server.renew, lambda: HOUR + 121_000, FIX).token() == "access-1"
