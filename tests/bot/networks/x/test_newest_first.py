"""A budget that does not do for all buys what was said last; what waits is read when there is money again."""

from __future__ import annotations

from inbox.store.embedded import Server
from tests.x_ear import ear

HOUR = 3600.0


async def test_where_money_is_short_what_is_new_is_read_before_what_waits(redis_server: Server, brand: str) -> None:
    async with ear(redis_server.url, brand, budget_a_day=6.0) as heard:
        for number in range(300):
            heard.mention(f"number {number}", heard.ours.server.world.create_person(f"p{number}"))
        await heard.later(20)
        before = len(await heard.messages())
        assert before < 300
        heard.mention("and I?")
        while len(await heard.messages()) == before:
            await heard.later(60)
        assert any("and I?" in text for text in await heard.texts())
        assert len(await heard.messages()) < 301
        await heard.later(8 * HOUR)
        assert len(await heard.messages()) == 301
