"""Logging in at a simulated X: from the address to the grant in the vault, and all that is pasted in its place."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.networks._x.connect import DIALOGUE
from bot.networks._x.oauth import SCOPES
from bot.playground.faults import Fault, Kind
from inbox.errors import Rejected, SetupError, Unavailable
from inbox.network import Connecting
from tests.logging_in import Drawers, click, place
from tests.x_account import Ours


def login(ours: Ours, vault: Drawers | None = None, **known: str) -> Connecting:
    """A login of our app."""
    url, app = ours.server.url, ours.app
    said = {"client_id": app.client_id, "client_secret": app.client_secret, "base_url": url, "login_url": url, **known}
    return DIALOGUE.begin(place(DIALOGUE, "x", ours.http, known=said, vault=vault or Drawers(), now=ours.now))


async def led(ours: Ours, it: Connecting, choice: str = "Authorize app as @nadipots") -> str:
    """Where the person is led who says yes."""
    return await click(ours.http, await it.address(), choice)


async def test_a_login_ends_in_the_vault_with_whose_it_is(ours: Ours) -> None:
    it = login(ours, vault := Drawers())
    (found,) = await it.by_address(await led(ours, it))
    assert (found.id, found.name, vault.kept) == (ours.us.id, "@nadipots", {})

    await it.keep(found.id)
    grant = vault.grant()
    assert grant is not None
    assert (grant.access, grant.refresh, grant.whose) == (ours.us.access_token, ours.us.refresh_token, ours.us.id)
    assert set(grant.scopes) == set(SCOPES)
    assert [health.words for health in await it.report(found.id)] == [f"proven {ours.us.id}"]
    assert f'  id: "{ours.us.id}"\n' in it.lines(found.id)
    assert "client_secret_file: secrets/x-client-secret" in it.lines(found.id)
    assert ours.app.client_secret not in it.lines(found.id)


async def test_the_address_asks_for_every_right_and_a_proof(ours: Ours) -> None:
    asked = parse_qs(urlsplit(await (it := login(ours)).address()).query)
    assert asked["scope"] == [" ".join(SCOPES)]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://127.0.0.1/"]
    again = parse_qs(urlsplit(await it.address()).query)
    assert again == asked, "opened twice it is the same login"
    other = parse_qs(urlsplit(await login(ours).address()).query)
    assert (other["state"], other["code_challenge"]) != (asked["state"], asked["code_challenge"])


async def test_a_code_of_more_than_30_seconds_says_so_and_the_same_login_goes_on(ours: Ours) -> None:
    it = login(ours)
    late = await led(ours, it)
    ours.server.clock.advance(31)
    with pytest.raises(SetupError, match="X does not take this code .* for 30 seconds. Open the address above again"):
        await it.by_address(late)
    assert await it.by_address(await led(ours, it))


async def test_a_code_counts_once(ours: Ours) -> None:
    it = login(ours)
    address = await led(ours, it)
    assert await it.by_address(address)
    with pytest.raises(SetupError, match="each counts once"):
        await it.by_address(address)


async def test_a_login_that_was_denied_and_one_of_another_login_keep_nothing(ours: Ours) -> None:
    it = login(ours, vault := Drawers())
    with pytest.raises(SetupError, match="not completed: access was denied"):
        await it.by_address(await led(ours, it, "Cancel"))
    with pytest.raises(SetupError, match="of another login"):
        await it.by_address(await led(ours, login(ours)))
    assert vault.kept == {}


async def test_an_app_that_x_does_not_know_is_no_matter_of_the_code(ours: Ours) -> None:
    it = login(ours, client_secret="wrong-secret")
    with pytest.raises(Rejected, match="X does not know this app"):
        await it.by_address(await led(ours, it))


async def test_when_x_does_not_say_whose_it_is_nothing_is_kept(ours: Ours) -> None:
    it = login(ours, vault := Drawers())
    address = await led(ours, it)
    ours.server.faults.next(Fault(Kind.CUT_BEFORE), "GET /2/users/me", times=9)
    with pytest.raises(Unavailable):
        await it.by_address(address)
    assert vault.kept == {}


async def test_a_second_login_takes_the_place_of_the_first(ours: Ours) -> None:
    vault = Drawers()
    for _ in range(2):
        it = login(ours, vault)
        await it.by_address(await led(ours, it))
        await it.keep(ours.us.id)
        grant = vault.grant()
        assert grant is not None
        assert grant.refresh == ours.us.refresh_token


async def test_an_account_that_runs_takes_the_new_login_with_its_next_call(ours: Ours) -> None:
    running = ours.account()
    ours.vault.kept.clear()
    assert [health.ok for health in await running.check()] == [False]
    it = login(ours, vault := Drawers(ours.vault.kept))
    await it.by_address(await led(ours, it))
    await it.keep(ours.us.id)
    assert (await running.check())[0].ok

    ours.server.world.tokens.revoke(ours.us)  # the app is taken out in X, and let in again
    assert not (await running.check())[0].ok
    it = login(ours, vault)
    await it.by_address(await led(ours, it))
    await it.keep(ours.us.id)
    assert (await running.check())[0].ok


async def test_the_enterprise_plan_asks_to_like_as_well(ours: Ours) -> None:
    asked = parse_qs(urlsplit(await login(ours, plan="enterprise").address()).query)
    assert "like.write" in asked["scope"][0]


def test_the_steps_name_what_has_to_be_entered() -> None:
    said = " ".join(DIALOGUE.steps({}, "http://127.0.0.1/"))
    assert "Enter http://127.0.0.1/ as the Callback URI" in said
    assert "30 seconds" in said
    assert "credits" in said
