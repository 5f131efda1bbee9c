"""What checking an account finds: each thing that may be wrong at Meta, in words with the next step."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.networks._meta.granted import Grant
from bot.networks._meta.health import Account, check, lifetime, permissions, untold
from bot.networks._meta.needs import NEEDS, Way, scopes
from bot.networks._meta.place import Place
from bot.networks._meta.signature import verify_token
from bot.networks._meta.tokens import DAY, Token
from bot.playground.meta.records import Subscription
from bot.playground.meta.state import FIELDS
from inbox.errors import LoginNeeded
from inbox.network import Health
from tests.bot.networks.meta.logging_in import Meta, meta

HOOK = "https://inbox.example.org/hooks/meta/1"
GOOD = Grant(valid=True, kind="PAGE", scopes=frozenset(scopes("page")))


@pytest_asyncio.fixture
async def world() -> AsyncIterator[Meta]:
    """A simulated Meta that tells our app of everything."""
    async with meta() as it:
        it.server.world.subscribe(it.app, HOOK, verify_token(it.app.secret))
        yield it


def account(world: Meta, way: Way, *, hook: str = HOOK, token: Token | None = None) -> Account:
    """The Page, the account that is linked to it, or the one without a Page."""
    login = world.login(way)
    which = {"page": world.page, "instagram by page": world.linked, "instagram": world.alone}[way]
    page = "" if way == "instagram" else world.page.id
    known = token or Token(which.token, world.now() + 60 * DAY if way == "instagram" else 0, 0, tuple(scopes(way)))

    async def current() -> Token:
        return known

    place = Place("facebook" if way == "page" else "instagram", which.id, world.app.id, page)
    return Account(place, way, login.graph(known.token), login.as_app(), current, hook, world.now)


def failed(found: list[Health]) -> list[str]:
    """What keeps the account from working."""
    return [health.words for health in found if not health.ok]


def fixes(found: list[Health]) -> list[str]:
    """What there is to be mended or looked at."""
    return [health.words for health in found if health.fix]


@pytest.mark.parametrize(
    ("way", "who"),
    [
        ("page", "Facebook knows this Page as Patola Weavers."),
        ("instagram by page", "Instagram knows this account as @patola."),
        ("instagram", "Instagram knows this account as @patola.lab."),
    ],
)
async def test_where_all_is_well_nothing_is_to_be_mended(world: Meta, way: Way, who: str) -> None:
    found = await check(account(world, way))

    assert found[0] == Health(ok=True, words=who)
    assert failed(found) == []
    assert [words for words in fixes(found) if "webhook" not in words] == []
    assert any(health.words == "The app has every permission that Sangam uses." for health in found)
    assert found[-1].words.endswith("of the calls that Meta allows are used up.")
    assert world.server.calls["POST /{id}/subscribed_apps"] == 0


async def test_a_dead_token_is_all_that_is_said(world: Meta) -> None:
    world.server.world.revoke(world.page.token, 460)
    (health,) = await check(account(world, "page"))

    assert not health.ok
    assert "password was changed" in health.words
    assert health.fix == "Run: .venv/bin/python run.py connect facebook, then check again."


async def test_without_a_token_the_way_to_one_is_said_once(world: Meta) -> None:
    one = account(world, "page")

    async def none() -> Token:
        raise LoginNeeded("This account is not connected yet. Run: .venv/bin/python run.py connect facebook")

    (health,) = await check(Account(one.place, one.way, one.graph, one.app, none, HOOK, world.now))
    assert health.words == "This account is not connected yet."
    assert "run.py connect facebook" in health.fix


async def test_a_meta_out_of_reach_is_not_the_token_s_fault(world: Meta) -> None:
    one = account(world, "page")
    await world.server.stop()
    (health,) = await check(one)

    assert not health.ok
    assert "connect" not in health.fix
    assert "reaches the internet" in health.fix


async def test_a_page_that_nobody_sees_is_told(world: Meta) -> None:
    world.page.is_published = False
    assert "not published" in (await check(account(world, "page")))[0].words


async def test_a_permission_that_was_withdrawn_says_what_does_not_work(world: Meta) -> None:
    world.server.world.withdraw(world.page, "pages_manage_engagement")
    found = await check(account(world, "page"))

    (lack,) = [health for health in found if "pages_manage_engagement" in health.words]
    assert lack.ok
    assert "was not given: Sangam cannot answer, edit, hide, delete and like comments" in lack.words
    assert "connect facebook and grant it" in lack.fix
    assert failed(found) == []


@pytest.mark.parametrize("way", list(NEEDS))
def test_every_permission_has_its_sentence_and_the_vital_ones_fail(world: Meta, way: Way) -> None:
    found = list(permissions(account(world, way), Grant(valid=True)))

    assert [health.ok for health in found] == [not need.vital for need in NEEDS[way]]
    assert all(health.words.endswith(".") and health.fix.endswith(".") for health in found)


def test_a_permission_for_other_pages_only_is_told_apart(world: Meta) -> None:
    granted = Grant(valid=True, scopes=GOOD.scopes, targets={"pages_messaging": frozenset({world.other.id})})
    (lack,) = permissions(account(world, "page"), granted)
    assert "pages_messaging was given for other accounts only" in lack.words


@pytest.mark.parametrize(
    ("granted", "words"),
    [
        (Grant(valid=False, why="Session has expired"), "not valid any more: Session has expired"),
        (Grant(valid=True, kind="USER"), "a person's, and a Page's is needed"),
        (Grant(valid=True, kind="PAGE", page="5"), "The token is for the Page 5"),
    ],
)
def test_a_token_that_cannot_work_fails(world: Meta, granted: Grant, words: str) -> None:
    (health,) = lifetime(account(world, "page"), granted)
    assert not health.ok
    assert words in health.words


def test_an_end_that_is_near_is_said_ahead(world: Meta) -> None:
    soon = world.now() + 3 * DAY
    (ends,) = lifetime(account(world, "instagram"), Grant(valid=True, expires_at=soon))
    assert ends.words == "The token ends in 3 days; Sangam renews it by itself while it runs."
    (ends,) = lifetime(account(world, "page"), Grant(valid=True, data_until=world.now() + DAY))
    assert ends.words.startswith("In 24 hours Meta wants the person")
    assert list(lifetime(account(world, "page"), Grant(valid=True, data_until=world.now() + 30 * DAY))) == []


async def test_another_account_than_the_token_s_fails(world: Meta) -> None:
    one = account(world, "instagram")
    other = Place("instagram", "17841400000000001", world.app.id)
    found = await check(Account(other, one.way, one.graph, one.app, one.token, HOOK, world.now))
    assert f"The token is for @patola.lab ({world.alone.id})" in failed(found)[0]


async def test_an_app_that_is_not_the_token_s_is_told(world: Meta) -> None:
    one = account(world, "page")
    stranger = world.server.world.create_app("Other")
    app = world.login("page").graph(stranger.token)
    found = await check(Account(one.place, one.way, one.graph, app, one.token, HOOK, world.now))
    assert any("does not say what the token may do" in health.words for health in found)


async def test_without_a_public_address_it_is_said_that_everything_comes_late(world: Meta) -> None:
    found = await check(account(world, "page", hook=""))
    (health,) = [health for health in found if "public_url" in health.fix]
    assert health.ok
    assert "a minute late" in health.words


async def test_a_page_that_does_not_tell_the_app_is_named_with_the_fields(world: Meta) -> None:
    world.page.subscribed[world.app.id] = set(FIELDS["page"]) - {"feed", "standby"}
    found = await check(account(world, "page"))
    assert "The Page does not tell the app of feed, standby." in fixes(found)


@pytest.mark.parametrize(
    ("subscription", "words", "fails"),
    [
        (None, "The app has no webhook for page", True),
        (Subscription("https://elsewhere.example/", "t", set(FIELDS["page"])), "leads to https://elsewhere", True),
        (Subscription(HOOK, "t", set(FIELDS["page"]) - {"feed"}), "tells nothing of feed", False),
        (Subscription(HOOK, "t", set(FIELDS["page"]), False), "is switched off", True),
    ],
)
async def test_a_webhook_that_is_not_ours_is_named_with_the_way_by_hand(
    world: Meta, subscription: Subscription | None, words: str, fails: bool
) -> None:
    world.app.subscriptions.pop("page")
    if subscription:
        world.app.subscriptions["page"] = subscription
    found = await check(account(world, "page"))

    (health,) = [health for health in found if words in health.words]
    assert (health.ok, health.minor) == (not fails, fails)  # what is asked for arrives, and answers go out
    assert f"callback URL {HOOK}" in health.fix


async def test_a_meta_that_does_not_answer_about_hooks_fails_nothing(world: Meta) -> None:
    world.server.refuse(2, match="GET /{id}/subscribed_apps")
    found = await check(account(world, "page"))
    assert any("does not say what it tells us" in health.words for health in found)
    assert failed(found) == []


def test_what_meta_tells_no_program_is_said_with_the_place_to_look(world: Meta) -> None:
    live, human = untold(account(world, "page"))
    assert f"https://developers.facebook.com/apps/{world.app.id}/" in live.fix
    assert "Human Agent" in human.words
