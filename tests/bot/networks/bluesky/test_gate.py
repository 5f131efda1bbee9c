"""Who may answer, and what is hidden: one record, changed only as it was read."""

from __future__ import annotations

import pytest

from bot.networks._bluesky.gate import GATE, MOST_HIDDEN, hide, restrict
from bot.playground.bluesky.records import written
from inbox.actions import Hide
from inbox.errors import Rejected, Unavailable
from inbox.models import RemoteId
from tests.bluesky_account import Ours


async def test_below_the_posts_of_others_nothing_is_hidden(ours: Ours) -> None:
    mention = ours.server.world.mention(ours.asha, ours.us, "bah")
    with pytest.raises(Rejected, match="begun by somebody else"):
        await hide(ours.records(), Hide(ours.below(mention), RemoteId(mention.id)))


async def test_a_change_of_somebody_else_at_the_same_moment_is_not_lost(ours: Ours) -> None:
    rude = ours.server.world.reply(ours.asha, ours.root, "bah")
    ours.server.refuse("InvalidSwap", "POST com.atproto.repo.putRecord")
    action = Hide(ours.below(rude), RemoteId(rude.id))
    with pytest.raises(Unavailable, match="same moment"):
        await hide(ours.records(), action)
    await hide(ours.records(), action)
    assert ours.server.world.hidden(rude)


async def test_a_full_list_is_said_in_words(ours: Ours) -> None:
    rude = ours.server.world.reply(ours.asha, ours.root, "bah")
    many = [f"at://{ours.asha.did}/app.bsky.feed.post/{number}" for number in range(MOST_HIDDEN)]
    gate = {"post": ours.root.uri, "hiddenReplies": many, "createdAt": written(0)}
    ours.server.world.keep(ours.us, GATE, gate, ours.root.rkey)
    with pytest.raises(Rejected, match="300"):
        await hide(ours.records(), Hide(ours.below(rude), RemoteId(rude.id)))


async def test_everybody_may_answer_unless_it_is_said(ours: Ours) -> None:
    await restrict(ours.records(), "3n74wq4s3s2qm", "everyone")
    assert ours.us.of(GATE) == []
    await restrict(ours.records(), "3n74wq4s3s2qm", "mentioned")
    (gate,) = ours.us.of(GATE)
    assert gate.value["post"] == f"at://{ours.us.did}/app.bsky.feed.post/3n74wq4s3s2qm"
    assert gate.value["allow"] == [{"$type": f"{GATE}#mentionRule"}]
