"""The checks on every text before it may go: one sentence for each thing that is wrong with it."""

from __future__ import annotations

from responders.guard.checks import Guard
from responders.guard.said import NO_GROUND, Ground

__all__ = ["NO_GROUND", "Ground", "Guard", "check"]

check = Guard().check
"""The checks of a drafted text where no bot.yaml and no brand say more."""
