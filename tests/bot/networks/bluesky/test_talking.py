"""Direct messages as single calls: accepted by answering, long talks, and talks that are closed."""

from __future__ import annotations

import pytest

from bot.networks._bluesky import talking
from inbox.errors import Rejected, Uncertain
from inbox.models import RemoteId
from tests.bluesky_account import Ours


async def test_who_asked_first_is_accepted_by_answering(ours: Ours) -> None:
    line = ours.server.world.message(ours.asha, ours.us, "Hello?")
    api = ours.api()
    convo = await talking.talk(api, line.convo.id)
    assert convo["status"] == "request"
    await talking.say(api, convo, "See nadi.example.com")
    assert ours.server.calls["POST chat.bsky.convo.acceptConvo"] == 1
    assert line.convo.lines[-1].facets[0]["features"][0]["uri"] == "https://nadi.example.com"


async def test_the_talk_with_somebody_is_one(ours: Ours) -> None:
    line = ours.server.world.message(ours.asha, ours.us, "Hello?")
    assert (await talking.talk_with(ours.api(), RemoteId(ours.asha.did)))["id"] == line.convo.id


async def test_a_message_is_found_behind_many_others(ours: Ours) -> None:
    world, begun = ours.server.world, ours.now()
    line = world.message(ours.us, ours.asha, "Until six")
    for number in range(150):
        ours.server.clock.advance(0.1)
        world.message(ours.asha, ours.us, str(number))
    found = await talking.find(ours.api(), line.convo.id, "Until six", begun)
    assert found is not None
    assert found.id == line.id
    for number in range(1000):
        world.message(ours.asha, ours.us, str(number))
    with pytest.raises(Uncertain, match="too much"):
        await talking.find(ours.api(), line.convo.id, "Until six", begun)


async def test_a_closed_or_unknown_talk_is_said_in_words(ours: Ours) -> None:
    line = ours.server.world.message(ours.asha, ours.us, "Hello?")
    line.convo.locked = True
    api = ours.api()
    with pytest.raises(Rejected, match="closed"):
        await talking.say(api, await talking.talk(api, line.convo.id), "Hi")
    with pytest.raises(Rejected, match="no such conversation"):
        await talking.talk(api, "3lnothing2222")
