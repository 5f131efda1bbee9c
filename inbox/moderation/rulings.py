"""Whether a rule acts: what people say of its matches earns that, a lead says so, or what goes wrong ends it."""

from __future__ import annotations

from collections.abc import Mapping

from inbox.brand import Brand
from inbox.cases import CaseNumber, Standing, Verdict
from inbox.models import Actor, ConversationId, RemoteId


async def register(brand: Brand, versions: Mapping[str, str]) -> None:
    """Tell which rules, in which order and version, moderation.yaml has now: whoever reads it calls this each time.

    A rule that is new or another version begins in shadow; one that is gone counts for nothing.
    """
    raise NotImplementedError


async def standings(brand: Brand, by: Actor) -> tuple[Standing, ...]:
    """How each rule stands, in the order of the file, then those that the file has no more."""
    raise NotImplementedError


async def say(brand: Brand, match: str, by: Actor, verdict: Verdict) -> Standing:
    """Say whether a match is right or wrong; said again it is changed, an empty verdict takes it back."""
    raise NotImplementedError


async def put_in_force(brand: Brand, rule: str, by: Actor, why: str = "", *, confirmed: bool = False) -> Standing:
    """Let a rule act from now on; one that matches nearly everything, or cannot be undone, needs `confirmed`."""
    raise NotImplementedError


async def back_to_shadow(brand: Brand, rule: str, by: Actor, why: str = "") -> Standing:
    """Let a rule only write down what it would do."""
    raise NotImplementedError


async def switch_off(brand: Brand, rule: str, by: Actor, why: str = "") -> Standing:
    """Let a rule do nothing, not even write down its matches."""
    raise NotImplementedError


async def clear(brand: Brand, conversation: ConversationId, message: RemoteId, by: Actor) -> None:
    """Leave a flagged message where it is; no rule flags it again until its text changes."""
    raise NotImplementedError


async def condemn(
    brand: Brand, conversation: ConversationId, message: RemoteId, by: Actor, reason: str = ""
) -> CaseNumber:
    """Take a flagged message out of sight, the mildest way that the network has; a case of this person."""
    raise NotImplementedError
