"""What a case did for a time ends by itself: slow mode, and a mute where the network keeps no time."""

from __future__ import annotations

from dataclasses import replace

from inbox.actions import Mute, Proposal, Slow
from inbox.brand import Brand
from inbox.cases import MODERATION
from inbox.models import DeliveryId
from inbox.moderation.measures import active


async def lapse(brand: Brand, done: DeliveryId) -> None:
    """End what this delivery did (the clock calls it); nothing where it was taken back, or somebody wants it still."""
    delivery = (await brand.store.cases.deliveries([done])).get(done)
    capabilities = brand.capabilities.get(delivery.account) if delivery else None
    match delivery.action if delivery else None:
        case Slow() as slow if delivery:
            on = await active(brand)
            if not any(one.kind == "slow" and one.conversation == delivery.conversation for one in on):
                ends = Proposal(replace(slow, seconds=0), MODERATION, "slow mode ends: its time is over")
                await brand.store.cases.lapse(done, MODERATION, ends, brand.now())
        case Mute() as mute if capabilities and capabilities.endless_mutes:
            ends = Proposal(replace(mute, seconds=0), MODERATION, "the mute ends: its time is over")
            await brand.store.cases.lapse(done, MODERATION, ends, brand.now())
