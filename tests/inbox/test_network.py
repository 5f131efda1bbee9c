"""The port: what a network can do is data, and each further ability is one method that it has or has not."""

from __future__ import annotations

from inbox.network import Backfills, FetchesMedia, FindsSent, Listens, Network, TakesHooks
from tests.postbox import LookingPostbox, Postbox, TalkingPostbox
from tests.world import CAPABILITIES


def test_what_is_offered_depends_on_the_kind_of_conversation() -> None:
    assert CAPABILITIES.offers("group", "mute")
    assert not CAPABILITIES.offers("direct", "mute")
    assert not type(CAPABILITIES)("x", "", "", {}, CAPABILITIES.text).offers("direct", "reply")


def test_an_ability_is_having_its_method() -> None:
    assert isinstance(Postbox(), Network)
    for ability in (Listens, TakesHooks, FindsSent, Backfills, FetchesMedia):
        assert not isinstance(Postbox(), ability)
    assert isinstance(LookingPostbox(), FindsSent)
    assert issubclass(TalkingPostbox, Listens)
