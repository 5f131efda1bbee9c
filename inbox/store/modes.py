"""The mode in Redis, and how each account stands: what may go out at all, read by everybody, changed by few."""

from __future__ import annotations

from dataclasses import dataclass

from inbox.models import AccountId
from inbox.policy import LEVELS, Mode
from inbox.store.scripts import Scripts


@dataclass(frozen=True, slots=True)
class AccountState:
    """Whether an account works (ok, paused, stopped), until when it pauses, why, and when it last heard anything."""

    account: AccountId
    state: str
    until: int
    why: str
    heard_at: int
    cursor: str | None
    recovered: int = 0  # so many messages came in late, when a gap was closed last
    recovered_at: int = 0


class Modes:
    """The switches of one brand."""

    def __init__(self, scripts: Scripts) -> None:
        """The mode and the accounts of the brand that the scripts are bound to."""
        self._scripts = scripts

    async def read(self, now: int) -> Mode:
        """The mode now; one that ran out is normal again."""
        found = await self._scripts.client.call("HGETALL", self._scripts.keys("mode"))
        if not isinstance(found, dict) or not found or 0 < int(found["until"]) <= now:
            return Mode()
        level = next(known for known in LEVELS if known == found["level"])
        return Mode(level, int(found["since"]), found["by"], found["why"], int(found["until"]))

    async def change(self, mode: Mode, now: int) -> str:
        """Set the mode; answers the level before."""
        return str(await self._scripts.run_kept("mode", now, mode.level, mode.by, mode.why, mode.until))

    async def account(self, account: AccountId, now: int) -> AccountState:
        """How one account stands; a new one is fine and has no cursor, one whose pause ran out is fine again."""
        found = await self._scripts.client.call("HGETALL", self._scripts.keys("a", account))
        a: dict[str, str] = found if isinstance(found, dict) else {}
        state, until, why = a.get("state", "ok"), int(a.get("until") or 0), a.get("why", "")
        if state == "paused" and until <= now:
            state, until, why = "ok", 0, ""
        late = int(a.get("rec") or 0), int(a.get("recat") or 0)
        return AccountState(account, state, until, why, int(a.get("seen") or 0), a.get("cursor"), *late)

    async def account_is(self, account: AccountId, state: str, why: str, now: int) -> bool:
        """Write down that an account works again ("ok") or not ("stopped"); True when that is news."""
        return bool(await self._scripts.run("account", now, account, state, why))
