"""The port: each ability of a network is one method that it has or has not."""

from __future__ import annotations

from inbox.network import FetchesMedia, FindsSent, Listens, Network, TakesHooks
from tests.postbox import LookingPostbox, Postbox, TalkingPostbox


def test_an_ability_is_having_its_method() -> None:
    assert isinstance(Postbox(), Network)
    for ability in (Listens, TakesHooks, FindsSent, FetchesMedia):
        assert not isinstance(Postbox(), ability)
    assert isinstance(LookingPostbox(), FindsSent)
    assert issubclass(TalkingPostbox, Listens)
