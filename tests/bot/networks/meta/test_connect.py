"""From a login, or a token made by hand, to tokens that last, at a simulated Meta."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from bot.networks._meta.connect import MOST, by_address, by_token
from bot.networks._meta.login import App, Dialogue, Hosts
from bot.networks._meta.needs import scopes
from bot.networks._meta.tokens import DAY, EARLY
from bot.playground.meta.tokens import SHORT
from inbox.errors import LoginNeeded, NetworkError, Rejected, SetupError, Unavailable
from tests.bot.networks.meta.logging_in import LIFE, Meta, meta
from tests.meta_wire import wire


@pytest_asyncio.fixture
async def world() -> AsyncIterator[Meta]:
    """A simulated Meta."""
    async with meta() as it:
        yield it


async def test_a_login_gives_the_token_of_every_page_and_none_of_them_ends(world: Meta) -> None:
    login = world.login("page")
    found = await by_address(login, await world.click(login.address()))

    assert [(one.id, one.name, one.page) for one in found] == [
        (world.page.id, "Patola Weavers", ""),
        (world.other.id, "Patola Outlet", ""),
    ]
    for one in found:
        assert (one.token.expires_at, one.token.obtained_at) == (0, world.now())
        assert set(one.token.scopes) == set(scopes("page"))
        granted = world.server.world.tokens.all[one.token.token]
        assert (granted.kind, granted.expires) == ("page", 0)
    assert len({one.token.token for one in found}) == 2


async def test_by_the_page_only_those_with_an_instagram_account_are_found(world: Meta) -> None:
    login = world.login("instagram by page")
    (found,) = await by_address(login, await world.click(login.address()))

    assert (found.id, found.name, found.page) == (world.linked.id, "@patola", world.page.id)
    assert world.server.world.tokens.all[found.token.token].owner is world.page


async def test_instagram_s_own_login_gives_sixty_days_and_what_was_granted(world: Meta) -> None:
    login = world.login("instagram")
    (found,) = await by_address(login, await world.click(login.address(), "Continue as patola.lab"))

    assert (found.id, found.name, found.page) == (world.alone.id, "@patola.lab", "")
    assert (found.token.expires_at, found.token.obtained_at) == (world.now() + LIFE, world.now())
    assert set(found.token.scopes) == set(scopes("instagram"))


async def test_a_code_counts_once_and_for_its_own_address(world: Meta) -> None:
    login = world.login("page")
    address = await world.click(login.address())
    await by_address(login, address)

    with pytest.raises(Rejected, match="has been used"):
        await by_address(login, address)


@pytest.mark.parametrize(
    ("id", "said"), [("", "App Secret is not that of this app"), ("99", "There is no app with this App ID")]
)
async def test_a_wrong_app_or_secret_is_said_and_is_no_passing_failure(world: Meta, id: str, said: str) -> None:
    login = world.login("page")
    address = await world.click(login.address())

    with pytest.raises(Rejected, match=said):
        await by_address(replace(login, app=App(id or login.app.id, "0" * 32)), address)


async def test_whoever_says_no_is_understood(world: Meta) -> None:
    login = world.login("page")
    with pytest.raises(SetupError, match="not completed"):
        await by_address(login, await world.click(login.address(), "Cancel"))


@pytest.mark.parametrize("way", ["page", "instagram"])
async def test_with_another_secret_nothing_is_given(world: Meta, way: str) -> None:
    login = world.login("page" if way == "page" else "instagram", "not-the-secret-of-it")
    with pytest.raises(NetworkError) as raised:
        await by_address(login, await world.click(login.address()))
    assert "not-the-secret-of-it" not in str(raised.value)


async def test_a_token_of_a_system_user_gives_page_tokens(world: Meta) -> None:
    token = world.server.world.system_token(world.app).value
    found = await by_token(world.login("page"), f" {token}\n")

    assert [one.id for one in found] == [world.page.id, world.other.id]
    assert all(one.token.expires_at == 0 for one in found)


async def test_a_short_token_of_a_person_is_made_long_first(world: Meta) -> None:
    token = world.server.world.user_token(world.app, lives=SHORT).value
    found = await by_token(world.login("page"), token)

    assert [one.token.expires_at for one in found] == [0, 0]
    assert world.server.calls["GET /oauth/access_token"] == 1


async def test_a_token_of_a_page_is_taken_as_it_is(world: Meta) -> None:
    (found,) = await by_token(world.login("page"), world.other.token)
    assert (found.id, found.name, found.token.token) == (world.other.id, "Patola Outlet", world.other.token)

    (found,) = await by_token(world.login("instagram by page"), world.page.token)
    assert (found.id, found.page) == (world.linked.id, world.page.id)


async def test_a_page_without_an_instagram_account_says_where_it_is_linked(world: Meta) -> None:
    with pytest.raises(Rejected, match="None of the 1 Pages has a professional Instagram account"):
        await by_token(world.login("instagram by page"), world.other.token)


async def test_whoever_manages_no_page_is_told_to_tick_one(world: Meta) -> None:
    world.app.login.pages.clear()
    login = world.login("page")
    with pytest.raises(Rejected, match="lets the app into no Page"):
        await by_address(login, await world.click(login.address()))


async def test_a_dead_token_says_why(world: Meta) -> None:
    token = world.server.world.user_token(world.app).value
    world.server.world.revoke(token, 460)
    with pytest.raises(Rejected, match="does not accept this token"):
        await by_token(world.login("page"), token)
    with pytest.raises(Rejected, match="does not accept this token"):
        await by_token(world.login("page"), "EAAB-nobody-s-token")


async def test_a_token_of_instagram_made_by_hand_is_made_long_or_renewed_tomorrow(world: Meta) -> None:
    (found,) = await by_token(world.login("instagram"), world.alone.token)
    assert (found.id, found.token.expires_at) == (world.alone.id, world.now() + LIFE)

    world.server.refuse(100, 0, "Session key invalid", match="GET /access_token")
    (found,) = await by_token(world.login("instagram"), world.alone.token)
    assert (found.token.token, found.token.expires_at) == (world.alone.token, world.now() + EARLY)
    assert EARLY > DAY


async def test_a_dead_token_of_instagram_is_refused(world: Meta) -> None:
    world.server.world.revoke(world.alone.token)
    with pytest.raises(LoginNeeded):
        await by_token(world.login("instagram"), world.alone.token)


async def test_many_pages_are_all_read(world: Meta) -> None:
    for number in range(120):
        world.server.world.create_page(f"Shop {number}", world.app)
    login = world.login("page")

    assert len(await by_address(login, await world.click(login.address()))) == 122


@pytest.mark.parametrize("body", [b"<html>", b"[" * 100_000, b"null", b'{"access_token": "a\\r\\nb"}', b'"\xff"'])
@pytest.mark.parametrize("status", [200, 400])
async def test_an_answer_that_is_none_is_one_sentence(body: bytes, status: int) -> None:
    async with wire() as (told, http):
        told.tell("GET /oauth/access_token", (status, body, {"Content-Type": "application/json"}))
        login = Dialogue(http, App("123", "app-secret-of-mine"), "page", Hosts.at(told.url), lambda: 0)
        with pytest.raises(NetworkError):
            await by_address(login, f"https://localhost/?code=1&state={login.state}")


@pytest.mark.parametrize(
    "pages",
    [
        {"data": None},
        {"data": 5},
        {"data": [{"access_token": "EAAB1"}]},
        {"data": [{"access_token": "EAAB1", "id": "1\x1b[2J"}]},
        {"data": [{"access_token": "EAAB1", "id": '1"\n- network: facebook'}]},
        {"data": [{"access_token": "EAAB\ud800", "id": "1"}]},
    ],
)
async def test_a_page_without_a_number_or_a_token_is_none(pages: dict[str, object]) -> None:
    async with wire() as (told, http):
        told.tell("GET /debug_token", {"data": {"is_valid": True, "type": "USER", "expires_at": 0}})
        told.tell("GET /me/accounts", pages)
        login = Dialogue(http, App("123", "app-secret-of-mine"), "page", Hosts.at(told.url), lambda: 0)
        with pytest.raises(NetworkError):
            await by_token(login, "EAAB2")


async def test_pages_without_end_end(world: Meta) -> None:
    async with wire() as (told, http):
        told.tell("GET /debug_token", {"data": {"is_valid": True, "type": "USER", "expires_at": 0}})
        again = {"next": f"{told.url}/v26.0/me/accounts?after=x"}
        rows = [{"id": "1", "name": "Patola", "access_token": "EAAB1"}] * (MOST // 2)
        told.tell("GET /me/accounts", {"data": rows, "paging": again})
        login = Dialogue(http, App("123", "app-secret-of-mine"), "instagram by page", Hosts.at(told.url), lambda: 0)
        with pytest.raises(Rejected, match="None of the"):
            await by_token(login, "EAAB2")
        assert len(told.calls("GET /me/accounts")) == 2 + 1


@pytest.mark.parametrize("token", ["EAAB 1", "EAAB\n1", "EAAB\x001", "ÉAAB"])
async def test_what_cannot_be_a_token_is_not_sent_anywhere(world: Meta, token: str) -> None:
    with pytest.raises(SetupError, match="no access token"):
        await by_token(world.login("page"), token)
    assert not world.server.calls


async def test_a_meta_out_of_reach_is_said_without_the_secret(world: Meta) -> None:
    login = world.login("page")
    address = await world.click(login.address())
    await world.server.stop()
    with pytest.raises(Unavailable, match="cannot be reached") as raised:
        await by_address(login, address)
    assert world.app.secret not in str(raised.value)
