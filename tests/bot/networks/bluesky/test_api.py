"""Single calls: renewed once where the login has ended, by whom they are passed on, and what answers may be."""

from __future__ import annotations

import pytest

from bot.playground.bluesky.sessions import ACCESS_LIVES
from bot.playground.faults import Fault, Kind
from inbox.errors import LoginNeeded, Rejected, Unavailable, Uncertain
from tests.bluesky_account import Ours

POST = "POST com.atproto.repo.putRecord"


async def test_a_login_that_ended_early_is_renewed_and_the_call_made_once_more(ours: Ours) -> None:
    api = ours.api()
    await api.get("com.atproto.server.getSession")
    for token in ours.server.sessions.tokens.values():
        token.expires -= 0 if token.refreshes else ACCESS_LIVES
    assert (await api.get("com.atproto.server.getSession"))["did"] == ours.us.did
    assert ours.server.calls["POST com.atproto.server.refreshSession"] == 1


async def test_a_login_that_nothing_helps_ends_it(ours: Ours) -> None:
    ours.server.refuse("InvalidToken", "GET com.atproto.server.getSession", times=2)
    with pytest.raises(LoginNeeded, match="Make a new app password"):
        await ours.api().get("com.atproto.server.getSession")


async def test_posts_are_asked_for_by_the_twenty_five(ours: Ours) -> None:
    posts = [ours.server.world.post(ours.asha, str(number)) for number in range(60)]
    ours.server.world.remove(posts[7])
    found = await ours.api().posts([one.uri for one in posts])
    assert len(found) == 59
    assert ours.server.calls["GET app.bsky.feed.getPosts"] == 3


async def test_a_record_is_there_or_not(ours: Ours) -> None:
    api = ours.api()
    found = await api.record("app.bsky.feed.post", ours.root.rkey)
    assert found is not None
    assert found["cid"] == ours.root.cid
    assert await api.record("app.bsky.feed.post", "3lk2222222222") is None
    with pytest.raises(Rejected, match="Profile not found"):
        await api.record("app.bsky.feed.post", "x", "did:plc:nobody")


@pytest.mark.parametrize("effect", [True, False])
async def test_an_answer_that_nobody_can_read_is_uncertain_where_something_may_be_done(
    ours: Ours, effect: bool
) -> None:
    ours.server.faults.next(Fault(Kind.REFUSE, status=502), POST)
    with pytest.raises(Uncertain if effect else Unavailable):
        await ours.api().post("com.atproto.repo.putRecord", {}, effect=effect)


async def test_an_empty_answer_is_a_yes(ours: Ours) -> None:
    assert await ours.api().post("app.bsky.graph.muteActor", {"actor": ours.asha.did}) == {}
