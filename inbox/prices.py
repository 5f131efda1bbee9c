"""What an action costs on a network that asks for money, or for units of what it grants in a day, in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from inbox.actions import SPEAKS, Action, Publish, kind_of
from inbox.capabilities import MICRO, Capabilities, Tariff

SIGNS: Final = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹"}
UNITS: Final = "units"


def money(micros: int, currency: str) -> str:
    """An amount as people read it: "$0.015", "1,250.50 SEK", "50 units"; nothing is rounded away."""
    exact = Decimal(micros) / MICRO
    if currency == UNITS:
        return f"{exact.normalize():,f} {UNITS if exact != 1 else 'unit'}"
    places = max(2, -int(exact.normalize().as_tuple().exponent))
    amount, sign = f"{exact:,.{places}f}", SIGNS.get(currency)
    return f"{sign}{amount}" if sign else f"{amount} {currency}"


def out_of(micros: int, most: int, currency: str) -> str:
    """How much of a day's most that is: "$1.20 of $5.00", "50 of 10,000 units"; without a most the amount alone."""
    if not most:
        return money(micros, currency)
    amount = money(micros, currency)
    if currency == UNITS:
        amount = amount.partition(" ")[0]
    return f"{amount} of {money(most, currency)}"


def price(capabilities: Capabilities | None, action: Action) -> str:
    """What it costs to do this, as a sentence; empty where it is free, or nobody says."""
    tariff = capabilities.tariff if capabilities else None
    amount = _amount(tariff, action, links=True) if tariff else 0
    if tariff is None or not amount:
        return ""
    plain = _amount(tariff, action, links=False)
    doing = "Sending this" if kind_of(action) in SPEAKS else "This"
    why = f", because it has a link; without one {money(plain, tariff.currency)}" if plain < amount else ""
    return f"{doing} costs {money(amount, tariff.currency)}{why}."


def dear(capabilities: Capabilities | None, action: Action) -> str:
    """The same where a link makes the text cost more than it would without one; else empty."""
    tariff = capabilities.tariff if capabilities else None
    if tariff is None or _amount(tariff, action, links=True) == _amount(tariff, action, links=False):
        return ""
    return price(capabilities, action)


def _amount(tariff: Tariff, action: Action, *, links: bool) -> int:
    """What all parts of an action cost, in millionths; a thread of posts is paid for post by post."""
    further = action.further if isinstance(action, Publish) else ()
    texts = (str(getattr(action, "text", "")), *further)
    return sum(tariff.price(action, linked=links and _has_link(text)) for text in texts)


def _has_link(text: str) -> bool:
    from inbox.lengths import has_link  # takes 40 ms to import; a text without a dot has no address

    return "." in text and has_link(text)
