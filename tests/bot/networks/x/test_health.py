"""Holds what `check` says of an account on a simulated X: who, what it may, how it hears, what it spends."""

from __future__ import annotations

import pytest

from inbox.network import Health
from tests.x_account import Ours


async def check(ours: Ours, **options: object) -> list[Health]:
    return list(await ours.account(**options).check())


def worded(found: list[Health], words: str) -> Health:
    (one,) = [health for health in found if words in health.words]
    return one


async def test_a_good_account_says_what_it_is_and_costs_a_cent_to_ask(ours: Ours) -> None:
    found = await check(ours)
    assert all(health.ok for health in found)
    assert worded(found, "@nadipots (Nadi Pots)").ok
    assert "mention or quote" in worded(found, "self-serve").words
    assert worded(found, "asked from time to time").fix
    assert "$0.01 spent today, $0.01 this month, of $1.00 a day" in worded(found, "spent today").words
    assert "a reply costs $0.01, with a link $0.20" in worded(found, "spent today").words
    await check(ours)
    assert ours.server.billed.total == 10_000


async def test_a_dead_login_says_what_to_run(ours: Ours) -> None:
    ours.server.world.revoke(ours.us)
    (found,) = await check(ours)
    assert not found.ok
    assert "run.py connect x" in found.fix
    ours.vault.kept.clear()
    (found,) = await check(ours)
    assert "not connected yet" in found.words


async def test_a_locked_account_is_not_told_to_log_in_again(ours: Ours) -> None:
    ours.server.refuse("forbidden", "To protect our users, this account is temporarily locked.", "GET /2/users/me")
    (found,) = await check(ours)
    assert "to unlock it" in found.words
    assert not found.fix


async def test_nobody_there_is_no_fault_of_the_login(ours: Ours) -> None:
    await ours.server.stop()
    (found,) = await check(ours)
    assert not found.ok
    assert "reaches the internet" in found.fix


async def test_the_login_of_another_account_is_named(ours: Ours) -> None:
    found = await check(ours, id="12")
    assert found[0].fix == "Correct id, or connect as the right account."
    assert "@nadipots" in found[0].words


async def test_what_the_login_lacks_is_said_for_each_right(ours: Ours) -> None:
    ours.log_in(scopes=tuple(ours.us.scopes - {"dm.write", "users.read"}))
    found = await check(ours)
    assert worded(found, "lacks dm.write").minor
    assert not worded(found, "lacks users.read").minor
    ours.log_in(scopes=())
    assert worded(await check(ours), "did not say").ok


async def test_premium_without_a_badge_is_doubted(ours: Ours, large: Ours) -> None:
    assert worded(await check(ours, premium=True), "no badge").fix
    assert not [one for one in await check(large) if "badge" in one.words]


async def test_an_enterprise_plan_has_no_budget(large: Ours) -> None:
    found = await check(large)
    assert worded(found, "enterprise").ok
    assert not [one for one in found if "spent" in one.words]


async def test_a_budget_that_buys_not_even_one_page_says_so(ours: Ours) -> None:
    found = worded(await check(ours, budget_a_day=0.1), "Nothing is read")
    assert (found.ok, "more than $0.15" in found.fix) == (False, True)


@pytest.mark.parametrize("budget", [0, 0.16])
async def test_a_budget_that_is_none_or_nearly_used_says_what_follows(ours: Ours, budget: float) -> None:
    await ours.meter.spend({"post.create": 9})
    found = worded(await check(ours, budget_a_day=budget), "spent today")
    assert ("Reading is slow" in found.fix) == bool(budget)
    assert ("no budget" in found.words) == (not budget)


async def test_a_webhook_is_looked_up(ours: Ours) -> None:
    ours.public_url = "https://inbox.nadi.example.com"
    address = f"https://inbox.nadi.example.com/hooks/x/{ours.app.client_id}"
    assert worded(await check(ours, listen="webhook"), "when Sangam starts").ok
    from bot.playground.x import Webhook

    ours.app.webhooks["1"] = hook = Webhook("1", address, ours.server.world.now)
    assert worded(await check(ours, listen="webhook"), f"X calls {address}").ok
    hook.valid = False
    assert worded(await check(ours, listen="webhook"), "has stopped calling").minor
    assert worded(await check(ours, listen="webhook", bearer="not-the-right-one"), "cannot be seen").minor
    ours.public_url = ""
    assert worded(await check(ours, listen="webhook"), "nobody can call us").minor
    assert worded(await check(ours, listen="stream"), "kept open").ok
