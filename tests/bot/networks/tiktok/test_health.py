"""What `check` says: each thing that the app is not allowed to do, in words with the next step."""

from __future__ import annotations

from bot.networks._oauth import NAME
from inbox.network import Health
from tests.tiktok_account import DAY, Ours, tiktok_account


def one(found: list[Health], words: str) -> Health:
    """The one sentence with these words."""
    (health,) = [health for health in found if words in health.words]
    return health


async def check(ours: Ours, **options: object) -> list[Health]:
    return list(await ours.account(**options).check())


async def test_a_good_account_behind_a_web_address(ours: Ours) -> None:
    ours.public_url = "https://sangam.example"
    account = ours.account()
    await account._subscriptions.keep()
    found = list(await account.check())
    assert all(health.ok for health in found)
    assert one(found, "@nadipots").ok
    assert one(found, "every permission").ok
    assert one(found, "of comments").fix == ""


async def test_without_a_login_it_says_how_to_connect(ours: Ours) -> None:
    del ours.vault.kept[NAME]
    (health,) = await check(ours)
    assert (health.ok, "not connected" in health.words, "connect" in health.fix) == (False, True, True)


async def test_a_login_that_was_taken_back(ours: Ours) -> None:
    ours.server.world.withdraw(ours.us)
    (health,) = await check(ours)
    assert not health.ok
    assert "connect" in health.fix


async def test_when_nobody_answers(ours: Ours) -> None:
    (health,) = await check(ours, base_url="http://127.0.0.1:9")
    assert (health.ok, "internet" in health.fix) == (False, True)


async def test_a_login_of_another_account(ours: Ours) -> None:
    ours.log_in(whose="somebody-else")
    assert "bot.yaml says" in one(await check(ours), "somebody-else").words


async def test_another_name_leads_addresses_nowhere(ours: Ours) -> None:
    assert "correct it" in one(await check(ours, username="nadi"), "@nadipots").fix


async def test_missing_permissions_say_what_does_not_work() -> None:
    async with tiktok_account(scopes=("user.info.basic", "video.list")) as ours:
        found = await check(ours)
    comments = one(found, "permission comment.list was")
    assert (comments.ok, comments.minor) == (False, True)
    assert "answer, hide" in one(found, "comment.list.manage").words
    assert "private messages" in one(found, "message.list.read").words
    assert "publish" in one(found, "video.publish").words


async def test_regions_and_messages(ours: Ours) -> None:
    assert "no program" in one(await check(ours, messaging=False, region="DE"), "DE").words
    assert "Apply" in one(await check(ours, messaging=False), "`messaging` is off").fix
    assert "Apply" in one(await check(ours, region="US"), "United States").fix


async def test_posting(ours: Ours) -> None:
    assert "proven" in one(await check(ours), "fetches the files").words
    assert one(await check(ours, publishing="off"), "switched off").ok
    found = await check(ours, publishing="content", audited=False)
    assert "PUBLIC_TO_EVERYONE" in one(found, "may post").words
    assert "audit" in one(found, "not audited").fix.lower()
    del ours.vault.kept[f"content_{NAME}"]
    lacking = one(await check(ours, publishing="content"), "not connected")
    assert (lacking.ok, lacking.minor) == (False, True)
    ours.log_in()
    ours.us.banned = True
    assert "banned" in one(await check(ours, publishing="content"), "post nothing").words


async def test_webhooks_that_are_missing_or_lead_elsewhere(ours: Ours) -> None:
    assert "public_url" in one(await check(ours), "cannot reach us").fix
    ours.public_url = "https://sangam.example"
    ours.server.world.subscribe(ours.app, "https://elsewhere.example", ("COMMENT",))
    found = await check(ours)
    assert "elsewhere" in one(found, "of comments").words
    assert "nobody" in one(found, "of messages").words
    assert one(found, "of messages").minor


async def test_hooks_that_never_come(ours: Ours) -> None:
    ours.public_url = "https://sangam.example"
    account = ours.account()
    account._listening.missed = 7
    assert "7 comments" in one(list(await account.check()), "no hook told").words


async def test_a_login_that_ends_soon(ours: Ours) -> None:
    ours.log_in(refresh_ends_at=ours.now() + 5 * DAY * 1000)
    assert one(await check(ours), "In 5 days").ok
