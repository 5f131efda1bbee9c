"""What follows a send: it happened, it failed, or nobody knows. Each kind of error has one consequence, here."""

from __future__ import annotations

from dataclasses import replace

from inbox.actions import (
    Action,
    Block,
    Delivery,
    DeliveryState,
    DirectMessage,
    Edit,
    Hide,
    React,
    Remove,
    Reply,
    Unhide,
    kind_of,
)
from inbox.brand import Brand
from inbox.errors import AlreadyDecided, LoginNeeded, NetworkError, NotFound, RateLimited, Unavailable, Uncertain
from inbox.models import Actor, DeliveryId, Message
from inbox.network import FindsSent, Network, Receipt
from inbox.review import require
from inbox.store.codec import HELD, HIDDEN
from inbox.store.outbox import Changed, Pause, Sending

BACKOFF_MS = (2_000, 10_000, 60_000, 300_000, 900_000)  # after that a person looks
LOOK_AGAIN_MS = 15_000
NOBODY_KNOWS = "the answer was lost and {why}; look there, then retry or discard"


async def sent(brand: Brand, sending: Sending, receipt: Receipt) -> None:
    """The network did it: what we said becomes part of the conversation, under the network's id."""
    action, capabilities = sending.delivery.action, brand.capabilities.get(sending.delivery.account)
    message = _message(sending.delivery, receipt)
    changed = _changed(action, receipt.at, reviews=bool(capabilities and capabilities.reviews))
    await brand.store.outbox.sent(sending, message, kind_of(action), receipt.at, brand.now(), changed, receipt.further)


async def after(brand: Brand, network: Network, sending: Sending, error: NetworkError) -> None:
    """The call failed: try later, pause or stop the account, look, or park it for a person."""
    now, tries = brand.now(), sending.delivery.tries
    match error:
        case Uncertain():
            await recover(brand, network, sending, str(error))
        case RateLimited(retry_after=seconds):
            until = now + max(1, round(seconds * 1000))
            await _move(brand, sending, "queued", error, due=until, pause=Pause("paused", until))
        case LoginNeeded():
            await _move(brand, sending, "queued", error, due=now, pause=Pause("stopped"))
        case Unavailable() if tries <= len(BACKOFF_MS):
            await _move(brand, sending, "queued", error, due=now + BACKOFF_MS[tries - 1])
        case _:
            await _move(brand, sending, "parked", error)


async def recover(brand: Brand, network: Network, sending: Sending, words: str = "the process ended") -> None:
    """It was begun and nobody knows how it ended: look, repeat where a repeat is harmless, else park it."""
    delivery, capabilities = sending.delivery, network.capabilities
    why = f"{capabilities.network} cannot be asked whether it was sent"
    if isinstance(network, FindsSent):
        settled = delivery.begun_at + capabilities.settles * 1000
        if brand.now() < settled:
            await _move(brand, sending, "sending", Uncertain(words), due=settled)
            return
        try:
            receipt = await network.find_sent(delivery.action, delivery.id, delivery.begun_first)
        except Uncertain as error:
            why = str(error).removesuffix(".")
        except NetworkError as error:
            wait = round(1000 * error.retry_after) if isinstance(error, RateLimited) else 0
            await _move(brand, sending, "sending", error, due=brand.now() + max(wait, LOOK_AGAIN_MS))
            return
        else:
            if receipt and not await brand.store.outbox.belongs_to_another(delivery, receipt.id):
                await sent(brand, sending, receipt)
            else:
                await _once_more(brand, sending, words)
            return
    known_for = brand.now() + _pause(delivery) - delivery.begun_first
    if known_for < capabilities.key_memory * 1000 or kind_of(delivery.action) in capabilities.repeatable:
        await _once_more(brand, sending, words)
    else:
        await _move(brand, sending, "parked", Uncertain(f"{words}; {NOBODY_KNOWS.format(why=why)}"))


async def hold(brand: Brand, sending: Sending, why: str) -> None:
    """The mode keeps it back: it never goes by itself afterwards but comes back for review."""
    await brand.store.outbox.unsent(sending.delivery, "held", brand.now(), token=sending.token, words=why)


async def park(brand: Brand, sending: Sending, error: NetworkError) -> None:
    """A person must look at one whose call was never begun."""
    error_class, words = type(error).__name__, str(error)
    await brand.store.outbox.unsent(
        sending.delivery, "parked", brand.now(), token=sending.token, error=error_class, words=words
    )


async def retry(brand: Brand, id: DeliveryId, by: Actor) -> None:
    """Send a parked delivery after all."""
    require(by, "retry")
    await _decide_parked(brand, id, by, "queued")


async def discard(brand: Brand, id: DeliveryId, by: Actor) -> None:
    """Let a parked delivery be."""
    require(by, "discard")
    await _decide_parked(brand, id, by, "discarded")


async def _decide_parked(brand: Brand, id: DeliveryId, by: Actor, to: DeliveryState) -> None:
    delivery = await brand.store.outbox.open(id)
    if delivery is None:
        raise NotFound(f"There is no delivery {id}.")
    state: str = delivery.state
    if state == "parked":
        now = brand.now()
        state = await brand.store.outbox.unsent(delivery, to, now, due=now, words=delivery.words, by=by.name)
    if state != "ok":
        raise AlreadyDecided(f"It is not parked any more: it is {state}.")


async def _once_more(brand: Brand, sending: Sending, words: str) -> None:
    """Send it again: at once the first time, then with growing pauses, and after that a person looks."""
    tries = sending.delivery.tries
    if tries > len(BACKOFF_MS):
        await _move(brand, sending, "parked", Uncertain(f"{words}, {tries} times"))
    else:
        await _move(brand, sending, "queued", Uncertain(words), due=brand.now() + _pause(sending.delivery))


def _pause(delivery: Delivery) -> int:
    """How long to wait before what is in doubt is sent again: not at all the first time."""
    return 0 if delivery.tries <= 1 else BACKOFF_MS[min(delivery.tries - 2, len(BACKOFF_MS) - 1)]


async def _move(
    brand: Brand, sending: Sending, to: DeliveryState, error: NetworkError, due: int = 0, pause: Pause | None = None
) -> None:
    delivery = sending.delivery
    error_class, words = type(error).__name__, str(error)
    await brand.store.outbox.unsent(
        delivery, to, brand.now(), token=sending.token, due=due, pause=pause, error=error_class, words=words
    )


def _message(delivery: Delivery, receipt: Receipt) -> Message | None:
    match delivery.action:
        case Reply(text=text, to=to, media=media) | DirectMessage(text=text, about=to, media=media):
            said = Message(receipt.id, text, receipt.at, by=_author(delivery), media=media, reply_to=to)
            private = isinstance(delivery.action, DirectMessage) and to is not None
            return replace(said, delivery=delivery.id, private=private)
        case _:
            return None


def _author(delivery: Delivery) -> str:
    """Who answers for what was said: the one who wrote it, and whoever let it go out."""
    if delivery.by.kind != "person" or delivery.by.name == delivery.author:
        return delivery.author
    return f"{delivery.author}, approved by {delivery.by.name}" + (", edited" if delivery.edited else "")


def _changed(action: Action, at: int, *, reviews: bool) -> Changed | None:
    """What the action did to a message; where comments wait for our review, hiding one lets it wait there."""
    match action:
        case Hide(message=message):
            return Changed(message, {"h": HELD if reviews else HIDDEN})
        case Unhide(message=message):
            return Changed(message, {"h": 0})
        case Remove(message=message):
            return Changed(message, {"d": at})
        case Block(message=message) if message and reviews:  # rejects it, too
            return Changed(message, {"d": at})
        case React(message=message, emoji=emoji):
            return Changed(message, {"or": emoji})
        case Edit(message=message, text=text):
            return Changed(message, {"x": text, "e": at})
        case DirectMessage(about=about) if about:
            return Changed(about, {"pr": 1})
        case _:
            return None
