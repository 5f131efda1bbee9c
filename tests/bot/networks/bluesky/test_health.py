"""What check says: who we are, what is missing, and the next step."""

from __future__ import annotations

from bot.networks._bluesky.health import check
from tests.bluesky_account import Ours


async def test_all_is_well(ours: Ours) -> None:
    first, second = await check(ours.api())
    assert (first.ok, first.words) == (True, "Bluesky knows us as @nadipots.example.com")
    assert (second.ok, second.words) == (True, "direct messages are read and written")


async def test_without_the_box_ticked_posts_only(ours: Ours) -> None:
    ours.us.privileged = False
    _, chat = await check(ours.api())
    assert (chat.ok, chat.minor) == (False, True)
    assert "Allow access to your direct messages" in chat.fix


async def test_a_wrong_password_says_where_to_make_one(ours: Ours) -> None:
    ours.us.app_password = "changed"
    (wrong,) = await check(ours.account(app_password="old")._api)
    assert not wrong.ok
    assert "does not take the handle" in wrong.words
    assert "App passwords" in wrong.fix
    assert wrong.fix not in wrong.words


async def test_a_server_that_is_away_and_a_chat_that_is_away(ours: Ours) -> None:
    ours.server.refuse("UpstreamFailure", "GET chat.bsky.convo.listConvos")
    _, chat = await check(ours.api())
    assert (chat.ok, chat.minor) == (False, True)
    await ours.server.stop()
    (away,) = await check(ours.api())
    assert "reaches the internet" in away.fix
