"""What the accounts are and use: their health and what they have spent; and what every network can do, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.surfaces.desk.answers import html
from bot.surfaces.desk.auth import Visitor
from bot.surfaces.desk.kit import Kit
from inbox import review, views
from inbox.capabilities import Capabilities
from inbox.matrix import matrix
from inbox.prices import UNITS, money, out_of
from inbox.spending import AccountSpending


@dataclass(frozen=True, slots=True)
class Spent:
    """What one account has used, in words; `share` is how much of a day's most that is, None where it has no end."""

    today: str
    month: str
    left: str
    share: float | None
    plan: str
    next_at: int
    things: tuple[tuple[str, int], ...]


async def page(kit: Kit, request: web.Request, me: Visitor) -> web.Response:
    """Every account with its health, what its calls have cost, and how it goes on."""
    overview = await views.overview(kit.brand, me.actor)
    spent = {one.account: in_words(one) for one in overview.spending}
    return html(kit.pages("accounts_page.html", me=me, overview=overview, spent=spent, now=kit.brand.now()))


async def networks(kit: Kit, request: web.Request, me: Visitor) -> web.Response:
    """What every network can do."""
    review.require(me.actor, "look")
    known = kit.networks() or _ours(kit)
    return html(kit.pages("networks.html", me=me, table=matrix(known), known=known))


def in_words(one: AccountSpending) -> Spent:
    """What one account has used, as a page shows it."""
    return Spent(
        today=out_of(one.today, one.most or 0, one.currency),
        month=money(one.month, one.currency) if one.currency != UNITS else "",  # these are granted day by day
        left=money(one.left, one.currency) if one.left is not None else "",
        share=min(1.0, one.today / one.most) if one.most else None,
        plan=one.words.removesuffix("."),
        next_at=one.next_at,
        things=tuple(sorted(one.things.items(), key=lambda thing: (-thing[1], thing[0]))),
    )


def _ours(kit: Kit) -> Sequence[Capabilities]:
    """Of the networks that this brand has accounts on, each once."""
    return tuple({known.network: known for known in kit.brand.capabilities.values()}.values())
