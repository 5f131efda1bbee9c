"""The mode, and how each account stands."""

from __future__ import annotations

from inbox.models import AccountId, EntryId
from inbox.policy import Mode
from inbox.store import Store
from inbox.store.outbox import Pause
from tests.inbox.sent_off import approved, begun
from tests.world import ACCOUNT, START, World

OTHER = AccountId("webchat:site")


async def whats(store: Store) -> list[str]:
    """What the log says."""
    return [line.what for line in await store.log.after(EntryId("0-0"))]


async def test_it_begins_normal_and_each_change_tells_the_level_before(store: Store) -> None:
    assert await store.modes.read(START) == Mode()

    before = [await store.modes.change(Mode(level), START) for level in ("careful", "crisis", "normal")]

    assert before == ["normal", "careful", "crisis"]
    assert await whats(store) == ["mode.careful", "mode.crisis", "mode.normal"]


async def test_a_mode_says_since_when_by_whom_why_and_until_when(store: Store) -> None:
    await store.modes.change(Mode("crisis", by="olga", why="a storm", until=START + 10), START)

    assert await store.modes.read(START + 9) == Mode("crisis", START, "olga", "a storm", START + 10)
    assert await store.modes.read(START + 10) == Mode()
    assert await store.modes.change(Mode("careful"), START + 10) == "normal"


async def test_a_new_account_is_fine_and_has_heard_nothing(store: Store) -> None:
    found = await store.modes.account(OTHER, START)

    assert (found.account, found.state, found.cursor, found.heard_at) == (OTHER, "ok", None, 0)


async def test_an_account_stops_and_works_again_and_only_news_is_told(store: Store) -> None:
    news = [
        await store.modes.account_is(ACCOUNT, "ok", "", START),
        await store.modes.account_is(ACCOUNT, "stopped", "revoked", START),
        await store.modes.account_is(ACCOUNT, "stopped", "revoked", START + 5),
        await store.modes.account_is(ACCOUNT, "stopped", "deleted", START + 9),
        await store.modes.account_is(ACCOUNT, "ok", "", START + 10),
    ]

    assert news == [False, True, False, True, True]
    assert await whats(store) == ["account.stopped", "account.stopped", "account.ok"]
    assert (await store.modes.account(OTHER, START)).state == "ok"


async def test_an_account_whose_pause_is_over_is_fine(here: World) -> None:
    await approved(here)
    sending, until = await begun(here), here.clock.at + 10
    pause = Pause("paused", until)
    await here.store.outbox.unsent(
        sending.delivery, "queued", here.clock.at, token=sending.token, due=until, words="slow down", pause=pause
    )

    during = await here.store.modes.account(ACCOUNT, until - 1)
    over = await here.store.modes.account(ACCOUNT, until)

    assert (during.state, during.until, during.why) == ("paused", until, "slow down")
    assert (over.state, over.until, over.why) == ("ok", 0, "")
