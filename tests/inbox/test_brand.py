"""A brand at work has sensible patience unless somebody says otherwise."""

from __future__ import annotations

from inbox.brand import Undo
from tests.world import World


def test_nobody_can_recall_what_a_rule_sent_sooner_than_what_a_person_sent() -> None:
    undo = Undo()

    assert 0 < undo.people < undo.automatic <= 60_000


async def test_a_brand_is_given_its_time_and_what_its_accounts_can(here: World) -> None:
    brand = here.brand

    assert brand.now() == here.clock.at
    assert brand.capabilities is here.capabilities
    assert brand.autonomy("rules", next(iter(here.capabilities)), "direct") == "draft"
    assert brand.debounce < brand.undo.people
