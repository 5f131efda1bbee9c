"""The listening loop: one account's network speaks, and what it says is stored before it is confirmed."""

from __future__ import annotations

from inbox import arrivals
from inbox.brand import Brand
from inbox.errors import LoginNeeded
from inbox.network import Listens, Network


async def listen(brand: Brand, network: Network) -> None:
    """Bring in what one account hears, from where it stopped last time; ends only by an error.

    Dead credentials stop the account and are said once; whatever else goes wrong, the supervisor comes back.
    """
    assert isinstance(network, Listens)
    account = network.account
    state = await brand.store.modes.account(account, brand.now())
    try:
        await network.listen(arrivals.receiver(brand, account), state.cursor)
    except LoginNeeded as error:
        await brand.store.modes.account_is(account, "stopped", str(error), brand.now())
        raise


async def mend(brand: Brand, network: Network) -> None:
    """Try a stopped account's credentials again; when they work, what was queued goes out.

    Whatever else is wrong with the account stopped nobody, and keeps nothing back.
    """
    state = await brand.store.modes.account(network.account, brand.now())
    if state.state != "stopped":
        return
    found = await network.check()
    if all(health.ok or health.minor for health in found):
        await brand.store.modes.account_is(network.account, "ok", "", brand.now())
