"""Steps of a delivery for tests: approved, claimed, begun, and the proof that a network gives."""

from __future__ import annotations

from inbox import review
from inbox.actions import Delivery
from inbox.models import DeliveryId, RemoteId
from inbox.network import Receipt
from inbox.store.outbox import Sending
from tests.cast import MEERA
from tests.world import LEASE, SECOND, World

MINUTE = 60 * SECOND


async def approved(here: World, id: str = "m1") -> DeliveryId:
    """A draft that Meera approved."""
    return await review.approve(here.brand, await here.drafted("Majama!", id=id), MEERA)


async def claimed(here: World, token: str = "t") -> Sending:
    """The delivery that is due, held."""
    sending = await here.store.outbox.claim(here.clock.at, LEASE, token)
    assert isinstance(sending, Sending)
    return sending


async def begun(here: World, token: str = "t") -> Sending:
    """The delivery that is due, its call begun."""
    here.clock.at += here.brand.undo.automatic
    sending = await here.store.outbox.begin(await claimed(here, token), here.clock.at)
    assert sending
    return sending


async def record(here: World, id: DeliveryId) -> Delivery:
    """A delivery as it stands."""
    found = await here.store.outbox.open(id)
    assert found
    return found


def receipt(here: World, id: str = "r1") -> Receipt:
    """The network did it now."""
    return Receipt(RemoteId(id), here.clock.at)
