"""What X charges, as data: its page of prices with the day on which it was read.

Since 16 February 2026 X takes money for each thing that is read and for each call that makes something; events of its
activity stream and webhooks are charged for one by one. A plan of an enterprise has a contract of its own.
"""

from __future__ import annotations

from typing import Final

from bot.networks._x.ids import is_private
from inbox.actions import Action, Reply
from inbox.capabilities import MICRO, Tariff

PRICES: Final = {
    "post.read": 5_000,
    "owned.read": 1_000,  # our posts and mentions, where the app belongs to the account itself
    "user.read": 10_000,
    "dm.read": 10_000,
    "media.read": 5_000,
    "analytics.read": 5_000,
    "post.create": 15_000,
    "post.create.summoned": 10_000,  # an answer to somebody who mentioned or quoted us
    "post.create.link": 200_000,
    "dm.create": 15_000,
    "interaction.create": 15_000,  # a like, a mute
    "interaction.delete": 10_000,
    "mute.delete": 5_000,
    "privacy.update": 10_000,  # stopping somebody's messages
    "content.manage": 5_000,  # hiding
    "media.metadata": 5_000,  # a description of a picture
    "event.post": 5_000,  # an event of the activity stream, or of a webhook
    "event.dm": 10_000,
}


class Charges(Tariff):
    """A tariff by which an answer in private is a private message, and costs the same with a link in it."""

    __slots__ = ()

    def price(self, action: Action, *, linked: bool = False) -> int:
        """What an action costs; 0 where it is free."""
        if isinstance(action, Reply) and is_private(action.thread):
            return self.prices["dm.create"]
        return super().price(action, linked=linked)


TARIFF: Final = Charges(
    currency="USD",
    prices=PRICES,
    source="https://docs.x.com/x-api/getting-started/pricing",
    read_on="2026-11-27",
    actions={
        "reply": "post.create.summoned",
        "direct_message": "dm.create",
        "publish": "post.create",
        "edit": "post.create",
        "hide": "content.manage",
        "unhide": "content.manage",
        "mute": "interaction.create",
        "block": "privacy.update",
        "unblock": "privacy.update",
        "react": "interaction.create",
    },
    with_link={"reply": "post.create.link", "publish": "post.create.link", "edit": "post.create.link"},
)


def money(micros: int) -> str:
    """Millionths of a dollar in words, with as many places as they need, at least two."""
    text = f"{micros / MICRO:,.3f}"
    return f"${text.removesuffix('0')}"
