"""The judging loop: claim a conversation in which something is new, let the rules look, do what they want."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Protocol

import structlog

from inbox.brand import Brand
from inbox.cases import NOTHING_FOUND, Arrival, Fairness, Judgement
from inbox.errors import StoreAway
from inbox.models import Message
from inbox.moderation.judged import arrival_of, judged
from inbox.store.judging import Unjudged, Windows
from inbox.store.queue import Idle, Look, at_once

log = structlog.get_logger("sangam")

LEASE = 10_000  # ms; held for longer while rules look, so that what a process held that was killed waits no longer
PATIENCE = 30.0  # seconds for one message; one that is not judged by then passes


class Judge(Protocol):
    """All rules of a brand; `windows` are the times (ms) that rules ask for: same, flood, newcomers."""

    @property
    def windows(self) -> Mapping[str, int]: ...

    def digest(self, text: str) -> str:
        """What a repeated text is recognised by; "" for one that says too little to count."""
        ...

    async def judge(self, arrival: Arrival, acting: Collection[tuple[str, str]]) -> Judgement:
        """What the rules find; `acting` are those in force."""
        ...


async def judge_next(
    brand: Brand,
    moderation: Callable[[], Judge],
    look: Look = at_once,
    lease: int = LEASE,
    patience: float = PATIENCE,
) -> Idle | None:
    """Judge what is new in one conversation; Idle when nothing is. What cannot be judged passes, and is logged."""
    half_life = (brand.fairness or Fairness()).ladder.half_life
    claimed = await look(lambda: brand.store.judging.claim(brand.now(), lease, secrets.token_hex(8), half_life))
    if claimed is None or isinstance(claimed, Idle):
        return claimed
    results = await _results(brand, moderation(), claimed, lease, patience)
    try:
        await judged(brand, claimed, results)
    except StoreAway:
        raise
    except Exception:  # whatever is wrong with one message, the others of the conversation must not wait for ever
        log.exception("judging.failed", conversation=claimed.conversation.id)
        await _one_by_one(brand, claimed, results)
    return None


async def _results(
    brand: Brand, moderation: Judge, claimed: Unjudged, lease: int, patience: float
) -> list[tuple[Message, Judgement]]:
    """What the rules make of each message that waits."""
    arrivals = [arrival_of(claimed, one, brand.now()) for one in claimed.waiting]
    windows = Windows(**{name: ms for name, ms in moderation.windows.items() if ms})
    if windows != Windows():
        digests = [_digest(moderation, one.message) for one in claimed.waiting]
        crowds = await brand.store.judging.crowd(claimed, digests, windows, brand.now())
        arrivals = [replace(one, crowd=crowd) for one, crowd in zip(arrivals, crowds, strict=True)]
    alone = {one.message.id for one in claimed.waiting if one.cleared or one.person.allowed}
    asked = [one for one in arrivals if one.message.id not in alone]
    looking = asyncio.gather(*(_judge(moderation, one, claimed, patience) for one in asked))
    judgements = await _held(brand, claimed, lease, looking)
    return [(one.message, judgement) for one, judgement in zip(asked, judgements, strict=True)]


async def _held(
    brand: Brand, claimed: Unjudged, lease: int, looking: asyncio.Future[list[Judgement]]
) -> list[Judgement]:
    """What comes of looking; as long as that takes, nobody else judges there."""
    try:
        while not (await asyncio.wait([looking], timeout=lease / 3_000))[0]:
            if not await brand.store.judging.keep(claimed, lease, brand.now()):
                break  # we were taken for dead, and somebody else began anew; what we find will not count
        return await looking
    finally:
        looking.cancel()


async def _judge(moderation: Judge, arrival: Arrival, claimed: Unjudged, patience: float) -> Judgement:
    try:
        async with asyncio.timeout(patience):
            return await moderation.judge(arrival, claimed.acting)
    except TimeoutError:
        return _passed(arrival.message, claimed, f"the rules took longer than {patience:g} s")
    except Exception as broken:  # a bug must not keep anybody's words from us for ever
        log.exception("judging.failed", conversation=claimed.conversation.id, message=arrival.message.id)
        return _passed(arrival.message, claimed, f"{type(broken).__name__}: {broken}")


def _passed(message: Message, claimed: Unjudged, why: str) -> Judgement:
    return Judgement(unknown=(f"the message {message.id} of {claimed.conversation.id} was not judged: {why}",))


def _digest(moderation: Judge, message: Message) -> str:
    try:
        return moderation.digest(message.text)
    except Exception:  # a text that cannot be counted is judged all the same
        log.exception("judging.failed", message=message.id)
        return ""


async def _one_by_one(brand: Brand, claimed: Unjudged, results: list[tuple[Message, Judgement]]) -> None:
    """What could not be written down together: each by itself, and what still cannot passes as it is."""
    found = {message.id: judgement for message, judgement in results}
    for waiting in claimed.waiting:
        alone, message = replace(claimed, waiting=(waiting,)), waiting.message
        try:
            await judged(brand, alone, [(message, found.get(message.id, NOTHING_FOUND))], keep=True)
        except StoreAway:
            raise
        except Exception as broken:  # one that cannot be written down must not hold up the rest
            log.exception("judging.failed", conversation=claimed.conversation.id, message=message.id)
            why = _passed(message, claimed, f"{type(broken).__name__}: {broken}")
            await judged(brand, replace(alone, measures=()), [(message, why)], keep=True)
    await judged(brand, replace(claimed, waiting=()), ())
