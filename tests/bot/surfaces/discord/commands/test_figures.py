"""/stats: how things stand, and what was heard, answered and decided."""

from __future__ import annotations

from bot.surfaces.discord.commands.figures import told
from inbox import review
from inbox.insights import Figures
from inbox.models import account_id
from inbox.spending import AccountSpending
from tests.bot.surfaces.discord.control_room import Room
from tests.cast import BHAVIN, MEERA
from tests.world import HOUR, SECOND, START

MINUTE = 60 * SECOND

SOME = Figures(
    open=12,
    waiting=4,
    overdue=1,
    drafted=3,
    parked=2,
    heard=40,
    answered=30,
    by_itself=12,
    decided=8,
    unchanged=4,
    edited=3,
    rejected=1,
    median_first_answer_ms=HOUR,
    topics=(("re*fund*", 5), ("hours", 2)),
    by_person=(("meera", 17),),
    longest_waiting=(),
    complete=False,
    costs=(
        AccountSpending(
            account_id("x", "na*di"), "USD", 1_200_000, 30_100_000, budget=5_000_000, words="mentions every 15 min"
        ),
        AccountSpending(
            account_id("youtube", "nadi"),
            "units",
            3_790_000_000,
            3_790_000_000,
            a_day=10_000_000_000,
            next_at=START + 4 * MINUTE,
        ),
        AccountSpending(account_id("x", "idle"), "USD", 0, 0),
    ),
)


def test_figures_are_told_in_a_few_lines() -> None:
    assert list(told(SOME, START, START)) == [
        "**Now:** 4 wait for us, 1 of them too long · 12 open · 3 drafts to decide",
        "**2 parked:** a person must look, `/parked`",
        f"**Since <t:{START // 1000}:f>:** 40 messages heard, 30 answered, 12 of them by itself",
        "**8 drafts decided:** 50 % unchanged · 38 % edited · 12 % rejected",
        "**First answer:** 1 h for half of them",
        "**Topics:** re\\*fund\\* 5, hours 2",
        "**By person:** meera 17",
        "**Spent, youtube\\:nadi:** 3,790 of 10,000 units today, 6,210 units left; next look in 4 min",
        "**Spent, x\\:na\\*di:** $1.20 of $5.00 today, $30.10 this month; mentions every 15 min",
        "-# More happened since then than was counted.",
    ]


async def test_stats_counts_what_happened_since(room: Room) -> None:
    await review.approve(room.inbox.brand, await room.inbox.drafted(), MEERA)
    room.inbox.clock.at += 5 * HOUR
    await room.inbox.hear("**Hello?**", BHAVIN, id="m2")
    room.inbox.clock.at += 5 * HOUR

    typed = await room.command("pavel", room.lounge(), "stats", since="7d")

    said = await room.said(typed)
    assert "2 wait for us, 2 of them too long" in said
    assert "2 messages heard" in said
    assert "**1 draft decided:** 100 % unchanged" in said
    assert "**Waiting longest:** Asha (<t:" in said
