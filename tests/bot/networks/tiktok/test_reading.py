"""Lists are read page by page, and never faster than TikTok allows."""

from __future__ import annotations

import pytest

from bot.networks._tiktok.reading import COMMENTS
from inbox.errors import RateLimited
from tests.tiktok_account import Ours


async def test_pages_are_followed_to_their_end_even_where_one_is_empty(ours: Ours) -> None:
    reading = ours.account()._reading
    said = [ours.comment(f"comment {number}") for number in range(70)]
    for one in said[-30:]:
        ours.server.world.remove_comment(one)  # they keep their places: the first page is empty
    pages = [page async for page in reading.comments(ours.video.id)]
    assert [len(page.rows) for page in pages] == [0, 30, 10]


async def test_posts_are_listed_newest_first(ours: Ours) -> None:
    for number in range(45):
        ours.server.clock.advance(1)
        ours.server.world.video(ours.us, f"post {number}")
    pages = [page async for page in ours.account()._reading.videos()]
    assert [len(page.rows) for page in pages] == [20, 20, 6]
    assert pages[0].rows[0]["caption"] == "post 44"


async def test_reading_waits_before_it_is_refused(ours: Ours) -> None:
    account = ours.account()
    ours.comment("Hm")
    for _ in range(65):
        assert [page async for page in account._reading.comments(ours.video.id)]
    assert sum(ours.rested) >= 60  # no call was refused
    assert ours.server.calls[f"GET {COMMENTS}"] == 65


async def test_who_waits_for_an_answer_is_told_at_once(ours: Ours) -> None:
    account, said = ours.account(), ours.comment("Hm")
    for _ in range(36):
        await account._reading.by_ids(ours.video.id, [said.id], at_once=True)
    with pytest.raises(RateLimited):
        await account._reading.by_ids(ours.video.id, [said.id], at_once=True)
    assert ours.rested == []


async def test_replies_messages_and_conversations(ours: Ours) -> None:
    account, said = ours.account(), ours.comment("Hm")
    for number in range(35):
        ours.server.world.reply(ours.asha, said, f"reply {number}")
    pages = [page async for page in account._reading.replies(ours.video.id, said.id)]
    assert [len(page.rows) for page in pages] == [30, 5]
    ours.write("Hello")
    (page,) = [page async for page in account._reading.talks("STRANGER")]
    shown = await account._reading.messages(page.rows[0]["conversation_id"])
    assert [row["text"]["body"] for row in shown.rows] == ["Hello"]
    assert {row["display_name"] for row in shown.names} == {"Asha Patel", "Nadipots"}
