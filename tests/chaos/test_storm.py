"""Killed at any moment, Sangam loses nothing and says nothing twice (`make chaos`; a short version in `make test`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground.faults import CALLS, Kind
from tests.chaos import answers, findings
from tests.chaos.storm import Plan, Storm, rage
from tests.chaos.striking import SEED, figures


async def test_killed_a_few_times_it_loses_nothing_and_says_nothing_twice(tmp_path: Path) -> None:
    plan = Plan(messages=300, conversations=40, kills=6, redis_kills=2, longest_life=1.5, patience=60, seed=SEED)
    storm = await rage(plan, tmp_path)

    print(table(storm))
    check(storm)


@pytest.mark.chaos
async def test_killed_two_hundred_times_it_loses_nothing_and_says_nothing_twice(tmp_path: Path) -> None:
    print(f"\nseed {SEED} (again with it: SEED={SEED} make chaos)", flush=True)
    plan = Plan(messages=10_000, conversations=500, kills=200, redis_kills=20, longest_life=4, patience=180, seed=SEED)
    storm = await rage(plan, tmp_path)

    print(table(storm), flush=True)
    check(storm)


def check(storm: Storm) -> None:
    """All that must hold, every problem named."""
    crowd, found = storm.crowd, storm.findings
    said = {chat.id: crowd.said(chat) for chat in crowd.chats}
    wrong = {
        "not stored once": findings.not_stored_once(crowd.chats, said, found),
        "out of order": findings.out_of_order(crowd.chats, found),
        "overtaken": findings.overtaken(found, storm.parked),
        "said more than once": findings.said_more_than_once(storm.seen, found),
        "not sent once": findings.not_sent_once(storm.seen, found),
        "promises broken": findings.broken_promises(storm.team.approved, storm.team.rejected, found),
        "left lying": findings.left_lying(found),
        "bugs": findings.bugs_logged(storm.log),
        **answers.problems(storm.answers),
    }
    problems = [f"{what}: {one}" for what, each in wrong.items() for one in each]
    assert not problems, f"seed {storm.plan.seed}, {len(problems)} problems\n" + "\n".join(problems[:30])
    assert sum(map(len, said.values())) == storm.plan.messages, "the scene itself is at fault"


def table(storm: Storm) -> str:
    """What happened, in figures."""
    dealt = storm.crowd.telegram.faults.dealt
    states = [delivery.state for delivery in storm.findings.deliveries]
    rows = {
        "messages said": storm.plan.messages,
        "conversations": len(storm.findings.conversations),
        "process killed": storm.plan.kills,
        "Redis killed": storm.plan.redis_kills,
        "process gave up by itself": len(storm.fell),
        "deliveries doubled": dealt[Kind.DUPLICATE],
        "deliveries held back": dealt[Kind.REORDER] + dealt[Kind.DELAY],
        "calls that failed": sum(n for kind, n in dealt.items() if kind in CALLS - {Kind.SLOW}),
        "drafts": len(storm.findings.drafts),
        "approved, and told so": len(storm.team.approved),
        "decided in all": len(states),
        "taken back, as they wrote again": states.count("recalled"),
        "sent": states.count("sent"),
        "parked for a person": len(storm.parked),
        "  of these on the network": storm.parked_there,
        "seen by the network": storm.seen.total(),
        **answers.rows(storm.answers),
        "questions that reached the model": storm.model.counts["chat"],
        **{f"people: {what}": count for what, count in sorted(storm.whims.done.items())},
        "wall time, s": round(storm.seconds),
    }
    return figures(rows)
