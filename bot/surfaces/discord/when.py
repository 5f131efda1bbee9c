"""Times that people type in the control channel: whose wall clock is meant, and the refusal of what is no time."""

from __future__ import annotations

from datetime import UTC, tzinfo

from bot.surfaces.discord.kit import Kit
from bot.surfaces.discord.options import ControlOptions
from inbox import times
from inbox.errors import NotAllowed


def to_come(kit: Kit, text: str) -> int:
    """The time to come that somebody means; raises NotAllowed with a sentence that shows how to say it."""
    try:
        return times.to_come(text, kit.brand.now(), zone(kit.options))
    except ValueError as wrong:
        raise NotAllowed(f"{wrong}.") from None


def zone(options: ControlOptions) -> tzinfo:
    """The zone that the options name: that of the quiet hours or the digest, or UTC."""
    timed = options.quiet_hours or options.digest
    return timed.zone if timed else UTC
