"""The sending loop: claim a due delivery, write down that it is being sent, do it once, write down how it ended."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from inbox import delivery, policy, windows
from inbox.actions import Action
from inbox.brand import Brand
from inbox.errors import NetworkError, Unavailable, Uncertain, Unsupported, WindowClosed
from inbox.models import AccountId
from inbox.network import Network
from inbox.store.outbox import Sending
from inbox.store.queue import Idle, Look, at_once


@dataclass(frozen=True, slots=True)
class Patience:
    """How long things may take, in milliseconds; the leases are longer, so that nobody else begins meanwhile."""

    send: int = 40_000
    lease: int = 60_000  # of a lane that is being sent from
    drafting: int | None = None  # of a lane that is being drafted for; None: as long as the responders may take


PATIENCE = Patience()


async def send_next(
    brand: Brand, networks: Mapping[AccountId, Network], patience: Patience = PATIENCE, look: Look = at_once
) -> Idle | None:
    """Send one delivery; Idle when none is due. Whatever happens, the network sees it once or a person looks."""
    sending = await look(lambda: brand.store.outbox.claim(brand.now(), patience.lease, secrets.token_hex(8)))
    if isinstance(sending, Idle) or sending is None:
        return sending
    network = networks.get(sending.delivery.account)
    if network is None:
        await _not_ours(brand, sending)
    elif sending.delivery.state == "sending":
        await delivery.recover(brand, network, sending)
    elif why := policy.hold(sending.mode, sending.delivery.action, sending.delivery.by):
        await delivery.hold(brand, sending, why)
    elif late := _too_late(brand, network, sending):
        await delivery.park(brand, sending, WindowClosed(late))
    elif begun := await brand.store.outbox.begin(sending, brand.now()):
        await _send(brand, network, begun, patience)
    return None


async def _send(brand: Brand, network: Network, sending: Sending, patience: Patience) -> None:
    try:
        if brand.now() - sending.delivery.begun_at > patience.lease - patience.send:
            raise Unavailable("the disk of Redis stalled")  # for so long that the lane may soon be somebody else's
        async with asyncio.timeout(patience.send / 1000):
            receipt = await network.perform(_as_it_leaves(brand, network, sending), sending.delivery.id)
    except TimeoutError:
        await delivery.after(brand, network, sending, Uncertain(f"no answer in {patience.send // 1000} s"))
    except NetworkError as error:
        await delivery.after(brand, network, sending, error)
    else:
        await delivery.sent(brand, sending, receipt)


def _too_late(brand: Brand, network: Network, sending: Sending) -> str:
    person, action = windows.by_person(sending.delivery), sending.delivery.action
    return windows.too_late(network.capabilities, action, _asked(sending), brand.now(), person=person)


def _as_it_leaves(brand: Brand, network: Network, sending: Sending) -> Action:
    person, action = windows.by_person(sending.delivery), sending.delivery.action
    return windows.as_it_leaves(network.capabilities, action, _asked(sending), brand.now(), person=person)


def _asked(sending: Sending) -> windows.Asked:
    return windows.Asked(sending.thread.kind, sending.last_inbound, sending.about, sending.said)


async def _not_ours(brand: Brand, sending: Sending) -> None:
    account = sending.delivery.account
    await delivery.park(brand, sending, Unsupported(f"the account {account} is not switched on; add it to bot.yaml"))
