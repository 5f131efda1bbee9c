"""The part of the port that is about posts: abilities that a network has or has not."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.actions import Publish
from inbox.models import RemoteId
from inbox.publishing import JudgesPosts, Measured, ReadsMetrics, Verdict


class Judge:
    async def judge(self, post: Publish) -> Sequence[Verdict]:
        return () if post.text else (Verdict("There is nothing to post."), Verdict("It has no picture.", stops=False))


class Counter:
    async def metrics(self, post: RemoteId) -> Measured:
        return Measured({"likes": 3}, {"clicks": "not told here"}, 1)


async def test_each_ability_is_asked_for_by_itself() -> None:
    judge, counter = Judge(), Counter()

    assert isinstance(judge, JudgesPosts)
    assert not isinstance(judge, ReadsMetrics)
    assert isinstance(counter, ReadsMetrics)
    assert not isinstance(counter, JudgesPosts)
    assert [verdict.stops for verdict in await judge.judge(Publish(RemoteId("page"), ""))] == [True, False]
    assert (await counter.metrics(RemoteId("1"))).values["likes"] == 3
