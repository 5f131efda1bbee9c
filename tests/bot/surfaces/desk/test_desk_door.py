"""Coming in: the first admin, signing in and out, forged forms, guessed passwords, one-time passwords, the demo."""

from __future__ import annotations

import asyncio
import secrets

import pytest

from bot.surfaces.desk.auth import TRYING_AGAIN_AFTER, safe_next
from inbox.store.embedded import Server
from tests.bot.surfaces.desk.desk_server import CODES, PASSWORD, DeskServer, Tab, desk_server

ADMIN = {"name": "olga", "password": PASSWORD, "code": CODES.setup}


async def test_the_first_visitor_is_led_to_the_welcome_page_and_becomes_the_admin(desk: DeskServer) -> None:
    tab = await desk.tab()
    assert (await tab.get("/")).url.endswith("/welcome")

    answer = await tab.post("/welcome", **ADMIN)

    assert answer.status == 200
    assert answer.shows("Waiting for us")
    assert [(p.name, p.role) for p in await desk.world.store.people.all()] == [("olga", "admin")]


async def test_two_first_visitors_at_once_make_one_admin(desk: DeskServer) -> None:
    tabs = [await desk.tab() for _ in range(6)]
    for tab in tabs:
        await tab.get("/welcome")

    answers = await asyncio.gather(*(t.post("/welcome", **{**ADMIN, "name": f"olga{n}"}) for n, t in enumerate(tabs)))

    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409, 409, 409]
    assert len(await desk.world.store.people.all()) == 1


async def test_without_the_code_from_the_terminal_nobody_becomes_admin(desk: DeskServer) -> None:
    tab = await desk.tab()
    await tab.get("/welcome")

    answer = await tab.post("/welcome", **{**ADMIN, "code": "guessed"})

    assert answer.status == 403
    assert answer.shows("This is not the code")
    assert await desk.world.store.people.all() == []


async def test_the_code_cannot_be_tried_for_ever(desk: DeskServer) -> None:
    tab = await desk.tab()
    await tab.get("/welcome")
    for _ in range(8):
        await tab.post("/welcome", **{**ADMIN, "code": secrets.token_hex(4)})

    assert (await tab.post("/welcome", **ADMIN)).status == 429


async def test_an_empty_setup_code_opens_nothing(redis_server: Server, brand: str) -> None:
    async with desk_server(redis_server.url, brand, codes=type(CODES)()) as desk:
        tab = await desk.tab()
        assert (await tab.get("/welcome")).shows("without a setup code")
        assert (await tab.post("/welcome", **{**ADMIN, "code": ""})).status == 403


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("password", "short", "at least 10"),
        ("password", "x" * 201, "at most 200"),
        ("name", " <b> ", "letters, digits"),
    ],
)
async def test_a_poor_name_or_password_is_refused_with_the_reason(
    desk: DeskServer, field: str, value: str, words: str
) -> None:
    tab = await desk.tab()
    await tab.get("/welcome")

    answer = await tab.post("/welcome", **{**ADMIN, field: value})

    assert answer.status == 422
    assert answer.shows(words)


async def test_a_wrong_password_and_an_unknown_name_are_told_apart_by_nobody(desk: DeskServer) -> None:
    await desk.person("meera")
    tab = await desk.tab()

    wrong, unknown = await tab.sign_in("meera", "wrong password"), await tab.sign_in("nobody", "wrong password")

    assert wrong.status == unknown.status == 403
    assert wrong.shows("The name or the password is not right.")
    assert wrong.text.replace("meera", "nobody") == unknown.text


async def test_guessing_a_password_ends_after_eight_times_but_not_for_other_people(desk: DeskServer) -> None:
    await desk.person("meera")
    await desk.person("noor")
    tab = await desk.tab()
    for _ in range(8):
        assert (await tab.sign_in("meera", "wrong password")).status == 403

    assert (await tab.sign_in("meera")).status == 429
    assert (await tab.sign_in("noor")).status == 200
    assert TRYING_AGAIN_AFTER == 900


async def test_signing_in_changes_the_secret_and_the_old_one_is_worth_nothing(desk: DeskServer) -> None:
    await desk.person("meera")
    tab = await desk.tab()
    await tab.get("/login")
    before = cookie(tab)

    await tab.sign_in("meera")

    assert cookie(tab).partition(".")[0] != before
    stranger = await desk.tab()
    assert (await stranger.get("/", Cookie=f"sangam={before}")).url.endswith("/login")


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(redis_server: Server, brand: str) -> None:
    async with desk_server(redis_server.url, brand, https=True) as desk:
        await desk.person("meera")
        tab = await desk.tab()
        answer = await tab.get("/login")

    said = answer.headers["Set-Cookie"]
    assert said.startswith("__Host-sangam=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=Lax"} <= set(said.split("; "))


async def test_a_secret_alone_without_its_seal_signs_nobody_in(desk: DeskServer) -> None:
    tab = await desk.tab("meera")
    secret = cookie(tab).partition(".")[0]
    stranger = await desk.tab()

    for forged in (secret, f"{secret}.", f"{secret}.{'0' * 64}", f"{secret}.é"):
        assert (await stranger.get("/", Cookie=f"sangam={forged}")).url.endswith("/login")


async def test_signing_out_ends_this_browser_only(desk: DeskServer) -> None:
    await desk.person("meera")
    here, there = await desk.tab(), await desk.tab()
    await here.sign_in("meera")
    await there.sign_in("meera")
    kept = cookie(here)

    await here.post("/logout")

    stranger = await desk.tab()
    assert (await stranger.get("/", Cookie=f"sangam={kept}")).url.endswith("/login")
    assert (await there.get("/")).shows("Waiting for us")


async def test_somebody_who_was_removed_is_out_at_once_and_stays_out_when_the_name_comes_back(desk: DeskServer) -> None:
    tab = await desk.tab("meera")
    await desk.world.store.people.remove("meera")
    assert (await tab.get("/me")).url.endswith(("/login", "/welcome"))

    await desk.person("meera")

    assert "/login" in (await tab.get("/me")).url


async def test_changing_the_password_signs_every_other_browser_out(desk: DeskServer) -> None:
    await desk.person("meera")
    here, there = await desk.tab(), await desk.tab()
    await here.sign_in("meera")
    await there.sign_in("meera")
    await here.get("/me")

    answer = await here.post("/me", password=PASSWORD, new="another long password")

    assert answer.status == 200
    assert (await here.get("/")).shows("Waiting for us")
    assert "/login" in (await there.get("/")).url
    assert (await there.sign_in("meera", "another long password")).status == 200


@pytest.mark.parametrize(
    ("present", "new", "status"),
    [("wrong password", "another long password", 403), (PASSWORD, "short", 422), (PASSWORD, PASSWORD, 422)],
)
async def test_a_password_is_not_changed_by_guessing_or_to_a_poor_one(
    desk: DeskServer, present: str, new: str, status: int
) -> None:
    tab = await desk.tab("meera")
    await tab.get("/me")
    assert (await tab.post("/me", password=present, new=new)).status == status


@pytest.mark.parametrize("path", ["/do/approve", "/people", "/logout", "/login", "/welcome", "/me"])
async def test_a_form_without_the_token_or_with_another_ones_is_refused(desk: DeskServer, path: str) -> None:
    tab, other = await desk.tab("olga", "admin"), await desk.tab("noor")

    missing = await tab.post(path, csrf="", name="x", follow=False)
    forged = await tab.post(path, csrf=other.token, name="x", follow=False)

    assert (missing.status, forged.status) == (403, 403)
    assert forged.shows("Load the page again")


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
async def test_a_form_of_another_site_is_refused_even_with_the_token(desk: DeskServer, headers: dict[str, str]) -> None:
    tab = await desk.tab("meera")
    assert (await tab.post("/do/note", headers=headers, text="x", c="x")).status == 403


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/?shelf=all", "/?shelf=all"),
        ("/people", "/people"),
        ("https://evil.example", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\n/evil.example", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_one_goes_to_a_place_of_ours(asked: str, goes: str) -> None:
    assert safe_next(asked) == goes


async def test_whoever_followed_a_link_comes_to_it_after_signing_in(desk: DeskServer) -> None:
    await desk.person("meera")
    tab = await desk.tab()
    assert 'name="next" value="/?shelf=all"' in (await tab.get("/?shelf=all")).text

    answer = await tab.post("/login", name="meera", password=PASSWORD, next="/?shelf=all", follow=False)

    assert answer.headers["Location"] == "/?shelf=all"


async def test_the_demo_link_signs_in_as_a_lead_of_the_simulated_world(redis_server: Server, brand: str) -> None:
    async with desk_server(redis_server.url, brand, demo=True, notice="All of this is made up.") as desk:
        tab = await desk.tab()
        answer = await tab.get(f"/demo/enter?code={CODES.demo}")

        assert answer.url == desk.origin + "/"  # the code is gone from the address
        assert answer.shows("All of this is made up.")
        assert answer.shows("lead")
        assert "/people" not in answer.text


async def test_a_wrong_demo_link_or_one_outside_a_demo_opens_nothing(desk: DeskServer) -> None:
    tab = await desk.tab()
    assert (await tab.get(f"/demo/enter?code={CODES.demo}")).status == 403
    assert await desk.world.store.people.all() == []


async def test_the_page_that_leads_to_a_real_account_needs_nobody(desk: DeskServer) -> None:
    assert (await (await desk.tab()).get("/connect")).shows("Connect your first real account")


def cookie(tab: Tab) -> str:
    """The desk's cookie as the browser keeps it."""
    return next(morsel.value for morsel in tab.http.cookie_jar if morsel.key == "sangam")
